"""Reads sessions without times, one a line, as research data comes: ids apart by blanks, oldest line first."""

import gzip
import zlib
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from .clean import Report
from .history import OWN_PATH_COLUMNS, OwnPaths
from .history_file import HistoryError
from .progress import say
from .record import COUNT_COLUMNS

# The lines are spread over so many made-up days, so that later ones can be held out as with records.
DAYS = 100
FIRST_DAY = date(2000, 1, 1)


def read_sessions(file: Path, catalogue_items: list[str]) -> OwnPaths:
    """The lines as ordered paths of items that were looked at. Raises HistoryError when none is left."""
    say(f"Reading the sessions in {file} ...")
    known = set(catalogue_items)
    report = Report()
    sessions: list[list[str]] = []
    for line in _lines(file):
        report.read += 1
        items = [item for item in line.split() if item in known]
        if items:
            sessions.append(items)
        else:
            report.drop("no item of the catalogue" if line.strip() else "an empty line", 1)
    report.kept = len(sessions)
    for line in report.lines("lines"):
        say(line)
    if not sessions:
        raise HistoryError(
            f"no line of {file} can be used; write one session a line, item ids of the catalogue apart by blanks"
        )
    days = [str(FIRST_DAY + timedelta(days=at * DAYS // len(sessions))) for at in range(len(sessions))]
    paths = [
        (f"{file.name} {at:09d}", items, day, False, True)
        for at, (items, day) in enumerate(zip(sessions, days, strict=True))
    ]
    return OwnPaths(pd.DataFrame(paths, columns=OWN_PATH_COLUMNS), pd.DataFrame(columns=COUNT_COLUMNS), {})


def _lines(file: Path):
    opened = gzip.open if file.suffix == ".gz" else open
    try:
        with opened(file, "rt", encoding="utf-8-sig") as lines:
            yield from lines
    except OSError as error:
        raise HistoryError(f"{file} can't be read ({error.strerror or error})") from error
    except (EOFError, zlib.error) as error:
        raise HistoryError(f"{file} is cut short or damaged ({error}); copy it again") from error
    except UnicodeDecodeError as error:
        raise HistoryError(f"{file} is not text in UTF-8 ({error.reason}); save it as UTF-8") from error
