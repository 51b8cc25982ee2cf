"""Turns a shop's own past orders or sessions into paths, so that a model can be trained on the first day.

A row is an item in an order or an interaction in a session (trainer/README.md has the columns). Orders have no order in
time; sessions do, and are split where nothing happened for half an hour. They stay where the trainer runs: the model
holds them only as far as it does the records, of items that enough of them name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from .clean import Report
from .history_file import HistoryError, read_rows
from .progress import say
from .record import COUNT_COLUMNS

IDLE_SECONDS = 30 * 60
MOST_ROWS_A_VISIT = 500
FIRST_DAY = pd.Timestamp("1995-01-01", tz="UTC")
# What the encoder knows, and whether it means that the item was bought.
EVENTS = {"view_item": False, "select_item": False, "add_to_cart": False, "purchase": True}
OWN_PATH_COLUMNS = ["id", "items", "day", "bought", "ordered"]


@dataclass(frozen=True)
class OwnPaths:
    """Beside ``Log``: ``paths`` has ``ordered`` too; there are no ``counts``, and nothing is left to tell."""

    paths: pd.DataFrame
    counts: pd.DataFrame
    unreadable: dict[str, int]


@dataclass(frozen=True)
class _Rows:
    """Rows that can be used: hash of the session or order, row of the item, Unix seconds, whether it was bought."""

    keys: np.ndarray
    items: np.ndarray
    seconds: np.ndarray
    bought: np.ndarray

    def pick(self, chosen: np.ndarray | slice) -> "_Rows":
        return _Rows(self.keys[chosen], self.items[chosen], self.seconds[chosen], self.bought[chosen])


def read_history(file: Path, catalogue_items: list[str], today: str) -> OwnPaths:
    """The file's visits as paths. Tells how many rows were dropped and why; raises HistoryError when none is left."""
    say(f"Reading the shop's own history in {file} ...")
    report = Report()
    ordered = False
    parts: list[_Rows] = []
    known = pd.Index(catalogue_items)
    latest = pd.Timestamp(today, tz="UTC") + pd.Timedelta(days=1)
    for piece in read_rows(file):
        report.read += len(piece)
        ordered = "session_id" in piece.columns
        parts.append(_usable(piece, known, latest, report))
    if report.read == 0:
        raise HistoryError(f"{file} has columns but no rows")
    rows = _Rows(*(np.concatenate([getattr(part, name) for part in parts]) for name in _Rows.__annotations__))
    visits = _sessions(rows, report) if ordered else _orders(rows)
    paths = list(_paths(visits, ordered, catalogue_items, file.name))
    report.kept = report.read - sum(report.dropped.values())
    for line in report.lines("rows"):
        say(line)
    if not paths:
        raise HistoryError(f"no row of {file} can be used; are its item ids those of the catalogue?")
    say(f"  {len(paths):,} {'sessions and what was bought in them' if ordered else 'orders'}")
    return OwnPaths(pd.DataFrame(paths, columns=OWN_PATH_COLUMNS), pd.DataFrame(columns=COUNT_COLUMNS), {})


def _usable(piece: pd.DataFrame, known: pd.Index, latest: pd.Timestamp, report: Report) -> _Rows:
    """The rows that have all that is needed; of each other one, the first thing that it lacks is its reason."""
    key = piece[next(name for name in ("session_id", "order_id") if name in piece)]
    items = known.get_indexer(pd.Index(_text(piece.item_id)))
    times = _times(piece.time)
    event = _text(piece.event).where(lambda text: text != "", "view_item") if "event" in piece else None
    quantity = _numbers(piece.quantity) if "quantity" in piece else None
    usual = "session_id" not in piece
    bought = np.full(len(piece), usual) if event is None else event.map(EVENTS).fillna(False).to_numpy(dtype=bool)
    wrong = {
        "no session_id or order_id": _text(key).eq("").to_numpy(),
        "an item_id that is not in the catalogue": items < 0,
        "a time that is none; write 2026-11-23T09:30:00Z, 2026-11-23, or Unix seconds": times.isna().to_numpy(),
        "a time in the future or before 1995": ((times >= latest) | (times < FIRST_DAY)).to_numpy(),
    }
    if event is not None:
        wrong[f"an event that is not one of {', '.join(EVENTS)}"] = ~event.isin(list(EVENTS)).to_numpy()
        if usual:
            wrong["no purchase, in a file of orders"] = ~bought
    if quantity is not None:
        wrong["a quantity that is no number"] = quantity.isna().to_numpy()
        wrong["a quantity of 0 or less, as of returns"] = (quantity <= 0).to_numpy()
    good = np.ones(len(piece), bool)
    for reason, rows in wrong.items():
        report.drop(reason, int((rows & good).sum()))
        good &= ~rows
    return _Rows(
        keys=pd.util.hash_array(_text(key)[good].to_numpy(dtype=object)),
        items=items[good].astype(np.int32),
        seconds=times[good].to_numpy(dtype="datetime64[s]").astype(np.int64),
        bought=bought[good],
    )


def _text(column: pd.Series) -> pd.Series:
    return column.astype(object).where(column.notna(), "").astype(str).str.strip()


def _numbers(column: pd.Series) -> pd.Series:
    return pd.to_numeric(_text(column).where(lambda text: text != "", "1"), errors="coerce")


def _times(column: pd.Series) -> pd.Series:
    """UTC; a time without a zone is taken for UTC. Ten digits are seconds since 1970, thirteen milliseconds."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return pd.to_datetime(column, utc=True)
    text = _text(column)
    digits = text.str.fullmatch(r"\d{9,10}|\d{12,13}").astype(bool)
    times = pd.to_datetime(text.where(~digits), format="ISO8601", utc=True, errors="coerce")
    if digits.any():
        numbers = pd.to_numeric(text[digits])
        milliseconds = numbers.where(text[digits].str.len() >= 12, numbers * 1000)
        times = times.astype("datetime64[ms, UTC]")
        times[digits] = pd.to_datetime(milliseconds, unit="ms", utc=True)
    return times


def _orders(rows: _Rows) -> Iterator[_Rows]:
    """Each order's items, once each, as they stand in the file."""
    rows = rows.pick(np.argsort(rows.keys, kind="stable"))
    for order in _split(rows, rows.keys[1:] != rows.keys[:-1]):
        yield order.pick(np.sort(np.unique(order.items, return_index=True)[1]))


def _sessions(rows: _Rows, report: Report) -> Iterator[_Rows]:
    """Each session's interactions in order of time, without reloads: one item again and again counts once."""
    rows = rows.pick(np.lexsort([rows.seconds, rows.keys]))
    idle = np.diff(rows.seconds) > IDLE_SECONDS
    for session in _split(rows, (rows.keys[1:] != rows.keys[:-1]) | idle):
        if len(session.items) > MOST_ROWS_A_VISIT:
            report.drop(f"machine-like: over {MOST_ROWS_A_VISIT} rows in one visit", len(session.items))
            continue
        again = (session.items[1:] == session.items[:-1]) & (session.bought[1:] == session.bought[:-1])
        yield session.pick(np.concatenate([[True], ~again]))


def _split(rows: _Rows, ends: np.ndarray) -> Iterator[_Rows]:
    """Cuts behind each row whose ``ends`` holds; in order of time, so that the ids are, too."""
    if not len(rows.keys):
        return
    starts = np.concatenate([[0], np.flatnonzero(ends) + 1])
    stops = np.concatenate([starts[1:], [len(rows.keys)]])
    for at in np.argsort(rows.seconds[starts], kind="stable"):
        yield rows.pick(slice(starts[at], stops[at]))


def _paths(visits: Iterator[_Rows], ordered: bool, items: list[str], name: str) -> Iterator[tuple]:
    """A session is a path of all that was seen in it, and another one of what was bought, if that was more than one."""
    for number, visit in enumerate(visits):
        day = str(visit.seconds[-1].astype("datetime64[s]").astype("datetime64[D]"))
        id = f"{name} {number:09d}"
        taken = list(dict.fromkeys(items[row] for row in visit.items[visit.bought]))
        if not ordered:
            yield id, taken, day, True, False
            continue
        if not visit.bought.all():
            seen = [items[row] for row in visit.items]
            yield id, [item for at, item in enumerate(seen) if at == 0 or item != seen[at - 1]], day, False, True
        if len(taken) > 1 or visit.bought.all():
            yield f"{id} bought", taken, day, True, True
