import numpy as np
from conftest import paths_frame

from edgecart_trainer.graph import learned_pairs, normalised, pair_counts, strongest, walks
from edgecart_trainer.quantise import directions, pack_nibbles, quantise_directions, quantise_shares, shares, unpack_nibbles
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


def test_pairs_that_few_orders_name_are_not_learned_however_often_one_of_them_names_them():
    table = paths_frame([["a", "b", "a", "b"], ["a", "b"], ["b", "c"], ["b", "c"], ["b", "c"]])
    visits = to_visits(table, ABC)
    pairs = learned_pairs(visits, 3, 3).toarray()
    assert pairs[0, 1] == pairs[1, 0] == 0
    assert pairs[1, 2] == pair_counts(visits, 3)[1, 2] > 0
    assert np.allclose(learned_pairs(visits, 3, 1).toarray(), pair_counts(visits, 3).toarray())


def test_what_was_only_looked_at_together_is_learned_as_it_was():
    visits = to_visits(paths_frame([["a", "b"], ["a", "b"]], bought=[True, False], ordered=[False, True]), ABC)
    looked_at = to_visits(paths_frame([["a", "b"]], bought=False, ordered=True), ABC)
    assert np.allclose(learned_pairs(visits, 3, 5).toarray(), pair_counts(looked_at, 3).toarray())


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


def test_a_walk_of_two_steps_reaches_what_goes_with_what_goes_with_an_item():
    pairs = pair_counts(to_visits(paths_frame([["a", "b"], ["b", "c"]]), ABC), 3)
    one, two = walks(pairs, 0.0, 1, 2), walks(pairs, 0.0, 2, 2)
    assert [ABC[row] for row in one.items[0][one.weights[0] > 0]] == ["b"]
    assert {ABC[row] for row in two.items[0][two.weights[0] > 0]} == {"b", "c"}


def test_a_walk_does_not_lead_back_to_where_it_began():
    random = np.random.default_rng(3)
    items = [f"{number}" for number in range(40)]
    baskets = [[items[row] for row in random.choice(40, 4, replace=False)] for _ in range(200)]
    graph = walks(pair_counts(to_visits(paths_frame(baskets), items), 40), 0.3, 2, 6)
    assert not ((graph.items == np.arange(40)[:, None]) & (graph.weights > 0)).any()
    assert (np.diff(graph.weights, axis=1) <= 0).all()
    assert all(len(set(row)) == 6 for row in graph.items.tolist())


def test_rounded_shares_stand_in_their_old_relations():
    random = np.random.default_rng(6)
    for _ in range(50):
        matrix = np.abs(random.normal(size=(7, 16)) * 10.0 ** random.integers(-6, 6, (7, 1)))
        exact = matrix / matrix.sum(axis=1, keepdims=True)
        step = exact.max(axis=1, keepdims=True) / 255
        assert (np.abs(shares(quantise_shares(matrix)) - exact) <= 16 * step).all()
        assert np.allclose(shares(quantise_shares(matrix)).sum(axis=1), 1.0)


def test_rounded_directions_have_length_one_and_hardly_turn():
    random = np.random.default_rng(6)
    for bits, least in ((8, 0.9995), (4, 0.96)):
        for dimensions in (4, 16, 64, 128):
            matrix = random.normal(size=(50, dimensions)) * random.random((50, dimensions))
            matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
            rounded = directions(quantise_directions(matrix, bits))
            assert np.allclose(np.linalg.norm(rounded, axis=1), 1.0, atol=1e-6)
            assert ((rounded * matrix).sum(axis=1) > least).all()
    assert not directions(quantise_directions(np.zeros((2, 4)))).any()


def test_two_values_of_four_bits_share_a_byte():
    values = np.random.default_rng(1).integers(-7, 8, (30, 10)).astype(np.int8)
    assert (unpack_nibbles(pack_nibbles(values)) == values).all()
    assert pack_nibbles(np.array([[-7, 7]], np.int8)).tolist() == [[0x1 | 0xF << 4]]


def test_rounding_keeps_the_strongest_first_and_zeros_at_zero():
    values = quantise_shares(np.array([[0.9, 0.3, 0.0], [0.0, 0.0, 0.0]], np.float32))
    assert values.tolist() == [[255, 85, 0], [0, 0, 0]]
    assert not shares(values)[1].any()
