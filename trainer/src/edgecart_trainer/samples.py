"""Makes training examples from visits: what was there is shown, what came after is to be told.

A path knows its order, so each of its items but the first is told from those before it; walked backwards it can
teach as well: what goes together does so both ways, and rare items need every example. A basket knows neither order
nor views nor ages: a cut through it in a random order makes an example. What is missing is drawn: most sessions are
carts filled within minutes; some are mixed with views and a few wrong items, so that the encoder learns to trust what
lies in the cart more than what was looked at or taken out again.
"""

from dataclasses import dataclass

import numpy as np

from .interactions import EVENT_TYPES, MAX_LENGTH, Sessions, age_bucket
from .visits import Visits

MOST_TARGETS = 6
# How often a basket is cut in an epoch: about as many examples as a path of its length would give.
CUTS = 3
MIXED_SHARE = 0.2
VIEW_SHARE, WRONG_SHARE = 0.45, 0.15
MINUTES_BETWEEN = 0.8

_TYPE = {name: place for place, name in enumerate(EVENT_TYPES)}


@dataclass(frozen=True)
class Examples:
    """``sessions``: S sessions; ``targets``: [S, M] rows of items that came after, -1 where there are fewer (M is 6
    when there are baskets, or else 1); ``weights``: [S] float32 how much each example counts."""

    sessions: Sessions
    targets: np.ndarray
    weights: np.ndarray

    def __len__(self) -> int:
        return len(self.targets)

    def pick(self, places: np.ndarray, length: int = MAX_LENGTH) -> "Examples":
        """Those at the given places, with the newest ``length`` interactions of each."""
        sessions = {name: value[places, :length] for name, value in self.sessions.inputs().items()}
        return Examples(Sessions(**sessions), self.targets[places], self.weights[places])


def draw_examples(visits: Visits, chances: np.ndarray, random: np.random.Generator, backward: float = 0.0) -> Examples:
    """Examples of all visits of two and more items. ``chances``: [N], what wrong items are drawn by; ``backward``: what
    paths walked backwards count, 0 for not at all."""
    visits = visits.pick(visits.sizes >= 2)
    baskets, paths = visits.pick(~visits.ordered), visits.pick(visits.ordered)
    parts = [*(_cut_baskets(baskets, random) for _ in range(CUTS)), _walk_paths(paths)]
    if backward > 0:
        parts.append(_walk_paths(paths.backwards(backward)))
    parts = [part for part in parts if len(part[0])]
    if not parts:
        empty = np.full((0, MAX_LENGTH), -1, np.int32)
        parts = [(empty, np.zeros((0, 1), np.int32), np.zeros(0, bool), np.zeros(0))]
    most = max(targets.shape[1] for _, targets, _, _ in parts)
    rows, targets, bought, weights = (
        np.concatenate(columns)
        for columns in zip(*((rows, _widened(tg, most), bought, weights) for rows, tg, bought, weights in parts))
    )
    mean = weights.mean() if len(weights) else 1.0
    return Examples(_behave(rows, bought, chances, random), targets, (weights / mean).astype(np.float32))


def _walk_paths(paths: Visits) -> tuple[np.ndarray, ...]:
    """[E, L] rows newest first, [E, 1] targets, [E] bought, [E] weights: one for each item but the first of a path."""
    owners, sizes = paths.owners, paths.sizes
    places = np.arange(len(paths.rows)) - np.repeat(paths.starts[:-1], sizes)
    target = np.flatnonzero(places > 0)
    back = np.arange(MAX_LENGTH)
    before = np.maximum(target[:, None] - 1 - back, 0)
    rows = np.where(back < places[target][:, None], paths.rows[before], -1).astype(np.int32)
    of = owners[target]
    return rows, paths.rows[target][:, None].astype(np.int32), paths.bought[of], paths.weights[of]


def _cut_baskets(visits: Visits, random: np.random.Generator) -> tuple[np.ndarray, ...]:
    """[E, L] rows, [E, 6] targets, [E] bought, [E] weights: each basket in a random order, cut at a random place."""
    sizes, owners = visits.sizes, visits.owners
    places = np.arange(len(visits.rows)) - np.repeat(visits.starts[:-1], sizes)
    rows = visits.rows[np.lexsort([random.random(len(places)), owners])]
    shown = np.repeat(1 + np.floor(random.random(len(visits)) * (sizes - 1)).astype(np.int64), sizes)

    session_rows = np.full((len(visits), MAX_LENGTH), -1, np.int32)
    column = shown - 1 - places
    fits = (column >= 0) & (column < MAX_LENGTH)
    session_rows[owners[fits], column[fits]] = rows[fits]
    targets = np.full((len(visits), MOST_TARGETS), -1, np.int32)
    column = places - shown
    fits = (column >= 0) & (column < MOST_TARGETS)
    targets[owners[fits], column[fits]] = rows[fits]
    return session_rows, targets, visits.bought, visits.weights


def _widened(targets: np.ndarray, most: int) -> np.ndarray:
    return np.pad(targets, ((0, 0), (0, most - targets.shape[1])), constant_values=-1)


def _behave(rows: np.ndarray, bought: np.ndarray, chances: np.ndarray, random: np.random.Generator) -> Sessions:
    """Gives each interaction a type, an age and a place in or out of the cart; [S, L] each."""
    present = rows >= 0
    draw = random.random(rows.shape)
    mixed = (random.random(len(rows)) < MIXED_SHARE)[:, None] & bought[:, None]
    wrong = mixed & (draw < WRONG_SHARE)
    viewed = (mixed & (draw >= WRONG_SHARE) & (draw < WRONG_SHARE + VIEW_SHARE)) | ~bought[:, None]
    second = random.random(rows.shape)

    types = np.full(rows.shape, _TYPE["add_to_cart"], np.int32)
    types[mixed & (second < 0.15)] = _TYPE["update_cart_quantity"]
    types[viewed] = np.where(second < 0.7, _TYPE["view_item"], _TYPE["select_item"])[viewed]
    types[mixed & viewed & (second > 0.9)] = _TYPE["purchase"]
    types[wrong] = np.where(second < 0.5, _TYPE["remove_from_cart"], _TYPE["view_item"])[wrong]
    chance = chances.astype(np.float64) + 1e-9
    others = random.choice(len(chance), size=int(wrong.sum()), p=chance / chance.sum())
    rows = rows.copy()
    rows[wrong] = others

    pace = np.exp(random.normal(0.0, 1.0, (len(rows), 1)))
    minutes = np.cumsum(random.exponential(MINUTES_BETWEEN, rows.shape) * pace, axis=1)
    return Sessions(
        rows=np.where(present, rows, 0).astype(np.int32),
        types=types,
        ages=age_bucket(minutes),
        carts=(~viewed & ~wrong).astype(np.int32),
        present=present,
    )
