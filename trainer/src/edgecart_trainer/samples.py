"""Makes training examples from visits: part of what was taken is shown, what came after is to be told.

The baskets know neither order nor views nor ages, so these are drawn: most sessions are carts filled within minutes;
some are mixed with views and a few wrong items, so that the encoder learns to trust what lies in the cart more than
what was looked at or taken out again.
"""

from dataclasses import dataclass

import numpy as np

from .interactions import EVENT_TYPES, MAX_LENGTH, Sessions, age_bucket
from .visits import Visits

MOST_TARGETS = 6
MIXED_SHARE = 0.2
VIEW_SHARE, WRONG_SHARE = 0.45, 0.15
MINUTES_BETWEEN = 0.8

_TYPE = {name: place for place, name in enumerate(EVENT_TYPES)}


@dataclass(frozen=True)
class Examples:
    """``sessions``: S sessions; ``targets``: [S, 6] rows of items that came after, -1 where there are fewer;
    ``weights``: [S] float32 how much each example counts."""

    sessions: Sessions
    targets: np.ndarray
    weights: np.ndarray


def draw_examples(visits: Visits, chances: np.ndarray, random: np.random.Generator) -> Examples:
    """One example from each visit of two and more items. ``chances``: [N], what wrong items are drawn by."""
    visits = visits.pick(visits.sizes >= 2)
    sizes, owners = visits.sizes, visits.owners
    places = np.arange(len(visits.rows)) - np.repeat(visits.starts[:-1], sizes)
    key = np.where(np.repeat(visits.ordered, sizes), places, random.random(len(places)))
    rows = visits.rows[np.lexsort([key, owners])]
    shown = np.repeat(1 + np.floor(random.random(len(visits)) * (sizes - 1)).astype(np.int64), sizes)

    session_rows = np.full((len(visits), MAX_LENGTH), -1, np.int32)
    column = shown - 1 - places
    fits = (column >= 0) & (column < MAX_LENGTH)
    session_rows[owners[fits], column[fits]] = rows[fits]
    targets = np.full((len(visits), MOST_TARGETS), -1, np.int32)
    column = places - shown
    fits = (column >= 0) & (column < MOST_TARGETS)
    targets[owners[fits], column[fits]] = rows[fits]
    sessions = _behave(session_rows, visits.bought, chances, random)
    return Examples(sessions, targets, (visits.weights / visits.weights.mean()).astype(np.float32))


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
