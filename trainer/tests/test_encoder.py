import numpy as np
import pytest
from conftest import ITEMS, paths_frame, shop_records

from edgecart_trainer.first_vectors import first_vectors
from edgecart_trainer.graph import pair_counts
from edgecart_trainer.interactions import MAX_LENGTH, Sessions
from edgecart_trainer.model import ENCODER_TENSORS, Blend, Model
from edgecart_trainer.quantise import quantise_directions
from edgecart_trainer.reference import represent, score
from edgecart_trainer.samples import draw_examples
from edgecart_trainer.visits import to_visits

encoder = pytest.importorskip("edgecart_trainer.encoder")


@pytest.fixture(scope="module")
def visits():
    return to_visits(paths_frame([record["items"] for record in shop_records(400, 10, seed=7)]), ITEMS)


@pytest.fixture(scope="module")
def trained_model(visits):
    """A model whose Keras twin holds the same, already rounded, item vectors."""
    encoder.prepare_tensorflow(threads=1, seed=3)
    size = len(ITEMS)
    training = encoder.Training(dimensions=16, epochs=2, batch=64, seed=3)
    popularity = np.linspace(1, 0, size).astype(np.float32)
    start = first_vectors(pair_counts(visits, size), 16, 3)
    trained = encoder.train_encoder(visits, start, popularity, np.ones(size), training)
    values, scales = quantise_directions(trained.vectors)
    tensors = {
        "item_vectors": values, "item_scales": scales, "popularity": popularity, **trained.tensors,
        "graph_items": np.zeros((size, 1), np.uint16), "graph_weights": np.zeros((size, 1), np.uint8),
        "graph_scales": np.zeros(size, np.float32),
    }  # fmt: skip
    model = Model(ITEMS, [], [], tensors, Blend(encoder.TEMPERATURE, 0.0, trained.popularity))
    keras_model = encoder.SessionEncoder(model.vectors, popularity, training)
    for name in ENCODER_TENSORS:
        keras_model.part[name.removeprefix("encoder.")].assign(trained.tensors[name])
    keras_model.popularity_weight.assign(trained.popularity)
    return model, keras_model


def test_keras_and_the_reference_compute_the_same_from_the_rounded_model(visits, trained_model):
    model, keras_model = trained_model
    sessions = draw_examples(visits, np.ones(len(ITEMS)), np.random.default_rng(9)).sessions
    vectors = np.array(keras_model.represent(sessions.inputs()))
    assert np.abs(vectors - represent(model, sessions)).max() < 1e-4
    assert np.abs(np.array(keras_model(sessions.inputs())) - score(model, sessions)).max() < 1e-3


def test_the_trained_encoder_does_not_use_all_interactions_alike(trained_model):
    model, _ = trained_model
    assert all(np.abs(model.tensors[name]).max() > 0 for name in ENCODER_TENSORS if name != "encoder.age")


def test_a_session_without_items_has_no_direction_and_no_nan(trained_model):
    model, _ = trained_model
    empty = np.zeros((1, MAX_LENGTH), np.int32)
    sessions = Sessions(empty, empty, empty, empty, empty.astype(bool))
    assert not represent(model, sessions).any()
    assert np.allclose(score(model, sessions), model.blend.popularity * model.tensors["popularity"])


def test_padding_changes_nothing(trained_model):
    model, _ = trained_model
    rows = np.array([[5, 9, 2] + [0] * (MAX_LENGTH - 3), [5, 9, 2] + [7] * (MAX_LENGTH - 3)], np.int32)
    zeros, present = np.zeros_like(rows), np.arange(MAX_LENGTH)[None, :].repeat(2, axis=0) < 3
    first, second = represent(model, Sessions(rows, zeros, zeros, zeros, present))
    assert np.allclose(first, second)


def test_the_encoder_learns_which_items_go_together(trained_model):
    model, _ = trained_model
    likeness = model.vectors @ model.vectors.T
    group = np.arange(len(ITEMS)) // 10
    same = group[:, None] == group[None, :]
    np.fill_diagonal(same, False)
    assert likeness[same].mean() > likeness[group[:, None] != group[None, :]].mean() + 0.3


def test_first_vectors_are_of_length_one_also_for_items_without_company():
    pairs = pair_counts(to_visits(paths_frame([ITEMS[:5]] * 3), ITEMS), len(ITEMS))
    vectors = first_vectors(pairs, 8, seed=1)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-4)
    assert (vectors == first_vectors(pairs, 8, seed=1)).all()
