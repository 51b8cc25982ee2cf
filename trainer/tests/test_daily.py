"""A shop whose fashions change: the next day's training goes on from the last model."""

import gzip
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from conftest import ITEMS

from edgecart_trainer.command_line import main
from edgecart_trainer.last_model import SAME_SPACE, Before, read_last_model, start_vectors, turned_back
from edgecart_trainer.model import Blend

GROUPS = np.arange(60).reshape(6, 10)


def sessions(count: int, seed: int, groups: np.ndarray) -> list[list[str]]:
    random = np.random.default_rng(seed)
    return [[ITEMS[at] for at in random.choice(groups[random.integers(len(groups))], 4)] for _ in range(count)]


def write(path: Path, lines: list[str]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The last tenth of the sessions knows two groups that swapped halves, and so does the day to be told."""
    folder = tmp_path_factory.mktemp("shop")
    later = GROUPS.copy()
    later[0, :5], later[1, :5] = GROUPS[1, :5], GROUPS[0, :5]
    told = [*sessions(900, 1, GROUPS), *sessions(100, 2, later)]
    write(folder / "train.txt.gz", [" ".join(one) for one in told])
    write(folder / "test.txt.gz", [f"{' '.join(one[:3])}\t{one[3]}" for one in sessions(300, 3, later)])
    return folder


def quality(shop: Path, out: Path, *more: str) -> dict:
    options = ["--data", str(shop), "--out", str(out), "--dimensions", "16", "--no-floors", *more]
    assert main(["quality", *options]) == 0
    return json.loads((out / "quality.json").read_text())


@pytest.fixture(scope="module")
def yesterday(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("yesterday")
    quality(shop, out, "--until", "0.9", "--epochs", "4", "--runs", "1")
    return out


def test_a_daily_training_costs_less_and_is_better_on_the_next_day(shop, yesterday, tmp_path, capsys):
    before = json.loads((yesterday / "quality.json").read_text())
    daily = quality(shop, tmp_path, "--from", str(yesterday))
    told = capsys.readouterr().out
    assert daily["rounded"]["hit_rate_at_20"] > before["rounded"]["hit_rate_at_20"]
    assert daily["processor_minutes"] < before["processor_minutes"] / 2
    assert "Going on from" in told and "mean cosine" in told

    last, now = read_last_model(yesterday), read_last_model(tmp_path)
    assert now.made["likeness_to_last"] >= SAME_SPACE
    assert now.space == last.version and now.version != last.version
    assert (now.model.vectors * last.model.vectors).sum(axis=1).mean() >= SAME_SPACE
    assert now.made["recipe"] == last.made["recipe"]
    assert now.model.blend == last.model.blend


def test_a_model_that_can_not_be_gone_on_from_is_told(shop, yesterday, tmp_path, capsys):
    last = tmp_path / "last"
    shutil.copytree(yesterday, last)
    options = ["quality", "--data", str(shop), "--out", str(tmp_path / "out"), "--no-floors", "--from"]
    assert main([*options, str(tmp_path / "nowhere")]) == 1
    assert "holds no model to go on from" in capsys.readouterr().err
    assert main([*options, str(last), "--dimensions", "8"]) == 1
    assert "has 16 dimensions, not 8: give --dimensions 16" in capsys.readouterr().err
    version = json.loads((last / "latest.json").read_text())["version"]
    manifest = last / version / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"recipe"', '"recept"'))
    assert main([*options, str(last), "--dimensions", "16"]) == 1
    assert "does not tell how it was made" in capsys.readouterr().err
    manifest.write_text("{")
    assert main([*options, str(last)]) == 1
    assert "can't be read" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_new_items_begin_where_the_turned_factorisation_puts_them():
    random = np.random.default_rng(4)
    vectors = random.normal(size=(50, 8))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    turn, _ = np.linalg.qr(random.normal(size=(8, 8)))
    known = np.arange(50) < 45
    before = Before(vectors, known, {}, Blend(0.1, 1.0, 0.0, 2.0, (0.0, 0.0)))
    assert np.allclose(start_vectors(before, vectors @ turn), vectors)


def test_turning_back_changes_no_score():
    random = np.random.default_rng(5)
    vectors = random.normal(size=(30, 8))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    turn, _ = np.linalg.qr(random.normal(size=(8, 8)))
    pool = random.normal(size=8).astype(np.float32)
    before = Before(vectors, np.ones(30, bool), {}, Blend(0.1, 1.0, 0.0, 2.0, (0.0, 0.0)))
    back, tensors, likeness = turned_back(before, vectors @ turn, {"encoder.pool": (pool @ turn).astype(np.float32)})
    assert np.allclose(back, vectors) and likeness == pytest.approx(1.0)
    assert np.allclose(back @ tensors["encoder.pool"], vectors @ pool, atol=1e-5)
