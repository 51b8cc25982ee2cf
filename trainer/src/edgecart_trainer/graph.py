"""The item graph: which items are taken together, or after one another, more than their popularity explains."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from .visits import Visits

# Past this many items a basket is a month's supply: its pairs say little and would outnumber all others.
LARGEST_BASKET = 60
FARTHEST_STEP = 3
BACKWARD = 0.5
# What `normalised` is tried with; validation picks.
EXPONENTS = (0.1, 0.2, 0.3, 0.4, 0.6)


@dataclass(frozen=True)
class Graph:
    """``items``: [N, K] neighbours, strongest first; ``weights``: [N, K] float32, 0 where there is no neighbour."""

    items: np.ndarray
    weights: np.ndarray


def pair_counts(visits: Visits, size: int) -> sparse.csr_matrix:
    """[size, size] how strongly item j goes with item i, without the diagonal.

    In an unordered basket of n items each pair counts 1 / sqrt(n - 1), both ways. In an ordered path a step of
    distance s, up to 3, counts 1 / s forward and half of that backward. Both times the visit's own weight.
    """
    baskets = visits.pick(~visits.ordered & (visits.sizes >= 2) & (visits.sizes <= LARGEST_BASKET))
    pairs = _basket_pairs(baskets, size) + _path_pairs(visits.pick(visits.ordered), size)
    pairs.setdiag(0)
    pairs.eliminate_zeros()
    return pairs.tocsr()


def _basket_pairs(baskets: Visits, size: int) -> sparse.csr_matrix:
    share = baskets.weights / np.sqrt(np.maximum(1, baskets.sizes - 1))
    holds = sparse.csr_matrix(
        (np.repeat(share, baskets.sizes), (baskets.owners, baskets.rows)), shape=(len(baskets), size)
    )
    present = sparse.csr_matrix((np.ones(len(baskets.rows)), (baskets.owners, baskets.rows)), shape=holds.shape)
    return (holds.T @ present).tocsr()


def _path_pairs(paths: Visits, size: int) -> sparse.csr_matrix:
    total = sparse.csr_matrix((size, size))
    owners = paths.owners
    for step in range(1, FARTHEST_STEP + 1):
        same = owners[step:] == owners[:-step]
        before, after = paths.rows[:-step][same], paths.rows[step:][same]
        forward = paths.weights[owners[step:][same]] / step
        total = total + sparse.csr_matrix((forward, (before, after)), shape=total.shape)
        total = total + sparse.csr_matrix((BACKWARD * forward, (after, before)), shape=total.shape)
    return total


def normalised(pairs: sparse.csr_matrix, exponent: float) -> sparse.csr_matrix:
    """Pair counts over the row's sum and over the column's sum to ``exponent``: 0 favours best sellers, 1 is lift."""
    rows = np.asarray(pairs.sum(axis=1)).ravel()
    columns = np.asarray(pairs.sum(axis=0)).ravel()
    by_row = sparse.diags(np.divide(1.0, rows, out=np.zeros_like(rows), where=rows > 0))
    usual = columns[columns > 0].mean() if (columns > 0).any() else 1.0
    by_column = sparse.diags(np.divide(usual, columns, out=np.zeros_like(columns), where=columns > 0) ** exponent)
    return (by_row @ pairs @ by_column).tocsr()


def strongest(weights: sparse.csr_matrix, neighbours: int) -> Graph:
    """The ``neighbours`` strongest of each row; among equals the lower row first."""
    size = weights.shape[0]
    items = np.zeros((size, neighbours), np.int64)
    values = np.zeros((size, neighbours), np.float32)
    for row in range(size):
        begin, end = weights.indptr[row], weights.indptr[row + 1]
        columns, strengths = weights.indices[begin:end], weights.data[begin:end]
        order = np.lexsort([columns, -strengths])[:neighbours]
        items[row, : len(order)] = columns[order]
        values[row, : len(order)] = strengths[order]
    return Graph(items=items, weights=values)
