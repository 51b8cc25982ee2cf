"""Adds up what was bought, and put into and out of carts, by item and UTC hour: what forecasts are made of.

Everything is added up as it is read, so that memory grows with items and hours, not with records.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .clean import Report
from .history_file import read_rows

BOUGHT, ADDED, REMOVED, RECORDS = range(4)
AMOUNTS = 4
COLUMN_OF_TYPE = {"purchase": BOUGHT, "add_to_cart": ADDED, "remove_from_cart": REMOVED}


@dataclass(frozen=True)
class DemandCells:
    """One entry a cell: ``items`` row in the catalogue, ``hours`` hours since 1970, ``amounts`` [cells, 4] what was
    bought, added and removed, in pieces, and how many records or lines say so."""

    items: np.ndarray
    hours: np.ndarray
    amounts: np.ndarray

    @property
    def empty(self) -> bool:
        return len(self.items) == 0


def cells_of_records(
    records: Iterable[dict[str, Any]], catalogue_items: list[str], last_hour: str, report: Report
) -> DemandCells:
    """Of counts; a band of quantities counts as its lower bound. ``last_hour``: the last that can be true."""
    row = {item: at for at, item in enumerate(catalogue_items)}
    hour_numbers: dict[str, int] = {}
    sums: dict[tuple[int, int], list[float]] = {}
    for record in records:
        if record["kind"] != "count" or (column := COLUMN_OF_TYPE.get(record["type"])) is None:
            continue
        report.read += 1
        hour = record["hour"]
        if (number := hour_numbers.get(hour)) is None:
            number = hour_numbers[hour] = _hour_number(hour, last_hour)
        item = row.get(record["item"])
        if number < 0:
            report.drop("impossible hour", 1)
        elif item is None:
            report.drop("no item of the catalogue", 1)
        else:
            report.kept += 1
            sum_of = sums.setdefault((item, number), [0.0] * AMOUNTS)
            sum_of[column] += _pieces(record)
            sum_of[RECORDS] += 1
    return _cells(sums)


def _pieces(record: dict[str, Any]) -> float:
    band = record.get("quantityBand", 1)
    return float(band) if band in (1, 2, 3, 6, 11) else 1.0


def _hour_number(hour: str, last_hour: str) -> int:
    """-1 for an hour that is none or has not come yet."""
    try:
        number = int(pd.to_datetime(hour, format="%Y-%m-%dT%H").to_datetime64().astype("datetime64[h]").astype(int))
    except (ValueError, OverflowError):
        return -1
    return number if hour <= last_hour else -1


def cells_of_history(file: Path, catalogue_items: list[str], report: Report) -> DemandCells:
    """Of a shop's own orders (``order_id, item_id, time, quantity``; history_file.py). Views in it are not demand."""
    parts = list(_pieces_of_history(file, pd.Index(catalogue_items), report))
    if not parts:
        return _cells({})
    return add_cells(parts)


def _pieces_of_history(file: Path, known: pd.Index, report: Report) -> Iterator[DemandCells]:
    for piece in read_rows(file):
        report.read += len(piece)
        if "event" in piece:
            piece = piece[piece.event == "purchase"]
        items = known.get_indexer(pd.Index(piece.item_id.astype(str).str.strip()))
        times = pd.to_datetime(piece.time, format="ISO8601", utc=True, errors="coerce")
        quantity = pd.to_numeric(piece.quantity, errors="coerce") if "quantity" in piece else pd.Series(1.0, piece.index)
        good = (items >= 0) & times.notna().to_numpy() & (quantity > 0).to_numpy()
        report.kept += int(good.sum())
        report.drop("no known item, time or quantity above 0", int((~good).sum()))
        hours = times[good].dt.tz_localize(None).to_numpy().astype("datetime64[h]").astype(np.int64)
        yield bought_cells(items[good], hours, quantity[good].to_numpy(float))


def bought_cells(items: np.ndarray, hours: np.ndarray, pieces: np.ndarray) -> DemandCells:
    """Of lines of orders: row in the catalogue, hours since 1970, pieces."""
    amounts = np.zeros((len(items), AMOUNTS))
    amounts[:, BOUGHT] = pieces
    amounts[:, RECORDS] = 1
    return add_cells([DemandCells(np.asarray(items, np.int64), np.asarray(hours, np.int64), amounts)])


def add_cells(parts: list[DemandCells]) -> DemandCells:
    """The sums of several, in order of hour and item."""
    items = np.concatenate([part.items for part in parts])
    hours = np.concatenate([part.hours for part in parts])
    amounts = np.concatenate([part.amounts for part in parts])
    cells, place = np.unique(np.stack([hours, items]), axis=1, return_inverse=True)
    sums = np.zeros((cells.shape[1], AMOUNTS))
    np.add.at(sums, place.reshape(-1), amounts)
    return DemandCells(cells[1], cells[0], sums)


def _cells(sums: dict[tuple[int, int], list[float]]) -> DemandCells:
    order = sorted(sums, key=lambda cell: (cell[1], cell[0]))
    return DemandCells(
        np.array([item for item, _ in order], np.int64),
        np.array([hour for _, hour in order], np.int64),
        np.array([sums[cell] for cell in order], float).reshape(-1, AMOUNTS),
    )
