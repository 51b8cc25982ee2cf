"""The steps from records to a published model, in their order; each step is a module named after it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from threadpoolctl import threadpool_limits

from .blend import OBJECTIVE
from .budget import Budget
from .catalogue_file import ShopCatalogue, read_catalogue
from .clean import Report, clean_counts, clean_paths, items_with_enough_records
from .content import description_matrix
from .daily import made_by, taken_over
from .describe import describe
from .evaluate import Scorer, Task, evaluate, make_tasks
from .export import Exported, export
from .floors import covisitation_floor, popularity_floor, similar_baskets_floor
from .history import OwnPaths, read_history
from .last_model import SAME_SPACE, read_last_model
from .learn import RECIPES, Choices, Learned, choose, fit, worth
from .load_model import load_model, scorer_for
from .model import Model
from .options import TrainOptions
from .personas import Personas, find_personas
from .popularity import basket_counts, log_counts
from .progress import say
from .publish import last_published, publish
from .read_kafka import KafkaRecords, read_kafka
from .read_log import Log, read_log
from .read_parquet import ParquetRecords, read_parquet
from .reference import score
from .report_file import write_report
from .sessions_file import read_sessions
from .shrink import Shape, choose_shape, shapes, shrunk
from .split import recency_weights, split_by_day
from .visits import PARTS, PATH_COLUMNS, Visits, joined, to_visits, without_unknown

PERSONAS = 7


class TrainError(Exception):
    """There is nothing to train on; the message says why and what to do."""


@dataclass(frozen=True)
class Records:
    """What was read and cleaned. ``paths``, ``counts``: frames of visits.py and read_log.py; ``origin``: for people;
    ``gone``: records of items that the catalogue does not have."""

    paths: pd.DataFrame
    counts: pd.DataFrame
    origin: dict[str, Any]
    gone: int = 0


@dataclass(frozen=True)
class Data:
    """What the steps work on. ``items``: first those that enough records name, then ``described``, of which the model
    knows only what the catalogue says; ``counts``: [N] how often each item was wanted in the training part;
    ``later_counts``: [N] in the validation part; ``names``: the items', by id; ``words``: see content.py."""

    items: list[str]
    item_categories: np.ndarray
    categories: list[str]
    visits: dict[str, Visits]
    counts: np.ndarray
    later_counts: np.ndarray
    validation: list[Task]
    test: list[Task]
    origin: dict[str, Any]
    names: dict[str, str] = field(default_factory=dict)
    words: sparse.csr_matrix | None = None


@dataclass(frozen=True)
class Trained:
    """``learned``: what the model is before rounding; ``made``: how it was made, for the manifest; ``space``: version of
    the model that its item vectors can be compared with, None for a space of its own;
    ``without_content``: the same where descriptions count nothing, to see what they bring; ``small``: see shrink.py."""

    model: Model
    learned: Learned
    made: dict[str, str | float]
    space: str | None = None
    without_content: Model | None = None
    small: Model | None = None


@dataclass(frozen=True)
class Measured:
    """Figures on the test part by name of who was measured; empty when there was no test part."""

    model: dict[str, float]
    floors: dict[str, dict[str, float]]
    last: dict[str, float] | None
    before: Model | None = None

    @property
    def by_who(self) -> dict[str, dict[str, float]]:
        last = {"last published": self.last} if self.last else {}
        return {**self.floors, **last, "this model": self.model} if self.model else {}


def train(options: TrainOptions) -> Exported:
    """Reads, cleans, learns, measures, and publishes if the model wins (or ``force``). Returns the model's files."""
    data = prepare(options)
    # Another number of threads adds up in another order.
    with threadpool_limits(options.threads):
        trained = learn(data, options)
    model, origin = trained.model, {**data.origin, **trained.made}
    measured = measure(model, data, options.publish)
    exported = export(model, metrics(measured, data), origin, options.seed, trained.space)
    say(f"Model {exported.version[:12]}: {len(model.items):,} items, {exported.size / 1000:,.0f} kB")
    if exported.size > options.max_bytes:
        say(too_large(model, options.max_bytes))
    if options.publish is not None:
        published = _publish_if_better(options.publish, exported, measured, options.force, options.canary)
        if published:
            losses = trained.learned.encoder.losses
            given = describe(
                exported.version, model, measured.by_who, data.test, losses, origin, data.names, measured.before
            )
            write_report(options.publish / exported.version, given)
    return exported


def too_large(model: Model, most_bytes: int) -> str:
    neighbours = model.tensors["graph_items"].shape[1]
    return (
        f"  That is more than --max-bytes {most_bytes:,}, although a value of an item's vector has {model.bits} bits and an "
        f"item's neighbours are {neighbours}: allow more, take fewer --dimensions, or a higher --min-count"
    )


def prepare(options: TrainOptions) -> Data:
    """Reads and cleans; splits by time; drops items that too few records name."""
    catalogue = read_catalogue(options.catalogue)
    records = _read(options, catalogue)
    training = records.paths[records.paths.part == "train"]
    enough = items_with_enough_records(training, records.counts, options.min_count)
    kept = [place for place, item in enumerate(catalogue.items) if item in enough]
    if len(kept) < 2:
        raise TrainError(_too_little(records, len(kept), options))
    new = _described_only(catalogue, enough, most=len(kept))
    say(
        f"  {len(kept):,} of {len(catalogue.items):,} items are in {options.min_count} and more records; of the others "
        f"{len(new):,} are placed by their description, the rest stays out of the model"
    )
    known = [catalogue.items[place] for place in kept]
    items = known + [catalogue.items[place] for place in new]
    item_categories = [catalogue.categories[place] for place in kept + new]
    categories = sorted(set(item_categories))
    number = {category: at for at, category in enumerate(categories)}
    # What too few records say of an item is not learned from; how well it was placed is measured.
    parts = {part: to_visits(records.paths[records.paths.part == part], known) for part in PARTS}
    measured = {part: to_visits(records.paths[records.paths.part == part], items) for part in PARTS}
    visits = without_unknown(parts["train"])
    if not (visits.sizes >= 2).any():
        raise TrainError("no basket or path names two items of the model; there is nothing to learn from")
    return Data(
        items=items,
        item_categories=np.array([number[category] for category in item_categories], np.uint16),
        categories=categories,
        visits={**parts, "train": visits},
        counts=basket_counts(parts["train"], len(items)) + log_counts(_only(records.counts, known), items),
        later_counts=basket_counts(parts["validation"], len(items)),
        validation=make_tasks(measured["validation"]),
        test=make_tasks(measured["test"]),
        names=catalogue.names,
        words=description_matrix([catalogue.descriptions[place] for place in kept + new]),
        origin={
            **records.origin,
            "training_visits": len(parts["train"]),
            "first_day": str(training.day.min()),
            "last_day": str(training.day.max()),
            "least_records_per_item": options.min_count,
            "seed": options.seed,
        },
    )


def _too_little(records: Records, kept: int, options: TrainOptions) -> str:
    if len(records.paths) + len(records.counts):
        return f"only {kept} items are named by {options.min_count} records; wait for more, or lower --min-count"
    if records.gone:
        return (
            f"no record names an item of {options.catalogue}: give the catalogue of the shop that the records are of, with the "
            "same item ids"
        )
    return "there is no record to learn from yet; once shoppers have agreed to send some, train again"


def _described_only(catalogue: ShopCatalogue, enough: set[str], most: int) -> list[int]:
    """Places of items that too few records name and that more than a category describes, at most ``most``."""
    others = [place for place, item in enumerate(catalogue.items) if item not in enough]
    return [place for place in others if len(catalogue.descriptions[place]) >= 2][:most]


def _only(counts: pd.DataFrame, items: list[str]) -> pd.DataFrame:
    return counts[counts["item"].isin(set(items))]


def _read(options: TrainOptions, catalogue: ShopCatalogue) -> Records:
    today = options.today or datetime.now(UTC).strftime("%Y-%m-%d")
    paths: list[pd.DataFrame] = []
    counts = pd.DataFrame(columns=["id", "type", "item", "hour"])
    origin: dict[str, Any] = {}
    gone = 0
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
        gone = report.dropped.get("no item of the catalogue", 0)
    frame = pd.concat(paths, ignore_index=True) if paths else pd.DataFrame(columns=PATH_COLUMNS)
    return Records(frame, counts, origin, gone)


def _sources(options: TrainOptions, items: list[str], today: str) -> list[Log | KafkaRecords | OwnPaths | ParquetRecords]:
    """What was named of history, log and Kafka; a record that lies in both of these is dropped by its id later."""
    sources: list[Log | KafkaRecords | OwnPaths | ParquetRecords] = []
    if options.history is not None:
        sources.append(read_history(options.history, items, today))
    if options.sessions is not None:
        sources.append(read_sessions(options.sessions, items))
    if options.log is not None:
        say(f"Reading the log in {options.log} ...")
        log = read_log(options.log)
        for line in log.damaged:
            say(f"  {line}")
        sources.append(log)
    if options.parquet is not None:
        say(f"Reading the export in {options.parquet} ...")
        sources.append(read_parquet(options.parquet, options.most_records))
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


def learn(data: Data, options: TrainOptions) -> Trained:
    """Popularity, graph, personas and encoder, rounded to the file's types and size, as they validate best.

    What the validation part is there to choose is chosen by a model that has not seen it; the model that is returned
    has then learned from it as well. With a model to go on from, nothing is chosen anew (daily.py).
    """
    visits = data.visits["train"]
    say("Building popularity and personas ...")
    personas = find_personas(visits, data.item_categories, data.categories, PERSONAS, options.seed)
    say(f"  personas: {'; '.join(persona.name for persona in personas.personas)}")
    kept = {
        "item_categories": data.item_categories.astype(np.uint8 if len(data.categories) <= 256 else np.uint16),
        "persona_centroids": personas.centroids,
    }

    def model_of(learned: Learned, choices: Choices) -> Model:
        return learned.model(choices, data.items, data.categories, personas.personas, kept)

    def without_content(learned: Learned, choices: Choices) -> Model | None:
        return None if learned.described is None else model_of(replace(learned, described=None), choices)

    budget = Budget(options.max_bytes, data.items, kept)
    everything = joined(visits, without_unknown(data.visits["validation"]))
    if options.last is not None:
        last = read_last_model(options.last)
        choices, recipe = taken_over(last, budget)
        before = last.over(data.items, options.dimensions)
        say(f"Going on from {last.version[:12]}, which knows {int(before.known.sum()):,} of the items ...")
        daily = fit(everything, data.counts + data.later_counts, options, recipe, data.words, before)
        say(f"  item vectors: mean cosine {daily.likeness:.3f} with those before")
        made = {**made_by(choices, recipe, daily), "from": last.version, "likeness_to_last": round(daily.likeness, 4)}
        space = last.space if daily.likeness >= SAME_SPACE else None
        return Trained(model_of(daily, choices), daily, made, space, without_content(daily, choices))
    if options.choices_of is not None:
        choices, recipe = taken_over(read_last_model(options.choices_of), budget)
        again = fit(everything, data.counts + data.later_counts, options, recipe, data.words)
        made = made_by(choices, recipe, again)
        return Trained(model_of(again, choices), again, made, None, without_content(again, choices))
    if not data.validation:
        only = fit(visits, data.counts, options, RECIPES[-1], data.words)
        choices = choose(only, [], budget, model_of)
        return Trained(model_of(only, choices), only, made_by(choices, RECIPES[-1], only))
    tried = []
    for recipe in RECIPES:
        # One run tells which recipe suits; the other runs are made with that one only.
        once = fit(visits, data.counts, options, recipe, data.words, runs=1)
        tried.append((worth(once, data.validation, budget, model_of), recipe, once))
        say(f"  recipe {recipe.name}, one run: {OBJECTIVE} = {tried[-1][0]:.4f}")
    _, recipe, once = max(tried, key=lambda one: one[0])
    unseen = fit(visits, data.counts, options, recipe, data.words, after=once)
    choices = choose(unseen, data.validation, budget, model_of)
    say(f"Learning with recipe {recipe.name} again, from the validation part too ...")
    last = fit(everything, data.counts + data.later_counts, options, recipe, data.words)
    made = made_by(choices, recipe, last)
    small = None
    if options.small_bytes is not None:
        small = _small(options.small_bytes, data, unseen, last, choices, personas, kept)
    return Trained(model_of(last, choices), last, made, None, without_content(last, choices), small)


def _small(
    most_bytes: int, data: Data, unseen: Learned, last: Learned, choices: Choices, personas: Personas,
    kept: dict[str, np.ndarray],
) -> Model | None:  # fmt: skip
    """``unseen``: what was learned without the validation part; None where not two items fit."""
    say("Choosing what a smaller model gives up ...")

    def model_of(learned: Learned, choices: Choices, shape: Shape) -> Model:
        items = [data.items[row] for row in shape.rows]
        tensors = {**kept, "item_categories": kept["item_categories"][shape.rows]}
        return learned.model(choices, items, data.categories, personas.personas, tensors)

    spent = kept["persona_centroids"].nbytes
    ways = shapes(most_bytes - spent, data.items, unseen.wanted, unseen.encoder.vectors.shape[1])
    if not ways:
        return None
    shape, chosen = choose_shape(unseen, choices, ways, data.validation, model_of)
    say(f"  {len(shape.rows):,} items, {shape.layout.bits} bits a value, {shape.layout.neighbours} neighbours")
    return model_of(shrunk(last, choices.trust, shape.rows), chosen, shape)


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
    last = before = None
    if models is not None and (manifest := last_published(models)) is not None:
        before = load_model(models / manifest["version"])
        last = evaluate(scorer_for(before, data.items), data.test)
    measured = Measured(own, by_name, last, before)
    _table(measured.by_who)
    return measured


def _scorer(model: Model) -> Scorer:
    return lambda sessions: score(model, sessions)


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


def _publish_if_better(models: Path, exported: Exported, measured: Measured, force: bool, canary: float | None) -> bool:
    reasons = reasons_not_to_publish(measured)
    if reasons and not force:
        for reason in reasons:
            say(f"Not published: {reason}.")
        say("Use --force to publish it all the same.")
        return False
    for reason in reasons:
        say(f"Published although {reason} (--force).")
    say(publish(models, exported, canary).told)
    return True
