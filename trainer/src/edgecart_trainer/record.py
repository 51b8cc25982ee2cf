"""One anonymous record as it lies in the log or in Kafka (packages/protocol), and frames of many."""

import json
from collections.abc import Iterable
from typing import Any

import pandas as pd

COUNT_COLUMNS = ["id", "type", "item", "hour"]
LOG_PATH_COLUMNS = ["id", "items", "day", "bought"]


def parse_record(payload: bytes | str) -> dict[str, Any] | str:
    """The record, or why it is none. The collector has checked each field; here only the shape that we read."""
    try:
        record = json.loads(payload)
    except (ValueError, RecursionError):
        return "not JSON"
    if not isinstance(record, dict) or not isinstance(record.get("id"), str):
        return "no id"
    if record.get("kind") == "count":
        return record if all(isinstance(record.get(c), str) for c in COUNT_COLUMNS) else "incomplete count"
    if record.get("kind") == "path":
        items = record.get("items")
        whole = (
            isinstance(items, list)
            and all(isinstance(item, str) for item in items)
            and isinstance(record.get("day"), str)
            and isinstance(record.get("bought"), bool)
        )
        return record if whole else "incomplete path"
    return "unknown kind"


class RecordFrames:
    """Collects records into two frames: ``counts`` (id, type, item, hour) and ``paths`` (id, items, day, bought)."""

    def __init__(self, records: Iterable[dict[str, Any]] = ()):
        self._counts: list[tuple[Any, ...]] = []
        self._paths: list[tuple[Any, ...]] = []
        for record in records:
            self.add(record)

    def add(self, record: dict[str, Any]) -> None:
        if record["kind"] == "count":
            self._counts.append(tuple(record[column] for column in COUNT_COLUMNS))
        else:
            self._paths.append(tuple(record[column] for column in LOG_PATH_COLUMNS))

    @property
    def counts(self) -> pd.DataFrame:
        return pd.DataFrame(self._counts, columns=COUNT_COLUMNS)

    @property
    def paths(self) -> pd.DataFrame:
        return pd.DataFrame(self._paths, columns=LOG_PATH_COLUMNS)
