"""Measures how high a model ranks the product that was taken next.

Each later visit is cut in half: the first half is the cart, the next item is to be found among all items that are not
in the cart. Baskets have no order, so they are shuffled by a seed first; three seeds are averaged. Nothing is sampled:
the rank is over the whole catalogue.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .interactions import MAX_LENGTH, Sessions, cart_sessions
from .visits import UNKNOWN, Visits

SEEDS = (11, 12, 13)
_BATCH = 1024


@dataclass(frozen=True)
class Task:
    """S carts and what was taken next: ``targets``: [S] row, or -1 for an item that training never saw (a miss)."""

    carts: Sessions
    targets: np.ndarray


Scorer = Callable[[Sessions], np.ndarray]


def make_task(visits: Visits, seed: int) -> Task:
    """One task per visit of two and more different items."""
    random = np.random.default_rng(seed)
    carts: list[np.ndarray] = []
    targets: list[int] = []
    for at in range(len(visits)):
        rows = visits.rows[visits.starts[at] : visits.starts[at + 1]]
        rows = _different(rows)
        if len(rows) < 2:
            continue
        if not visits.ordered[at]:
            rows = random.permutation(rows)
        half = len(rows) // 2
        cart = rows[:half][rows[:half] != UNKNOWN]
        carts.append(cart[::-1][:MAX_LENGTH])
        targets.append(int(rows[half]))
    padded = np.full((len(carts), MAX_LENGTH), -1, np.int32)
    for at, cart in enumerate(carts):
        padded[at, : len(cart)] = cart
    return Task(cart_sessions(padded, padded >= 0), np.array(targets, np.int64))


def _different(rows: np.ndarray) -> np.ndarray:
    """Each known item once, where it first stood; unknown items can't be told apart and all stay."""
    _, first = np.unique(rows, return_index=True)
    keep = np.isin(np.arange(len(rows)), first) | (rows == UNKNOWN)
    return rows[keep]


def ranks(scores: np.ndarray, task: Task) -> np.ndarray:
    """[S] rank of each target, 1 is the best. Ties count against the model: a constant score finds nothing."""
    scores = scores.astype(np.float64, copy=True)
    session, _ = np.nonzero(task.carts.present)
    scores[session, task.carts.rows[task.carts.present]] = -np.inf
    known = task.targets != UNKNOWN
    reached = scores[np.arange(len(scores)), np.where(known, task.targets, 0)][:, None]
    rank = (scores > reached).sum(axis=1) + (scores == reached).sum(axis=1)
    return np.where(known, rank, scores.shape[1] + 1)


def measures(rank: np.ndarray) -> dict[str, float]:
    """Shares of targets among the first 10 and 20, and the mean reciprocal rank (0 beyond 20)."""
    if not len(rank):
        return {"hit_rate_at_10": 0.0, "hit_rate_at_20": 0.0, "mrr_at_20": 0.0}
    return {
        "hit_rate_at_10": float((rank <= 10).mean()),
        "hit_rate_at_20": float((rank <= 20).mean()),
        "mrr_at_20": float(np.where(rank <= 20, 1.0 / rank, 0.0).mean()),
    }


def evaluate(scorer: Scorer, tasks: list[Task]) -> dict[str, float]:
    """The measures of all tasks together. ``scorer``: sessions -> [S, N] scores."""
    return measures(np.concatenate([_task_ranks(scorer, task) for task in tasks]))


def _task_ranks(scorer: Scorer, task: Task) -> np.ndarray:
    parts = []
    for at in range(0, len(task.targets), _BATCH):
        carts = Sessions(**{name: value[at : at + _BATCH] for name, value in task.carts.inputs().items()})
        parts.append(ranks(scorer(carts), Task(carts, task.targets[at : at + _BATCH])))
    return np.concatenate(parts) if parts else np.zeros(0)
