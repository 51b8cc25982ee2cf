"""Where the records lie in Kafka, and how to connect there."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MECHANISMS = ["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"]


class KafkaReadError(Exception):
    """Kafka could not be read; the message says why and what to do."""


@dataclass(frozen=True)
class KafkaSource:
    """``bootstrap``: host:port, more of them after commas; ``snapshot``: file of what was read so far, made on first
    use; ``silence_seconds``: how long nothing may come before reading is given up; ``ca``: PEM file of the authority."""

    bootstrap: str
    snapshot: Path
    topic_prefix: str = "edgecart"
    group: str = "edgecart-trainer"
    tls: bool = False
    ca: Path | None = None
    user: str | None = None
    password: str | None = None
    mechanism: str = MECHANISMS[0]
    silence_seconds: float = 30.0

    @property
    def topics(self) -> list[str]:
        return [f"{self.topic_prefix}.counts", f"{self.topic_prefix}.paths"]


def client_settings(source: KafkaSource, on_error: Callable[[Any], None]) -> dict[str, Any]:
    """Settings of librdkafka. What it would print goes nowhere: what matters reaches ``on_error``."""
    quiet = logging.getLogger("edgecart_trainer.kafka")
    quiet.propagate = False
    quiet.addHandler(logging.NullHandler())
    encrypted, known = source.tls or source.ca is not None, source.user is not None
    settings: dict[str, Any] = {
        "bootstrap.servers": source.bootstrap,
        "client.id": "edgecart-trainer",
        "security.protocol": ("SASL_" if known else "") + ("SSL" if encrypted else "PLAINTEXT"),
        "socket.timeout.ms": max(1_000, int(source.silence_seconds * 1_000)),
        "socket.connection.setup.timeout.ms": max(1_000, int(source.silence_seconds * 1_000)),
        "error_cb": on_error,
        "logger": quiet,
    }
    if source.ca is not None:
        settings["ssl.ca.location"] = str(source.ca)
    if known:
        settings |= {
            "sasl.mechanism": source.mechanism,
            "sasl.username": source.user,
            "sasl.password": source.password or "",
        }
    return settings
