"""Sends inventory signals to Kafka, keyed by item: in a compacted topic the newest of each item stays."""

from collections.abc import Iterable
from typing import Any

import json

from confluent_kafka import KafkaException, Producer
from confluent_kafka.admin import AdminClient, NewTopic

from .kafka_source import KafkaReadError, KafkaSource, client_settings
from .progress import say

TOPIC_EXISTS = "TOPIC_ALREADY_EXISTS"


def send_signals(source: KafkaSource, signals: Iterable[dict[str, Any]]) -> int:
    """Returns how many Kafka has acknowledged: all of them. Raises KafkaReadError when it did not take one."""
    topic = f"{source.topic_prefix}.inventory-signals"
    failed: list[str] = []
    settings = client_settings(source, lambda error: None)
    _make_topic(AdminClient(settings), topic, source)
    timeout_ms = int(source.silence_seconds * 1_000)
    producer = Producer(
        settings | {"acks": "all", "enable.idempotence": True, "delivery.timeout.ms": max(1_000, timeout_ms)}
    )

    def answered(error: Any, message: Any) -> None:
        if error is not None:
            failed.append(error.str())

    sent = 0
    for one in signals:
        value = json.dumps(one, ensure_ascii=False, separators=(",", ":")).encode()
        while True:
            try:
                producer.produce(topic, value, one["item"].encode(), on_delivery=answered)
                break
            except BufferError:
                producer.poll(0.1)
        sent += 1
    left = producer.flush(source.silence_seconds)
    if left or failed:
        reason = failed[0] if failed else f"no answer within {source.silence_seconds:g} s"
        raise KafkaReadError(
            f"{left + len(failed)} of {sent} signals did not reach {topic} at {source.bootstrap} ({reason}); "
            "inventory.json has them all; run the command again when Kafka answers"
        )
    say(f"{sent:,} signals sent to {topic}.")
    return sent


def _make_topic(admin: AdminClient, topic: str, source: KafkaSource) -> None:
    wanted = NewTopic(topic, config={"cleanup.policy": "compact"}, num_partitions=1)
    try:
        admin.create_topics([wanted], request_timeout=source.silence_seconds)[topic].result(source.silence_seconds + 5)
    except KafkaException as error:
        kind = error.args[0].name() if error.args else ""
        # Whoever keeps topics for us need not let us make them: sending tells whether it is there.
        if kind not in (TOPIC_EXISTS, "TOPIC_AUTHORIZATION_FAILED", "CLUSTER_AUTHORIZATION_FAILED"):
            raise KafkaReadError(f"{source.bootstrap} did not make the topic {topic} ({kind or error})") from error
    except TimeoutError as error:
        raise KafkaReadError(f"{source.bootstrap} did not answer within {source.silence_seconds:g} s") from error
