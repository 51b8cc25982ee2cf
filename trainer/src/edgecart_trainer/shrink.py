"""A second, smaller model from the same training, for shops that count kilobytes: fewer bits, neighbours and items.

Which of these to give up is found on the validation part. Items go by how seldom they were wanted, and are misses then.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from .blend import tune_blend
from .budget import Layout, codebook_bytes, fixed_bytes, possible_bits
from .evaluate import Task
from .interactions import Sessions
from .learn import Choices, Learned
from .load_model import translated
from .model import Model
from .visits import UNKNOWN

NEIGHBOURS = (1, 2, 3, 5, 8)
MOST_SESSIONS = 4_000


@dataclass(frozen=True)
class Shape:
    """``rows``: of the items that stay, in order."""

    rows: np.ndarray
    layout: Layout


def shapes(most_bytes: int, items: list[str], wanted: np.ndarray, dimensions: int) -> list[Shape]:
    """Ways to fit ``most_bytes``: for each number of bits and neighbours, as many of the most wanted items. Of those that keep
    all items with the same bits, the one with the most neighbours."""
    order = np.argsort(-wanted, kind="stable")
    # With the category.
    ids = np.array([len(item.encode()) + 4 for item in items])[order]
    found: dict[tuple[int, int], Shape] = {}
    for bits in possible_bits(dimensions):
        left = most_bytes - fixed_bytes(items) - codebook_bytes(bits, dimensions)
        for neighbours in NEIGHBOURS:
            layout = Layout(bits, neighbours)
            bytes_of = np.cumsum(ids + layout.bytes_an_item(dimensions, len(items)))
            count = int(np.searchsorted(bytes_of, left, side="right"))
            if count >= 2:
                found[bits, neighbours if count < len(items) else 0] = Shape(np.sort(order[:count]), layout)
    return list(found.values())


def shrunk(learned: Learned, trust: float, rows: np.ndarray) -> Learned:
    """What was learned of the items ``rows``."""
    return replace(
        learned,
        encoder=replace(learned.encoder, vectors=learned.vectors(trust)[rows]),
        pairs=learned.pairs[rows][:, rows],
        popularity={fade: values[rows] for fade, values in learned.popularity.items()},
        rising=learned.rising[rows],
        wanted=learned.wanted[rows],
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
        fewer = shrunk(learned, choices.trust, shape.rows)
        start = replace(choices, layout=shape.layout, blend=fewer.blend(repeats, choices.rise, choices.fade))
        seen = [_among(task, shape.rows, len(learned.wanted)) for task in tasks]
        blend, value = tune_blend(model_of(fewer, start, shape), seen)
        found.append((shape, replace(start, blend=blend, value=value)))
    return max(found, key=lambda one: one[1].value)


def _among(task: Task, rows: np.ndarray, size: int) -> Task:
    """The same sessions in the rows of a model that knows only ``rows``; other targets are misses."""
    place = np.full(size, UNKNOWN)
    place[rows] = np.arange(len(rows))
    sessions: Sessions = translated(task.sessions, place)
    return replace(task, sessions=sessions, targets=np.where(task.targets == UNKNOWN, UNKNOWN, place[task.targets]))
