"""Trains on public sessions as for a shop, measures the floors beside, and hands both to the TypeScript recommender.

What is written to the folder ``out``: the model as it would be published, ``test.jsonl`` with the held-out examples in
item ids, and ``quality.json`` with what was measured here. The reported figure is not among it: that one comes from
the exported file as bench/quality reads it.
"""

import json
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from .evaluate import Task, evaluate, next_item_task
from .export import export
from .floors import Floor, covisitation_floor, popularity_floor
from .load_model import scorer_for
from .model import Model
from .options import TrainOptions
from .progress import say
from .publish import publish
from .reference import score
from .session_floors import markov_floor, neighbours_floor, session_popularity_floor
from .research_sessions import HALF_LIFE_SHARE, SessionData, Telling, named_by, prefixes, read_sessions, told, walks
from .train import Data, learn
from .visits import UNKNOWN, joined

VALIDATION_SHARE = 0.1
# More of what is little: from fewer steps to foresee nothing can be chosen well. The model that is exported learns from all.
LEAST_STEPS = 800
MOST_VALIDATION_SHARE = 0.5
VALIDATION_EXAMPLES = 40_000
FLOOR_EXAMPLES = 2_000
# An item is cold that training saw fewer times.
COLD = 5


@dataclass(frozen=True)
class QualityOptions:
    """``data``: see research_sessions.py; ``floors``: whether to measure them; ``train_share``: newest share of the
    training sessions that is learned from; ``telling``: what is told of them; ``until``: share of the sessions, the oldest, that there are
    yet, to see what the next day's training brings."""

    data: Path
    out: Path
    training: TrainOptions
    floors: bool = True
    train_share: float = 1.0
    telling: Telling = Telling()
    until: float = 1.0


def measure_quality(options: QualityOptions) -> dict[str, object]:
    """Trains, exports, measures; answers with what ``quality.json`` holds."""
    found = read_sessions(options.data)
    known = found.sessions[: max(10, int(len(found.sessions) * options.until))]
    sessions = known[-max(10, int(len(known) * options.train_share)) :]
    found, sessions = named_by(found, told(sessions, options.telling))
    say(f"{options.data.name}: {len(sessions):,} sessions, {len(found.items):,} items, {len(found.targets):,} examples")
    data = _data(found, sessions)
    started, busy = time.monotonic(), time.process_time()
    with threadpool_limits(options.training.threads):
        trained = learn(data, options.training)
    minutes, busy = (time.monotonic() - started) / 60, (time.process_time() - busy) / 60
    times = np.bincount(np.concatenate(sessions), minlength=len(found.items))
    seen = times > 0
    # What training never saw can be placed by its description only.
    reached = (seen if data.words is None else np.ones(len(seen), bool))[found.targets] & (found.targets >= 0)
    test = next_item_task(found.contexts, np.where(reached, found.targets, UNKNOWN))
    model, made = trained.model, {"data": options.data.name, **trained.made}
    exported = export(model, {}, made, options.training.seed, trained.space)
    publish(options.out, exported)
    _write_examples(options.out / "test.jsonl", found)
    result = {
        "data": options.data.name,
        "sessions": len(sessions),
        "told": asdict(options.telling),
        "seed": options.training.seed,
        "version": exported.version,
        "model_bytes": exported.size,
        "train_minutes": round(minutes, 1),
        "processor_minutes": round(busy, 2),
        "examples": len(test.targets),
    }
    unrounded = replace(model, exact=trained.learned.vectors(float(trained.made["trust"])))
    result["float"] = _rounded(evaluate(lambda part: score(unrounded, part), [test]))
    result["rounded"] = _rounded(evaluate(lambda part: score(model, part), [test]))
    cold = test.pick((test.targets != UNKNOWN) & (times[test.targets] < COLD))
    if len(cold.targets):
        result["cold_examples"] = len(cold.targets)
        result["cold_hr20"] = _hit_rate(model, cold)
        result["cold_hr20_without_content"] = _hit_rate(trained.without_content or model, cold)
    if trained.small is not None:
        result["small"] = _publish_small(options.out / "small", trained.small, made, found, test)
    if options.floors:
        result["floors"] = {floor.name: _rounded(evaluate(floor.scorer, [test])) for floor in _floors(data, len(seen))}
    (options.out / "quality.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return result


def _data(found: SessionData, sessions: list[np.ndarray]) -> Data:
    cut = len(sessions) - max(1, int(len(sessions) * _validation_share(sessions)))
    half_life = HALF_LIFE_SHARE * len(sessions)
    everything = walks(sessions, half_life)
    places = np.arange(len(sessions))
    parts = {"train": everything.pick(places < cut), "validation": everything.pick(places >= cut)}
    counts = np.bincount(parts["train"].rows, minlength=len(found.items)).astype(np.float64)
    contexts, targets = prefixes(sessions[cut:], VALIDATION_EXAMPLES, seed=0)
    placed = counts[targets] > 0 if found.words is None else targets >= 0
    validation = next_item_task(contexts, np.where(placed, targets, UNKNOWN))
    # A session that begins with items that training never saw has nothing to go by.
    validation = validation.pick(validation.sessions.present.any(axis=1))
    return Data(
        items=found.items,
        item_categories=np.zeros(len(found.items), np.uint16),
        categories=["all"],
        visits=parts,
        counts=counts,
        later_counts=np.bincount(parts["validation"].rows, minlength=len(found.items)).astype(np.float64),
        validation=[validation],
        test=[],
        origin={},
        words=found.words,
    )


def _validation_share(sessions: list[np.ndarray]) -> float:
    steps = sum(len(session) - 1 for session in sessions)
    return max(VALIDATION_SHARE, min(MOST_VALIDATION_SHARE, LEAST_STEPS / max(1, steps)))


def _floors(data: Data, size: int) -> list[Floor]:
    """With the settings that do best on the validation part, then of all that the model learned from."""
    say("Measuring the floors on the test part ...")
    train = data.visits["train"]
    everything = joined(train, data.visits["validation"])
    counts = np.bincount(everything.rows, minlength=size).astype(np.float64)
    small = [task.pick(slice(None, None, -(-len(task.targets) // FLOOR_EXAMPLES))) for task in data.validation]
    return [
        popularity_floor(counts),
        session_popularity_floor(counts),
        markov_floor(everything, size),
        covisitation_floor(everything, size, []),
        neighbours_floor(train, size, small, say, everything),
    ]


def _publish_small(out: Path, model: Model, made: dict, found: SessionData, test: Task) -> dict[str, object]:
    exported = export(model, {}, made, 0)
    publish(out, exported)
    _write_examples(out / "test.jsonl", found)
    return {
        "version": exported.version,
        "model_bytes": exported.size,
        "items": len(model.items),
        "bits": model.bits,
        "neighbours": model.tensors["graph_items"].shape[1],
        "rounded": _rounded(evaluate(scorer_for(model, found.items), [test])),
    }


def _hit_rate(model: Model, task: Task) -> float:
    return round(evaluate(lambda part: score(model, part), [task])["hit_rate_at_20"], 4)


def _rounded(figures: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in figures.items()}


def _write_examples(path: Path, found: SessionData) -> None:
    """One JSON array a line: the session's ids, oldest first, and the id of what came next (null: never seen)."""
    with path.open("w", encoding="utf-8") as file:
        for context, target in zip(found.contexts, found.targets, strict=True):
            ids = [found.items[row] if row != UNKNOWN else "" for row in context]
            wanted = found.items[target] if target != UNKNOWN else None
            file.write(json.dumps([ids, wanted], separators=(",", ":")) + "\n")
