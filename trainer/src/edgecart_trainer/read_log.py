"""Reads the collector's segment log (docs/segment-log.md) into two frames: counts and paths."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
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
    that are no anonymous record, by reason; ``damaged``: segments that can't be read to their end, for people."""

    counts: pd.DataFrame
    paths: pd.DataFrame
    segments: int
    unreadable: dict[str, int]
    damaged: list[str] = field(default_factory=list)


def read_log(folder: Path) -> Log:
    """All records below ``folder``: a collector's data directory, one log's folder, or a folder of shops' folders."""
    segments = _segments(folder)
    frames = RecordFrames()
    unreadable: dict[str, int] = {}
    damaged: list[str] = []
    for segment in segments:
        content = _content(segment)
        end = len(MAGIC) if content[: len(MAGIC)] == MAGIC else 0
        for payload, end in _frames(content):
            record = parse_record(payload)
            if isinstance(record, str):
                unreadable[record] = unreadable.get(record, 0) + 1
            else:
                frames.add(record)
        # One that is still written to may end within a frame.
        if end < len(content) and segment.suffix != ENDINGS[0]:
            damaged.append(f"{segment}: damaged from byte {end:,} of {len(content):,} on; what stands before is used")
    return Log(frames.counts, frames.paths, len(segments), unreadable, damaged)


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
    return (payload for payload, _ in _frames(content))


def _frames(content: bytes) -> Iterator[tuple[bytes, int]]:
    """Payloads and where each one ends."""
    if content[: len(MAGIC)] != MAGIC:
        return
    at = len(MAGIC)
    while at + 8 <= len(content):
        length, crc = struct.unpack_from("<II", content, at)
        payload = content[at + 8 : at + 8 + length]
        if not 0 < length <= LARGEST_PAYLOAD or len(payload) < length or zlib.crc32(payload) != crc:
            return
        at += 8 + length
        yield payload, at
