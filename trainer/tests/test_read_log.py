from pathlib import Path

import pytest
from conftest import count_record, frame, path_record, segment

from edgecart_trainer.read_log import LARGEST_PAYLOAD, MAGIC, LogError, list_segments, read_log, read_segment


def test_a_segment_gives_its_payloads_in_order():
    assert list(read_segment(MAGIC + frame(b"one") + frame(b"two"))) == [b"one", b"two"]


def test_a_torn_tail_costs_only_the_last_frame_wherever_it_is_cut():
    whole = MAGIC + frame(b"first") + frame(b"second")
    for cut in range(len(MAGIC) + len(frame(b"first")), len(whole)):
        assert list(read_segment(whole[:cut])) == [b"first"], cut


def test_reading_stops_at_the_first_damaged_frame():
    damaged = bytearray(MAGIC + frame(b"first") + frame(b"second") + frame(b"third"))
    damaged[damaged.index(b"second")] ^= 1
    assert list(read_segment(bytes(damaged))) == [b"first"]


@pytest.mark.parametrize("length", [0, LARGEST_PAYLOAD + 1])
def test_reading_stops_at_an_impossible_length(length: int):
    assert list(read_segment(MAGIC + frame(b"first") + frame(b"x" * length))) == [b"first"]


def test_a_file_without_the_magic_is_no_segment():
    assert list(read_segment(b"EDGECRT9" + frame(b"first"))) == []
    assert list(read_segment(b"")) == []


def test_the_folders_of_several_shops_are_read_together(tmp_path: Path):
    for number, shop in enumerate(["north", "south"]):
        (tmp_path / shop).mkdir()
        records = [count_record(2 * number, "milk"), path_record(2 * number + 1, ["milk", "bread"], bought=False)]
        (tmp_path / shop / "00000000000000000001.log").write_bytes(segment(records))
    log = read_log(tmp_path)
    assert (len(log.counts), len(log.paths), log.segments) == (2, 2, 2)
    assert log.paths.iloc[0].to_dict() == {
        "id": f"{1:032x}", "items": ["milk", "bread"], "day": "2026-11-20", "bought": False,
    }  # fmt: skip


def test_each_segment_is_read_once_in_the_last_state_that_it_reached(tmp_path: Path):
    folder = tmp_path / "default" / "records-0"
    folder.mkdir(parents=True)
    for number, endings in enumerate([["drained"], ["log", "drained"], ["open", "log"], ["open"]]):
        for ending in endings:
            (folder / f"{number:020d}.{ending}").write_bytes(segment([count_record(number, "milk")]))
    log = read_log(tmp_path)
    assert (len(log.counts), log.segments) == (4, 4)
    assert [path.suffix for path in list_segments(tmp_path)] == [".drained", ".drained", ".log", ".open"]


def test_dead_letters_are_no_records(tmp_path: Path):
    for name in ["records-0", "dead-letters-0"]:
        (tmp_path / name).mkdir()
        (tmp_path / name / "00000000000000000001.log").write_bytes(segment([count_record(1, "milk")]))
    assert read_log(tmp_path).segments == 1


def test_payloads_that_are_no_record_are_counted_by_reason(tmp_path: Path):
    payloads = [b"not json", b"[]", b'{"id":"1","kind":"poem"}', b'{"id":"1","kind":"path","items":"milk"}']
    (tmp_path / "1.log").write_bytes(MAGIC + b"".join(map(frame, payloads)))
    assert read_log(tmp_path).unreadable == {"not JSON": 1, "no id": 1, "unknown kind": 1, "incomplete path": 1}


def test_a_folder_without_a_log_is_told_as_such(tmp_path: Path):
    with pytest.raises(LogError, match="holds no segment"):
        read_log(tmp_path)
    with pytest.raises(LogError, match="is not a folder"):
        read_log(tmp_path / "nowhere")
