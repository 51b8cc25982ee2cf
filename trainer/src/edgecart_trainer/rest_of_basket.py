"""What goes with a cart and what replaces it: how much of the other half of a basket is found, and how much of what is
suggested is of a kind that lies in the cart already.
"""

from dataclasses import dataclass

import numpy as np

from .evaluate import SEEDS, Scorer, Task, evaluate, halved_carts
from .interactions import Sessions
from .visits import UNKNOWN, Visits

SHOWN = 20
_BATCH = 512


@dataclass(frozen=True)
class HalvedCarts:
    """``rests``: of each cart of ``task``, all rows that were taken after it, -1 for an unknown item."""

    task: Task
    rests: list[np.ndarray]


def halve(visits: Visits) -> list[HalvedCarts]:
    """Each basket of two and more items cut in half, three times by three seeds."""
    return [HalvedCarts(*halved_carts(visits, seed)) for seed in SEEDS]


def measure_rests(scorer: Scorer, carts: list[HalvedCarts], kinds: np.ndarray) -> dict[str, float]:
    """The measures of evaluate.py; ``recall_at_20``: mean share of the rest (of at most 20 of it) that the first 20 hold;
    ``same_kind``: share of the first 20 whose kind lies in the cart. ``kinds``: [N] of each item, numbers."""
    found, same = [], []
    for one in carts:
        for at in range(0, len(one.rests), _BATCH):
            part = one.task.pick(slice(at, at + _BATCH))
            for cart, row in zip(_carts(part), _first(scorer, part), strict=True):
                rest = one.rests[at]
                found.append(np.isin(rest, row).sum() / min(SHOWN, len(rest)))
                same.append(np.isin(kinds[row], kinds[cart]).mean())
                at += 1
    return {
        **evaluate(scorer, [one.task for one in carts]),
        "recall_at_20": float(np.mean(found)),
        "same_kind": float(np.mean(same)),
    }


def less_of_same_kind(scorer: Scorer, kinds: np.ndarray, less: float) -> Scorer:
    """Scores that are lower by ``less`` for items of a kind that lies in the cart, as the SDK's cart surface has them."""

    def scored(sessions: Sessions) -> np.ndarray:
        scores = np.array(scorer(sessions), np.float64)
        for at, (rows, present) in enumerate(zip(sessions.rows, sessions.present, strict=True)):
            scores[at, np.isin(kinds, kinds[rows[present]])] -= less
        return scores

    return scored


def same_kind_taken(carts: list[HalvedCarts], kinds: np.ndarray) -> float:
    """What ``same_kind`` is of what was really taken."""
    shares = []
    for one in carts:
        for cart, rest in zip(_carts(one.task), one.rests, strict=True):
            known = rest[rest != UNKNOWN]
            if len(known):
                shares.append(np.isin(kinds[known], kinds[cart]).mean())
    return float(np.mean(shares))


def _carts(task: Task) -> list[np.ndarray]:
    return [rows[present] for rows, present in zip(task.sessions.rows, task.sessions.present, strict=True)]


def _first(scorer: Scorer, part: Task) -> np.ndarray:
    """[S, 20] rows with the best scores outside the cart, in no order."""
    scores = np.array(scorer(part.sessions), np.float64)
    session, _ = np.nonzero(part.sessions.present)
    scores[session, part.sessions.rows[part.sessions.present]] = -np.inf
    most = min(SHOWN, scores.shape[1])
    return np.argpartition(-scores, most - 1, axis=1)[:, :most]
