import numpy as np
from edgecart_trainer.average import averaged
from edgecart_trainer.encoder import TrainedEncoder


def run_of(seed: int, truth: np.ndarray) -> TrainedEncoder:
    random = np.random.default_rng(seed)
    vectors = truth + random.normal(0.0, 0.5, truth.shape)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    tensors = {"encoder.pool": np.full(truth.shape[1], float(seed), np.float32)}
    return TrainedEncoder(vectors, tensors, 0.1 * seed, 2.0 * seed, (1.0 * seed, 0.0), [3.0 * seed, 2.0 * seed])


def test_the_mean_of_runs_is_nearer_to_what_they_have_in_common_than_any_of_them():
    truth = np.random.default_rng(0).normal(size=(200, 16))
    truth /= np.linalg.norm(truth, axis=1, keepdims=True)
    runs = [run_of(seed, truth) for seed in (1, 2, 3)]
    mean = averaged(runs)
    assert np.allclose(np.linalg.norm(mean.vectors, axis=1), 1.0)
    nearness = [float((encoder.vectors * truth).sum(axis=1).mean()) for encoder in (mean, *runs)]
    assert nearness[0] > max(nearness[1:])


def test_all_else_is_the_mean_as_well():
    truth = np.eye(4)
    mean = averaged([run_of(1, truth), run_of(3, truth)])
    assert np.isclose(mean.temperature, 0.2) and np.isclose(mean.popularity, 4.0)
    assert mean.repeat == (2.0, 0.0) and mean.losses == [6.0, 4.0]
    assert (mean.tensors["encoder.pool"] == 2.0).all() and mean.tensors["encoder.pool"].dtype == np.float32


def test_of_one_run_nothing_changes():
    only = run_of(1, np.eye(4))
    assert averaged([only]) is only
