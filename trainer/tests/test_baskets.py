import json

import numpy as np
import pandas as pd
import pytest
from conftest import ITEMS, paths_frame, shop_records

from edgecart_trainer.basket_floors import direct_effects_floor, item_neighbours_floor
from edgecart_trainer.command_line import main
from edgecart_trainer.evaluate import Task
from edgecart_trainer.interactions import cart_sessions
from edgecart_trainer.research_sessions import read_sessions
from edgecart_trainer.rest_of_basket import HalvedCarts, halve, measure_rests, same_kind_taken
from edgecart_trainer.visits import UNKNOWN, Visits, to_visits

SIZE = len(ITEMS)
KINDS = np.arange(SIZE) // 10


def baskets(count: int, seed: int) -> Visits:
    return to_visits(paths_frame([record["items"] for record in shop_records(count, 10, seed)]), ITEMS)


def cart_with_rest(cart: list[int], rest: list[int]) -> list[HalvedCarts]:
    rows = np.full((1, 20), -1)
    rows[0, : len(cart)] = cart
    return [HalvedCarts(Task(cart_sessions(rows, rows >= 0), np.array(rest[:1])), [np.array(rest)])]


def test_the_share_of_the_rest_that_is_found_counts_what_is_unknown_as_missed():
    carts = cart_with_rest([0], [21, 22, 45, UNKNOWN])
    scores = -np.abs(np.arange(SIZE) - 20.0)
    found = measure_rests(lambda sessions: np.tile(scores, (len(sessions), 1)), carts, KINDS)
    assert found["recall_at_20"] == 0.5


def test_what_is_suggested_of_a_kind_in_the_cart_is_counted_beside_what_was_taken():
    carts = cart_with_rest([0], [1, 2, 21, 22])
    assert same_kind_taken(carts, KINDS) == 0.5
    replaces = measure_rests(lambda sessions: -np.arange(SIZE, dtype=float)[None], carts, KINDS)
    goes_with = measure_rests(lambda sessions: np.arange(SIZE, dtype=float)[None], carts, KINDS)
    assert replaces["same_kind"] == pytest.approx(9 / 20)
    assert goes_with["same_kind"] == 0.0


@pytest.mark.parametrize("floor", [item_neighbours_floor, direct_effects_floor])
def test_floors_find_what_goes_together(floor):
    found = measure_rests(floor(baskets(600, 4), SIZE).scorer, halve(baskets(200, 5)), KINDS)
    assert found["recall_at_20"] > 1.5 * 20 / SIZE


def test_what_is_bought_with_everything_has_no_direct_effect():
    """Bags go with all; bread and butter go with each other."""
    bought = [["item-0", "item-1", "item-2"]] * 30 + [["item-0", f"item-{at}"] for at in range(3, 40)] * 4
    visits = to_visits(paths_frame(bought), ITEMS)
    cart = cart_with_rest([1], [2])[0].task.sessions
    effects = direct_effects_floor(visits, SIZE).scorer(cart)[0]
    assert effects[2] > effects[0]


def test_the_command_measures_the_last_model_beside_the_floors(catalogue, log, tmp_path, monkeypatch, capsys):
    models = tmp_path / "models"
    options = ["--epochs", "1", "--runs", "1", "--dimensions", "8", "--publish", str(models), "--force"]
    assert main(["train", "--catalogue", str(catalogue), "--log", str(log), *options]) == 0
    held_out = [record["items"] for record in shop_records(200, 10, 9)]
    frames = [
        paths_frame([record["items"] for record in shop_records(400, 10, seed)], part=part)
        for part, seed in (("train", 7), ("validation", 8))
    ]
    frame = pd.concat([*frames, paths_frame(held_out, part="test")], ignore_index=True)
    monkeypatch.setattr("edgecart_trainer.measure_baskets.read_grocer", lambda: None)
    monkeypatch.setattr("edgecart_trainer.measure_baskets.grocer_paths", lambda *_, **__: frame)
    capsys.readouterr()
    assert main(["baskets", "--catalogue", str(catalogue), "--publish", str(models)]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["model"]["recall_at_20"] > told["popularity"]["recall_at_20"]
    assert 0 < told["same_kind_taken"] < 1
    assert main(["baskets", "--catalogue", str(catalogue), "--publish", str(tmp_path / "none")]) == 1
    assert "has no latest.json" in capsys.readouterr().err


def test_baskets_are_written_as_sessions_that_quality_reads(catalogue, tmp_path, monkeypatch, capsys):
    frame = pd.concat(
        [
            paths_frame([["item-1", "item-2"], ["item-3"]], part="train", day="2017-02-01"),
            paths_frame([["item-4", "item-5"]], part="validation", day="2017-12-01"),
            paths_frame([["item-1", "item-2", "item-3"], ["item-9"]], part="test", day="2017-12-20"),
        ],
        ignore_index=True,
    )
    monkeypatch.setattr("edgecart_trainer.basket_sessions.read_grocer", lambda: None)
    monkeypatch.setattr("edgecart_trainer.basket_sessions.grocer_paths", lambda *_: frame)
    out = tmp_path / "sessions"
    assert main(["baskets", "--catalogue", str(catalogue), "--sessions", str(out)]) == 0
    data = read_sessions(out)
    assert [len(session) for session in data.sessions] == [2, 1, 2]
    assert {data.items[row] for row in data.sessions[-1]} == {"item-4", "item-5"}
    # A basket of three is two examples, one of one is none.
    assert [len(context) for context in data.contexts] == [1, 2]
    assert data.words is not None and len(data.items) == SIZE
    assert main(["baskets", "--catalogue", str(catalogue)]) == 2
    assert "give either --publish" in capsys.readouterr().err
