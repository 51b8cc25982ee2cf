"""The steps from records to a published model, in their order; each step is a module named after it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from threadpoolctl import threadpool_limits

from .blend import tune_blend
from .catalogue_file import ShopCatalogue, read_catalogue
from .clean import Report, clean_counts, clean_paths, items_with_enough_records
from .evaluate import SEEDS, Scorer, Task, evaluate, make_task
from .export import Exported, export
from .first_vectors import first_vectors
from .floors import covisitation_floor, popularity_floor, similar_baskets_floor
from .graph import EXPONENTS, normalised, pair_counts, strongest
from .history import OwnPaths, read_history
from .kafka_source import KafkaSource
from .load_model import load_model, scorer_for
from .model import Blend, Model
from .personas import find_personas
from .popularity import basket_counts, log_counts, popularity
from .progress import Progress, say
from .publish import last_published, publish
from .quantise import quantise_directions, quantise_unsigned
from .read_kafka import KafkaRecords, read_kafka
from .read_log import Log, read_log
from .reference import score
from .sessions_file import read_sessions
from .split import recency_weights, split_by_day
from .visits import PARTS, PATH_COLUMNS, Visits, to_visits, without_unknown

NEIGHBOURS = 20
PERSONAS = 7
# Taken while there is nothing to tune on: what the demo's baskets led to.
GRAPH_WITHOUT_VALIDATION = 2.0
EXPONENT_WITHOUT_VALIDATION = 0.3


class TrainError(Exception):
    """There is nothing to train on; the message says why and what to do."""


@dataclass(frozen=True)
class TrainOptions:
    """See ``python -m edgecart_trainer train --help``."""

    catalogue: Path
    baskets: bool = False
    log: Path | None = None
    kafka: KafkaSource | None = None
    history: Path | None = None
    sessions: Path | None = None
    publish: Path | None = None
    canary: float | None = None
    epochs: int = 10
    dimensions: int = 64
    seed: int = 7
    max_baskets: int | None = None
    min_count: int = 20
    force: bool = False
    threads: int = 1
    today: str = ""


@dataclass(frozen=True)
class Records:
    """What was read and cleaned. ``paths``, ``counts``: frames of visits.py and read_log.py; ``origin``: for people."""

    paths: pd.DataFrame
    counts: pd.DataFrame
    origin: dict[str, Any]


@dataclass(frozen=True)
class Data:
    """What the steps work on. ``counts``: [N] how often each item was wanted."""

    items: list[str]
    item_categories: np.ndarray
    categories: list[str]
    visits: dict[str, Visits]
    counts: np.ndarray
    validation: list[Task]
    test: list[Task]
    origin: dict[str, Any]


@dataclass(frozen=True)
class Measured:
    """Figures on the test part by name of who was measured; empty when there was no test part."""

    model: dict[str, float]
    floors: dict[str, dict[str, float]]
    last: dict[str, float] | None


def train(options: TrainOptions) -> Exported:
    """Reads, cleans, learns, measures, and publishes if the model wins (or ``force``). Returns the model's files."""
    data = prepare(options)
    # Another number of threads adds up in another order.
    with threadpool_limits(options.threads):
        model = learn(data, options)
    measured = measure(model, data, options.publish)
    exported = export(model, metrics(measured, data), data.origin, options.seed)
    say(f"Model {exported.version[:12]}: {len(model.items):,} items, {len(exported.file) / 1000:,.0f} kB")
    if options.publish is not None:
        _publish_if_better(options.publish, exported, measured, options.force, options.canary)
    return exported


def prepare(options: TrainOptions) -> Data:
    """Reads and cleans; splits by time; drops items that too few records name."""
    catalogue = read_catalogue(options.catalogue)
    records = _read(options, catalogue)
    training = records.paths[records.paths.part == "train"]
    enough = items_with_enough_records(training, records.counts, options.min_count)
    kept = [place for place, item in enumerate(catalogue.items) if item in enough]
    say(
        f"  {len(kept):,} of {len(catalogue.items):,} items are in {options.min_count} and more records; "
        "the others stay out of the model"
    )
    if len(kept) < 2:
        raise TrainError(
            f"only {len(kept)} items are named by {options.min_count} records; wait for more, or lower --min-count"
        )
    items = [catalogue.items[place] for place in kept]
    categories = sorted({catalogue.categories[place] for place in kept})
    number = {category: at for at, category in enumerate(categories)}
    parts = {part: to_visits(records.paths[records.paths.part == part], items) for part in PARTS}
    visits = without_unknown(parts["train"])
    if not (visits.sizes >= 2).any():
        raise TrainError("no basket or path names two items of the model; there is nothing to learn from")
    return Data(
        items=items,
        item_categories=np.array([number[catalogue.categories[place]] for place in kept], np.uint16),
        categories=categories,
        visits={**parts, "train": visits},
        counts=basket_counts(parts["train"], len(items)) + log_counts(records.counts, items),
        validation=[make_task(parts["validation"], seed) for seed in SEEDS] if len(parts["validation"]) else [],
        test=[make_task(parts["test"], seed) for seed in SEEDS] if len(parts["test"]) else [],
        origin={
            **records.origin,
            "training_visits": len(parts["train"]),
            "first_day": str(training.day.min()),
            "last_day": str(training.day.max()),
            "least_records_per_item": options.min_count,
            "epochs": options.epochs,
            "seed": options.seed,
        },
    )


def _read(options: TrainOptions, catalogue: ShopCatalogue) -> Records:
    today = options.today or datetime.now(UTC).strftime("%Y-%m-%d")
    paths: list[pd.DataFrame] = []
    counts = pd.DataFrame(columns=["id", "type", "item", "hour"])
    origin: dict[str, Any] = {}
    if options.baskets:
        from .completejourney import grocer_paths, read_grocer

        say("Reading The Complete Journey ...")
        report = Report()
        baskets = grocer_paths(read_grocer(), catalogue.items, options.max_baskets, options.seed)
        paths.append(clean_paths(baskets, catalogue.items, today, report))
        _tell(report)
        origin["baskets"] = "The Complete Journey (84.51°, CC0), weeks 1-49 of 53"
    sources = _sources(options, catalogue.items, today)
    if sources:
        report = Report()
        for source in sources:
            for reason, count in source.unreadable.items():
                report.read += count
                report.drop(f"unreadable: {reason}", count)
        # Sorted, since Kafka's partitions arrive in any order: the same records must give the same model.
        found = pd.concat([source.paths for source in sources]).sort_values(["day", "id"], ignore_index=True)
        ordered = found.ordered.fillna(True).astype(bool) if "ordered" in found else True
        walked = found.assign(ordered=ordered, part="train", weight=1.0)
        walked = clean_paths(walked, catalogue.items, today, report)
        walked["part"] = split_by_day(walked.day)
        walked["weight"] = recency_weights(walked.day, walked.part)
        paths.append(walked)
        counted = pd.concat([source.counts for source in sources]).sort_values(["hour", "id"], ignore_index=True)
        counts = clean_counts(counted, catalogue.items, today, report)
        measured_from = walked.day[walked.part != "train"].min() if (walked.part != "train").any() else None
        if measured_from is not None:
            counts = counts[counts.hour.str[:10] < measured_from]
        _tell(report)
        origin["log_paths"], origin["log_counts"] = len(walked), len(counts)
    frame = pd.concat(paths, ignore_index=True) if paths else pd.DataFrame(columns=PATH_COLUMNS)
    return Records(frame, counts, origin)


def _sources(options: TrainOptions, items: list[str], today: str) -> list[Log | KafkaRecords | OwnPaths]:
    """What was named of history, log and Kafka; a record that lies in both of these is dropped by its id later."""
    sources: list[Log | KafkaRecords | OwnPaths] = []
    if options.history is not None:
        sources.append(read_history(options.history, items, today))
    if options.sessions is not None:
        sources.append(read_sessions(options.sessions, items))
    if options.log is not None:
        say(f"Reading the log in {options.log} ...")
        sources.append(read_log(options.log))
    if options.kafka is not None:
        say(f"Reading {' and '.join(options.kafka.topics)} from Kafka at {options.kafka.bootstrap} ...")
        records = read_kafka(options.kafka)
        known = len(records.counts) + len(records.paths) - records.fresh
        say(f"  {records.fresh:,} new records, {known:,} from the snapshot {options.kafka.snapshot}")
        if records.duplicates:
            say(f"  {records.duplicates:,} duplicates were left out of the snapshot so far")
        sources.append(records)
    return sources


def _tell(report: Report) -> None:
    for line in report.lines():
        say(line)


def learn(data: Data, options: TrainOptions) -> Model:
    """Popularity, graph, personas and encoder, rounded to the file's types, with the blend that validates best."""
    # Late: TensorFlow takes seconds to load, and an unreadable log should be told at once.
    from .encoder import TEMPERATURE, Training, prepare_tensorflow, train_encoder

    prepare_tensorflow(options.threads, options.seed)
    visits, size = data.visits["train"], len(data.items)
    say("Building popularity, item graph and personas ...")
    wanted = popularity(data.counts)
    pairs = pair_counts(visits, size)
    personas = find_personas(visits, data.item_categories, data.categories, PERSONAS, options.seed)
    say(f"  personas: {'; '.join(persona.name for persona in personas.personas)}")

    say(f"Training the encoder: {options.epochs} epochs over {int((visits.sizes >= 2).sum()):,} visits ...")
    training = Training(dimensions=options.dimensions, epochs=options.epochs, seed=options.seed)
    bar = Progress("encoder")
    encoder = train_encoder(
        visits,
        first_vectors(pairs, options.dimensions, options.seed),
        wanted,
        data.counts,
        training,
        lambda done, total, loss: bar(done, total, f", loss {loss:.3f}"),
    )
    values, scales = quantise_directions(encoder.vectors)
    model = Model(
        items=data.items,
        categories=data.categories,
        personas=personas.personas,
        tensors={
            "item_vectors": values,
            "item_scales": scales,
            "item_categories": data.item_categories,
            "popularity": wanted,
            "persona_centroids": personas.centroids,
            **{name: tensor.astype(np.float32) for name, tensor in encoder.tensors.items()},
        },
        blend=Blend(temperature=TEMPERATURE, graph=0.0, popularity=encoder.popularity),
    )
    return _with_graph(model, pairs, data.validation)


def _with_graph(model: Model, pairs: sparse.csr_matrix, validation: list[Task]) -> Model:
    """The model with that graph and blend that do best together on the validation part."""
    if not validation:
        model = _add_graph(model, normalised(pairs, EXPONENT_WITHOUT_VALIDATION))
        unit = 1.0 / model.graph.data.mean() if model.graph.nnz else 0.0
        blend = model.blend
        return model.with_blend(Blend(blend.temperature, GRAPH_WITHOUT_VALIDATION * unit, blend.popularity))
    say("Tuning the blend on the validation part ...")
    bar = Progress("blend")
    found: list[tuple[float, Model]] = []
    for at, exponent in enumerate(EXPONENTS):
        candidate = _add_graph(model, normalised(pairs, exponent))
        blend, value = tune_blend(
            candidate, validation, lambda done, total, at=at: bar(at * total + done, len(EXPONENTS) * total)
        )
        found.append((value, candidate.with_blend(blend)))
    value, best = max(found, key=lambda one: one[0])
    say(f"  best on validation: hit rate at 10 + mean reciprocal rank at 20 = {value:.4f}")
    return best


def _add_graph(model: Model, weights: sparse.csr_matrix) -> Model:
    graph = strongest(weights, NEIGHBOURS)
    values, scales = quantise_unsigned(graph.weights)
    narrow = np.uint16 if len(model.items) <= 65_535 else np.uint32
    tensors = {
        **model.tensors,
        "graph_items": graph.items.astype(narrow),
        "graph_weights": values,
        "graph_scales": scales,
    }
    return Model(model.items, model.categories, model.personas, tensors, model.blend)


def measure(model: Model, data: Data, models: Path | None) -> Measured:
    """Figures of the rounded model, the floors and the last published model on the same test part; prints the table."""
    if not data.test:
        say("Too few days to hold some back: this model is not measured.")
        return Measured({}, {}, None)
    say(f"Measuring on {sum(len(task.targets) for task in data.test):,} held-out carts ...")
    visits, size = data.visits["train"], len(data.items)
    floors = [
        popularity_floor(data.counts),
        covisitation_floor(visits, size, data.validation),
        similar_baskets_floor(visits, size, data.validation),
    ]
    by_name = {floor.name: evaluate(floor.scorer, data.test) for floor in floors}
    own = evaluate(_scorer(model), data.test)
    last = None
    if models is not None and (manifest := last_published(models)) is not None:
        last = evaluate(scorer_for(load_model(models / manifest["version"]), data.items), data.test)
    _table({**by_name, **({"last published": last} if last else {}), "this model": own})
    return Measured(own, by_name, last)


def _scorer(model: Model) -> Scorer:
    return lambda carts: score(model, carts)


def _table(rows: dict[str, dict[str, float]]) -> None:
    names = list(next(iter(rows.values())))
    say(f"  {'':18}" + "".join(f"{name:>16}" for name in names))
    for who, figures in rows.items():
        say(f"  {who.replace('_', ' '):18}" + "".join(f"{figures[name]:16.4f}" for name in names))


def metrics(measured: Measured, data: Data) -> dict[str, float]:
    """For the manifest: the model's figures, the floors' with their name before, and on how many carts."""
    if not measured.model:
        return {}
    figures = {name: round(value, 4) for name, value in measured.model.items()}
    for floor, values in measured.floors.items():
        figures.update({f"{floor}_{name}": round(value, 4) for name, value in values.items()})
    return {**figures, "held_out_carts": sum(len(task.targets) for task in data.test)}


def reasons_not_to_publish(measured: Measured) -> list[str]:
    """Why this model should not replace the last one; empty when it wins."""
    if not measured.model:
        return ["it could not be measured, there are too few days of records"]
    own = measured.model["hit_rate_at_10"]
    rivals = {name: measured.floors[name] for name in ("popularity", "covisitation")}
    reasons = [
        f"its hit rate at 10 ({own:.4f}) is not above that of {name} ({figures['hit_rate_at_10']:.4f})"
        for name, figures in rivals.items()
        if own <= figures["hit_rate_at_10"]
    ]
    if measured.last is not None and own < measured.last["hit_rate_at_10"]:
        reasons.append(
            f"its hit rate at 10 ({own:.4f}) is below that of the last model ({measured.last['hit_rate_at_10']:.4f})"
        )
    return reasons


def _publish_if_better(models: Path, exported: Exported, measured: Measured, force: bool, canary: float | None) -> None:
    reasons = reasons_not_to_publish(measured)
    if reasons and not force:
        for reason in reasons:
            say(f"Not published: {reason}.")
        say("Use --force to publish it all the same.")
        return
    for reason in reasons:
        say(f"Published although {reason} (--force).")
    say(publish(models, exported, canary).told)
