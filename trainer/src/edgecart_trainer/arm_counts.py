"""Counts of an experiment's arms, from the anonymous counts whose ``shown`` names one.

``view_item_list`` is an impression. What follows it (``view_item``, unless asked otherwise; ``add_to_cart``) carries the arm that
the item was last shown in. One row for each time that the records tell: the hour or, where the shop's records tell days, the day.
"""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from .shown_records import IMPRESSION

ADDED = "add_to_cart"
ARM_COLUMNS = ["time", "arm", "shown", "followed", "added"]
EXPLORED_COLUMNS = ["time", "rank", "item", "shown", "followed"]


class ArmCounts:
    """``arms``: how often each arm was shown, followed and added; ``explored``: of ``exploring`` arms, by rank and item."""

    def __init__(
        self, records: Iterable[dict[str, Any]], followed: str, exploring: frozenset[int] = frozenset(), since: str = ""
    ):
        seen: set[str] = set()
        arms: dict[tuple[str, int], list[int]] = {}
        explored: dict[tuple[str, int, str], list[int]] = {}
        for record in records:
            if record["kind"] != "count" or record["hour"] < since:
                continue
            shown = record.get("shown")
            arm = shown.get("arm") if isinstance(shown, dict) else None
            kind = record["type"]
            if not isinstance(arm, int) or kind not in (IMPRESSION, followed, ADDED) or record["id"] in seen:
                continue
            seen.add(record["id"])
            counts = arms.setdefault((record["hour"], arm), [0, 0, 0])
            counts[0] += kind == IMPRESSION
            counts[1] += kind == followed
            counts[2] += kind == ADDED
            if arm in exploring and kind in (IMPRESSION, followed):
                cell = explored.setdefault((record["hour"], int(shown["slot"]), record["item"]), [0, 0])
                cell[kind == followed] += 1
        self.arms = pd.DataFrame([(*key, *row) for key, row in sorted(arms.items())], columns=ARM_COLUMNS)
        self.explored = pd.DataFrame([(*key, *row) for key, row in sorted(explored.items())], columns=EXPLORED_COLUMNS)
