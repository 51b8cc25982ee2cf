"""Finds how to weigh the parts of a score, on the validation part only.

What is chosen among is far smaller than the catalogue: only the likeliest by likeness, the graph's neighbours and the
session's own items can come first, so only these are ranked again and again.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from .evaluate import NOWHERE, Task, measures
from .interactions import Sessions
from .model import Blend, Model
from .reference import likeness, recent, repeats
from .visits import UNKNOWN

# What is tried, from the best blend so far: factors of the graph's weight, of the temperature and of popularity, and what
# is added to a repeat's bonus. Never popularity 0: a session without items is answered by popularity alone.
GRAPH = (0.25, 0.5, 0.7, 1.4, 2.0, 4.0)
DECAYS = (1.0, 2.0, 4.0, 8.0, 1000.0)
REPEAT = (-1.0, -0.5, 0.5, 1.0, 2.0)
TEMPERATURE = (0.85, 0.93, 1.08, 1.2)
POPULARITY = (0.5, 0.7, 0.85, 1.2, 1.4, 2.0)
# All but the graph over a number: how sure the encoder is of itself beside the graph. None of the others goes there alone.
FLATTER = (0.7, 0.85, 1.2, 1.5, 2.0)
MOST_ROUNDS = 4
# How much flatter than it was learned the search begins: from one place alone it may stay in a hollow.
STARTS = (1.0, 2.0)
# A shopper sees a row of suggestions: that one is there counts twice what its place in the row counts.
OBJECTIVE = "hit rate + half the mean reciprocal rank at 20"
_LIKELIEST = 400
_BATCH = 256


@dataclass(frozen=True)
class Candidates:
    """Of S sessions, C candidates each; the first is the target, the last ones may be padding (likeness -inf).

    ``likeness``: cosine with the session; ``popularity``, ``newest``, ``earlier``: [S, C]; ``neighbours``: by
    decay, [S, C] what the graph gives; ``known``: [S] whether training saw the target; ``allowed``: [S, C].
    """

    likeness: np.ndarray
    popularity: np.ndarray
    newest: np.ndarray
    earlier: np.ndarray
    neighbours: dict[float, np.ndarray]
    known: np.ndarray
    allowed: np.ndarray


def tune_blend(model: Model, tasks: list[Task]) -> tuple[Blend, float]:
    """The blend with the highest hit rate at 20 plus half the mean reciprocal rank, and that sum; one kind of step after the
    other, until none helps. Without tasks the model's own blend is the answer.
    """
    if not tasks:
        return model.blend, 0.0
    parts = [_candidates(model, task) for task in tasks]
    repeats = any(task.repeats for task in tasks)
    found = [_climb(parts, _first(parts, model.blend, start), repeats) for start in STARTS]
    return max(found, key=lambda one: one[1])


def _first(parts: list[Candidates], own: Blend, flatter: float) -> Blend:
    # The graph's share is a chance; likeness is a logarithm that lacks the sum over the catalogue.
    blend = _flatter(own, flatter)
    return replace(blend, graph=0.2 * float(np.exp(_usual(parts, blend))), decay=2.0)


def _climb(parts: list[Candidates], best: Blend, repeats: bool) -> tuple[Blend, float]:
    best_value = _value(parts, best)
    for _ in range(MOST_ROUNDS):
        before = best_value
        for steps in _kinds(repeats):
            start = best
            for step in steps:
                blend = step(start)
                # A change of the scores' size leaves the graph its share beside the usual largest.
                if blend.graph == start.graph:
                    share = np.exp(_usual(parts, blend) - _usual(parts, start))
                    blend = replace(blend, graph=start.graph * float(share))
                value = _value(parts, blend)
                if value > best_value:
                    best, best_value = blend, value
        if best_value == before:
            break
    alone = replace(best, graph=0.0)
    value = _value(parts, alone)
    return (alone, value) if value > best_value else (best, best_value)


def _flatter(blend: Blend, by: float) -> Blend:
    repeat = (blend.repeat[0] / by, blend.repeat[1] / by)
    return replace(blend, temperature=blend.temperature * by, popularity=blend.popularity / by, repeat=repeat)


def _kinds(repeats: bool) -> list[list[Callable[[Blend], Blend]]]:
    """Steps by their kind; without ``repeats`` nothing that is taken comes again, so no bonus for it can be told."""
    return [
        [lambda b, by=by: _flatter(b, by) for by in FLATTER],
        [lambda b, by=by: replace(b, graph=b.graph * by) for by in GRAPH],
        [lambda b, to=to: replace(b, decay=to) for to in DECAYS],
        [lambda b, by=by: replace(b, repeat=(b.repeat[0] + by, b.repeat[1])) for by in REPEAT if repeats],
        [lambda b, by=by: replace(b, repeat=(b.repeat[0], b.repeat[1] + by)) for by in REPEAT if repeats],
        [lambda b, by=by: replace(b, temperature=b.temperature * by) for by in TEMPERATURE],
        [lambda b, by=by: replace(b, popularity=b.popularity * by) for by in POPULARITY],
    ]  # fmt: skip


def _usual(parts: list[Candidates], blend: Blend) -> float:
    """Mean of the largest score that a session has without graph and repeats."""
    return float(np.mean(np.concatenate([_largest(part, blend) for part in parts])))


def _largest(part: Candidates, blend: Blend) -> np.ndarray:
    return (part.likeness / blend.temperature + blend.popularity * part.popularity).max(axis=1)


def _value(parts: list[Candidates], blend: Blend) -> float:
    found = measures(np.concatenate([_ranks(part, blend) for part in parts]))
    return found["hit_rate_at_20"] + 0.5 * found["mrr_at_20"]


def _ranks(part: Candidates, blend: Blend) -> np.ndarray:
    scores = part.likeness / blend.temperature + blend.popularity * part.popularity
    scores = scores + blend.repeat[0] * part.newest + blend.repeat[1] * part.earlier
    if blend.graph > 0:
        with np.errstate(divide="ignore"):
            scores = np.logaddexp(scores, np.log(blend.graph * part.neighbours[blend.decay]))
    scores = np.where(part.allowed, scores, -np.inf)
    reached = scores[:, :1]
    rank = 1 + (scores[:, 1:] >= reached).sum(axis=1)
    return np.where(part.known & part.allowed[:, 0], rank, NOWHERE)


def _candidates(model: Model, task: Task) -> Candidates:
    # All but the cosine comes later, by the blend that is tried.
    bare = model.with_blend(replace(model.blend, temperature=1.0, repeat=(0.0, 0.0), popularity=0.0))
    parts = []
    for at in range(0, len(task.targets), _BATCH):
        sessions = Sessions(**{name: value[at : at + _BATCH] for name, value in task.sessions.inputs().items()})
        parts.append(_some_candidates(bare, sessions, task.targets[at : at + _BATCH], task.repeats, model.blend))
    width = max(part.likeness.shape[1] for part in parts)

    def joined(name: str, padding: float) -> np.ndarray:
        columns = [getattr(part, name) for part in parts]
        return np.concatenate(
            [np.pad(c, ((0, 0), (0, width - c.shape[1])), constant_values=padding) for c in columns]
        )

    return Candidates(
        likeness=joined("likeness", -np.inf),
        **{name: joined(name, 0.0) for name in ("popularity", "newest", "earlier")},
        neighbours={
            decay: np.concatenate(
                [np.pad(p.neighbours[decay], ((0, 0), (0, width - p.likeness.shape[1]))) for p in parts]
            )
            for decay in DECAYS
        },
        known=np.concatenate([part.known for part in parts]),
        allowed=joined("allowed", False),
    )


def _some_candidates(
    model: Model, sessions: Sessions, targets: np.ndarray, with_repeats: bool, blend: Blend
) -> Candidates:
    size, count = len(model.items), len(sessions)
    scores = likeness(model, sessions)
    (newest_session, newest_row), (earlier_session, earlier_row) = repeats(sessions)
    graphs = {decay: (recent(sessions, size, decay) @ model.graph).tocsr() for decay in DECAYS}
    most = min(_LIKELIEST, size)
    with_popularity = scores / blend.temperature + blend.popularity * model.popularity
    likeliest = np.argpartition(-with_popularity, most - 1, axis=1)[:, :most]
    own: list[list[int]] = [[] for _ in range(count)]
    for session, row in zip(
        np.concatenate([newest_session, earlier_session]), np.concatenate([newest_row, earlier_row]), strict=True
    ):
        own[session].append(int(row))
    graph = graphs[DECAYS[0]]
    rows = []
    for at in range(count):
        target = max(int(targets[at]), 0)
        reached = np.concatenate([likeliest[at], graph.indices[graph.indptr[at] : graph.indptr[at + 1]], own[at]])
        others = np.unique(reached.astype(np.int64))
        rows.append(np.concatenate([[target], others[others != target]]))
    width = max(len(some) for some in rows)
    padded = np.full((count, width), -1, np.int64)
    for at, some in enumerate(rows):
        padded[at, : len(some)] = some
    there = padded >= 0
    column = np.maximum(padded, 0)
    session = np.arange(count)[:, None]

    def flags(sessions_of: np.ndarray, rows_of: np.ndarray) -> np.ndarray:
        marks = np.zeros((count, size), bool)
        marks[sessions_of, rows_of] = True
        return marks[session, column] & there

    newest, earlier = flags(newest_session, newest_row), flags(earlier_session, earlier_row)
    return Candidates(
        likeness=np.where(there, scores[session, column], -np.inf),
        popularity=np.where(there, model.popularity[column], 0.0),
        newest=newest.astype(np.float64),
        earlier=earlier.astype(np.float64),
        neighbours={
            decay: np.where(there, np.asarray(one[session, column].todense()), 0.0) for decay, one in graphs.items()
        },
        known=targets != UNKNOWN,
        allowed=there & (with_repeats | ~(newest | earlier)),
    )
