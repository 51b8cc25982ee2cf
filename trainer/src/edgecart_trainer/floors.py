"""The floors: simple recommenders that a model has to beat before it is worth the download."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from .evaluate import Scorer, Task, evaluate
from .graph import EXPONENTS, normalised, pair_counts
from .interactions import Sessions
from .reference import shares
from .visits import Visits

NEIGHBOURS = (100, 300, 1000)


@dataclass(frozen=True)
class Floor:
    name: str
    scorer: Scorer


def popularity_floor(counts: np.ndarray) -> Floor:
    """The same best sellers for everybody."""
    return Floor("popularity", lambda sessions: np.broadcast_to(counts, (len(sessions), len(counts))))


def covisitation_floor(visits: Visits, size: int, validation: list[Task]) -> Floor:
    """Items taken together with those of the cart, from all pairs (the model's graph keeps only the strongest)."""
    pairs = pair_counts(visits, size)
    floors = [_covisitation(normalised(pairs, exponent)) for exponent in EXPONENTS]
    return Floor("covisitation", _best(floors, validation))


def similar_baskets_floor(visits: Visits, size: int, validation: list[Task]) -> Floor:
    """What the most similar past baskets held beside (a nearest-neighbour recommender over whole baskets)."""
    visits = visits.pick(visits.sizes >= 2)
    holds = sparse.csr_matrix((np.ones(len(visits.rows)), (visits.owners, visits.rows)), shape=(len(visits), size))
    holds.data[:] = 1.0  # an item twice in a path counts once
    scaled = sparse.diags(1.0 / np.sqrt(np.maximum(1, np.asarray(holds.sum(axis=1)).ravel()))) @ holds
    floors = [_similar_baskets(holds, scaled.T.tocsr(), count) for count in NEIGHBOURS]
    return Floor("similar_baskets", _best(floors, validation))


def _covisitation(weights: sparse.csr_matrix) -> Scorer:
    return lambda sessions: (shares(sessions, weights.shape[0]) @ weights).toarray()


def _similar_baskets(holds: sparse.csr_matrix, by_item: sparse.csr_matrix, count: int) -> Scorer:
    def scorer(sessions: Sessions) -> np.ndarray:
        likeness = (shares(sessions, holds.shape[1]) @ by_item).tocsr()
        for row in range(likeness.shape[0]):
            values = likeness.data[likeness.indptr[row] : likeness.indptr[row + 1]]
            if len(values) > count:
                values[values < np.partition(values, -count)[-count]] = 0.0
        return (likeness @ holds).toarray()

    return scorer


def _best(scorers: list[Scorer], validation: list[Task]) -> Scorer:
    if not validation:
        return scorers[len(scorers) // 2]
    found = [evaluate(scorer, validation)["hit_rate_at_10"] for scorer in scorers]
    return scorers[int(np.argmax(found))]
