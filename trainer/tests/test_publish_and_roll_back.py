import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from made_up_model import made_up

from edgecart_trainer.command_line import main
from edgecart_trainer.publish import last_published, publish
from edgecart_trainer.published import PublishError, changing
from edgecart_trainer.roll_back import promote, roll_back, stop_canary

A, B, C = made_up("a"), made_up("b"), made_up("c")


def latest(models: Path) -> dict:
    return json.loads((models / "latest.json").read_text())


def test_the_first_model_is_for_everybody_even_as_canary(tmp_path: Path):
    told = publish(tmp_path, A, canary_share=0.1).told
    assert latest(tmp_path) == {"version": A.version}
    assert "none to try it beside" in told


def test_a_canary_stands_beside_the_model_and_the_model_is_what_the_next_one_is_compared_with(tmp_path: Path):
    publish(tmp_path, A)
    told = publish(tmp_path, B, canary_share=0.1).told
    assert latest(tmp_path) == {"version": A.version, "canary": {"version": B.version, "share": 0.1}}
    assert (tmp_path / B.version / "model.safetensors").read_bytes() == B.file
    assert "canary for 10% of the browsers" in told and "\n" not in told
    assert last_published(tmp_path) == {"version": A.version}


def test_a_new_canary_takes_the_place_of_the_old_and_says_so(tmp_path: Path):
    publish(tmp_path, A)
    publish(tmp_path, B, canary_share=0.1)
    assert f"the canary {B.version[:12]} ends" in publish(tmp_path, C, canary_share=0.2).told
    assert latest(tmp_path)["canary"] == {"version": C.version, "share": 0.2}
    assert "ends" not in publish(tmp_path, C, canary_share=0.5).told
    assert latest(tmp_path)["canary"] == {"version": C.version, "share": 0.5}


def test_publishing_for_everybody_ends_the_canary(tmp_path: Path):
    publish(tmp_path, A)
    publish(tmp_path, B, canary_share=0.1)
    assert "canary" in publish(tmp_path, C).told
    assert latest(tmp_path) == {"version": C.version}
    roll_back(tmp_path)
    assert latest(tmp_path) == {"version": A.version}


def test_promoting_makes_the_canary_the_model_and_can_be_taken_back(tmp_path: Path):
    publish(tmp_path, A)
    publish(tmp_path, B, canary_share=0.1)
    assert B.version in promote(tmp_path)
    assert latest(tmp_path) == {"version": B.version}
    assert A.version in roll_back(tmp_path)
    assert latest(tmp_path) == {"version": A.version}


def test_rolling_back_stops_the_canary_first(tmp_path: Path):
    publish(tmp_path, A)
    publish(tmp_path, B)
    publish(tmp_path, C, canary_share=0.1)
    assert "Stopped the canary" in roll_back(tmp_path)
    assert latest(tmp_path) == {"version": B.version}
    assert "Rolled back" in roll_back(tmp_path)
    assert latest(tmp_path) == {"version": A.version}


def test_what_was_taken_back_is_not_gone_back_to(tmp_path: Path):
    publish(tmp_path, A)
    publish(tmp_path, B)
    roll_back(tmp_path)
    publish(tmp_path, C)
    roll_back(tmp_path)
    assert latest(tmp_path) == {"version": A.version}


def test_the_same_model_published_again_can_be_taken_back_too(tmp_path: Path):
    for model in (A, B, A):
        publish(tmp_path, model)
    roll_back(tmp_path)
    assert latest(tmp_path) == {"version": B.version}
    with pytest.raises(PublishError, match="nothing to roll back to"):
        roll_back(tmp_path)


def test_a_folder_from_before_there_was_an_order_can_be_rolled_back_after_the_next_model(tmp_path: Path):
    publish(tmp_path, A)
    (tmp_path / "published.json").unlink(missing_ok=True)
    publish(tmp_path, B)
    roll_back(tmp_path)
    assert latest(tmp_path) == {"version": A.version}


def test_a_version_is_chosen_by_how_it_begins(tmp_path: Path):
    for model in (A, B, C):
        publish(tmp_path, model)
    roll_back(tmp_path, A.version[:8])
    assert latest(tmp_path) == {"version": A.version}
    roll_back(tmp_path, C.version)
    assert latest(tmp_path) == {"version": C.version}
    roll_back(tmp_path)
    assert latest(tmp_path) == {"version": B.version}


def test_there_is_a_message_with_the_choices_when_nothing_was_published_before(tmp_path: Path):
    publish(tmp_path, A)
    with pytest.raises(PublishError, match="nothing to roll back to.* holds no other model"):
        roll_back(tmp_path)
    publish(tmp_path, B, canary_share=0.1)
    roll_back(tmp_path)
    with pytest.raises(PublishError, match=f"nothing to roll back to.* --to: {B.version[:12]}"):
        roll_back(tmp_path)
    with pytest.raises(PublishError, match="no model begins with ffff"):
        roll_back(tmp_path, "ffff")
    with pytest.raises(PublishError, match="already"):
        roll_back(tmp_path, A.version)
    with pytest.raises(PublishError, match="no canary to promote"):
        promote(tmp_path)
    assert latest(tmp_path) == {"version": A.version}


def test_a_model_that_is_damaged_is_not_gone_back_to(tmp_path: Path):
    publish(tmp_path, A)
    publish(tmp_path, B)
    (tmp_path / A.version / "model.safetensors").write_bytes(b"half")
    with pytest.raises(PublishError, match="does not hold the model of its name"):
        roll_back(tmp_path)
    assert latest(tmp_path) == {"version": B.version}


def test_a_canary_that_was_judged_is_stopped_only_while_it_is_the_canary(tmp_path: Path):
    publish(tmp_path, A)
    publish(tmp_path, B, canary_share=0.1)
    stop_canary(tmp_path, C.version)
    assert latest(tmp_path)["canary"]["version"] == B.version
    stop_canary(tmp_path, B.version)
    assert latest(tmp_path) == {"version": A.version}


def test_two_cannot_publish_at_once(tmp_path: Path):
    publish(tmp_path, A)
    publish(tmp_path, B)
    with changing(tmp_path), pytest.raises(PublishError, match="another process publishes"):
        roll_back(tmp_path)
    assert latest(tmp_path) == {"version": B.version}


def test_what_a_stopped_process_left_is_cleared_away(tmp_path: Path):
    (tmp_path / ".unfinished-x").mkdir()
    (tmp_path / ".unfinished-x" / "model.safetensors").write_bytes(b"half")
    publish(tmp_path, A)
    assert not list(tmp_path.glob(".unfinished-*"))


@contextmanager
def small_disk(folder: Path, kilobytes: int):
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k,nr_inodes=1000", "none", str(folder)]
    try:
        refused = subprocess.run(mount, check=False, capture_output=True).returncode != 0
    except FileNotFoundError:
        refused = True
    if refused:
        pytest.skip("only root may mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(file: Path) -> None:
    with file.open("wb", buffering=0) as filler:
        while True:
            filler.write(b"." * 4096)


@pytest.mark.parametrize("canary", [None, 0.1])
def test_a_disk_that_fills_leaves_the_published_model_as_it_was(tmp_path: Path, canary: float | None):
    with small_disk(tmp_path / "disk", 64) as disk:
        publish(disk, A)
        before = {path: path.read_bytes() for path in disk.rglob("*") if path.is_file()}
        with pytest.raises(PublishError, match="No space left.* is as it was; make room"):
            publish(disk, made_up("large", 100_000), canary)
        assert {path: path.read_bytes() for path in disk.rglob("*") if path.is_file()} == before


def test_a_disk_that_is_full_to_the_last_page_keeps_the_old_name(tmp_path: Path):
    """The model's folder still fits, and ``latest.json`` no more."""
    with small_disk(tmp_path / "disk", 64) as disk:
        publish(disk, A)
        publish(disk, B)
        before = (disk / "latest.json").read_bytes()
        with pytest.raises(OSError, match="No space left"):
            fill(disk / "filler")
        with pytest.raises(PublishError, match="No space left"):
            roll_back(disk)
        assert (disk / "latest.json").read_bytes() == before
        assert not [path.name for path in disk.iterdir() if path.name.startswith(".latest.json.")]


@pytest.mark.skipif(sys.platform != "linux", reason="limits of files are Linux's here")
def test_a_write_that_is_cut_short_leaves_the_published_model_as_it_was(tmp_path: Path):
    publish(tmp_path, A)
    before = (tmp_path / "latest.json").read_bytes()
    program = (
        "import resource, sys; from pathlib import Path; from made_up_model import made_up\n"
        "from edgecart_trainer.publish import publish\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "publish(Path(sys.argv[1]), made_up('large', 100_000))\n"
    )
    folders = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")])
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        check=False,
        env={**os.environ, "PYTHONPATH": folders},
        capture_output=True,
        text=True,
    )
    assert "PublishError" in done.stderr and "File too large" in done.stderr
    assert (tmp_path / "latest.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [A.version]


def test_the_commands_tell_in_one_line(tmp_path: Path, capsys):
    publish(tmp_path, A)
    assert main(["promote", "--publish", str(tmp_path)]) == 1
    assert capsys.readouterr().err == ("edgecart: there is no canary to promote; publish one with train --canary 0.1\n")
    publish(tmp_path, B, canary_share=0.1)
    assert main(["promote", "--publish", str(tmp_path)]) == 0
    assert main(["rollback", "--publish", str(tmp_path), "--to", A.version[:6]]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in told] == ["Promoted the canary", f"Rolled back from {B.version[:12]}"]
    assert latest(tmp_path) == {"version": A.version}
    assert main(["rollback", "--publish", str(tmp_path / "elsewhere")]) == 1
    assert "nothing is published there" in capsys.readouterr().err
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (["rollback", "--publish", "models", "--to", "xyz"], "--to: must be 4 to 64 hexadecimal digits"),
        (["train", "--catalogue", "c.json", "--canary", "0.001"], "--canary: must be a share from 0.01 to 1"),
        (["train", "--catalogue", "c.json", "--canary", "ten"], "--canary: must be a share from 0.01 to 1"),
        (["promote"], "--publish"),
    ],
)
def test_wrong_options_are_named(wrong: list[str], told: str, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(wrong)
    assert stopped.value.code == 2
    assert told in capsys.readouterr().err


def test_a_canary_needs_a_folder_to_publish_into(catalogue: Path, log: Path, capsys):
    assert main(["train", "--catalogue", str(catalogue), "--log", str(log), "--canary", "0.1"]) == 2
    assert "--publish" in capsys.readouterr().err
