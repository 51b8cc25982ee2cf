"""The session encoder and its training, in Keras 3 on TensorFlow.

It is CORE's encoder (Hou et al., 2022, https://arxiv.org/abs/2204.11067): the session is a weighted sum of its own
items' vectors, so that sessions and items lie in one space; one attention block finds the weights.
docs/model-format.md writes the function out; reference.py is the same in numpy.
"""

from collections.abc import Callable
from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from .interactions import AGE_BUCKETS, EVENT_TYPES, MAX_LENGTH, Sessions
from .model import ENCODER_TENSORS
from .samples import Examples, draw_examples
from .visits import Visits

TEMPERATURE = 0.07
_HIDDEN = -1e9


@dataclass(frozen=True)
class Training:
    """What can be set about the training."""

    dimensions: int = 64
    epochs: int = 12
    batch: int = 512
    learning_rate: float = 4e-3
    seed: int = 7


@dataclass(frozen=True)
class TrainedEncoder:
    """``vectors``: [N, d] of length 1; ``tensors``: those of the encoder by name; ``popularity``: learned weight."""

    vectors: np.ndarray
    tensors: dict[str, np.ndarray]
    popularity: float


class SessionEncoder(keras.Model):
    """Sessions -> [S, N] scores: likeness over temperature, plus popularity ([N]) with a learned weight."""

    def __init__(self, first_vectors: np.ndarray, popularity: np.ndarray, training: Training):
        super().__init__()
        d, hidden = training.dimensions, 2 * training.dimensions
        shapes = {
            "position": (MAX_LENGTH, d), "event_type": (len(EVENT_TYPES), d), "age": (AGE_BUCKETS, d), "cart": (2, d),
            "query": (d, d), "key": (d, d), "value": (d, d), "output": (d, d), "inner": (d, hidden),
            "inner_bias": (hidden,), "outer": (hidden, d), "outer_bias": (d,), "pool": (d, 1),
        }  # fmt: skip
        # What starts at zero changes nothing until the data says that it should: an age or an event type that no
        # example has stays without effect, and the first session vector is the plain mean.
        glorot = {"query", "key", "value", "output", "inner", "outer"}
        self.part = {
            name: self.add_weight(
                shape=shape,
                name=name,
                initializer=keras.initializers.GlorotUniform(training.seed + at) if name in glorot else "zeros",
            )
            for at, (name, shape) in enumerate(shapes.items())
        }
        self.item = self.add_weight(shape=first_vectors.shape, name="item", initializer="zeros")
        self.item.assign(first_vectors.astype(np.float32))
        self.popularity = ops.convert_to_tensor(popularity, "float32")
        self.popularity_weight = self.add_weight(
            shape=(),
            name="popularity_weight",
            initializer=keras.initializers.Constant(5.0),
            constraint=keras.constraints.NonNeg(),
        )

    def call(self, sessions, training=False):
        likeness = ops.matmul(self.represent(sessions), ops.transpose(ops.normalize(self.item, axis=-1)))
        return likeness / TEMPERATURE + self.popularity_weight * self.popularity

    def represent(self, sessions):
        """[S, d] session vectors of length 1."""
        part = self.part
        hidden_out = ops.where(sessions["present"], 0.0, _HIDDEN)
        x = ops.normalize(ops.take(self.item, sessions["rows"], axis=0), axis=-1)
        h = (
            x
            + part["position"]
            + ops.take(part["event_type"], sessions["types"], axis=0)
            + ops.take(part["age"], sessions["ages"], axis=0)
            + ops.take(part["cart"], sessions["carts"], axis=0)
        )
        query, key, value = (ops.matmul(h, part[name]) for name in ("query", "key", "value"))
        logits = ops.matmul(query, ops.transpose(key, (0, 2, 1))) / x.shape[-1] ** 0.5
        attention = ops.softmax(logits + hidden_out[:, None, :])
        u = h + ops.matmul(ops.matmul(attention, value), part["output"])
        f = u + ops.matmul(ops.relu(ops.matmul(u, part["inner"]) + part["inner_bias"]), part["outer"])
        f = f + part["outer_bias"]
        alpha = ops.softmax(ops.matmul(f, part["pool"])[:, :, 0] + hidden_out)
        return ops.normalize(ops.sum(alpha[:, :, None] * x, axis=1), axis=-1)

    def trained(self) -> TrainedEncoder:
        items = ops.convert_to_numpy(self.item).astype(np.float64)
        length = np.maximum(np.linalg.norm(items, axis=1, keepdims=True), 1e-12)
        tensors = {name: ops.convert_to_numpy(self.part[name.removeprefix("encoder.")]) for name in ENCODER_TENSORS}
        return TrainedEncoder(items / length, tensors, float(ops.convert_to_numpy(self.popularity_weight)))


def prepare_tensorflow(threads: int, seed: int) -> None:
    """Makes two runs with the same seed alike. ``threads`` can't change once TensorFlow has computed something."""
    if tf.config.threading.get_intra_op_parallelism_threads() != threads:
        tf.config.threading.set_intra_op_parallelism_threads(threads)
        tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.config.experimental.enable_op_determinism()
    keras.utils.set_random_seed(seed)


def train_encoder(
    visits: Visits,
    first_vectors: np.ndarray,
    popularity: np.ndarray,
    chances: np.ndarray,
    training: Training,
    progress: Callable[[int, int, float], None] = lambda step, steps, loss: None,
) -> TrainedEncoder:
    """Learns item vectors and encoder from ``visits`` by a softmax over the whole catalogue.

    Each epoch draws new examples. ``first_vectors``: [N, d] to begin with; ``popularity``: [N] as in the model file;
    ``chances``: [N], what wrong items in a session are drawn by; ``progress``: called after each batch with batches
    done, batches in all, and the mean loss.
    """
    keras.utils.set_random_seed(training.seed)
    random = np.random.default_rng(training.seed)
    batches = max(1, int(np.ceil(int((visits.sizes >= 2).sum()) / training.batch)))
    steps = batches * training.epochs
    encoder = SessionEncoder(first_vectors, popularity, training)
    rate = keras.optimizers.schedules.CosineDecay(training.learning_rate, steps)
    encoder.compile(optimizer=keras.optimizers.Adam(rate), loss=_surprise)
    for epoch in range(training.epochs):
        examples = _shuffled(draw_examples(visits, chances, random), random)
        report = keras.callbacks.LambdaCallback(
            on_train_batch_end=lambda batch, logs, epoch=epoch: progress(
                epoch * batches + batch + 1, steps, logs["loss"]
            )
        )
        encoder.fit(
            examples.sessions.inputs(),
            examples.targets,
            sample_weight=examples.weights,
            batch_size=training.batch,
            shuffle=False,
            verbose=0,
            callbacks=[report],
        )
    return encoder.trained()


def _surprise(targets, scores):
    """Cross-entropy of the softmax over all items, averaged over the targets of an example (-1: none)."""
    given = ops.cast(targets >= 0, "float32")
    chosen = ops.take_along_axis(scores, ops.maximum(targets, 0), axis=1)
    mean = ops.sum(chosen * given, axis=1) / ops.maximum(1.0, ops.sum(given, axis=1))
    return ops.logsumexp(scores, axis=1) - mean


def _shuffled(examples: Examples, random: np.random.Generator) -> Examples:
    order = random.permutation(len(examples.targets))
    sessions = Sessions(**{name: value[order] for name, value in examples.sessions.inputs().items()})
    return Examples(sessions, examples.targets[order], examples.weights[order])
