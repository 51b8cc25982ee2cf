"""Finds how to weigh the three parts of a score, on the validation weeks only."""

from collections.abc import Callable

import numpy as np

from .evaluate import Task, measures, ranks
from .model import Blend, Model
from .reference import represent, shares

# In units that make the parts comparable: of the graph's mean weight, and of the popularity weight that was learned.
GRAPH_STEPS = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
# Never 0: a session without items is answered by popularity alone.
POPULARITY_STEPS = (0.05, 0.25, 0.5, 0.75, 1.0, 1.25)


def tune_blend(
    model: Model, tasks: list[Task], progress: Callable[[int, int], None] = lambda done, total: None
) -> tuple[Blend, float]:
    """The blend with the highest hit rate at 10 (then mean reciprocal rank), and that sum of both.

    Without tasks the model's own blend is the answer.
    """
    if not tasks:
        return model.blend, 0.0
    graph_unit = 1.0 / model.graph.data.mean() if model.graph.nnz else 0.0
    parts = [_parts(model, task) for task in tasks]
    popularity = model.tensors["popularity"].astype(np.float64)
    best, best_value = model.blend, -1.0
    for at, graph_step in enumerate(GRAPH_STEPS):
        for popularity_step in POPULARITY_STEPS:
            graph_weight, popularity_weight = graph_step * graph_unit, popularity_step * model.blend.popularity
            rank = [
                ranks(likeness + graph_weight * neighbours + popularity_weight * popularity, task)
                for task, (likeness, neighbours) in zip(tasks, parts, strict=True)
            ]
            found = measures(np.concatenate(rank))
            value = found["hit_rate_at_10"] + found["mrr_at_20"]
            if value > best_value:
                best, best_value = Blend(model.blend.temperature, graph_weight, popularity_weight), value
        progress(at + 1, len(GRAPH_STEPS))
    return best, best_value


def _parts(model: Model, task: Task) -> tuple[np.ndarray, np.ndarray]:
    likeness = represent(model, task.carts) @ model.vectors.T / model.blend.temperature
    return likeness, (shares(task.carts, len(model.items)) @ model.graph).toarray()
