from dataclasses import replace

import numpy as np
import pytest
from conftest import ITEMS, paths_frame, shop_records

from edgecart_trainer.backend import prepare_backend
from edgecart_trainer.first_vectors import first_vectors
from edgecart_trainer.graph import pair_counts
from edgecart_trainer.interactions import MAX_LENGTH, Sessions
from edgecart_trainer.model import ENCODER_TENSORS, Blend, Model
from edgecart_trainer.quantise import quantise_directions, quantise_popularity
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
    prepare_backend("tensorflow", threads=1, seed=3)
    size = len(ITEMS)
    training = encoder.Training(dimensions=16, epochs=4, batch=64, negatives=200, learning_rate=0.01, seed=3)
    popularity = np.round(np.linspace(1, 0, size) * 255) / 255
    start = first_vectors(pair_counts(visits, size), 16, 3)
    trained = encoder.train_encoder(visits, start, popularity, np.ones(size), training)
    tensors = {
        "item_vectors": quantise_directions(trained.vectors), "popularity": quantise_popularity(popularity),
        **trained.tensors, "graph_items": np.zeros((size, 1), np.uint16), "graph_weights": np.zeros((size, 1), np.uint8),
    }  # fmt: skip
    blend = Blend(trained.temperature, trained.popularity, 0.0, 2.0, trained.repeat)
    model = Model(ITEMS, [], [], tensors, blend)
    keras_model = encoder.SessionEncoder(model.vectors, popularity, np.ones(size) / size, training)
    for name in ENCODER_TENSORS:
        value = trained.tensors[name] / (8.0 if name == "encoder.pool" else 1.0)
        keras_model.part[name.removeprefix("encoder.")].assign(value)
    keras_model.popularity_weight.assign(trained.popularity)
    keras_model.sharpness.assign(-np.log(trained.temperature))
    keras_model.repeat.assign(np.array(trained.repeat, np.float32))
    return model, keras_model


def test_keras_and_the_reference_compute_the_same_from_the_rounded_model(visits, trained_model):
    model, keras_model = trained_model
    sessions = draw_examples(visits, np.ones(len(ITEMS)), np.random.default_rng(9)).sessions
    vectors = np.array(keras_model.represent(sessions.inputs()))
    assert np.abs(vectors - represent(model, sessions)).max() < 1e-4


def test_the_loss_is_the_softmax_over_the_catalogue_when_every_item_is_drawn_alike(visits, trained_model):
    """With each item drawn just once, the sampled softmax is the whole one."""
    model, keras_model = trained_model
    size = len(ITEMS)
    twin = encoder.SessionEncoder(
        model.vectors, model.popularity, np.full(size, 1 / size), encoder.Training(dimensions=16, negatives=size)
    )
    for mine, theirs in zip(twin.weights, keras_model.weights, strict=True):
        mine.assign(theirs)
    examples = draw_examples(visits, np.ones(size), np.random.default_rng(9))
    rows, present = examples.sessions.rows, examples.sessions.present
    shown = np.zeros((len(rows), size), bool)
    shown[np.nonzero(present)[0], rows[present]] = True
    shown[np.arange(len(rows)), examples.targets[:, 0]] = False
    scores = score(model, examples.sessions)
    alone = examples.targets.copy()
    alone[:, 1:] = -1
    negatives = np.arange(size, dtype=np.int32)
    losses = np.array(twin({**examples.sessions.inputs(), "targets": alone, "negatives": negatives}))
    # The session's own items stand in the sample twice: as they are, and among the drawn ones without what repeats get.
    bare = score(model.with_blend(replace(model.blend, repeat=(0.0, 0.0))), examples.sessions)
    whole = np.exp(scores).sum(axis=1) + np.where(shown, np.exp(bare), 0.0).sum(axis=1)
    target = scores[np.arange(len(scores)), alone[:, 0]]
    assert np.abs(losses - (np.log(whole) - target)).max() < 2e-3


def test_the_trained_encoder_does_not_use_all_interactions_alike(trained_model):
    model, _ = trained_model
    assert all(np.abs(model.tensors[name]).max() > 0 for name in ENCODER_TENSORS if name != "encoder.age")


def test_a_session_without_items_has_no_direction_and_no_nan(trained_model):
    model, _ = trained_model
    empty = np.zeros((1, MAX_LENGTH), np.int32)
    sessions = Sessions(empty, empty, empty, empty, empty.astype(bool))
    assert not represent(model, sessions).any()
    assert np.allclose(score(model, sessions), model.blend.popularity * model.popularity)


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
