"""Item vectors to begin the training with: a factorisation of which items are taken together.

Positive pointwise mutual information, with the context's share to the power of 0.75, cut to d dimensions by SVD
(Levy, Goldberg and Dagan, 2015, https://aclanthology.org/Q15-1016/). It saves the encoder half of its epochs.
"""

import numpy as np
from scipy import sparse
from sklearn.decomposition import TruncatedSVD

_SMOOTHING = 0.75
DIGITS = 5


def first_vectors(pairs: sparse.csr_matrix, dimensions: int, seed: int) -> np.ndarray:
    """[N, dimensions] of length 1 but for rounding, random where an item has no pair. ``pairs``: [N, N] as of graph.pair_counts."""
    size = pairs.shape[0]
    vectors = np.random.default_rng(seed).normal(size=(size, dimensions))
    together = (pairs + pairs.T).tocoo()
    if size > dimensions + 1 and together.nnz:
        information = _information(together)
        factors = TruncatedSVD(dimensions, random_state=seed)
        found = factors.fit_transform(information) / np.sqrt(np.maximum(factors.singular_values_, 1e-9))
        known = np.linalg.norm(found, axis=1) > 1e-9
        vectors[known] = found[known]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    # Linear algebra libraries differ in the last digits, which training would blow up into another model.
    return np.round(vectors, DIGITS)


def _information(together: sparse.coo_matrix) -> sparse.csr_matrix:
    rows = np.asarray(together.sum(axis=1)).ravel()
    columns = np.asarray(together.sum(axis=0)).ravel() ** _SMOOTHING
    columns /= columns.sum()
    expected = rows[together.row] * columns[together.col]
    values = np.maximum(0.0, np.log(together.data / expected))
    matrix = sparse.csr_matrix((values, (together.row, together.col)), shape=together.shape)
    matrix.eliminate_zeros()
    return matrix
