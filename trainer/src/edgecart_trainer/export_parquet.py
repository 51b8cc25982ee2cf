"""Writes anonymous records as Parquet, counts by UTC hour and paths by UTC day, and what may be told of each hour.

    counts/day=2026-11-23/hour=09/records.parquet   id, type, item, quantity_band, price_band, model, slot
    paths/day=2026-11-23/records.parquet            id, items, bought
    cells/day=2026-11-23/hour=09/cells.parquet      cell, value (docs/analysis.md; at least k records)

Records pass through files of lines, one an hour, so that memory holds a buffer and then one hour, however many there are. Within a
file they are sorted by their random ids: in which order they came is nobody's business. The same records make the same files.
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from .analysis_rules import AnalysisRules, analysis_rules
from .export_error import ExportError
from .hour_cells import hour_cells
from .record import parse_record

RECORDS_IN_MEMORY = 50_000
HOUR = re.compile(r"\d{4}-\d\d-\d\dT([01]\d|2[0-3])")
COUNTS = pa.schema(
    [
        ("id", pa.string()), ("type", pa.string()), ("item", pa.string()), ("quantity_band", pa.int8()),
        ("price_band", pa.int8()), ("model", pa.string()), ("slot", pa.int16()),
    ]
)  # fmt: skip
PATHS = pa.schema([("id", pa.string()), ("items", pa.list_(pa.string())), ("bought", pa.bool_())])
CELLS = pa.schema([("cell", pa.string()), ("value", pa.int64())])


@dataclass
class Exported:
    """How many were written, and how many were left out for which reason."""

    counts: int = 0
    paths: int = 0
    cells: int = 0
    dropped: dict[str, int] = field(default_factory=dict)

    def drop(self, reason: str, count: int = 1) -> None:
        self.dropped[reason] = self.dropped.get(reason, 0) + count


def export_parquet(out: Path, hand_over: Callable[[Callable[[bytes | None], None]], None]) -> Exported:
    """``hand_over`` calls what it is given with each payload. The folder ``out`` is then replaced as a whole: whoever reads it
    finds the old export or the new one."""
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        beside.mkdir(parents=True)
        spool = _Spool(beside / "spool")
        hand_over(spool.take)
        spool.flush()
        exported = spool.told
        rules = analysis_rules()
        for place in sorted(spool.places()):
            _write(beside, place, spool.records(place), rules, exported)
        shutil.rmtree(spool.folder, ignore_errors=True)
        _replace(out, beside)
        return exported
    except OSError as error:
        raise ExportError(f"{out} can't be written ({error.strerror or error}); what was there stays") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


class _Spool:
    """Lines by place, which is a partition's path such as ``counts/day=2026-11-23/hour=09``."""

    def __init__(self, folder: Path):
        self.folder, self.told = folder, Exported()
        self._waiting: dict[str, list[bytes]] = {}
        self._size = 0

    def take(self, payload: bytes | None) -> None:
        record = "no value" if payload is None else parse_record(payload)
        if isinstance(record, str):
            return self.told.drop(f"unreadable: {record}")
        place = _place(record)
        if place is None:
            return self.told.drop("impossible hour or day")
        self._waiting.setdefault(place, []).append(json.dumps(record, ensure_ascii=False).encode() + b"\n")
        self._size += 1
        if self._size >= RECORDS_IN_MEMORY:
            self.flush()

    def flush(self) -> None:
        for place, lines in self._waiting.items():
            file = self.folder / place / "lines"
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("ab") as opened:
                opened.writelines(lines)
        self._waiting.clear()
        self._size = 0

    def places(self) -> list[str]:
        return [file.parent.relative_to(self.folder).as_posix() for file in self.folder.rglob("lines")]

    def records(self, place: str) -> Iterator[dict[str, Any]]:
        with (self.folder / place / "lines").open("rb") as lines:
            for line in lines:
                yield json.loads(line)


def _place(record: dict[str, Any]) -> str | None:
    """The texts become names of folders: nothing but an hour or a day may pass."""
    if record["kind"] == "count":
        hour = record["hour"]
        return f"counts/day={hour[:10]}/hour={hour[11:]}" if HOUR.fullmatch(hour) and _is_day(hour[:10]) else None
    return f"paths/day={record['day']}" if _is_day(record["day"]) else None


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and text.isascii() and date.fromisoformat(text).year >= 2000
    except ValueError:
        return False


def _write(
    folder: Path, place: str, records: Iterator[dict[str, Any]], rules: AnalysisRules, exported: Exported
) -> None:
    unique: dict[tuple[str, str], dict[str, Any]] = {}
    for record in records:
        # Of one id and item, as the analysis has it.
        key = (record["id"], record.get("item", ""))
        if key in unique:
            exported.drop("duplicate id")
        else:
            unique[key] = record
    rows = [unique[key] for key in sorted(unique)]
    file = folder / place / "records.parquet"
    if place.startswith("paths"):
        exported.paths += len(rows)
        return _save(file, [{"id": row["id"], "items": row["items"], "bought": row["bought"]} for row in rows], PATHS)
    exported.counts += len(rows)
    _save(file, [_count_row(row) for row in rows], COUNTS)
    cells = hour_cells(rows, rules)
    exported.cells += len(cells)
    if cells:
        path = folder / place.replace("counts", "cells", 1) / "cells.parquet"
        _save(path, [{"cell": cell, "value": value} for cell, value in cells], CELLS)


def _count_row(record: dict[str, Any]) -> dict[str, Any]:
    shown = record.get("shown")
    shown = shown if isinstance(shown, dict) else {}
    return {
        "id": record["id"],
        "type": record["type"],
        "item": record["item"],
        "quantity_band": _small(record.get("quantityBand")),
        "price_band": _small(record.get("priceBand")),
        "model": shown["model"] if isinstance(shown.get("model"), str) else None,
        "slot": _small(shown.get("slot"), 199),
    }


def _small(value: Any, most: int = 127) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and -most <= value <= most else None


def _save(file: Path, rows: list[dict[str, Any]], schema: pa.Schema) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(pa.Table.from_pylist(rows, schema), file, compression="zstd")


def _replace(out: Path, beside: Path) -> None:
    old = out.with_name(f".{out.name}.old.{os.getpid()}")
    if out.exists():
        if not any((out / part).is_dir() for part in ("counts", "paths")) and any(out.iterdir()):
            raise ExportError(f"{out} holds something else than an export; name another folder by --out")
        out.rename(old)
    beside.rename(out)
    shutil.rmtree(old, ignore_errors=True)
