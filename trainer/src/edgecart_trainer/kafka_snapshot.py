"""The snapshot of what was read from Kafka: gzip of JSON lines, first a header with the offsets, then the records.

Offsets and records are one file that is renamed into its place, so no end at any moment can part them. The header is a
gzip member of its own, and so is what each reading added: the next one copies the old members as they are.
"""

import gzip
import json
import os
import shutil
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from .kafka_source import KafkaReadError
from .only_one import only_one

FORMAT = "edgecart-kafka-snapshot"
# Records repeat the same keys: higher levels take longer and save little.
COMPRESSION = 3


@dataclass(frozen=True)
class TopicOffsets:
    """``id``: Kafka's id of the topic, another one when it was made anew; ``next``: first offset that was not read,
    by partition."""

    id: str
    next: dict[int, int]


@dataclass(frozen=True)
class Header:
    """``unreadable``, ``duplicates``: what was left out of the snapshot so far."""

    topics: dict[str, TopicOffsets] = field(default_factory=dict)
    unreadable: dict[str, int] = field(default_factory=dict)
    duplicates: int = 0


def read_header(snapshot: Path) -> Header:
    """The header; an empty one when there is no snapshot yet."""
    if not snapshot.exists():
        return Header()
    with _opened(snapshot) as lines:
        return _header(snapshot, lines)


def read_records(snapshot: Path) -> Iterator[dict[str, Any]]:
    """The records, in the order in which they were read; none when there is no snapshot yet."""
    if not snapshot.exists():
        return
    with _opened(snapshot) as lines:
        _header(snapshot, lines)
        for line in lines:
            yield json.loads(line)


@contextmanager
def _opened(snapshot: Path) -> Iterator[IO[str]]:
    try:
        with gzip.open(snapshot, "rt", encoding="utf-8") as lines:
            yield lines
    except (OSError, EOFError, ValueError) as error:
        raise KafkaReadError(
            f"the snapshot {snapshot} can't be read ({error}); move it away to read all records from Kafka again"
        ) from error


def _header(snapshot: Path, lines: IO[str]) -> Header:
    header = json.loads(lines.readline() or "null")
    if not isinstance(header, dict) or header.get("format") != FORMAT or header.get("version") != 1:
        raise KafkaReadError(f"{snapshot} is no snapshot of this trainer; name another file by --kafka-snapshot")
    topics = {
        topic: TopicOffsets(offsets["id"], {int(partition): at for partition, at in offsets["next"].items()})
        for topic, offsets in header["topics"].items()
    }
    return Header(topics, header["unreadable"], header["duplicates"])


def write_snapshot(snapshot: Path, header: Header, fresh: Iterable[dict[str, Any]]) -> None:
    """Writes a new file, with the old one's records and the fresh ones, and puts it into the place of the old one when
    it is whole and on the disk."""
    beside = snapshot.with_name(f"{snapshot.name}.new")
    topics = {topic: {"id": offsets.id, "next": offsets.next} for topic, offsets in header.topics.items()}
    first = {
        "format": FORMAT,
        "version": 1,
        "topics": topics,
        "unreadable": header.unreadable,
        "duplicates": header.duplicates,
    }
    with beside.open("wb") as file:
        _pack(file, [first])
        if snapshot.exists():
            with snapshot.open("rb") as old:
                old.seek(_size_of_first_member(old))
                shutil.copyfileobj(old, file, 1 << 20)
        _pack(file, fresh)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(snapshot)
    if os.name == "posix":
        folder = os.open(snapshot.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _pack(file: IO[bytes], lines: Iterable[dict[str, Any]]) -> None:
    # Without name and time: the same records make the same bytes.
    with gzip.GzipFile("", "wb", COMPRESSION, file, mtime=0) as packed:
        for line in lines:
            packed.write(json.dumps(line, separators=(",", ":"), ensure_ascii=False).encode() + b"\n")


def _size_of_first_member(file: IO[bytes]) -> int:
    member = zlib.decompressobj(wbits=31)
    read = 0
    while not member.eof and (chunk := file.read(1 << 16)):
        read += len(chunk)
        member.decompress(chunk)
    return read - len(member.unused_data)


@contextmanager
def locked(snapshot: Path) -> Iterator[None]:
    """Keeps a second trainer from the same snapshot; ends with the process, however that ends."""
    busy = KafkaReadError(
        f"another trainer uses the snapshot {snapshot}; wait for it, or name another file by --kafka-snapshot"
    )
    with only_one(snapshot.with_name(f"{snapshot.name}.lock"), busy):
        yield
