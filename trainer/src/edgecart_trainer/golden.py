"""Golden examples: sessions with the top 20 that every reader of the model file must reproduce."""

from typing import Any

import numpy as np

from .interactions import AGE_BUCKETS, EVENT_TYPES, MAX_LENGTH, Sessions, age_bucket
from .model import Model
from .reference import score

TOP = 20
UNKNOWN_ITEM = "no-such-item"

Interaction = dict[str, Any]


def golden_examples(model: Model, seed: int) -> list[dict[str, Any]]:
    """Ten sessions that reach every branch of the function, each with its top 20. Interactions are oldest first."""
    sessions = _sessions(model.items, np.random.default_rng(seed))
    return [{"session": session, "top": _top(model, session)} for session in sessions]


def to_sessions(interactions: list[Interaction], items: list[str]) -> Sessions:
    """One session as the encoder reads it: its newest 20 interactions with known items, newest first."""
    row_of = {item: row for row, item in enumerate(items)}
    known = [one for one in interactions if one["item_id"] in row_of][::-1][:MAX_LENGTH]
    columns = np.zeros((4, 1, MAX_LENGTH), np.int32)
    present = np.zeros((1, MAX_LENGTH), bool)
    for at, one in enumerate(known):
        kind = EVENT_TYPES.index(one["type"]) if one["type"] in EVENT_TYPES else 0
        columns[:, 0, at] = row_of[one["item_id"]], kind, age_bucket(one["age_minutes"]), one["in_cart"]
        present[0, at] = True
    return Sessions(rows=columns[0], types=columns[1], ages=columns[2], carts=columns[3], present=present)


def _top(model: Model, session: list[Interaction]) -> list[dict[str, Any]]:
    scores = score(model, to_sessions(session, model.items))[0]
    order = np.lexsort([np.arange(len(scores)), -scores])[:TOP]
    return [{"item_id": model.items[row], "score": round(float(scores[row]), 6)} for row in order]


def _sessions(items: list[str], random: np.random.Generator) -> list[list[Interaction]]:
    def some(count: int) -> list[str]:
        return [items[row] for row in random.choice(len(items), size=count, replace=count > len(items))]

    def cart(chosen: list[str]) -> list[Interaction]:
        newest = len(chosen) - 1
        return [_interaction(item, "add_to_cart", 0.5 + 0.7 * (newest - at), True) for at, item in enumerate(chosen)]

    repeated = some(3)
    mixed = [
        _interaction(item, EVENT_TYPES[at % len(EVENT_TYPES)], 3.3 * (9 - at), at % len(EVENT_TYPES) in (2, 3))
        for at, item in enumerate(some(9))
    ]
    longest = 2.0 ** (AGE_BUCKETS + 1)
    aged = [_interaction(item, "view_item", longest / 4**at, False) for at, item in enumerate(some(6))]
    strange = [_interaction(item, "wave_at_item", 1.2, False) for item in some(2)]
    with_unknown = cart(some(4))
    with_unknown.insert(2, _interaction(UNKNOWN_ITEM, "add_to_cart", 1.0, True))
    return [
        [],
        cart(some(1)),
        [_interaction(some(1)[0], "view_item", 0.0, False)],
        cart(some(3)),
        cart(some(12)),
        cart(some(MAX_LENGTH + 9)),
        cart([*repeated, repeated[0], repeated[0]]),
        mixed,
        aged,
        [*strange, *cart(some(2))],
        with_unknown,
        [_interaction(UNKNOWN_ITEM, "view_item", 2.0, False)],
    ]


def _interaction(item: str, kind: str, minutes: float, in_cart: bool) -> Interaction:
    return {"item_id": item, "type": kind, "age_minutes": round(minutes, 3), "in_cart": in_cart}
