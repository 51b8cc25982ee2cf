"""Measures how high a model ranks the product that was taken next. The rank is always over the whole catalogue.

Two tasks. Carts, of what was bought: each later visit is cut in half, the first half is the cart, the next item is to be
found among all items that are not in it; baskets have no order, so they are shuffled by a seed first and three seeds are
averaged. Walks, of what was looked at: the next item, which may well be one that was looked at before.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .interactions import MAX_LENGTH, Sessions, cart_sessions, view_sessions
from .visits import UNKNOWN, Visits

SEEDS = (11, 12, 13)
# The rank of what a model does not know, also in a catalogue of ten items.
NOWHERE = 10**9
_BATCH = 512


@dataclass(frozen=True)
class Task:
    """S sessions and what was taken next: ``targets``: [S] row, or -1 for an item that training never saw (a miss);
    ``repeats``: whether that can be an item of the session."""

    sessions: Sessions
    targets: np.ndarray
    repeats: bool = False

    def pick(self, places: np.ndarray | slice) -> "Task":
        sessions = {name: value[places] for name, value in self.sessions.inputs().items()}
        return Task(Sessions(**sessions), self.targets[places], self.repeats)


Scorer = Callable[[Sessions], np.ndarray]


def make_tasks(visits: Visits) -> list[Task]:
    """Carts of what was bought, walks of what was not; of each kind one task a seed."""
    walked = visits.ordered & ~visits.bought
    kinds = ((visits.pick(~walked), cart_task), (visits.pick(walked), walk_task))
    tasks = [make(of_kind, seed) for of_kind, make in kinds for seed in SEEDS]
    return [task for task in tasks if len(task.targets)]


def cart_task(visits: Visits, seed: int) -> Task:
    """One task per visit of two and more different items."""
    return halved_carts(visits, seed)[0]


def halved_carts(visits: Visits, seed: int) -> tuple[Task, list[np.ndarray]]:
    """The same, and beside each cart all that was taken after it (-1: unknown); the target is the first of that."""
    random = np.random.default_rng(seed)
    carts: list[np.ndarray] = []
    rests: list[np.ndarray] = []
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
        rests.append(rows[half:])
    padded = np.full((len(carts), MAX_LENGTH), -1, np.int32)
    for at, cart in enumerate(carts):
        padded[at, : len(cart)] = cart
    targets = np.array([rest[0] for rest in rests], np.int64)
    return Task(cart_sessions(padded, padded >= 0), targets), rests


def walk_task(visits: Visits, seed: int) -> Task:
    """Each path cut at a place drawn by ``seed``; those that begin with nothing known are left out."""
    random = np.random.default_rng(seed)
    contexts, targets = [], []
    for start, size in zip(visits.starts[:-1], visits.sizes, strict=True):
        if size < 2:
            continue
        end = start + int(random.integers(1, size))
        context = visits.rows[start:end]
        if (context != UNKNOWN).any():
            contexts.append(context)
            targets.append(int(visits.rows[end]))
    return next_item_task(contexts, np.array(targets, np.int64))


def next_item_task(contexts: list[np.ndarray], targets: np.ndarray) -> Task:
    """Walks, oldest item first (-1: unknown), and the row of what came next."""
    padded = np.full((len(contexts), MAX_LENGTH), -1, np.int32)
    for at, context in enumerate(contexts):
        known = context[context != UNKNOWN][::-1][:MAX_LENGTH]
        padded[at, : len(known)] = known
    return Task(view_sessions(padded, padded >= 0), np.asarray(targets, np.int64), repeats=True)


def _different(rows: np.ndarray) -> np.ndarray:
    """Each known item once, where it first stood; unknown items can't be told apart and all stay."""
    _, first = np.unique(rows, return_index=True)
    keep = np.isin(np.arange(len(rows)), first) | (rows == UNKNOWN)
    return rows[keep]


def ranks(scores: np.ndarray, task: Task) -> np.ndarray:
    """[S] rank of each target, 1 is the best. Ties count against the model: a constant score finds nothing."""
    scores = scores.astype(np.float64, copy=True)
    if not task.repeats:
        session, _ = np.nonzero(task.sessions.present)
        scores[session, task.sessions.rows[task.sessions.present]] = -np.inf
    known = task.targets != UNKNOWN
    reached = scores[np.arange(len(scores)), np.where(known, task.targets, 0)][:, None]
    rank = (scores > reached).sum(axis=1) + (scores == reached).sum(axis=1)
    return np.where(known, rank, NOWHERE)


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
    parts = [task.pick(slice(at, at + _BATCH)) for at in range(0, len(task.targets), _BATCH)]
    return np.concatenate([ranks(scorer(part.sessions), part) for part in parts]) if parts else np.zeros(0)
