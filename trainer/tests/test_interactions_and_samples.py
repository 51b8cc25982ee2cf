import numpy as np
from conftest import ITEMS, paths_frame, shop_records

from edgecart_trainer import samples
from edgecart_trainer.interactions import AGE_BUCKETS, EVENT_TYPES, MAX_LENGTH, age_bucket
from edgecart_trainer.samples import draw_examples
from edgecart_trainer.visits import to_visits

CHANCES = np.ones(len(ITEMS))


def draw(paths: list[list[str]], seed: int = 1, **columns):
    return draw_examples(to_visits(paths_frame(paths, **columns), ITEMS), CHANCES, np.random.default_rng(seed))


def test_age_buckets_are_those_of_the_format():
    assert age_bucket(np.array([0, 0.9, 1, 2.9, 3, 7, 1e9])).tolist() == [0, 0, 1, 1, 2, 3, AGE_BUCKETS - 1]


def test_an_example_shows_part_of_a_basket_and_asks_for_the_rest(monkeypatch):
    monkeypatch.setattr(samples, "MIXED_SHARE", 0.0)
    paths = [record["items"] for record in shop_records(300, 5, seed=2)]
    visits = to_visits(paths_frame(paths), ITEMS)
    examples = draw_examples(visits, CHANCES, np.random.default_rng(4))
    for at in range(len(visits)):
        basket = sorted(visits.rows[visits.starts[at] : visits.starts[at + 1]])
        shown = examples.sessions.rows[at][examples.sessions.present[at]].tolist()
        asked = [row for row in examples.targets[at] if row >= 0]
        assert shown and asked
        assert sorted(shown + asked) == basket
    assert (examples.sessions.carts[examples.sessions.present] == 1).all()


def test_each_item_of_a_path_is_told_from_those_before_it_the_newest_first():
    examples = draw([ITEMS[:9], ITEMS[:2]], ordered=True, bought=False)
    shown = [rows[present].tolist() for rows, present in zip(examples.sessions.rows, examples.sessions.present)]
    assert shown == [*(list(range(count))[::-1] for count in range(1, 9)), [0]]
    assert examples.targets.tolist() == [*([count] for count in range(1, 9)), [1]]


def test_a_path_walked_backwards_counts_less():
    visits = to_visits(paths_frame([ITEMS[:3]], ordered=True), ITEMS)
    examples = draw_examples(visits, CHANCES, np.random.default_rng(1), backward=0.5)
    assert examples.targets.ravel().tolist() == [1, 2, 1, 0]
    assert examples.sessions.rows[2][examples.sessions.present[2]].tolist() == [2]
    assert np.isclose(examples.weights[2], 0.5 * examples.weights[0])


def test_a_long_path_shows_its_newest_items():
    examples = draw([ITEMS[:30]], ordered=True)
    assert examples.sessions.rows[-1].tolist() == list(range(9, 29))[::-1]


def test_what_was_not_bought_was_looked_at_and_is_not_in_the_cart():
    sessions = draw([ITEMS[:5]] * 50, ordered=True, bought=False).sessions
    kinds = {EVENT_TYPES[kind] for kind in sessions.types[sessions.present]}
    assert kinds == {"view_item", "select_item"}
    assert not sessions.carts[sessions.present].any()


def test_every_event_type_is_trained():
    sessions = draw([ITEMS[:8]] * 2000).sessions
    assert set(sessions.types[sessions.present]) == set(range(len(EVENT_TYPES)))


def test_only_the_newest_of_a_long_basket_are_shown():
    sessions = draw([ITEMS] * 20).sessions
    assert sessions.rows.shape == (samples.CUTS * 20, MAX_LENGTH)
    assert sessions.present.sum(axis=1).max() == MAX_LENGTH


def test_visits_of_one_item_teach_nothing_and_ages_grow_from_the_newest():
    examples = draw([ITEMS[:1], ITEMS[:20]])
    assert len(examples.targets) == samples.CUTS
    assert (np.diff(examples.sessions.ages[0]) >= 0).all()


def test_examples_weigh_one_on_average():
    assert np.isclose(draw([ITEMS[:3]] * 4, weight=[1.0, 0.5, 0.25, 0.25]).weights.mean(), 1.0)
