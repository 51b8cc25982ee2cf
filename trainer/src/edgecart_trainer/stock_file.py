"""Reads a shop's stock file, CSV or JSON. A row that makes no sense costs only itself, and has its reason."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

LARGEST_FILE = 64 * 1024 * 1024
MOST_PIECES = 1_000_000_000
NAMES = {"item_id": "item", "sku": "item", "stock": "on_hand", "quantity": "on_hand"}
ADVICE = "a row is item, on_hand and, if you like, lead_time_days, service_level, pack_size, incoming"


class StockError(Exception):
    """A stock file can't be read at all; the message says which, why and what to do."""


@dataclass(frozen=True)
class Stock:
    """``on_hand``, ``incoming``: pieces; ``pack_size``: an order is a multiple of it; ``service_level``: share of the
    times in which stock should last until the next order arrives."""

    item: str
    on_hand: int
    lead_time_days: float = 7.0
    service_level: float = 0.95
    pack_size: int = 1
    incoming: int = 0


@dataclass(frozen=True)
class Rejected:
    """``row``: from 1, without the line of names."""

    row: int
    reason: str


def read_stock(file: Path, known_items: set[str]) -> tuple[list[Stock], list[Rejected]]:
    """The rows that can be used, and those that can't. Raises StockError when the file as a whole is none."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise StockError(f"{file} has over {LARGEST_FILE:,} bytes; is it a stock file? {ADVICE}")
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise StockError(f"{file} can't be read ({error.strerror}); give a CSV or JSON file: {ADVICE}") from error
    except UnicodeDecodeError as error:
        raise StockError(f"{file} is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    rows = _json_rows(file, text) if text.lstrip()[:1] in ("{", "[") else _csv_rows(file, text)
    good: dict[str, Stock] = {}
    rejected: list[Rejected] = []
    for number, row in enumerate(rows, 1):
        stock = _stock(row, known_items)
        if isinstance(stock, str):
            rejected.append(Rejected(number, stock))
        elif stock.item in good:
            rejected.append(Rejected(number, "item: is there twice; the first row counts"))
        else:
            good[stock.item] = stock
    return list(good.values()), rejected


def _json_rows(file: Path, text: str) -> list[Any]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StockError(f"{file} begins like JSON and is none ({error})") from error
    rows = content.get("items") if isinstance(content, dict) else content
    if not isinstance(rows, list):
        raise StockError(f'{file} must hold a list, or an object with a list "items"; {ADVICE}')
    return rows


def _csv_rows(file: Path, text: str) -> Iterator[dict[str, str] | None]:
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    names = [name.strip().strip('"').lower() for name in first.split(separator)]
    names = [NAMES.get(name, name) for name in names]
    missing = [name for name in ("item", "on_hand") if name not in names]
    if missing:
        raise StockError(f"{file} lacks the column {' and the column '.join(missing)} in its first line; {ADVICE}")
    lines = csv.reader(io.StringIO(text), delimiter=separator)
    next(lines)
    try:
        for line in lines:
            if line:
                yield {name: value.strip() for name, value in zip(names, line, strict=False)}
    except csv.Error as error:
        raise StockError(f"{file} is no CSV from line {lines.line_num} on ({error})") from error


def _stock(row: Any, known_items: set[str]) -> Stock | str:
    """The row, or why it is none."""
    if not isinstance(row, dict):
        return "is not an object"
    row = {NAMES.get(name, name): value for name, value in row.items() if isinstance(name, str)}
    item = row.get("item")
    if not isinstance(item, str) or item == "":
        return "item: is missing, or no text"
    if item not in known_items:
        return "item: is not in the catalogue"
    fields: dict[str, tuple[Callable[[float], bool], str, bool]] = {
        "on_hand": (lambda value: 0 <= value <= MOST_PIECES, "a whole number from 0", True),
        "lead_time_days": (lambda value: 0 < value <= 365, "a number of days above 0, at most 365", False),
        "service_level": (lambda value: 0.5 <= value <= 0.999, "a share from 0.5 to 0.999, such as 0.95", False),
        "pack_size": (lambda value: 1 <= value <= MOST_PIECES, "a whole number from 1", True),
        "incoming": (lambda value: 0 <= value <= MOST_PIECES, "a whole number from 0", True),
    }
    found: dict[str, Any] = {}
    for name, (allowed, must, whole) in fields.items():
        if row.get(name) in (None, ""):
            if name == "on_hand":
                return "on_hand: is missing"
            continue
        value = _number(row[name])
        if value is None or not allowed(value) or (whole and value != int(value)):
            return f"{name}: must be {must}"
        found[name] = int(value) if whole else value
    return Stock(item, **found)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if isfinite(number) else None
