"""Real Kafka brokers for tests, started by the project's own `npm run kafka` program."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic

ROOT = Path(__file__).parents[2]
NODE = ROOT / "node_modules" / "node" / "bin" / "node"


def missing() -> str | None:
    """What keeps brokers from running here, for people."""
    if not NODE.exists():
        return "the project's Node.js starts Kafka; run `npm test` or `npm start` once, which installs it"
    home = os.environ.get("JAVA_HOME")
    if shutil.which(str(Path(home) / "bin" / "java") if home else "java") is None:
        return "Kafka runs on Java 17; install openjdk-17-jre-headless and maven"
    return None


@dataclass(frozen=True)
class RunningKafka:
    """``options``: what confluent_kafka's clients of a test need to connect."""

    bootstrap: str
    pid: int
    ca: Path | None = None
    user: str | None = None
    password: str | None = None
    options: dict[str, Any] = field(default_factory=dict)

    def create(self, *topics: str, partitions: int = 2) -> None:
        admin = AdminClient(self.options)
        for answer in admin.create_topics([NewTopic(topic, partitions, 1) for topic in topics]).values():
            answer.result(30)

    def delete(self, *topics: str) -> None:
        admin = AdminClient(self.options)
        for answer in admin.delete_topics(list(topics)).values():
            answer.result(30)

    def send(self, topic: str, values: list[Any]) -> None:
        """Records as JSON; bytes and None as they are."""
        producer = Producer({**self.options, "acks": "all", "enable.idempotence": True})
        for value in values:
            raw = value if value is None or isinstance(value, bytes) else json.dumps(value).encode()
            producer.produce(topic, raw)
        assert producer.flush(30) == 0

    def new_prefix(self) -> str:
        """A prefix of topics of its own, with the two topics made."""
        prefix = f"shop-{uuid.uuid4().hex[:8]}"
        self.create(f"{prefix}.counts", f"{prefix}.paths")
        return prefix


@contextmanager
def running_kafka(security: str = "plaintext") -> Iterator[RunningKafka]:
    command = [NODE, "--conditions=@edgecart/source", ROOT / "scale-out" / "kafka" / "src" / "main.ts"]
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            [*map(str, command), "--port", "0", "--security", security],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        try:
            yield _told(process, errors)
        finally:
            process.terminate()
            process.communicate(timeout=60)


def _told(process: subprocess.Popen, errors: Any) -> RunningKafka:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if "Ctrl-C" in line:
            break
    else:
        errors.seek(0)
        raise RuntimeError(f"Kafka did not start:\n{said}{errors.read()}")

    def one(pattern: str) -> str | None:
        found = re.search(pattern, said)
        return found[1] if found else None

    bootstrap, ca = one(r"ready: +(\S+)") or "", one(r"Authority: +(\S+)")
    user, password = one(r"user (\S+),"), one(r"password (\S+)")
    protocol = ("SASL_" if user else "") + ("SSL" if ca else "PLAINTEXT")
    options: dict[str, Any] = {"bootstrap.servers": bootstrap, "security.protocol": protocol}
    if ca:
        options["ssl.ca.location"] = ca
    if user:
        options |= {"sasl.mechanism": "SCRAM-SHA-512", "sasl.username": user, "sasl.password": password}
    pid = int(one(r"Processes: +(\d+)") or 0)
    return RunningKafka(bootstrap, pid, Path(ca) if ca else None, user, password, options)
