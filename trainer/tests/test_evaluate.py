import numpy as np
import pandas as pd
import pytest
from conftest import ITEMS, paths_frame, shop_records

from edgecart_trainer.evaluate import NOWHERE, Task, cart_task, evaluate, make_tasks, measures, ranks, walk_task
from edgecart_trainer.floors import covisitation_floor, popularity_floor, similar_baskets_floor
from edgecart_trainer.interactions import cart_sessions
from edgecart_trainer.popularity import basket_counts
from edgecart_trainer.visits import UNKNOWN, Visits, to_visits


def visits(count: int, seed: int) -> Visits:
    return to_visits(paths_frame([record["items"] for record in shop_records(count, 10, seed)]), ITEMS)


def task(cart: list[int], target: int) -> Task:
    rows = np.full((1, 20), -1)
    rows[0, : len(cart)] = cart
    return Task(cart_sessions(rows, rows >= 0), np.array([target]))


@pytest.mark.parametrize("constant", [0.0, 1.0, -3.5])
def test_constant_scores_find_nothing(constant: float):
    tasks = [cart_task(visits(200, 2), seed=1)]
    found = evaluate(lambda carts: np.full((len(carts), len(ITEMS)), constant), tasks)
    assert found == {"hit_rate_at_10": 0.0, "hit_rate_at_20": 0.0, "mrr_at_20": 0.0}


def test_who_knows_the_answer_finds_everything():
    known = cart_task(visits(100, 3), seed=1)
    answers = iter(known.targets)

    def scorer(carts):
        scores = np.zeros((len(carts), len(ITEMS)))
        scores[np.arange(len(carts)), [next(answers) for _ in range(len(carts))]] = 1.0
        return scores

    assert evaluate(scorer, [known])["mrr_at_20"] == 1.0


def test_ties_count_against_the_model():
    assert ranks(np.array([[3.0, 2.0, 2.0, 2.0, 1.0]]), task([], 2)).tolist() == [4]


def test_what_lies_in_the_cart_takes_no_place():
    assert ranks(np.array([[9.0, 8.0, 7.0, 1.0]]), task([0, 1], 2)).tolist() == [1]


def test_an_item_that_training_never_saw_is_a_miss():
    assert ranks(np.zeros((1, 5)), task([0], UNKNOWN)).tolist() == [NOWHERE]


def test_the_target_is_never_in_the_cart_also_when_a_path_repeats_items():
    repeated = to_visits(paths_frame([["item-1", "item-1", "item-2", "item-1", "item-3"]], ordered=True), ITEMS)
    made = cart_task(repeated, seed=1)
    assert made.sessions.rows[0][made.sessions.present[0]].tolist() == [1]
    assert made.targets.tolist() == [2]


def test_the_order_of_a_path_is_kept_and_that_of_a_basket_is_drawn():
    rows = [f"item-{number}" for number in range(10)]
    ordered = cart_task(to_visits(paths_frame([rows], ordered=True), ITEMS), seed=1)
    assert ordered.sessions.rows[0][:5].tolist() == [4, 3, 2, 1, 0]
    drawn = [cart_task(to_visits(paths_frame([rows]), ITEMS), seed).targets[0] for seed in range(20)]
    assert len(set(drawn)) > 5


def test_measures_of_known_ranks():
    assert measures(np.array([1, 10, 11, 20, 21])) == {
        "hit_rate_at_10": 0.4,
        "hit_rate_at_20": 0.8,
        "mrr_at_20": pytest.approx((1 + 1 / 10 + 1 / 11 + 1 / 20) / 5),
    }


def test_floors_that_look_at_the_cart_beat_the_one_that_does_not():
    learned, held_out = visits(600, 4), [cart_task(visits(300, 5), seed=1)]
    size = len(ITEMS)
    popular = evaluate(popularity_floor(basket_counts(learned, size)).scorer, held_out)
    together = evaluate(covisitation_floor(learned, size, held_out).scorer, held_out)
    similar = evaluate(similar_baskets_floor(learned, size, held_out).scorer, held_out)
    assert together["hit_rate_at_10"] > 2 * popular["hit_rate_at_10"]
    assert similar["hit_rate_at_10"] > 2 * popular["hit_rate_at_10"]


def test_what_was_bought_is_measured_as_carts_and_what_was_looked_at_as_walks():
    bought = paths_frame([["item-1", "item-2"]] * 4, ordered=True)
    looked_at = paths_frame([["item-1", "item-2", "item-1"]] * 5, ordered=True, bought=False)
    made = make_tasks(to_visits(pd.concat([bought, looked_at], ignore_index=True), ITEMS))
    assert [(one.repeats, len(one.targets)) for one in made] == [(False, 4)] * 3 + [(True, 5)] * 3
    assert {1, 2} == set(np.concatenate([one.targets for one in made[3:]]).tolist())
    assert make_tasks(to_visits(paths_frame([["item-1"]]), ITEMS)) == []


def test_a_walk_is_cut_before_its_target_and_never_before_its_first_item():
    rows = [f"item-{number}" for number in range(6)]
    made = walk_task(to_visits(paths_frame([rows] * 50, ordered=True, bought=False), ITEMS), seed=2)
    shown = made.sessions.present.sum(axis=1)
    assert (made.targets == shown).all()
    assert set(shown.tolist()) == {1, 2, 3, 4, 5}
