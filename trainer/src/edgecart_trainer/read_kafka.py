"""Reads the anonymous records of Kafka's topics, up to their ends as seen at the start, into counts and paths.

The partitions are assigned by hand, not by the group: a model needs all of them, and a second trainer in the group would
take half away. The group's offsets are committed all the same, so that Kafka's own tools tell how far the trainer is;
what is read from is the snapshot's offsets.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from confluent_kafka import Consumer, KafkaError, KafkaException, TopicCollection, TopicPartition
from confluent_kafka.admin import AdminClient

from .kafka_snapshot import Header, TopicOffsets, locked, read_header, read_records, write_snapshot
from .kafka_source import KafkaReadError, KafkaSource, client_settings
from .progress import Progress, say
from .record import RecordFrames, parse_record

MESSAGES_AT_ONCE = 5_000
# Trying again does not mend these.
FINAL = {
    KafkaError._AUTHENTICATION,
    KafkaError._SSL,
    KafkaError._RESOLVE,
    KafkaError.SASL_AUTHENTICATION_FAILED,
    KafkaError.TOPIC_AUTHORIZATION_FAILED,
    KafkaError.GROUP_AUTHORIZATION_FAILED,
    KafkaError.UNKNOWN_TOPIC_OR_PART,
}


@dataclass(frozen=True)
class KafkaRecords:
    """``counts``, ``paths``: as of read_log.py, without duplicates; ``unreadable``: messages that are no anonymous
    record, by reason; ``fresh``: how many records this reading added to the snapshot."""

    counts: pd.DataFrame
    paths: pd.DataFrame
    unreadable: dict[str, int]
    duplicates: int
    fresh: int


@dataclass(frozen=True)
class Stretch:
    """What is to be read of one partition: from ``start`` to before ``end``."""

    topic: str
    partition: int
    start: int
    end: int


class _Trouble:
    """The last that went wrong with the connection: what librdkafka tells while it keeps trying."""

    def __init__(self, source: KafkaSource):
        self._source = source
        self._last: KafkaError | None = None
        self._worst: KafkaError | None = None

    def __call__(self, error: KafkaError) -> None:
        if error.code() in FINAL:
            self._worst = error
        elif error.code() != KafkaError._ALL_BROKERS_DOWN or self._last is None:
            self._last = error

    def raise_if_final(self) -> None:
        if self._worst is not None:
            raise KafkaReadError(self.told("could not be read"))

    def told(self, what: str) -> str:
        error = self._worst or self._last
        reason = f": {error.str()}" if error is not None else ""
        return f"Kafka at {self._source.bootstrap} {what}{reason}. {self._advice(error)}"

    def _advice(self, error: KafkaError | None) -> str:
        code = error.code() if error is not None else None
        if code in (KafkaError._AUTHENTICATION, KafkaError.SASL_AUTHENTICATION_FAILED):
            return "Check --kafka-user, the password and --kafka-mechanism."
        if code == KafkaError._SSL:
            return "Check --kafka-ca, and that this port speaks TLS."
        if code == KafkaError._RESOLVE:
            return "Check the host's name in --kafka."
        if code in (KafkaError.TOPIC_AUTHORIZATION_FAILED, KafkaError.GROUP_AUTHORIZATION_FAILED):
            return (
                f"Allow this user to read the topics {self._source.topic_prefix}.* and the group {self._source.group}."
            )
        return "Is it running, is this its address, and does this port want TLS or a password? Nothing was changed."


def read_kafka(source: KafkaSource) -> KafkaRecords:
    """All records of the snapshot and of Kafka; the snapshot then has them all, and the group's offsets follow it."""
    with locked(source.snapshot):
        header = read_header(source.snapshot)
        trouble = _Trouble(source)
        ids = _topic_ids(source, trouble)
        settings = client_settings(source, trouble) | {
            "group.id": source.group,
            "enable.auto.commit": False,
            "enable.partition.eof": True,
            "auto.offset.reset": "earliest",
        }
        consumer = Consumer(settings)
        try:
            stretches = _stretches(source, consumer, header, ids, trouble)
            records = _update(source, header, ids, consumer, stretches, trouble)
            _commit(source, consumer, stretches)
            return records
        finally:
            consumer.close()


def stream_kafka(source: KafkaSource, take: Callable[[bytes | None], None]) -> None:
    """Hands over each message that the topics hold now, one by one, and remembers none: for what is larger than memory.
    Neither the snapshot nor the group's offsets change."""
    trouble = _Trouble(source)
    ids = _topic_ids(source, trouble)
    settings = client_settings(source, trouble) | {
        "group.id": f"{source.group}-export",
        "enable.auto.commit": False,
        "enable.partition.eof": True,
        "auto.offset.reset": "earliest",
    }
    consumer = Consumer(settings)
    try:
        _consume(source, consumer, _stretches(source, consumer, Header(), ids, trouble), take, trouble)
    finally:
        consumer.close()


def _topic_ids(source: KafkaSource, trouble: _Trouble) -> dict[str, tuple[str, list[int]]]:
    """Id and partitions of each topic."""
    admin = AdminClient(client_settings(source, trouble))
    answers = admin.describe_topics(TopicCollection(source.topics), request_timeout=source.silence_seconds)
    until = time.monotonic() + source.silence_seconds
    found: dict[str, tuple[str, list[int]]] = {}
    missing: list[str] = []
    for topic, answer in answers.items():
        while not answer.done():
            admin.poll(0.1)
            trouble.raise_if_final()
            if time.monotonic() > until:
                raise KafkaReadError(trouble.told(f"did not answer within {source.silence_seconds:g} s"))
        try:
            description = answer.result()
        except KafkaException as failure:
            error = failure.args[0]
            if error.code() != KafkaError.UNKNOWN_TOPIC_OR_PART:
                trouble(error)
                raise KafkaReadError(trouble.told("did not tell of its topics")) from failure
            missing.append(topic)
        else:
            found[topic] = (str(description.topic_id), sorted(one.id for one in description.partitions))
    if missing:
        raise KafkaReadError(
            f"Kafka at {source.bootstrap} has no topic {' and no topic '.join(missing)}. Has the collector drained into "
            "it (edgecart-collector --kafka), and is --topic-prefix the collector's?"
        )
    return found


def _stretches(
    source: KafkaSource,
    consumer: Consumer,
    header: Header,
    ids: dict[str, tuple[str, list[int]]],
    trouble: _Trouble,
) -> list[Stretch]:
    stretches: list[Stretch] = []
    for topic, (topic_id, partitions) in ids.items():
        known = header.topics.get(topic)
        same = known is not None and known.id == topic_id
        if known is not None and not same:
            say(f"  {topic} was made anew since the last reading: it is read from its beginning")
        for partition in partitions:
            try:
                low, high = consumer.get_watermark_offsets(
                    TopicPartition(topic, partition), timeout=source.silence_seconds
                )
            except KafkaException as failure:
                trouble(failure.args[0])
                raise KafkaReadError(trouble.told(f"did not tell where {topic} ends")) from failure
            start = known.next.get(partition, low) if known is not None and same else low
            if start < low:
                say(f"  {topic}, partition {partition}: {low - start:,} messages expired before they were read")
            if start > high:
                say(f"  {topic}, partition {partition} is shorter than before: it is read from its beginning")
            stretches.append(Stretch(topic, partition, low if start < low or start > high else start, high))
    return stretches


def _update(
    source: KafkaSource,
    header: Header,
    ids: dict[str, tuple[str, list[int]]],
    consumer: Consumer,
    stretches: list[Stretch],
    trouble: _Trouble,
) -> KafkaRecords:
    """Reads what is new and writes the snapshot with it."""
    seen: set[str] = set()
    frames = RecordFrames()
    for record in read_records(source.snapshot):
        seen.add(record["id"])
        frames.add(record)
    fresh: list[dict[str, Any]] = []
    unreadable = dict(header.unreadable)
    duplicates = header.duplicates

    def take(value: bytes | None) -> None:
        nonlocal duplicates
        record = "no value" if value is None else parse_record(value)
        if isinstance(record, str):
            unreadable[record] = unreadable.get(record, 0) + 1
        elif record["id"] in seen:
            duplicates += 1
        else:
            seen.add(record["id"])
            frames.add(record)
            fresh.append(record)

    _consume(source, consumer, stretches, take, trouble)
    topics = {
        topic: TopicOffsets(topic_id, {one.partition: one.end for one in stretches if one.topic == topic})
        for topic, (topic_id, _) in ids.items()
    }
    after = Header(topics, unreadable, duplicates)
    if after != header:
        write_snapshot(source.snapshot, after, fresh)
    return KafkaRecords(frames.counts, frames.paths, unreadable, duplicates, len(fresh))


def _consume(
    source: KafkaSource,
    consumer: Consumer,
    stretches: list[Stretch],
    take: Callable[[bytes | None], None],
    trouble: _Trouble,
) -> None:
    open_ends = {(one.topic, one.partition): one.end for one in stretches if one.start < one.end}
    if not open_ends:
        return
    consumer.assign([TopicPartition(one.topic, one.partition, one.start) for one in stretches if one.start < one.end])
    total = sum(one.end - one.start for one in stretches)
    left = {(one.topic, one.partition): one.end - one.start for one in stretches}
    bar = Progress("Kafka")
    until = time.monotonic() + source.silence_seconds
    while open_ends:
        for message in consumer.consume(MESSAGES_AT_ONCE, timeout=0.2):
            error = message.error()
            if error is not None and error.code() != KafkaError._PARTITION_EOF:
                trouble(error)
                continue
            place = (message.topic(), message.partition())
            end = open_ends.get(place)
            if end is None:
                continue
            until = time.monotonic() + source.silence_seconds
            if error is None and message.offset() < end:
                take(message.value())
            # The last offsets of a partition may be no messages: marks of transactions, or what compaction left out.
            reached = message.offset() + (1 if error is None else 0)
            left[place] = max(0, end - reached)
            if reached >= end:
                del open_ends[place]
                consumer.pause([TopicPartition(*place)])
        trouble.raise_if_final()
        if time.monotonic() > until:
            raise KafkaReadError(
                trouble.told(
                    f"sent nothing for {source.silence_seconds:g} s (messages still to read: {sum(left.values()):,})"
                )
            )
        bar(total - sum(left.values()), total)


def _commit(source: KafkaSource, consumer: Consumer, stretches: list[Stretch]) -> None:
    """After the snapshot, and of no effect on what is read next: when it fails, the next reading does it again."""
    offsets = [TopicPartition(one.topic, one.partition, one.end) for one in stretches]
    try:
        consumer.commit(offsets=offsets, asynchronous=False)
    except KafkaException as failure:
        say(
            f"  The snapshot is written, but the offsets of group {source.group} were not committed "
            f"({failure.args[0].str()}); the next reading commits them. Is another consumer in this group?"
        )
