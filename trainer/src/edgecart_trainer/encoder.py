"""The session encoder and its training, in Keras 3: the same code on TensorFlow and on PyTorch.

The session is a weighted sum of its own items' vectors, so that sessions and items lie in one space (CORE, Hou et al.,
2022, https://arxiv.org/abs/2204.11067), and both are dropped out in training, which CORE calls robust distance
measuring. CORE's transformer is left out: see docs/model.md for what it brought. docs/model-format.md writes the
function out; reference.py is the same in numpy.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import keras
import numpy as np
from keras import ops

from .interactions import AGE_BUCKETS, EVENT_TYPES, MAX_LENGTH, Sessions
from .last_model import Before
from .model import ENCODER_TENSORS
from .samples import Examples, draw_examples
from .visits import Visits

# Sessions of like length go together, so that short ones are not padded to the longest.
LENGTHS = (1, 2, 3, 4, 6, 9, 14, MAX_LENGTH)
FIRST_TEMPERATURE = 0.07
_HIDDEN = -1e9
# What the weights start from is small and the steps of Adam are alike for all: this lets the pooling learn in time.
_POOL_SPEED = 8.0


@dataclass(frozen=True)
class Training:
    """What can be set about the training. ``negatives``: items drawn for each batch to tell the targets from;
    ``backward``: what paths walked backwards count, see samples.py."""

    dimensions: int = 64
    epochs: int = 4
    batch: int = 1024
    negatives: int = 2048
    learning_rate: float = 3e-3
    dropout: float = 0.3
    backward: float = 0.5
    seed: int = 7


@dataclass(frozen=True)
class TrainedEncoder:
    """``vectors``: [N, d] of length 1; ``tensors``: those of the encoder by name; the rest: what the blend starts from.

    ``repeat``: what an item's score gains for being the session's newest, or another one of it; ``losses``: one an epoch.
    """

    vectors: np.ndarray
    tensors: dict[str, np.ndarray]
    temperature: float
    popularity: float
    repeat: tuple[float, float]
    losses: list[float] = field(default_factory=list)


class SessionEncoder(keras.Model):
    """Sessions with their targets and a batch's negatives -> [S] cross-entropy (sampled softmax)."""

    def __init__(self, first_vectors: np.ndarray, popularity: np.ndarray, chances: np.ndarray, training: Training):
        super().__init__()
        shapes = {
            "pool": (training.dimensions,), "position": (MAX_LENGTH,), "event_type": (len(EVENT_TYPES),),
            "age": (AGE_BUCKETS,), "cart": (2,),
        }  # fmt: skip
        # What starts at zero changes nothing until the data says that it should: an age or an event type that no
        # example has stays without effect, and the first session vector is the plain mean.
        self.part = {name: self.add_weight(shape=shape, name=name, initializer="zeros") for name, shape in shapes.items()}
        self.item = self.add_weight(shape=first_vectors.shape, name="item", initializer="zeros")
        self.item.assign(first_vectors.astype(np.float32))
        start = keras.initializers.Constant
        self.sharpness = self.add_weight(shape=(), name="sharpness", initializer=start(-np.log(FIRST_TEMPERATURE)))
        self.popularity_weight = self.add_weight(
            shape=(), name="popularity_weight", initializer=start(1.0), constraint=keras.constraints.NonNeg()
        )
        self.repeat = self.add_weight(shape=(2,), name="repeat", initializer="zeros")
        self.popularity = ops.convert_to_tensor(popularity, "float32")
        # log(K q): what an item's logit is lowered by for being drawn so often (logQ correction).
        self.log_drawn = ops.convert_to_tensor(np.log(training.negatives * chances), "float32")
        self.drop = keras.layers.Dropout(training.dropout, seed=training.seed)

    def begin_with(self, before: Before) -> None:
        """Takes up what an earlier model has learned."""
        for name in ENCODER_TENSORS:
            value = before.tensors[name] / (_POOL_SPEED if name == "encoder.pool" else 1.0)
            self.part[name.removeprefix("encoder.")].assign(value)
        self.sharpness.assign(-np.log(before.blend.temperature))
        self.popularity_weight.assign(before.blend.popularity)
        self.repeat.assign(np.array(before.blend.repeat, np.float32))

    def call(self, batch, training=False):
        rows, present, targets, negatives = (batch[name] for name in ("rows", "present", "targets", "negatives"))
        session = self.represent(batch, training)
        sharpness = ops.exp(self.sharpness)
        given = targets >= 0
        targets = ops.maximum(targets, 0)

        newest = ops.cast(ops.arange(ops.shape(rows)[1], dtype="int32") == 0, "float32")
        extra = self.repeat[0] * newest + self.repeat[1] * (1.0 - newest)
        first = _first_of_its_kind(rows, present)
        own = self._logits(session[:, None], rows, sharpness, training) + extra
        is_target = ops.any((rows[:, :, None] == targets[:, None]) & given[:, None], axis=2)
        own = ops.where(first & ~is_target, own, _HIDDEN)

        drawn = self._vectors(negatives, training)
        others = sharpness * ops.matmul(session, ops.transpose(drawn))
        others = others + (self.popularity_weight * ops.take(self.popularity, negatives) - ops.take(self.log_drawn, negatives))
        for column in range(targets.shape[1]):
            hit = (negatives[None] == targets[:, column, None]) & given[:, column, None]
            others = ops.where(hit, _HIDDEN, others)

        chosen = self._logits(session[:, None], targets, sharpness, training)
        again = (targets[:, :, None] == rows[:, None]) & first[:, None]
        chosen = chosen + ops.sum(ops.where(again, extra, 0.0), axis=2)

        rest = ops.logaddexp(ops.logsumexp(others, axis=1), ops.logsumexp(own, axis=1))
        surprise = ops.where(given, ops.softplus(rest[:, None] - chosen), 0.0)
        return ops.sum(surprise, axis=1) / ops.maximum(1.0, ops.sum(ops.cast(given, "float32"), axis=1))

    def represent(self, batch, training=False):
        """[S, d] session vectors of length 1."""
        part = self.part
        x = self._vectors(batch["rows"], training)
        logits = (
            _POOL_SPEED * ops.sum(x * part["pool"], axis=2)
            + part["position"][: ops.shape(x)[1]]
            + ops.take(part["event_type"], batch["types"])
            + ops.take(part["age"], batch["ages"])
            + ops.take(part["cart"], batch["carts"])
        )
        # A softmax; the sum that it lacks goes with the length.
        logits = ops.where(batch["present"], logits, _HIDDEN)
        alpha = ops.where(batch["present"], ops.exp(logits - ops.max(logits, axis=1, keepdims=True)), 0.0)
        return ops.normalize(ops.sum(alpha[:, :, None] * x, axis=1), axis=-1)

    def _vectors(self, rows, training):
        return self.drop(ops.normalize(ops.take(self.item, rows, axis=0), axis=-1), training=training)

    def _logits(self, session, rows, sharpness, training):
        likeness = ops.sum(session * self._vectors(rows, training), axis=-1)
        return sharpness * likeness + self.popularity_weight * ops.take(self.popularity, rows)

    def trained(self, losses: list[float]) -> TrainedEncoder:
        def value(weight) -> np.ndarray:
            return ops.convert_to_numpy(weight).astype(np.float64)

        items = value(self.item)
        length = np.maximum(np.linalg.norm(items, axis=1, keepdims=True), 1e-12)
        tensors = {name: value(self.part[name.removeprefix("encoder.")]) for name in ENCODER_TENSORS}
        tensors["encoder.pool"] *= _POOL_SPEED
        newest, earlier = value(self.repeat)
        return TrainedEncoder(
            items / length,
            {name: tensor.astype(np.float32) for name, tensor in tensors.items()},
            temperature=float(np.exp(-value(self.sharpness))),
            popularity=float(value(self.popularity_weight)),
            repeat=(float(newest), float(earlier)),
            losses=losses,
        )


def _first_of_its_kind(rows, present):
    """[S, L] whether no newer interaction of the session is with the same item."""
    same = (rows[:, :, None] == rows[:, None]) & present[:, None]
    places = ops.arange(ops.shape(rows)[1], dtype="int32")
    newer = places[None, :] < places[:, None]
    return present & ~ops.any(same & newer[None], axis=2)


def train_encoder(
    visits: Visits,
    first_vectors: np.ndarray,
    popularity: np.ndarray,
    counts: np.ndarray,
    training: Training,
    progress: Callable[[int, int, float], None] = lambda step, steps, loss: None,
    before: Before | None = None,
) -> TrainedEncoder:
    """Learns item vectors and encoder from ``visits`` by a softmax over each batch's drawn items.

    ``first_vectors``: [N, d] to begin with; ``popularity``: [N] as in the model file; ``counts``: [N], what negatives
    and wrong items are drawn by; ``progress``: called after each batch with batches done, batches in all, and the mean
    loss; ``before``: what the encoder begins with.
    """
    keras.utils.set_random_seed(training.seed)
    random = np.random.default_rng(training.seed)
    chances = (counts + 1.0) ** 0.75
    chances /= chances.sum()
    cumulative = np.cumsum(chances)
    training = replace(training, negatives=min(training.negatives, 8 * len(counts)))
    encoder = SessionEncoder(first_vectors, popularity, chances, training)
    if before is not None:
        encoder.begin_with(before)
    encoder.compile(optimizer=keras.optimizers.Adam(1e-9, beta_2=0.99), loss=_as_it_is, jit_compile=False)
    losses: list[float] = []
    for epoch in range(training.epochs):
        examples = draw_examples(visits, counts, random, training.backward)
        batches = _batches(examples, training.batch, random)
        total, steps = 0.0, len(batches) * training.epochs
        for at, (places, length) in enumerate(batches):
            step = epoch * len(batches) + at
            encoder.optimizer.learning_rate = _rate(step, steps, training.learning_rate)
            part = examples.pick(places, length)
            drawn = np.searchsorted(cumulative, random.random(training.negatives)).clip(0, len(counts) - 1).astype(np.int32)
            inputs = {**part.sessions.inputs(), "targets": part.targets, "negatives": drawn}
            loss = encoder.train_on_batch(inputs, np.zeros(len(places), np.float32), sample_weight=part.weights)
            total += float(np.asarray(loss).reshape(-1)[0])
            progress(step + 1, steps, float(np.asarray(loss).reshape(-1)[0]))
        losses.append(total / max(1, len(batches)))
    return encoder.trained(losses)


def _batches(examples: Examples, size: int, random: np.random.Generator) -> list[tuple[np.ndarray, int]]:
    """Places of examples of like length, and that length; in random order. Each batch is full, by taking some twice."""
    lengths = np.searchsorted(LENGTHS, examples.sessions.present.sum(axis=1))
    batches: list[tuple[np.ndarray, int]] = []
    for at, length in enumerate(LENGTHS):
        places = random.permutation(np.flatnonzero(lengths == at))
        if len(places):
            filled = np.resize(places, -(-len(places) // size) * size) if len(places) > size else places
            batches += [(batch, length) for batch in filled.reshape(-1, min(size, len(filled)))]
    return [batches[at] for at in random.permutation(len(batches))]


def _rate(step: int, steps: int, highest: float) -> float:
    """Up in a straight line, then down as a cosine."""
    warm = min(200, steps // 10 + 1)
    return highest * min(1.0, (step + 1) / warm) * 0.5 * (1.0 + float(np.cos(np.pi * step / steps)))


def _as_it_is(_, surprise):
    return surprise
