import numpy as np
from conftest import paths_frame

from edgecart_trainer.graph import normalised, pair_counts, strongest
from edgecart_trainer.quantise import dequantise, quantise_directions, quantise_unsigned
from edgecart_trainer.visits import to_visits

ABC = ["a", "b", "c"]


def test_pairs_of_a_basket_count_both_ways_alike():
    pairs = pair_counts(to_visits(paths_frame([["a", "b"], ["a", "b", "c"]]), ABC), 3).toarray()
    assert np.allclose(pairs, pairs.T)
    assert pairs[0, 1] > pairs[0, 2] > 0
    assert not pairs.diagonal().any()


def test_steps_of_a_path_count_forward_more_than_backward_and_near_more_than_far():
    pairs = pair_counts(to_visits(paths_frame([["a", "b", "c"]], ordered=True), ABC), 3).toarray()
    assert pairs[0, 1] > pairs[1, 0] > 0
    assert pairs[0, 1] > pairs[0, 2] > 0


def test_steps_do_not_lead_from_one_path_into_the_next():
    pairs = pair_counts(to_visits(paths_frame([["a", "b"], ["c", "a"]], ordered=True), ABC), 3).toarray()
    assert pairs[1, 2] == 0


def test_older_visits_count_less():
    table = paths_frame([["a", "b"], ["a", "c"]], weight=[1.0, 0.25])
    pairs = pair_counts(to_visits(table, ABC), 3).toarray()
    assert pairs[0, 2] == 0.25 * pairs[0, 1]


def test_normalising_lifts_the_rare_companion_over_the_best_seller():
    everywhere = [["a", "b"]] * 4 + [["b", "c"]] * 40 + [["a", "d"]] * 3
    pairs = pair_counts(to_visits(paths_frame(everywhere), [*ABC, "d"]), 4)
    plain, lifted = normalised(pairs, 0.0).toarray(), normalised(pairs, 0.8).toarray()
    assert plain[0, 1] > plain[0, 3]
    assert lifted[0, 1] < lifted[0, 3]


def test_neighbours_stand_strongest_first_without_the_item_itself():
    random = np.random.default_rng(5)
    items = [f"{number}" for number in range(30)]
    for _ in range(10):
        baskets = [[items[row] for row in random.choice(30, random.integers(2, 8), replace=False)] for _ in range(60)]
        weights = normalised(pair_counts(to_visits(paths_frame(baskets), items), 30), 0.3)
        graph = strongest(weights, 5)
        assert (np.diff(graph.weights, axis=1) <= 0).all()
        assert not ((graph.items == np.arange(30)[:, None]) & (graph.weights > 0)).any()
        dense = weights.toarray()
        assert np.allclose(graph.weights[:, 0], dense.max(axis=1), rtol=1e-6)


def test_an_item_without_companions_has_no_neighbours():
    graph = strongest(normalised(pair_counts(to_visits(paths_frame([["a", "b"]]), ABC), 3), 0.3), 2)
    assert not graph.weights[2].any()


def test_rounding_stays_within_half_a_step_of_each_row():
    random = np.random.default_rng(6)
    for _ in range(50):
        matrix = np.abs(random.normal(size=(7, 16)) * 10.0 ** random.integers(-6, 6, (7, 1)))
        values, scales = quantise_unsigned(matrix)
        assert (np.abs(dequantise(values, scales) - matrix) <= 0.5001 * scales[:, None]).all()


def test_rounded_directions_have_length_one_and_hardly_turn():
    random = np.random.default_rng(6)
    for dimensions in (4, 16, 64, 128):
        matrix = random.normal(size=(50, dimensions)) * random.random((50, dimensions)) ** 3
        matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
        rounded = dequantise(*quantise_directions(matrix))
        assert np.allclose(np.linalg.norm(rounded, axis=1), 1.0, atol=1e-6)
        assert ((rounded * matrix).sum(axis=1) > 0.9995).all()
    assert not dequantise(*quantise_directions(np.zeros((2, 4)))).any()


def test_rounding_keeps_the_strongest_first_and_zeros_at_zero():
    values, scales = quantise_unsigned(np.array([[0.9, 0.3, 0.0], [0.0, 0.0, 0.0]], np.float32))
    assert values.tolist() == [[255, 85, 0], [0, 0, 0]]
    assert scales[1] == 0
    assert not dequantise(values, scales)[1].any()
