"""Places items by what the catalogue says of them: a new product has a vector the day it appears.

A linear map from the words of a description to item vectors, learned on the items that records tell most of. An item's
own vector and the described one are then weighed by how often it was wanted (a cold-start bridge as in DropoutNet,
Volkovs, Yu and Poutanen, 2017, https://papers.nips.cc/paper/7081, but fitted after the training: it costs seconds).
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np
from scipy import sparse
from sklearn.linear_model import Ridge

# How often an item must have been wanted for its own vector to count as much as the described one; validation picks.
TRUSTS = (0.0, 3.0, 10.0, 30.0)
# Taken while there is nothing to choose on.
USUAL_TRUST = 3.0
SMOOTHINGS = (0.3, 1.0, 3.0)
LEAST_ITEMS = 50
LEAST_WANTED = 5
_HELD_OUT = 10
_WORD = re.compile(r"[^\W_]{2,}")


def words_of(item: Mapping[str, object]) -> tuple[str, ...]:
    """What describes an item of ``catalogue.json``: categories, brand, price within half an octave, words of its name."""
    words = [
        f"{key}:{item[key]}"
        for key in ("item_category", "item_category2", "item_category3", "item_brand")
        if isinstance(item.get(key), str) and item[key]
    ]
    price = item.get("price")
    if isinstance(price, int | float) and not isinstance(price, bool) and 0 < price < 1e9:
        words.append(f"price:{round(2 * float(np.log2(price)))}")
    name = item.get("item_name")
    if isinstance(name, str):
        words += [f"name:{word}" for word in dict.fromkeys(_WORD.findall(name.lower()))]
    return tuple(words)


def description_matrix(descriptions: Sequence[tuple[str, ...]]) -> sparse.csr_matrix:
    """[N, W] rare words weighing more, rows of length 1; words of a single item are left out."""
    known: dict[str, int] = {}
    rows, columns = [], []
    for row, words in enumerate(descriptions):
        for word in words:
            rows.append(row)
            columns.append(known.setdefault(word, len(known)))
    matrix = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(descriptions), len(known)))
    often = np.asarray((matrix > 0).sum(axis=0)).ravel()
    shared = often >= 2
    matrix = matrix[:, shared] @ sparse.diags(np.log(len(descriptions) / often[shared]) + 0.1)
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return (sparse.diags(np.divide(1.0, length, out=np.zeros_like(length), where=length > 0)) @ matrix).tocsr()


def described_vectors(vectors: np.ndarray, wanted: np.ndarray, words: sparse.csr_matrix) -> np.ndarray | None:
    """[N, d] of length 1, zeros where nothing describes an item; None where too few items are known to learn from.

    ``vectors``: [N, d] as learned; ``wanted``: [N] how often; ``words``: of description_matrix.
    """
    known = np.flatnonzero((wanted >= LEAST_WANTED) & (np.diff(words.indptr) > 0))
    if len(known) < LEAST_ITEMS:
        return None
    held_out = np.arange(len(known)) % _HELD_OUT == 0
    weights = np.log1p(wanted)

    def fitted(smoothing: float, rows: np.ndarray) -> Ridge:
        solver = Ridge(alpha=smoothing, solver="sparse_cg", tol=1e-6, random_state=0)
        return solver.fit(words[rows], vectors[rows], sample_weight=weights[rows])

    def cosine(smoothing: float) -> float:
        told = _of_length_one(fitted(smoothing, known[~held_out]).predict(words[known[held_out]]))
        return float((told * vectors[known[held_out]]).sum(axis=1).mean())

    best = max(SMOOTHINGS, key=cosine)
    described = _of_length_one(fitted(best, known).predict(words))
    described[np.diff(words.indptr) == 0] = 0.0
    return described


def placed(vectors: np.ndarray, wanted: np.ndarray, described: np.ndarray, trust: float) -> np.ndarray:
    """[N, d] own and described vectors by ``wanted`` / (``wanted`` + ``trust``); what was never wanted, by description."""
    told = described.any(axis=1)
    own = np.where(told, np.divide(wanted, wanted + trust, out=np.zeros(len(wanted)), where=wanted > 0), 1.0)[:, None]
    return _of_length_one(own * vectors + (1.0 - own) * described)


def _of_length_one(matrix: np.ndarray) -> np.ndarray:
    return matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-12)
