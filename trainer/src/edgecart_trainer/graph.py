"""The item graph: which items are taken together, or after one another, more than their popularity explains."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from .visits import Visits

# Past this many items a basket is a month's supply: its pairs say little and would outnumber all others.
LARGEST_BASKET = 60
FARTHEST_STEP = 10
BACKWARD = 0.6
# What `normalised` is tried with; validation picks.
EXPONENTS = (0.0, 0.3, 0.6)
# Of a walk of two steps, how much the first alone counts beside both.
FIRST_STEP = 0.5
# A walk goes on only from the strongest neighbours: the others add less than their cost.
WALKED_NEIGHBOURS = 100
_ROWS_AT_ONCE = 2000


@dataclass(frozen=True)
class Graph:
    """``items``: [N, K] neighbours, strongest first; ``weights``: [N, K] float32, 0 where there is no neighbour."""

    items: np.ndarray
    weights: np.ndarray


def pair_counts(visits: Visits, size: int) -> sparse.csr_matrix:
    """[size, size] how strongly item j goes with item i, without the diagonal.

    In an unordered basket of n items each pair counts 1 / sqrt(n - 1), both ways. In an ordered path a step of
    distance s, up to 10, counts 1 / s forward and 0.6 of that backward. Both times the visit's own weight.
    """
    baskets = visits.pick(~visits.ordered & (visits.sizes >= 2) & (visits.sizes <= LARGEST_BASKET))
    pairs = _basket_pairs(baskets, size) + _path_pairs(visits.pick(visits.ordered), size)
    pairs.setdiag(0)
    pairs.eliminate_zeros()
    return pairs.tocsr()


def learned_pairs(visits: Visits, size: int, least: int) -> sparse.csr_matrix:
    """As ``pair_counts``, without the pairs that fewer than ``least`` bought visits name, as far as those say so.

    What few people bought together is little to learn from, and it tells of them: whether somebody's orders taught a model
    showed most of all in such pairs (docs/privacy.md).
    """
    bought = visits.pick(visits.bought)
    named = _present(bought, size)
    together = (named.T @ named).tocsr()
    often = (together >= max(1, least)).astype(np.float64)
    pairs = pair_counts(visits.pick(~visits.bought), size) + pair_counts(bought, size).multiply(often)
    return pairs.tocsr()


def _present(visits: Visits, size: int) -> sparse.csr_matrix:
    """[V, size] 1 where a visit holds an item, however often."""
    holds = sparse.csr_matrix((np.ones(len(visits.rows)), (visits.owners, visits.rows)), shape=(len(visits), size))
    holds.data[:] = 1.0
    return holds


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


def walks(
    pairs: sparse.csr_matrix, exponent: float, steps: int, neighbours: int, lift: np.ndarray | None = None
) -> Graph:
    """Where a walk of one or two steps along the pairs leads from each item, the ``neighbours`` likeliest places.

    Two steps find what goes with what goes with an item: on sparse data that is most of what there is to find.
    ``lift``: [N] what each place's chance is multiplied by in the end.
    """
    lifted = sparse.diags(np.ones(pairs.shape[0]) if lift is None else lift)
    once = _stochastic(normalised(pairs, exponent))
    if steps == 1:
        return strongest(once @ lifted, neighbours)
    onward = _stochastic(_pruned(once, WALKED_NEIGHBOURS))
    parts = []
    for at in range(0, once.shape[0], _ROWS_AT_ONCE):
        rows = onward[at : at + _ROWS_AT_ONCE]
        ends = (rows @ onward + FIRST_STEP * rows) @ lifted
        parts.append(strongest(_without_own(ends.tocsr(), at), neighbours))
    return Graph(np.concatenate([part.items for part in parts]), np.concatenate([part.weights for part in parts]))


def _stochastic(weights: sparse.csr_matrix) -> sparse.csr_matrix:
    """With rows that sum to 1."""
    total = np.asarray(weights.sum(axis=1)).ravel()
    return (sparse.diags(np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)) @ weights).tocsr()


def _pruned(weights: sparse.csr_matrix, neighbours: int) -> sparse.csr_matrix:
    graph = strongest(weights, neighbours)
    rows = np.repeat(np.arange(len(graph.items)), neighbours)
    kept = sparse.csr_matrix((graph.weights.ravel().astype(np.float64), (rows, graph.items.ravel())), shape=weights.shape)
    kept.eliminate_zeros()
    return kept


def _without_own(weights: sparse.csr_matrix, first: int) -> sparse.csr_matrix:
    """Without what leads back to where it began; row r is the item ``first + r``."""
    rows = np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))
    weights.data[weights.indices == rows + first] = 0.0
    weights.eliminate_zeros()
    return weights


def strongest(weights: sparse.csr_matrix, neighbours: int) -> Graph:
    """The ``neighbours`` strongest of each row; among equals the lower row first."""
    weights = weights.tocsr()
    size = weights.shape[0]
    items = np.zeros((size, neighbours), np.int64)
    values = np.zeros((size, neighbours), np.float32)
    for row in range(size):
        begin, end = weights.indptr[row], weights.indptr[row + 1]
        columns, strengths = weights.indices[begin:end], weights.data[begin:end]
        if len(strengths) > 4 * neighbours:
            least = np.partition(strengths, -neighbours)[-neighbours]
            columns, strengths = columns[strengths >= least], strengths[strengths >= least]
        order = np.lexsort([columns, -strengths])[:neighbours]
        items[row, : len(order)] = columns[order]
        values[row, : len(order)] = strengths[order]
    return Graph(items=items, weights=values)
