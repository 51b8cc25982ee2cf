"""Reads the rows of a shop's own history, CSV or Parquet, in pieces, and says what is wrong with a file as a whole."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

ROWS_AT_ONCE = 200_000
NEEDED = ["item_id", "time"]
KEYS = ["session_id", "order_id"]
OPTIONAL = ["quantity", "event"]
ADVICE = "name the columns session_id (or order_id), item_id, time and, if there are such, quantity and event"


class HistoryError(Exception):
    """A file of the shop's own can't be learned from; the message says which, why and what to do."""


def read_rows(file: Path) -> Iterator[pd.DataFrame]:
    """Pieces of the file, with those of its columns that have a documented name."""
    try:
        yield from _parquet(file) if file.suffix.lower() in (".parquet", ".pq") else _csv(file)
    except OSError as error:
        raise HistoryError(f"{file} can't be read ({error.strerror or error})") from error
    except (EOFError, zlib.error) as error:
        raise HistoryError(f"{file} is cut short or damaged ({error}); copy it again") from error
    except UnicodeDecodeError as error:
        raise HistoryError(
            f"{file} is not UTF-8 (byte 0x{error.object[error.start]:02x}); save it as UTF-8, such as by "
            f"iconv -f LATIN1 -t UTF-8 {file.name}"
        ) from error


def _csv(file: Path) -> Iterator[pd.DataFrame]:
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rb") as lines:
        first = lines.readline(100_000)
    if first[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise HistoryError(f"{file} is UTF-16; save it as UTF-8, such as by iconv -f UTF-16 -t UTF-8 {file.name}")
    header = first.decode("utf-8-sig")
    if not header.strip():
        raise HistoryError(f"{file} is empty or begins with an empty line; {ADVICE} in the first line")
    separator = max(",;\t", key=header.count)
    names = [name.strip().strip('"').strip().lower() for name in header.rstrip("\r\n").split(separator)]
    wanted = _wanted(file, names)
    try:
        with pd.read_csv(
            file,
            sep=separator,
            names=[name if names.index(name) == at else f"{name} {at}" for at, name in enumerate(names)],
            header=None,
            skiprows=1,
            usecols=wanted,
            dtype=str,
            keep_default_na=False,
            encoding="utf-8-sig",
            chunksize=ROWS_AT_ONCE,
            index_col=False,  # else a separator at the end of each row would move the columns
        ) as pieces:
            yield from pieces
    except pd.errors.EmptyDataError:
        return
    except pd.errors.ParserError as error:
        raise HistoryError(f"{file} is no CSV ({error}); is there a quotation mark that is not closed?") from error


def _parquet(file: Path) -> Iterator[pd.DataFrame]:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as error:
        raise HistoryError(f"{file}: reading Parquet needs pyarrow; install it, or save the file as CSV") from error
    try:
        with parquet.ParquetFile(file) as opened:
            names = [name.strip().lower() for name in opened.schema_arrow.names]
            wanted = _wanted(file, names)
            columns = [opened.schema_arrow.names[names.index(name)] for name in wanted]
            for piece in opened.iter_batches(ROWS_AT_ONCE, columns=columns):
                yield piece.to_pandas().set_axis(wanted, axis="columns")
    except ArrowException as error:
        raise HistoryError(f"{file} is no Parquet file, or a damaged one ({error})") from error


def _wanted(file: Path, names: list[str]) -> list[str]:
    missing = [name for name in NEEDED if name not in names]
    keys = [name for name in KEYS if name in names]
    if not keys:
        missing.insert(0, " or ".join(KEYS))
    if missing:
        shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
        raise HistoryError(f"{file} lacks the column {' and the column '.join(missing)} (it has: {shown}); {ADVICE}")
    return [keys[0], *NEEDED, *(name for name in OPTIONAL if name in names)]
