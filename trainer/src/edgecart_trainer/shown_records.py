"""Counts, by hour and model, how often its suggestions were seen and how often they were followed.

Of the anonymous counts, those with ``shown``: ``view_item_list`` is an impression, another type (``view_item``, unless
asked otherwise) says that the shopper followed it.
"""

from collections.abc import Iterable
from typing import Any

import pandas as pd

IMPRESSION = "view_item_list"
FOLLOWED = ["view_item", "select_item", "add_to_cart"]
SHOWN_COLUMNS = ["hour", "model", "impressions", "followed"]


def count_shown(records: Iterable[dict[str, Any]], followed: str = FOLLOWED[0]) -> pd.DataFrame:
    """``hour``, ``model``, ``impressions``, ``followed``: one row for each hour and model. Each id counts once."""
    seen: set[str] = set()
    counts: dict[tuple[str, str], list[int]] = {}
    for record in records:
        shown = record.get("shown")
        if record["kind"] != "count" or not isinstance(shown, dict) or not isinstance(shown.get("model"), str):
            continue
        place = (IMPRESSION, followed).index(record["type"]) if record["type"] in (IMPRESSION, followed) else None
        if place is None or record["id"] in seen:
            continue
        seen.add(record["id"])
        counts.setdefault((record["hour"], shown["model"]), [0, 0])[place] += 1
    rows = [(*key, *numbers) for key, numbers in sorted(counts.items())]
    return pd.DataFrame(rows, columns=SHOWN_COLUMNS)
