import numpy as np
from conftest import paths_frame

from edgecart_trainer.graph import pair_counts, walks
from edgecart_trainer.popularity import popularity, popularity_of_late, prior
from edgecart_trainer.rising import LARGEST, rising
from edgecart_trainer.visits import to_visits

ABC = ["a", "b", "c"]


def visits_of(paths, weights):
    return to_visits(paths_frame(paths, weight=weights), ABC)


def test_an_item_rises_that_is_wanted_more_of_late_and_falls_that_is_wanted_less():
    ages = np.linspace(0.5, 1.0, 200)
    found = rising(visits_of([["a", "b"]] * 180 + [["a", "c"]] * 20, ages), 3)
    assert found[2] > 1 and found[1] < -1
    assert abs(found[0]) < 0.01


def test_one_visit_alone_makes_hardly_a_rise_and_none_is_beyond_bounds():
    ages = np.linspace(0.5, 1.0, 100)
    assert 0 < rising(visits_of([["a", "b"]] * 99 + [["a", "c"]], ages), 3)[2] < 0.3
    found = rising(visits_of([["a", "b"]] * 9000 + [["a", "c"]] * 1000, np.linspace(0.5, 1.0, 10_000)), 3)
    assert found.max() == LARGEST and found.min() == -LARGEST


def test_visits_that_tell_no_order_of_time_make_nothing_rise():
    assert not rising(visits_of([["a", "b"]] * 5, 1.0), 3).any()
    assert not rising(visits_of([], []), 3).any()


def test_popularity_and_rise_are_one_number_that_weighs_what_both_did():
    popular, rise = popularity(np.array([1.0, 10.0, 100.0])), np.array([1.5, -0.3, 0.0])
    together = prior(popular, 2.0, rise)
    assert together.values.min() == 0.0 and together.values.max() == 1.0
    before = 2.0 * popular + rise
    assert np.allclose(np.diff(together.weight * together.values), np.diff(before), atol=1e-5)
    alone = prior(popular, 2.0, np.zeros(3))
    assert np.allclose(np.diff(alone.weight * alone.values), np.diff(2.0 * popular), atol=1e-5)


def test_where_nothing_is_known_the_prior_is_none():
    assert prior(np.zeros(3, np.float32), 1.0, np.zeros(3)).values.tolist() == [0, 0, 0]


def test_a_walk_ends_more_often_where_the_lift_says():
    pairs = pair_counts(visits_of([["a", "b"], ["a", "c"]], [1.0, 1.0]), 3)
    for steps in (1, 2):
        graph = walks(pairs, 0.0, steps, 2, np.array([1.0, 1.0, 3.0]))
        assert ABC[graph.items[0, 0]] == "c"
        assert graph.weights[0, 0] > 2 * graph.weights[0, 1]


def test_popularity_of_late_forgets_the_old_the_faster_it_fades():
    visits = visits_of([["a"], ["a"], ["b"]], [0.5, 0.5, 1.0])
    slow, fast = (popularity_of_late(visits, 3, fade) for fade in (1.0, 16.0))
    assert slow.tolist() == [1.0, 1.0, 0.0]
    assert fast[1] == 1.0 and fast[0] < 0.001
