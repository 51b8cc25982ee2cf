"""Reads sessions of public research data: ``train.txt.gz`` and ``test.txt.gz`` of one folder.

A ``catalogue.json`` beside them, with any items of theirs, describes the products; without it nothing does.

In the first each line is a session, its item ids apart by blanks, oldest first; the lines stand in order of time. In the
second each line is ``<ids of the session so far><TAB><id of what came next>``.
"""

import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse

from .catalogue_file import read_catalogue
from .content import description_matrix
from .visits import UNKNOWN, Visits

# Of the history: a session that far back counts half of the newest.
HALF_LIFE_SHARE = 0.5


class SessionsError(Exception):
    """The folder or a file of it is not as promised; the message says what and where."""


@dataclass(frozen=True)
class SessionData:
    """``sessions``: all of the training part, oldest first; ``contexts``, ``targets``: the test part, -1 for an item
    that training never saw. All as rows of ``items``; ``words``: see content.py. Items that only the catalogue knows come last."""

    items: list[str]
    sessions: list[np.ndarray]
    contexts: list[np.ndarray]
    targets: np.ndarray
    words: sparse.csr_matrix | None = None


def read_sessions(folder: Path) -> SessionData:
    lines = [line.split() for line in _lines(folder / "train.txt.gz")]
    items: dict[str, int] = {}
    sessions = [np.array([items.setdefault(item, len(items)) for item in line], np.int32) for line in lines if line]
    if len(items) < 2:
        raise SessionsError(f"{folder / 'train.txt.gz'} names {len(items)} items; there is nothing to learn from")
    words = _described(folder, items)
    contexts, targets = [], []
    for number, line in enumerate(_lines(folder / "test.txt.gz"), 1):
        context, tab, target = line.partition("\t")
        if not tab or not context.split() or len(target.split()) != 1:
            raise SessionsError(
                f"{folder / 'test.txt.gz'}, line {number}: not '<item ids>TAB<item id>': {line.strip()[:60]!r}"
            )
        contexts.append(np.array([items.get(item, UNKNOWN) for item in context.split()], np.int32))
        targets.append(items.get(target.strip(), UNKNOWN))
    return SessionData(list(items), sessions, contexts, np.array(targets, np.int64), words)


def _described(folder: Path, items: dict[str, int]) -> sparse.csr_matrix | None:
    """Also gives a row to each item of the catalogue that no session names."""
    if not (folder / "catalogue.json").exists():
        return None
    shop = read_catalogue(folder / "catalogue.json")
    for item in shop.items:
        items.setdefault(item, len(items))
    words = dict(zip(shop.items, shop.descriptions, strict=True))
    return description_matrix([words.get(item, ()) for item in items])


def named_by(found: SessionData, sessions: list[np.ndarray]) -> tuple[SessionData, list[np.ndarray]]:
    """Without the items that ``sessions``, some of those in ``found``, do not name: a shop that had only these knows no others,
    but for those that its catalogue describes. Answers with ``sessions`` in the new rows, too."""
    named = np.zeros(len(found.items), bool)
    for session in sessions:
        named[session] = True
    if found.words is not None or named.all():
        return found, sessions
    row = np.where(named, np.cumsum(named) - 1, UNKNOWN).astype(np.int32)
    # The last one is where UNKNOWN, -1, is looked up.
    row = np.append(row, np.int32(UNKNOWN))
    sessions = [row[session] for session in sessions]
    items = [item for item, known in zip(found.items, named, strict=True) if known]
    contexts = [row[context] for context in found.contexts]
    return SessionData(items, sessions, contexts, row[found.targets].astype(np.int64)), sessions


def walks(sessions: list[np.ndarray], half_life: float) -> Visits:
    """The sessions as ordered visits that nobody bought in; ``half_life``: in sessions, counted from the last one."""
    age = np.arange(len(sessions))[::-1]
    return Visits(
        rows=np.concatenate(sessions) if sessions else np.zeros(0, np.int32),
        starts=np.concatenate([[0], np.cumsum([len(session) for session in sessions])]).astype(np.int64),
        ordered=np.ones(len(sessions), bool),
        bought=np.zeros(len(sessions), bool),
        weights=0.5 ** (age / half_life),
    )


@dataclass(frozen=True)
class Telling:
    """What is told of the sessions. ``consent``: of a share of them, drawn; ``path``: as runs of at most so many items, None
    for whole sessions; ``paths``: of each so many runs, its first; ``least``: an item that fewer of the runs name is left out."""

    consent: float = 1.0
    path: int | None = None
    paths: int = 1
    least: int = 1


def told(sessions: list[np.ndarray], telling: Telling, seed: int = 0) -> list[np.ndarray]:
    """What ``telling`` leaves of the sessions. In a run an item that was looked at twice in a row stands once; runs of a
    session are told apart, as if others had made them."""
    if telling.consent < 1.0:
        agreed = np.random.default_rng(seed).random(len(sessions)) < telling.consent
        sessions = [session for session, yes in zip(sessions, agreed, strict=True) if yes]
    if telling.path is not None:
        length, end = telling.path, telling.path * telling.paths
        once = [session[np.r_[True, session[1:] != session[:-1]]][:end] for session in sessions]
        sessions = [one[at : at + length] for one in once for at in range(0, len(one), length)]
    if telling.least > 1 and sessions:
        named = np.bincount(np.concatenate([np.unique(session) for session in sessions]))
        kept = [session[named[session] >= telling.least] for session in sessions]
        sessions = [session for session in kept if len(session)]
    return sessions


def prefixes(sessions: list[np.ndarray], most: int, seed: int) -> tuple[list[np.ndarray], np.ndarray]:
    """Contexts and targets of all steps of the sessions, or ``most`` of them drawn by ``seed``."""
    places = [(at, end) for at, session in enumerate(sessions) for end in range(1, len(session))]
    if len(places) > most:
        chosen = np.sort(np.random.default_rng(seed).choice(len(places), most, replace=False))
        places = [places[at] for at in chosen]
    return [sessions[at][:end] for at, end in places], np.array([sessions[at][end] for at, end in places], np.int64)


def _lines(path: Path) -> list[str]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return [line for line in file if line.strip()]
    except FileNotFoundError:
        raise SessionsError(f"{path} is missing; --data names a folder with train.txt.gz and test.txt.gz") from None
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise SessionsError(f"{path} can't be read as gzipped UTF-8 text: {error}") from error
