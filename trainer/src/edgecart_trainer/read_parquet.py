"""Reads an export of records (export_parquet.py), the newest first and no more than asked for: data larger than memory.

Files are read in pieces. Older days weigh little in training, so that what is left out is the oldest; within the oldest day that is
read, it is a random part, for files are sorted by random ids.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from .export_error import ExportError
from .progress import say
from .record import COUNT_COLUMNS, LOG_PATH_COLUMNS

ROWS_AT_ONCE = 50_000


@dataclass(frozen=True)
class ParquetRecords:
    """Beside ``Log``: ``left_out``: files that were not read to their end, or at all."""

    paths: pd.DataFrame
    counts: pd.DataFrame
    unreadable: dict[str, int]
    left_out: int


def read_parquet(folder: Path, most: int) -> ParquetRecords:
    """At most ``most`` paths and as many counts. Raises ExportError where there is no export."""
    if not (folder / "paths").is_dir() and not (folder / "counts").is_dir():
        raise ExportError(f"{folder} is no export; make one: parquet --log <collector's data> --out {folder}")
    paths, unread_paths = _newest(folder / "paths", ["id", "items", "bought"], most)
    counts, unread_counts = _newest(folder / "counts", ["id", "type", "item"], most)
    records = ParquetRecords(
        _framed(paths, LOG_PATH_COLUMNS), _framed(counts, COUNT_COLUMNS), {}, unread_paths + unread_counts
    )
    told = f"  {len(records.paths):,} paths and {len(records.counts):,} counts"
    say(f"{told}, the newest; older ones are left out (--most-records)" if records.left_out else told)
    return records


def _newest(folder: Path, columns: list[str], most: int) -> tuple[list[pd.DataFrame], int]:
    """What was read, and how many files were not, or not to their end."""
    files = sorted(folder.rglob("*.parquet"), key=lambda file: file.parent.as_posix(), reverse=True)
    parts: list[pd.DataFrame] = []
    room = most
    unread = 0
    for file in files:
        taken = 0
        for piece in _pieces(file, columns) if room > 0 else ():
            parts.append(piece[:room])
            taken += len(parts[-1])
            room -= len(parts[-1])
            if room == 0:
                break
        unread += taken < _rows(file)
    return parts, unread


def _rows(file: Path) -> int:
    from pyarrow import ArrowException, parquet

    try:
        return parquet.read_metadata(file).num_rows
    except (ArrowException, OSError) as error:
        raise ExportError(f"{file} is no file of an export, or a damaged one ({error}); export again") from error


def _pieces(file: Path, columns: list[str]) -> Iterator[pd.DataFrame]:
    from pyarrow import ArrowException, parquet

    keys = dict(part.split("=", 1) for part in file.parts if "=" in part)
    try:
        with parquet.ParquetFile(file) as opened:
            for batch in opened.iter_batches(ROWS_AT_ONCE, columns=columns):
                piece = batch.to_pandas()
                if "items" in piece:
                    piece["items"] = [list(items) for items in piece["items"]]
                    piece["day"] = keys["day"]
                else:
                    piece["hour"] = f"{keys['day']}T{keys['hour']}"
                yield piece
    except (ArrowException, OSError, KeyError) as error:
        raise ExportError(f"{file} is no file of an export, or a damaged one ({error}); export again") from error


def _framed(parts: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)
