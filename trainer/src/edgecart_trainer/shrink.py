"""A second, smaller model from the same training, for shops that count kilobytes: fewer items, dimensions and neighbours.

Which of these to give up is found on the validation part. Dimensions go by turning all vectors to their principal axes and
leaving out the last ones; items go by how seldom they were wanted, and are misses then.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from .blend import tune_blend
from .budget import FIXED_BYTES, Layout
from .evaluate import Task
from .interactions import Sessions
from .learn import Choices, Learned
from .load_model import translated
from .model import Model
from .visits import UNKNOWN

NEIGHBOURS = (3, 8, 16)
MOST_SESSIONS = 4_000


@dataclass(frozen=True)
class Shape:
    """``rows``: of the items that stay, in order; ``dimensions`` and ``neighbours`` of each."""

    rows: np.ndarray
    dimensions: int
    neighbours: int


def shapes(most_bytes: int, items: list[str], wanted: np.ndarray, dimensions: int) -> list[Shape]:
    """Ways to fit ``most_bytes``: for each number of dimensions and neighbours, as many of the most wanted items."""
    order = np.argsort(-wanted, kind="stable")
    ids = np.array([len(item.encode()) + 3 for item in items])[order]
    found = []
    for halved in (dimensions, dimensions // 2, dimensions // 4):
        even = max(2, halved - halved % 2)
        for neighbours in NEIGHBOURS:
            # Popularity and category, packed vector, neighbours with their weights.
            bytes_of = ids + 3 + even // 2 + 3 * neighbours
            count = int(np.searchsorted(np.cumsum(bytes_of), most_bytes - FIXED_BYTES, side="right"))
            if count >= 2:
                found.append(Shape(np.sort(order[:count]), even, neighbours))
    return found


def shrunk(learned: Learned, trust: float, shape: Shape) -> Learned:
    """What was learned, of the items and in the dimensions of ``shape``."""
    encoder, rows = learned.encoder, shape.rows
    vectors = learned.vectors(trust)[rows]
    wanted = learned.wanted[rows]
    _, axes = np.linalg.eigh((vectors * np.log1p(wanted)[:, None]).T @ vectors)
    turn = axes[:, ::-1][:, : shape.dimensions]
    fewer = vectors @ turn
    # Who lies along what was left out entirely still needs a direction.
    fewer[np.linalg.norm(fewer, axis=1) < 1e-6, 0] = 1.0
    fewer /= np.linalg.norm(fewer, axis=1, keepdims=True)
    pool = (encoder.tensors["encoder.pool"].astype(np.float64) @ turn).astype(np.float32)
    return replace(
        learned,
        encoder=replace(encoder, vectors=fewer, tensors={**encoder.tensors, "encoder.pool": pool}),
        pairs=learned.pairs[rows][:, rows],
        popularity=learned.popularity[rows],
        rising=learned.rising[rows],
        wanted=wanted,
        described=None,
    )


def choose_shape(
    learned: Learned, choices: Choices, tried: list[Shape], validation: list[Task], model_of: Callable[[Learned, Choices, Shape], Model]
) -> tuple[Shape, Choices]:  # fmt: skip
    """The shape that validates best, with the choices for it. ``learned``: from what is not in ``validation``."""
    stride = -(-sum(len(task.targets) for task in validation) // MOST_SESSIONS)
    tasks = [task.pick(slice(None, None, stride)) for task in validation]
    repeats = any(task.repeats for task in tasks)
    found = []
    for shape in tried:
        fewer = shrunk(learned, choices.trust, shape)
        start = replace(choices, layout=Layout(4, shape.neighbours), blend=fewer.blend(repeats, choices.rise))
        seen = [_among(task, shape.rows, len(learned.popularity)) for task in tasks]
        blend, value = tune_blend(model_of(fewer, start, shape), seen)
        found.append((shape, replace(start, blend=blend, value=value)))
    return max(found, key=lambda one: one[1].value)


def _among(task: Task, rows: np.ndarray, size: int) -> Task:
    """The same sessions in the rows of a model that knows only ``rows``; other targets are misses."""
    place = np.full(size, UNKNOWN)
    place[rows] = np.arange(len(rows))
    sessions: Sessions = translated(task.sessions, place)
    return replace(task, sessions=sessions, targets=np.where(task.targets == UNKNOWN, UNKNOWN, place[task.targets]))
