import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from conftest import ITEMS

from edgecart_trainer.command_line import main
from edgecart_trainer.evaluate import evaluate, next_item_task
from edgecart_trainer.load_model import load_model, scorer_for
from edgecart_trainer.session_floors import markov_floor, neighbours_floor, session_popularity_floor
from edgecart_trainer.quality import _validation_share
from edgecart_trainer.research_sessions import SessionsError, Telling, named_by, prefixes, read_sessions, told, walks

RANDOM = np.random.default_rng(5)


def group_walks(count: int, seed: int) -> list[list[str]]:
    """Walks within groups of ten items."""
    random = np.random.default_rng(seed)
    groups = random.integers(6, size=count)
    return [[ITEMS[10 * group + at] for at in random.choice(10, 4)] for group in groups]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sessions = group_walks(600, 1)
    write(tmp_path / "train.txt.gz", [" ".join(session) for session in sessions])
    write(tmp_path / "test.txt.gz", [f"{' '.join(walk[:3])}\t{walk[3]}" for walk in group_walks(80, 2)])
    return tmp_path


def write(path: Path, lines: list[str]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def test_sessions_and_examples_are_read_as_rows_of_the_same_items(folder: Path):
    data = read_sessions(folder)
    assert [data.items[row] for row in data.sessions[0]] == group_walks(600, 1)[0]
    assert [data.items[row] for row in data.contexts[0]] == group_walks(80, 2)[0][:3]
    assert data.items[data.targets[0]] == group_walks(80, 2)[0][3]


def test_what_training_never_saw_is_a_miss(tmp_path: Path):
    write(tmp_path / "train.txt.gz", ["a b", "b a"])
    write(tmp_path / "test.txt.gz", ["a\tnew", "new\ta"])
    data = read_sessions(tmp_path)
    assert data.targets.tolist() == [-1, 0]
    task = next_item_task(data.contexts, data.targets)
    assert evaluate(lambda part: np.tile([2.0, 1.0], (len(part), 1)), [task])["hit_rate_at_20"] == 0.5


def test_a_shop_that_had_only_some_of_the_sessions_knows_their_items_only(tmp_path: Path):
    write(tmp_path / "train.txt.gz", ["a b", "c b", "b c"])
    write(tmp_path / "test.txt.gz", ["a c\tb", "b\ta"])
    found = read_sessions(tmp_path)
    few, sessions = named_by(found, found.sessions[1:])
    assert few.items == ["b", "c"]
    assert [session.tolist() for session in sessions] == [[1, 0], [0, 1]]
    assert [context.tolist() for context in few.contexts] == [[-1, 1], [0]]
    assert few.targets.tolist() == [0, -1]
    assert named_by(found, found.sessions)[0] is found


def test_files_that_are_not_as_promised_are_told(folder: Path):
    write(folder / "test.txt.gz", ["a b"])
    with pytest.raises(SessionsError, match="line 1: not '<item ids>TAB<item id>'"):
        read_sessions(folder)
    (folder / "test.txt.gz").write_bytes(b"not gzip")
    with pytest.raises(SessionsError, match="can't be read as gzipped"):
        read_sessions(folder)
    (folder / "test.txt.gz").unlink()
    with pytest.raises(SessionsError, match="is missing; --data names a folder"):
        read_sessions(folder)
    write(folder / "train.txt.gz", ["a"])
    with pytest.raises(SessionsError, match="names 1 items"):
        read_sessions(folder)


def test_a_session_counts_half_a_half_life_back():
    visits = walks([np.array([0, 1])] * 11, half_life=5)
    assert visits.weights[[10, 5, 0]].tolist() == [1.0, 0.5, 0.25]


def test_prefixes_are_all_steps_or_a_drawn_part_of_them():
    contexts, targets = prefixes([np.array([4, 5, 6]), np.array([7, 8])], most=10, seed=1)
    assert [context.tolist() for context in contexts] == [[4], [4, 5], [7]]
    assert targets.tolist() == [5, 6, 8]
    assert len(prefixes([np.arange(50)], most=7, seed=1)[0]) == 7


def test_floors_find_what_they_are_made_to_find(folder: Path):
    data = read_sessions(folder)
    visits, size = walks(data.sessions, 1e9), len(data.items)
    task = next_item_task(data.contexts, data.targets)
    by_chance = 20 / size
    for floor in (markov_floor(visits, size), neighbours_floor(visits, size, [task])):
        assert evaluate(floor.scorer, [task])["hit_rate_at_20"] > 1.5 * by_chance
    again = next_item_task([np.array([3, 4, 5])], np.array([4]))
    assert evaluate(session_popularity_floor(np.ones(size)).scorer, [again])["mrr_at_20"] > 0.3


def test_shuffled_targets_are_found_no_better_than_by_chance(folder: Path):
    data = read_sessions(folder)
    visits, size = walks(data.sessions, 1e9), len(data.items)
    shuffled = next_item_task(data.contexts * 10, RANDOM.integers(0, size, 10 * len(data.contexts)))
    found = evaluate(neighbours_floor(visits, size, []).scorer, [shuffled])["hit_rate_at_20"]
    assert abs(found - 20 / size) < 0.06


@pytest.fixture
def described(folder: Path) -> Path:
    """The same shop with a catalogue; one item of each group is new, and only the catalogue says where it belongs."""
    new = {ITEMS[10 * group + 9] for group in range(6)}
    sessions = [[item for item in walk if item not in new] for walk in group_walks(600, 1)]
    write(folder / "train.txt.gz", [" ".join(session) for session in sessions if session])
    examples = [(walk[:3], walk[3]) for walk in group_walks(500, 2) if not new & set(walk[:3])]
    write(folder / "test.txt.gz", [f"{' '.join(context)}\t{target}" for context, target in examples])
    items = [
        {"item_id": item, "item_name": f"thing {at}", "item_category": f"Group {at // 10}"} for at, item in enumerate(ITEMS)
    ]
    (folder / "catalogue.json").write_text(json.dumps({"items": items}))
    return folder


def test_the_quality_command_leaves_models_examples_and_figures(described: Path, tmp_path: Path, capsys):
    out = tmp_path / "out"
    options = ["quality", "--data", str(described), "--out", str(out), "--epochs", "2", "--runs", "1", "--dimensions", "16"]
    options += ["--small-bytes", "50000"]
    assert main(options) == 0, capsys.readouterr().err
    found = json.loads((out / "quality.json").read_text())
    assert found["float"]["hit_rate_at_20"] > 0.5
    assert abs(found["rounded"]["hit_rate_at_20"] - found["float"]["hit_rate_at_20"]) < 0.05
    assert set(found["floors"]) == {"popularity", "session_popularity", "markov", "covisitation", "neighbours"}
    version = json.loads((out / "latest.json").read_text())["version"]
    assert found["model_bytes"] == sum(file.stat().st_size for file in (out / version).iterdir())
    assert len((out / "test.jsonl").read_text().splitlines()) == found["examples"]

    assert found["small"]["model_bytes"] <= 50_000
    assert found["small"]["rounded"]["hit_rate_at_20"] > 0.4
    assert found["cold_examples"] > 20
    assert found["cold_hr20"] > found["cold_hr20_without_content"] + 0.2

    # Nothing of the answer is in what the model is given.
    model, data = load_model(out / version), read_sessions(described)
    shuffled = next_item_task(data.contexts * 5, RANDOM.permutation(np.tile(data.targets, 5)))
    by_chance = evaluate(scorer_for(model, data.items), [shuffled])["hit_rate_at_20"]
    assert abs(by_chance - 20 / len(data.items)) < 0.08

    again = ["--out", str(tmp_path / "again"), "--seed", "8", "--choices-of", str(out), "--no-floors"]
    assert main([*options, *again]) == 0, capsys.readouterr().err
    first, second = (json.loads(next(folder.glob("*/manifest.json")).read_text()) for folder in (out, tmp_path / "again"))
    assert second["version"] != first["version"]
    assert second["blend"] == first["blend"]
    chosen = ("recipe", "graph_exponent", "graph_steps", "rise", "fade")
    assert [second["trained_on"][name] for name in chosen] == [first["trained_on"][name] for name in chosen]


def test_of_little_more_is_kept_to_choose_by():
    assert _validation_share([np.arange(5)] * 10_000) == 0.1
    assert _validation_share([np.arange(5)] * 500) == 0.4
    assert _validation_share([np.arange(5)] * 50) == 0.5
    assert _validation_share([np.arange(1)] * 50) == 0.5


def test_odd_dimensions_and_shares_are_refused(folder: Path, capsys):
    with pytest.raises(SystemExit):
        main(["quality", "--data", str(folder), "--out", "x", "--dimensions", "15"])
    assert "must be even" in capsys.readouterr().err
    assert main(["quality", "--data", str(folder), "--out", "x", "--share", "0"]) == 2
    assert main(["quality", "--data", str(folder), "--out", "x", "--paths", "2"]) == 2
    assert "give --path too" in capsys.readouterr().err


def test_paths_tell_the_first_run_of_those_who_agreed():
    sessions = [np.array([1, 1, 2, 2, 3, 1, 4]), np.array([5, 5])]
    assert [path.tolist() for path in told(sessions, Telling(path=4))] == [[1, 2, 3, 1], [5]]
    assert [path.tolist() for path in told(sessions, Telling())] == [[1, 1, 2, 2, 3, 1, 4], [5, 5]]
    assert [path.tolist() for path in told(sessions, Telling(path=2, paths=2))] == [[1, 2], [3, 1], [5]]
    assert [path.tolist() for path in told([*sessions, np.array([5, 2])], Telling(least=2))] == [[2, 2], [5, 5], [5, 2]]
    assert 400 < len(told([np.array([1, 2])] * 1000, Telling(consent=0.5, path=8))) < 600
