"""Finds how to weigh the parts of a score, on the validation part only.

What is chosen among is far smaller than the catalogue: only the likeliest by likeness, the graph's neighbours and the
session's own items can come first, so only these are ranked again and again.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from .evaluate import NOWHERE, Task, measures
from .interactions import Sessions
from .model import Blend, Model
from .reference import recent, repeats, represent
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
    """Of S sessions, their candidates one session after the other, E in all; the first of each is its target.

    ``starts``: [S] where a session's candidates begin; ``likeness``: [E] cosine with the session, -inf for what may not be
    suggested; ``popularity``: [E]; ``newest``, ``earlier``, ``near``: places in [E] of the session's own items and of what the
    graph reaches; ``neighbours``: by decay, what the graph gives those in ``near``; ``known``: [S] whether the target can be
    found at all.
    """

    starts: np.ndarray
    likeness: np.ndarray
    popularity: np.ndarray
    newest: np.ndarray
    earlier: np.ndarray
    near: np.ndarray
    neighbours: dict[float, np.ndarray]
    known: np.ndarray

    @property
    def sizes(self) -> np.ndarray:
        return np.diff(self.starts, append=len(self.likeness))


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
    return np.maximum.reduceat(_without_graph(part, blend), part.starts)


def _without_graph(part: Candidates, blend: Blend) -> np.ndarray:
    scores = part.likeness * np.float32(1.0 / blend.temperature)
    scores += part.popularity * np.float32(blend.popularity)
    return scores


def _value(parts: list[Candidates], blend: Blend) -> float:
    found = measures(np.concatenate([_ranks(part, blend) for part in parts]))
    return found["hit_rate_at_20"] + 0.5 * found["mrr_at_20"]


def _ranks(part: Candidates, blend: Blend) -> np.ndarray:
    scores = _without_graph(part, blend)
    scores[part.newest] += np.float32(blend.repeat[0])
    scores[part.earlier] += np.float32(blend.repeat[1])
    if blend.graph > 0:
        with np.errstate(divide="ignore"):
            scores[part.near] = np.logaddexp(scores[part.near], np.log(blend.graph * part.neighbours[blend.decay]))
    # The target reaches itself, too: the best of all has rank 1.
    reached = scores >= np.repeat(scores[part.starts], part.sizes)
    return np.where(part.known, np.add.reduceat(reached, part.starts, dtype=np.int64), NOWHERE)


def _candidates(model: Model, task: Task) -> Candidates:
    vectors, popularity = model.vectors.astype(np.float32), model.popularity.astype(np.float32)
    parts = []
    for at in range(0, len(task.targets), _BATCH):
        sessions = Sessions(**{name: value[at : at + _BATCH] for name, value in task.sessions.inputs().items()})
        cosines = represent(model, sessions).astype(np.float32) @ vectors.T
        parts.append(_some_candidates(model, sessions, task.targets[at : at + _BATCH], task.repeats, cosines, popularity))
    before = np.cumsum([0, *(len(part.likeness) for part in parts[:-1])])

    def values(name: str) -> np.ndarray:
        return np.concatenate([getattr(part, name) for part in parts])

    def places(name: str) -> np.ndarray:
        return np.concatenate([getattr(part, name) + first for part, first in zip(parts, before, strict=True)])

    return Candidates(
        **{name: places(name) for name in ("starts", "newest", "earlier", "near")},
        **{name: values(name) for name in ("likeness", "popularity", "known")},
        neighbours={decay: np.concatenate([part.neighbours[decay] for part in parts]) for decay in DECAYS},
    )


def _some_candidates(
    model: Model, sessions: Sessions, targets: np.ndarray, with_repeats: bool, cosines: np.ndarray, popularity: np.ndarray
) -> Candidates:
    """``cosines``: [S, N] of each session with each item."""
    size, count = cosines.shape[1], len(sessions)
    scores = cosines * np.float32(1.0 / model.blend.temperature)
    scores += np.float32(model.blend.popularity) * popularity
    least = max(0, size - _LIKELIEST)
    likeliest = np.argpartition(scores, least, axis=1)[:, least:]
    graphs = {decay: (recent(sessions, size, decay) @ model.graph).tocoo() for decay in DECAYS}
    # Where the old count hardly less than the new, nothing that is reached is too small to see.
    reached = graphs[DECAYS[-1]]
    newest, earlier = (session * size + row for session, row in repeats(sessions))
    of_targets = np.arange(count) * size + np.maximum(targets, 0)
    keys = np.unique(
        np.concatenate([
            of_targets, (np.arange(count)[:, None] * size + likeliest).ravel(), reached.row * size + reached.col, newest, earlier,
        ])
    )  # fmt: skip
    owner, row = np.divmod(keys, size)
    starts = np.searchsorted(owner, np.arange(count))
    # Each session's target first, and what stood before it one place on.
    target_at = np.searchsorted(keys, of_targets)
    place = np.arange(len(keys)) + (np.arange(len(keys)) < target_at[owner])
    place[target_at] = starts

    def places(of: np.ndarray) -> np.ndarray:
        return place[np.searchsorted(keys, of)]

    def in_place(values: np.ndarray) -> np.ndarray:
        placed = np.empty(len(keys), np.float32)
        placed[place] = values
        return placed

    def given(graph: sparse.coo_matrix) -> np.ndarray:
        values = np.zeros(len(keys))
        values[places(graph.row * size + graph.col)] = graph.data
        return values

    cosine, known = in_place(cosines[owner, row]), targets != UNKNOWN
    if not with_repeats:
        cosine[places(np.concatenate([newest, earlier]))] = -np.inf
    near = np.flatnonzero((given(reached) > 0) & np.isfinite(cosine))
    return Candidates(
        starts=starts,
        likeness=cosine,
        popularity=in_place(popularity[row]),
        newest=places(newest),
        earlier=places(earlier),
        near=near,
        neighbours={decay: given(graph)[near] for decay, graph in graphs.items()},
        known=known & np.isfinite(cosine[starts]),
    )
