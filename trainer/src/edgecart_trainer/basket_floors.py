"""Floors that know baskets only: an item's nearest neighbours, and its direct effects on others."""

import numpy as np
from scipy import sparse

from .floors import Floor
from .interactions import Sessions
from .reference import shares
from .visits import Visits

# Found on week 50 of The Complete Journey, of 20, 60 and 200; baskets of n items count 1 / sqrt(n - 1).
RIDGE = 60.0


def item_neighbours_floor(visits: Visits, size: int) -> Floor:
    """Items whose buyers are alike: the cosine of who bought what (item-kNN)."""
    together = _together(visits, size)
    length = np.sqrt(np.maximum(together.diagonal(), 1e-12))
    together.setdiag(0)
    scaled = sparse.diags(1.0 / length)
    return Floor("item_neighbours", _sum_over_cart((scaled @ together @ scaled).tocsr()))


def direct_effects_floor(visits: Visits, size: int) -> Floor:
    """What an item tells of another when all others of the cart are known too (EASE, Steck 2019,
    https://arxiv.org/abs/1905.03375): what is bought with everything is no complement of anything. [N, N] dense, so for
    catalogues of a few thousand items only."""
    known = _together(visits, size).toarray()
    known[np.diag_indices(size)] += RIDGE
    inverse = np.linalg.inv(known)
    effects = -inverse / np.diag(inverse)
    effects[np.diag_indices(size)] = 0.0
    return Floor("direct_effects", lambda sessions: shares(sessions, size) @ effects)


def _together(visits: Visits, size: int) -> sparse.csr_matrix:
    """[N, N] how often two items were in a basket, newer and smaller baskets counting more; the diagonal: one item."""
    baskets = visits.pick(visits.sizes >= 2)
    weights = baskets.weights / np.sqrt(baskets.sizes - 1)
    holds = sparse.csr_matrix((np.ones(len(baskets.rows)), (baskets.owners, baskets.rows)), shape=(len(baskets), size))
    holds.data[:] = 1.0
    return (holds.T @ sparse.diags(weights) @ holds).tocsr()


def _sum_over_cart(weights: sparse.csr_matrix):
    def scorer(sessions: Sessions) -> np.ndarray:
        return (shares(sessions, weights.shape[0]) @ weights).toarray()

    return scorer
