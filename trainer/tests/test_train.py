"""The whole way, on a log of a small made-up shop."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ITEMS, path_record, segment

from edgecart_trainer.command_line import main
from edgecart_trainer.golden import to_sessions
from edgecart_trainer.load_model import load_model
from edgecart_trainer.reference import score
from edgecart_trainer.train import Measured, reasons_not_to_publish

SHORT = ["--epochs", "3", "--runs", "1", "--dimensions", "16", "--seed", "5"]


def run(catalogue: Path, log: Path, models: Path, *more: str) -> int:
    return main(["train", "--catalogue", str(catalogue), "--log", str(log), "--publish", str(models), *SHORT, *more])


def latest(models: Path) -> dict:
    version = json.loads((models / "latest.json").read_text())["version"]
    return json.loads((models / version / "manifest.json").read_text())


def test_a_log_becomes_a_model_and_the_same_one_in_another_process(catalogue, log, tmp_path, capsys):
    assert run(catalogue, log, tmp_path / "models", "--force") == 0
    told = capsys.readouterr().out
    manifest = latest(tmp_path / "models")
    metrics = manifest["metrics"]
    assert metrics["hit_rate_at_10"] > 3 * metrics["popularity_hit_rate_at_10"]
    assert "this model" in told and "covisitation" in told
    assert manifest["items"] == ITEMS
    assert manifest["trained_on"]["log_paths"] == 2600

    command = [sys.executable, "-m", "edgecart_trainer", "train", "--catalogue", str(catalogue), "--log", str(log)]
    again = subprocess.run(
        [*command, "--publish", str(tmp_path / "again"), *SHORT, "--force"],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Published" in again.stdout
    assert again.stderr == ""
    assert latest(tmp_path / "again")["version"] == manifest["version"]

    model = load_model(tmp_path / "models" / manifest["version"])
    for example in manifest["golden"]:
        scores = score(model, to_sessions(example["session"], model.items))[0]
        for one in example["top"]:
            assert scores[model.items.index(one["item_id"])] == pytest.approx(one["score"], abs=1e-5)


def test_new_records_with_baskets_make_a_new_latest_even_within_a_tiny_budget(catalogue, log, tmp_path, monkeypatch):
    """The way of the demo: the shop's baskets together with a log that has just begun."""
    from test_demo_data import grocer

    items = [{"item_id": item, "item_category": "Dairy"} for item in "12345"]
    catalogue.write_text(json.dumps({"items": items}))
    monkeypatch.setattr("edgecart_trainer.completejourney.read_grocer", grocer)
    (log / "00000000000000000001.log").write_bytes(segment([path_record(1, ["3", "1"]), path_record(2, ["2", "5"])]))
    tiny = ["--baskets", "completejourney", "--max-baskets", "100", "--min-count", "1", "--force", "--epochs", "1", "--runs", "1"]
    assert run(catalogue, log, tmp_path / "models", *tiny) == 0
    first = latest(tmp_path / "models")
    more = [path_record(number, ["4", "2", "1"][: 2 + number % 2]) for number in range(10, 30)]
    (log / "00000000000000000002.log").write_bytes(segment(more))
    assert run(catalogue, log, tmp_path / "models", *tiny) == 0
    second = latest(tmp_path / "models")
    assert second["version"] != first["version"]
    assert (tmp_path / "models" / first["version"] / "model.safetensors").exists()
    assert second["trained_on"]["log_paths"] == 22
    assert second["metrics"].keys() >= {"hit_rate_at_10", "popularity_hit_rate_at_10", "covisitation_mrr_at_20"}


def test_a_model_that_can_not_be_measured_is_published_by_force_only(catalogue, tmp_path, capsys):
    data = tmp_path / "young"
    data.mkdir()
    records = [path_record(number, ITEMS[number % 50 : number % 50 + 5]) for number in range(300)]
    (data / "00000000000000000001.log").write_bytes(segment(records))
    assert run(catalogue, data, tmp_path / "models", "--epochs", "1", "--runs", "1") == 0
    assert "Not published" in capsys.readouterr().out
    assert not (tmp_path / "models").exists()
    assert run(catalogue, data, tmp_path / "models", "--epochs", "1", "--runs", "1", "--force") == 0
    assert latest(tmp_path / "models")["metrics"] == {}


def test_a_model_wins_only_above_both_floors_and_not_below_the_last():
    def figures(hit_rate: float) -> dict[str, float]:
        return {"hit_rate_at_10": hit_rate}

    floors = {"popularity": figures(0.1), "covisitation": figures(0.2), "similar_baskets": figures(0.9)}
    assert reasons_not_to_publish(Measured(figures(0.21), floors, None)) == []
    assert reasons_not_to_publish(Measured(figures(0.21), floors, figures(0.21))) == []
    assert "last model" in reasons_not_to_publish(Measured(figures(0.21), floors, figures(0.22)))[0]
    assert len(reasons_not_to_publish(Measured(figures(0.1), floors, None))) == 2
    assert "measured" in reasons_not_to_publish(Measured({}, {}, None))[0]


def test_a_product_that_nobody_has_wanted_yet_is_in_the_model_by_its_description(catalogue, log, tmp_path):
    content = json.loads(catalogue.read_text())
    new = {"item_id": "new", "item_category": "Group 3", "item_name": "item-30", "price": 1.0}
    content["items"].append(new)
    catalogue.write_text(json.dumps(content))
    assert run(catalogue, log, tmp_path / "models", "--force") == 0
    version = latest(tmp_path / "models")["version"]
    model = load_model(tmp_path / "models" / version)
    assert model.items == [*ITEMS, "new"]
    likeness = model.vectors[:-1] @ model.vectors[-1]
    group = likeness.reshape(6, 10).mean(axis=1)
    assert group.argmax() == 3


def test_items_that_too_few_records_name_do_not_get_into_the_model(catalogue, log, tmp_path, capsys):
    rare = [path_record(5_000_000 + number, ["item-0", "rare"]) for number in range(19)]
    (log / "00000000000000000003.log").write_bytes(segment(rare))
    content = json.loads(catalogue.read_text())
    content["items"].append({"item_id": "rare", "item_category": "Group 0"})
    catalogue.write_text(json.dumps(content))
    assert run(catalogue, log, tmp_path / "models", "--epochs", "1", "--runs", "1", "--force") == 0
    assert "60 of 61 items" in capsys.readouterr().out
    assert "rare" not in latest(tmp_path / "models")["items"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["train"], "--catalogue"),
        (["train", "--catalogue", "c", "--baskets", "instacart"], "completejourney"),
        (["train", "--catalogue", "c", "--epochs", "0", "--log", "x"], "whole number from 1 to 1000, not 0"),
        (["train", "--catalogue", "c", "--min-count", "many", "--log", "x"], "--min-count"),
        (["train", "--catalogue", "c", "--epoch", "1", "--log", "x"], "--epoch"),
        (["serve"], "demo-data"),
    ],
)
def test_a_wrong_option_is_one_line_that_names_it(options, told, capsys):
    with pytest.raises(SystemExit) as ended:
        main(options)
    error = capsys.readouterr().err
    assert ended.value.code == 2
    assert told in error and error.count("\n") == 1


def test_what_can_not_be_done_is_one_line_that_says_why(catalogue, log, tmp_path, capsys):
    base = ["train", "--catalogue"]
    assert main([*base, str(catalogue)]) == 2
    assert "--log" in capsys.readouterr().err
    assert main([*base, str(catalogue), "--log", str(tmp_path / "nowhere")]) == 1
    assert "nowhere is not a folder" in capsys.readouterr().err
    assert main([*base, str(tmp_path / "no.json"), "--log", str(log)]) == 1
    assert "no.json: can't be read" in capsys.readouterr().err
    assert main([*base, str(catalogue), "--log", str(log), "--min-count", "100000"]) == 1
    assert "lower --min-count" in capsys.readouterr().err
    catalogue.write_text('{"items":[{"item_id":"a","item_category":"A"},{"item_id":"b","item_category":"A"}]}')
    assert main([*base, str(catalogue), "--log", str(log)]) == 1
    assert "give the catalogue of the shop that the records are of" in capsys.readouterr().err
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "00000000000000000001.log").write_bytes(b"\0" * 500)
    assert main([*base, str(catalogue), "--log", str(empty)]) == 1
    told = capsys.readouterr()
    assert "damaged from byte 0 of 500 on" in told.out and "no record to learn from yet" in told.err
    catalogue.write_text('{"items":[{"item_id":"a"}]}')
    assert main([*base, str(catalogue), "--log", str(log)]) == 1
    assert "/items/0 has no item_category" in capsys.readouterr().err
