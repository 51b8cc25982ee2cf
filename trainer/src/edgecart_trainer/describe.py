"""What the page about a model is made from: the model, what it was measured on, and the model before."""

from collections.abc import Mapping

import numpy as np

from .evaluate import Task
from .interactions import Sessions
from .model import Model
from .reference import score
from .report import Example, ReportInput
from .report_figures import coverage, overlap, tenths
from .visits import UNKNOWN

SHOWN = 20
EXAMPLES = 6
_BATCH = 256


def describe(
    version: str,
    model: Model,
    figures: Mapping[str, Mapping[str, float]],
    tasks: list[Task],
    losses: list[float],
    origin: Mapping[str, str | float],
    names: Mapping[str, str],
    before: Model | None = None,
) -> ReportInput:
    """``figures``: by who was measured; ``tasks``: the held-out sessions; ``names``: the items', by id."""
    curves = {"loss": losses} if losses else {}
    if not tasks:
        return ReportInput(version, trained_on=origin, curves=curves)
    task = tasks[0]
    top = _top(model, task)
    popularity = model.popularity
    usual = np.argsort(-popularity, kind="stable")[:SHOWN]
    drift = {}
    if before is not None and before.items == model.items:
        drift["suggestions that both models make"] = overlap(top, _top(before, task))
    return ReportInput(
        version,
        figures=figures,
        trained_on=origin,
        held_out=sum(len(one.targets) for one in tasks),
        curves=curves,
        coverage={"this model": coverage(top, len(model.items)), "popularity": coverage(usual[None], len(model.items))},
        popularity_bias={"this model": tenths(top.ravel(), popularity)},
        demand=tenths(task.targets, popularity),
        examples=_examples(model, task, top, names),
        drift=drift,
    )


def _top(model: Model, task: Task) -> np.ndarray:
    """[S, 20] rows that the model suggests, best first; what lies in a cart is not suggested for it."""
    parts = []
    for at in range(0, len(task.targets), _BATCH):
        part = task.pick(slice(at, at + _BATCH))
        scores = score(model, part.sessions)
        if not part.repeats:
            session, _ = np.nonzero(part.sessions.present)
            scores[session, part.sessions.rows[part.sessions.present]] = -np.inf
        most = min(SHOWN, scores.shape[1])
        best = np.argpartition(-scores, most - 1, axis=1)[:, :most]
        order = np.argsort(-np.take_along_axis(scores, best, axis=1), axis=1, kind="stable")
        parts.append(np.take_along_axis(best, order, axis=1))
    return np.concatenate(parts)


def _examples(model: Model, task: Task, top: np.ndarray, names: Mapping[str, str]) -> list[Example]:
    def name(row: int) -> str:
        return names.get(model.items[row], model.items[row])

    sessions: Sessions = task.sessions
    chosen = [at for at in range(len(sessions)) if 2 <= sessions.present[at].sum() <= 6 and task.targets[at] != UNKNOWN]
    return [
        Example(
            session=[name(row) for row in sessions.rows[at][sessions.present[at]][::-1]],
            suggested=[name(row) for row in top[at][:8]],
            next=name(int(task.targets[at])),
        )
        for at in chosen[:: max(1, len(chosen) // EXAMPLES)][:EXAMPLES]
    ]
