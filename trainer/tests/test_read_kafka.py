import gzip
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from confluent_kafka import Consumer, TopicPartition
from conftest import count_record, path_record, shop_records
from kafka_broker import ROOT, RunningKafka, missing, running_kafka

from edgecart_trainer.kafka_snapshot import read_header, read_records
from edgecart_trainer.kafka_source import KafkaReadError, KafkaSource
from edgecart_trainer.read_kafka import KafkaRecords, read_kafka
from edgecart_trainer.send_signals import send_signals

needs_kafka = pytest.mark.skipif(missing() is not None, reason=missing() or "")


@pytest.fixture(scope="module")
def kafka() -> Iterator[RunningKafka]:
    with running_kafka() as running:
        yield running


@pytest.fixture
def source(kafka: RunningKafka, tmp_path: Path) -> KafkaSource:
    prefix = kafka.new_prefix()
    snapshot = tmp_path / "snapshots" / "kafka.jsonl.gz"
    return KafkaSource(kafka.bootstrap, snapshot, prefix, group=f"group-{prefix}", silence_seconds=20)


def committed(kafka: RunningKafka, source: KafkaSource) -> dict[str, dict[int, int]]:
    consumer = Consumer({**kafka.options, "group.id": source.group})
    places = [TopicPartition(topic, partition) for topic in source.topics for partition in range(2)]
    found: dict[str, dict[int, int]] = {}
    for place in consumer.committed(places, timeout=20):
        found.setdefault(place.topic, {})[place.partition] = place.offset
    consumer.close()
    return found


def in_snapshot(source: KafkaSource) -> dict[str, dict[int, int]]:
    return {topic: offsets.next for topic, offsets in read_header(source.snapshot).topics.items()}


def ids(records: KafkaRecords) -> list[str]:
    return sorted([*records.counts["id"], *records.paths["id"]])


@needs_kafka
def test_counts_and_paths_are_read_and_the_offsets_lie_in_the_snapshot_and_in_the_group(
    kafka: RunningKafka, source: KafkaSource
):
    kafka.send(f"{source.topic_prefix}.counts", [count_record(number, "milk") for number in range(300)])
    kafka.send(f"{source.topic_prefix}.paths", [path_record(1_000, ["milk", "bread"], bought=False)])
    records = read_kafka(source)
    assert (len(records.counts), len(records.paths), records.fresh) == (300, 1, 301)
    assert records.paths.iloc[0].to_dict() == {
        "id": f"{1000:032x}", "items": ["milk", "bread"], "day": "2026-11-20", "bought": False,
    }  # fmt: skip
    assert in_snapshot(source) == committed(kafka, source)
    assert {topic: sum(offsets.values()) for topic, offsets in in_snapshot(source).items()} == {
        f"{source.topic_prefix}.counts": 300,
        f"{source.topic_prefix}.paths": 1,
    }


@needs_kafka
def test_the_next_reading_takes_only_what_is_new_and_answers_with_everything(kafka: RunningKafka, source: KafkaSource):
    topic = f"{source.topic_prefix}.counts"
    kafka.send(topic, [count_record(number, "milk") for number in range(10)])
    read_kafka(source)
    kafka.send(topic, [count_record(number, "bread") for number in range(10, 15)])
    second = read_kafka(source)
    assert (second.fresh, len(second.counts)) == (5, 15)
    written = source.snapshot.stat()
    third = read_kafka(source)
    assert (third.fresh, ids(third)) == (0, ids(second))
    assert source.snapshot.stat().st_mtime_ns == written.st_mtime_ns


@needs_kafka
def test_a_record_that_came_twice_is_kept_once_within_and_between_readings(kafka: RunningKafka, source: KafkaSource):
    topic = f"{source.topic_prefix}.counts"
    kafka.send(topic, [count_record(1, "milk"), count_record(1, "milk"), count_record(2, "milk")])
    assert (read_kafka(source).fresh, read_kafka(source).duplicates) == (2, 1)
    kafka.send(topic, [count_record(2, "milk")])
    again = read_kafka(source)
    assert (len(again.counts), again.fresh, again.duplicates) == (2, 0, 2)


@needs_kafka
def test_messages_of_others_are_counted_and_skipped(kafka: RunningKafka, source: KafkaSource):
    foreign = [b"not json", b"\xff\xfe", None, {"hello": 1}, {"id": "1", "kind": "dead-letter"}, b"[" * 100_000]
    kafka.send(f"{source.topic_prefix}.counts", [*foreign, count_record(1, "milk")])
    records = read_kafka(source)
    assert records.unreadable == {"not JSON": 3, "no value": 1, "no id": 1, "unknown kind": 1}
    assert ids(records) == [f"{1:032x}"]
    assert read_kafka(source).unreadable == records.unreadable


@needs_kafka
def test_without_its_snapshot_everything_is_read_again_whatever_the_group_had_committed(
    kafka: RunningKafka, source: KafkaSource
):
    kafka.send(f"{source.topic_prefix}.counts", [count_record(number, "milk") for number in range(10)])
    first = read_kafka(source)
    source.snapshot.unlink()
    again = read_kafka(source)
    assert (again.fresh, ids(again)) == (10, ids(first))


@needs_kafka
def test_a_commit_that_fails_costs_nothing_and_is_made_up_for(
    kafka: RunningKafka, source: KafkaSource, capsys: pytest.CaptureFixture[str]
):
    topic = f"{source.topic_prefix}.counts"
    kafka.send(topic, [count_record(1, "milk")])
    member = Consumer({**kafka.options, "group.id": source.group, "auto.offset.reset": "earliest"})
    member.subscribe([topic])
    while not member.assignment():
        member.poll(0.2)
    assert read_kafka(source).fresh == 1
    assert "were not committed" in capsys.readouterr().out
    member.unsubscribe()
    member.close()
    assert read_kafka(source).fresh == 0
    assert committed(kafka, source) == in_snapshot(source)


@needs_kafka
def test_a_topic_that_was_made_anew_is_read_from_its_beginning(
    kafka: RunningKafka, source: KafkaSource, capsys: pytest.CaptureFixture[str]
):
    topic = f"{source.topic_prefix}.counts"
    kafka.send(topic, [count_record(1, "milk")])
    read_kafka(source)
    kafka.delete(topic)
    kafka.create(topic)
    kafka.send(topic, [count_record(number, "bread") for number in range(1, 31)])
    records = read_kafka(source)
    assert "was made anew" in capsys.readouterr().out
    assert (len(records.counts), records.duplicates) == (30, 1)


@needs_kafka
def test_what_a_crash_left_beside_the_snapshot_is_of_no_effect(kafka: RunningKafka, source: KafkaSource):
    kafka.send(f"{source.topic_prefix}.counts", [count_record(1, "milk")])
    source.snapshot.parent.mkdir(parents=True)
    source.snapshot.with_name(f"{source.snapshot.name}.new").write_bytes(b"half of a")
    assert read_kafka(source).fresh == 1
    assert [record["item"] for record in read_records(source.snapshot)] == ["milk"]


READ_ONCE = """
import sys
from pathlib import Path
from edgecart_trainer.kafka_source import KafkaSource
from edgecart_trainer.read_kafka import read_kafka
print("reading", flush=True)
read_kafka(KafkaSource(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
print("done", flush=True)
"""


@needs_kafka
def test_readings_that_are_killed_at_any_moment_lose_nothing_and_double_nothing(
    kafka: RunningKafka, source: KafkaSource
):
    random = np.random.default_rng(4)
    command = [sys.executable, "-c", READ_ONCE, source.bootstrap, str(source.snapshot), source.topic_prefix]
    sent = 0
    for _ in range(6):
        kafka.send(f"{source.topic_prefix}.counts", [count_record(sent + number, "milk") for number in range(3_000)])
        sent += 3_000
        reading = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(ROOT / "trainer" / "src")}
        )
        assert reading.stdout is not None and reading.stdout.readline() == "reading\n"
        with suppress(subprocess.TimeoutExpired):
            reading.wait(float(random.uniform(0.0, 0.5)))
        reading.kill()
        reading.communicate()
        offsets = [sum(offsets.next.values()) for offsets in read_header(source.snapshot).topics.values()]
        assert sum(offsets) == sum(1 for _ in read_records(source.snapshot))
    records = read_kafka(source)
    assert (ids(records), records.duplicates) == ([f"{number:032x}" for number in range(sent)], 0)


@needs_kafka
def test_a_damaged_or_foreign_snapshot_is_told_as_such(source: KafkaSource):
    source.snapshot.parent.mkdir(parents=True)
    source.snapshot.write_bytes(b"no gzip")
    with pytest.raises(KafkaReadError, match="move it away"):
        read_kafka(source)
    source.snapshot.write_bytes(gzip.compress(json.dumps({"format": "other"}).encode()))
    with pytest.raises(KafkaReadError, match="no snapshot of this trainer"):
        read_kafka(source)


@needs_kafka
def test_a_second_trainer_is_kept_from_the_same_snapshot(source: KafkaSource):
    source.snapshot.parent.mkdir(parents=True)
    program = (
        "import sys; from pathlib import Path; from edgecart_trainer.kafka_snapshot import locked\n"
        "with locked(Path(sys.argv[1])): print('locked', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(source.snapshot)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(ROOT / "trainer" / "src")},
    )  # fmt: skip
    try:
        assert other.stdout is not None and other.stdout.readline() == "locked\n"
        with pytest.raises(KafkaReadError, match="another trainer uses the snapshot"):
            read_kafka(source)
    finally:
        other.communicate(timeout=20)
    assert read_kafka(source).fresh == 0


@needs_kafka
def test_an_unknown_topic_is_told_with_what_to_check(kafka: RunningKafka, source: KafkaSource):
    with pytest.raises(KafkaReadError, match=r"no topic nobody\.counts and no topic nobody\.paths.*--topic-prefix"):
        read_kafka(replace(source, topic_prefix="nobody"))
    kafka.create("half.counts")
    with pytest.raises(KafkaReadError, match=r"no topic half\.paths\. "):
        read_kafka(replace(source, topic_prefix="half"))


def test_a_broker_that_is_away_is_told_within_the_time_limit(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(KafkaReadError, match=rf"127\.0\.0\.1:{port} did not answer within 2 s.*Is it running"):
        read_kafka(KafkaSource(f"127.0.0.1:{port}", tmp_path / "snapshot", silence_seconds=2))


def test_a_broker_that_hangs_is_told_within_the_time_limit(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        source = KafkaSource(f"127.0.0.1:{server.getsockname()[1]}", tmp_path / "snapshot", silence_seconds=2)
        with pytest.raises(KafkaReadError, match="did not answer within 2 s"):
            read_kafka(source)


@needs_kafka
def test_a_broker_that_hangs_while_it_is_read_is_told_and_nothing_is_changed(
    kafka: RunningKafka, source: KafkaSource, monkeypatch: pytest.MonkeyPatch
):
    topic = f"{source.topic_prefix}.counts"
    kafka.send(topic, [count_record(1, "milk")])
    read_kafka(source)
    before = source.snapshot.read_bytes()
    kafka.send(topic, [count_record(2, "milk")])

    def hang_and_read(snapshot: Path):
        # The snapshot is read between the question for the ends and the first message.
        os.kill(kafka.pid, signal.SIGSTOP)
        return read_records(snapshot)

    monkeypatch.setattr("edgecart_trainer.read_kafka.read_records", hang_and_read)
    try:
        with pytest.raises(KafkaReadError, match=r"sent nothing for 3 s \(messages still to read: 1\)"):
            read_kafka(replace(source, silence_seconds=3))
    finally:
        os.kill(kafka.pid, signal.SIGCONT)
        monkeypatch.undo()
    assert source.snapshot.read_bytes() == before


@needs_kafka
def test_tls_with_a_password_is_spoken_and_wrong_ones_are_told(tmp_path: Path):
    with running_kafka("sasl-ssl") as secured:
        prefix = secured.new_prefix()
        secured.send(f"{prefix}.counts", [count_record(1, "milk")])
        source = KafkaSource(
            secured.bootstrap, tmp_path / "snapshot", prefix,
            ca=secured.ca, user=secured.user, password=secured.password, silence_seconds=20,
        )  # fmt: skip
        assert read_kafka(source).fresh == 1
        assert read_kafka(replace(source, mechanism="SCRAM-SHA-256")).fresh == 0
        with pytest.raises(KafkaReadError, match="Check --kafka-user, the password"):
            read_kafka(replace(source, password="wrong"))
        with pytest.raises(KafkaReadError, match="Check --kafka-ca"):
            read_kafka(replace(source, ca=None, tls=True))
        with pytest.raises(KafkaReadError, match="want TLS or a password"):
            read_kafka(replace(source, ca=None, user=None, silence_seconds=3))


@needs_kafka
def test_the_train_command_learns_from_kafka_as_from_the_log(kafka: RunningKafka, tmp_path: Path, catalogue: Path):
    prefix = kafka.new_prefix()
    kafka.send(f"{prefix}.paths", shop_records(2600, 12, seed=1))
    kafka.send(f"{prefix}.counts", [count_record(1_000_000 + number, f"item-{number % 60}") for number in range(120)])
    command = [
        *(sys.executable, "-m", "edgecart_trainer", "train", "--catalogue", catalogue, "--epochs", "1", "--runs", "1", "--force"),
        *("--kafka", kafka.bootstrap, "--topic-prefix", prefix, "--publish", tmp_path / "models"),
    ]
    environment = {"PYTHONPATH": str(ROOT / "trainer" / "src"), "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(
        list(map(str, command)), cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "2,720 new records, 0 from the snapshot" in done.stdout
    assert (tmp_path / ".edgecart" / "kafka" / f"edgecart-trainer-{prefix}.jsonl.gz").exists()
    latest = json.loads((tmp_path / "models" / "latest.json").read_text())
    manifest = json.loads((tmp_path / "models" / latest["version"] / "manifest.json").read_text())
    assert (manifest["trained_on"]["log_paths"], manifest["items"] is not None) == (2600, True)


@needs_kafka
def test_inventory_signals_reach_a_topic_that_keeps_the_newest_of_each_item(kafka: RunningKafka, source: KafkaSource):
    signals = [{"item": "a", "on_hand": 1}, {"item": "b", "on_hand": 2}]
    assert send_signals(source, signals) == 2
    assert send_signals(source, [{"item": "a", "on_hand": 0}]) == 1, "the topic is there already"
    consumer = Consumer({**kafka.options, "group.id": f"signals-{source.group}", "auto.offset.reset": "earliest"})
    consumer.subscribe([f"{source.topic_prefix}.inventory-signals"])
    found = []
    while len(found) < 3:
        message = consumer.poll(20)
        assert message is not None and message.error() is None
        found.append((message.key().decode(), json.loads(message.value())["on_hand"]))
    consumer.close()
    assert found == [("a", 1), ("b", 2), ("a", 0)]


def test_signals_that_kafka_does_not_take_are_told():
    nobody = KafkaSource("127.0.0.1:1", Path("unused"), silence_seconds=1)
    with pytest.raises(KafkaReadError, match=r"127\.0\.0\.1:1"):
        send_signals(nobody, [{"item": "a"}])
