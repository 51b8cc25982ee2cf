"""Anonymous records one by one, from wherever they lie, for what needs more of them than counts and paths."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .kafka_snapshot import read_records
from .kafka_source import KafkaSource
from .read_kafka import read_kafka
from .read_log import read_payloads
from .record import parse_record


def records_of_log(folder: Path) -> Iterator[dict[str, Any]]:
    """The records of a collector's log, as read_log.py finds them."""
    for payload in read_payloads(folder):
        record = parse_record(payload)
        if not isinstance(record, str):
            yield record


def records_of_kafka(source: KafkaSource) -> Iterator[dict[str, Any]]:
    """The records of Kafka's topics: what is new is read into the snapshot first."""
    read_kafka(source)
    yield from read_records(source.snapshot)
