"""Reads the collector's segment log (docs/segment-log.md) into two frames: counts and paths."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from .record import RecordFrames, parse_record

MAGIC = b"EDGECRT1"
LARGEST_PAYLOAD = 65_536
# A segment's life, in this order; after a crash two states of one may stand side by side.
ENDINGS = [".open", ".log", ".drained"]


class LogError(Exception):
    """There is no log where one was promised."""


@dataclass(frozen=True)
class Log:
    """``counts``: id, type, item, hour; ``paths``: id, items (list), day, bought; ``unreadable``: frames' payloads
    that are no anonymous record, by reason."""

    counts: pd.DataFrame
    paths: pd.DataFrame
    segments: int
    unreadable: dict[str, int]


def read_log(folder: Path) -> Log:
    """All records below ``folder``: a collector's data directory, one log's folder, or a folder of shops' folders."""
    segments = _segments(folder)
    frames = RecordFrames()
    unreadable: dict[str, int] = {}
    for payload in _payloads(segments):
        record = parse_record(payload)
        if isinstance(record, str):
            unreadable[record] = unreadable.get(record, 0) + 1
        else:
            frames.add(record)
    return Log(counts=frames.counts, paths=frames.paths, segments=len(segments), unreadable=unreadable)


def read_payloads(folder: Path) -> Iterator[bytes]:
    """What lies in the log below ``folder``, whether it is a record or not."""
    return _payloads(_segments(folder))


def _segments(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise LogError(f"{folder} is not a folder; give the collector's data directory")
    segments = list_segments(folder)
    if not segments:
        raise LogError(f"{folder} holds no segment (*.log); has the collector run with this data directory?")
    return segments


def _payloads(segments: list[Path]) -> Iterator[bytes]:
    for segment in segments:
        yield from read_segment(_content(segment))


def list_segments(folder: Path) -> list[Path]:
    """One file for each segment below ``folder``, in the last state that it reached. Dead letters are not among them."""
    latest: dict[Path, Path] = {}
    for ending in ENDINGS:
        for path in folder.rglob(f"*{ending}"):
            if not path.parent.name.startswith("dead-letters-"):
                latest[path.with_suffix("")] = path
    return [latest[name] for name in sorted(latest)]


def _content(segment: Path) -> bytes:
    """The collector may have sealed, drained or deleted the segment since it was listed."""
    for ending in ENDINGS[ENDINGS.index(segment.suffix) :]:
        try:
            return segment.with_suffix(ending).read_bytes()
        except FileNotFoundError:
            continue
    return b""


def read_segment(content: bytes) -> Iterator[bytes]:
    """The payloads of one segment, up to the first frame that is cut short, oversized or damaged."""
    if content[: len(MAGIC)] != MAGIC:
        return
    at = len(MAGIC)
    while at + 8 <= len(content):
        length, crc = struct.unpack_from("<II", content, at)
        payload = content[at + 8 : at + 8 + length]
        if not 0 < length <= LARGEST_PAYLOAD or len(payload) < length or zlib.crc32(payload) != crc:
            return
        yield payload
        at += 8 + length
