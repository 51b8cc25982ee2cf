"""Floors that read walks: what came next most often, the session's own items, and the sessions most like it.

The last is VMIS-kNN (Kersbergen, Sprangers and Schelter, Serenade, SIGMOD 2022, https://doi.org/10.1145/3514221.3517901)
with the settings that do best on the validation part. It needs everybody's sessions at hand.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from .evaluate import Task, evaluate
from .floors import Floor
from .interactions import Sessions
from .visits import Visits


def session_popularity_floor(counts: np.ndarray) -> Floor:
    """The session's own items by how often they stand in it, then the best sellers."""

    def scorer(sessions: Sessions) -> np.ndarray:
        scores = np.tile(counts / (counts.max(initial=1.0) + 1.0), (len(sessions), 1))
        session, _ = np.nonzero(sessions.present)
        np.add.at(scores, (session, sessions.rows[sessions.present]), 1.0)
        return scores

    return Floor("session_popularity", scorer)


def markov_floor(visits: Visits, size: int) -> Floor:
    """What came right after the newest item, by count; popularity decides among equals."""
    same = visits.owners[1:] == visits.owners[:-1]
    steps = (visits.rows[:-1][same], visits.rows[1:][same])
    counts = sparse.csr_matrix((np.ones(int(same.sum())), steps), shape=(size, size))
    usual = np.bincount(visits.rows, minlength=size) / (len(visits.rows) + 1.0)

    def scorer(sessions: Sessions) -> np.ndarray:
        return counts[sessions.rows[:, 0]].toarray() + usual

    return Floor("markov", scorer)


@dataclass(frozen=True)
class Neighbours:
    """``newest``: at most so many sessions of an item are looked at, the newest; ``count``: so many of the likest
    speak; ``fading``: an item of the session weighs exp(-place / fading); ``rarity``: exponent of the inverse
    frequency that a suggested item is weighed with; ``half_life``: in sessions, 0 for none."""

    newest: int = 1000
    count: int = 200
    fading: float = 4.0
    rarity: float = 0.5
    half_life: float = 0.0


def neighbours_floor(
    visits: Visits,
    size: int,
    validation: list[Task],
    tell: Callable[[str], None] = lambda line: None,
    everything: Visits | None = None,
) -> Floor:
    """The floor with the settings that rank best on ``validation``, one setting after the other, over ``visits``; what
    it then looks up in is ``everything``, where that is given."""
    sessions = PastSessions(visits, size)
    best, best_value = Neighbours(), -1.0
    choices = {
        "fading": (1.0, 2.0, 4.0, 8.0), "count": (100, 200, 500, 1000), "rarity": (0.0, 0.5, 1.0),
        "half_life": (0.0, len(visits) / 4, len(visits)), "newest": (500, 1000, 5000),
    }  # fmt: skip
    for name, values in choices.items():
        if not validation:
            break
        for value in values:
            settings = replace(best, **{name: value})
            found = evaluate(lambda part, s=settings: sessions.score(part, s), validation)
            if found["hit_rate_at_20"] + found["mrr_at_20"] > best_value:
                best, best_value = settings, found["hit_rate_at_20"] + found["mrr_at_20"]
    tell(f"  neighbours: {best}")
    whole = PastSessions(everything, size) if everything is not None else sessions
    return Floor("neighbours", lambda part: whole.score(part, best))


class PastSessions:
    """All sessions of the training part, by item."""

    def __init__(self, visits: Visits, size: int):
        self.visits, self.size = visits, size
        pairs = np.unique(visits.rows.astype(np.int64) * len(visits) + visits.owners)
        self.sessions = (pairs % max(1, len(visits))).astype(np.int32)
        self.starts = np.searchsorted(pairs // max(1, len(visits)), np.arange(size + 1))
        self.rarity = np.log(1.0 + len(visits) / np.maximum(1, np.diff(self.starts)))
        self.usual = 1e-9 * np.diff(self.starts)

    def score(self, sessions: Sessions, settings: Neighbours) -> np.ndarray:
        """[S, N]"""
        scores = np.zeros((len(sessions), self.size))
        for at in range(len(sessions)):
            self._score(sessions.rows[at][sessions.present[at]], scores[at], settings)
        return scores * self.rarity**settings.rarity + self.usual

    def _score(self, walk: np.ndarray, scores: np.ndarray, settings: Neighbours) -> None:
        _, first = np.unique(walk, return_index=True)
        places = np.sort(first)
        lists = [self._holding(item, settings.newest) for item in walk[places]]
        lengths = [len(one) for one in lists]
        if sum(lengths) == 0:
            return
        weights = np.exp(-places / settings.fading) * self.rarity[walk[places]]
        found, entry = np.unique(np.concatenate(lists), return_inverse=True)
        likeness = np.bincount(entry, np.repeat(weights, lengths)) / np.sqrt(self.visits.sizes[found])
        newest_shared = np.full(len(found), len(walk))
        np.minimum.at(newest_shared, entry, np.repeat(places, lengths))
        if settings.half_life:
            likeness = likeness * 0.5 ** ((len(self.visits) - found) / settings.half_life)
        if len(found) > settings.count:
            kept = np.lexsort([-found, -likeness])[: settings.count]
            found, likeness, newest_shared = found[kept], likeness[kept], newest_shared[kept]
        likeness = likeness * np.maximum(0.0, 1.0 - 0.1 * newest_shared)
        lengths = self.visits.sizes[found]
        elements = np.arange(lengths.sum()) + np.repeat(
            self.visits.starts[found] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths
        )
        np.add.at(scores, self.visits.rows[elements], np.repeat(likeness, lengths))

    def _holding(self, item: int, newest: int) -> np.ndarray:
        return self.sessions[self.starts[item] : self.starts[item + 1]][-newest:]
