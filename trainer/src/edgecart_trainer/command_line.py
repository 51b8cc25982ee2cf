"""The trainer's commands and options. A wrong option ends with exit code 2 and one line that names it."""

import argparse
import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from .catalogue_file import CatalogueError
from .demand_table import ForecastError
from .export_error import ExportError
from .forecast_options import ForecastOptions
from .experiment_file import ExperimentError
from .history_file import HistoryError
from .kafka_source import MECHANISMS, KafkaReadError, KafkaSource
from .published import PublishError
from .read_log import LogError
from .research_sessions import SessionsError
from .stock_file import StockError
from .backend import BACKENDS, BackendError
from .options import TrainOptions
from .shown_records import FOLLOWED
from .train import TrainError


class UsageError(Exception):
    """Options that do not go together; the message says which and what to give instead."""


def main(arguments: list[str]) -> int:
    """Runs one command. Exit codes: 0 done, 1 it could not be done, 2 wrong options."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except UsageError as error:
        print(f"edgecart: {error} (see --help)", file=sys.stderr)
        return 2
    except (
        BackendError, CatalogueError, ExperimentError, ExportError, ForecastError, HistoryError, KafkaReadError, LogError,
        PublishError, SessionsError, StockError, TrainError,
    ) as error:  # fmt: skip
        print(f"edgecart: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nedgecart: stopped; nothing was published", file=sys.stderr)
        return 130


class _Parser(argparse.ArgumentParser):
    def error(self, message: str):
        self.exit(2, f"edgecart: {message} (see --help)\n")


def _whole(least: int, most: int):
    def whole(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = least - 1
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"must be a whole number from {least} to {most}, not {text}")
        return value

    return whole


def _even(least: int, most: int):
    def even(text: str) -> int:
        value = _whole(least, most)(text)
        if value % 2:
            raise argparse.ArgumentTypeError(f"must be even, not {text}: two values of a vector may share a byte")
        return value

    return even


def _share(text: str) -> float:
    """Of the browsers. Less than one in a hundred could make the model's version tell who somebody is."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.01 <= value <= 1:
        raise argparse.ArgumentTypeError(f"must be a share from 0.01 to 1, such as 0.1, not {text}")
    return value


def _addresses(text: str) -> str:
    for address in text.split(","):
        host, _, port = address.rpartition(":")
        if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65_536:
            raise argparse.ArgumentTypeError(f"must be host:port, more of them after commas, not {text}")
    return text


def _version(text: str) -> str:
    if not 4 <= len(text) <= 64 or set(text) - set("0123456789abcdef"):
        raise argparse.ArgumentTypeError(
            f"must be 4 to 64 hexadecimal digits, as the folder of models has them, not {text}"
        )
    return text


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="edgecart_trainer", description="Trains Edgecart's model.", allow_abbrev=False)
    commands = parser.add_subparsers(
        required=True,
        metavar="train|quality|baskets|canary|uplift|replay|promote|rollback|demo-data|forecast|parquet|notebook",
        parser_class=_Parser,
    )

    train = commands.add_parser("train", help="learn a model from records and baskets", allow_abbrev=False)
    train.add_argument("--catalogue", type=Path, required=True, help="the shop's catalogue.json")
    train.add_argument("--log", type=Path, help="a collector's data directory, or a folder of such")
    train.add_argument(
        "--history", type=Path, metavar="FILE", help="the shop's own past orders or sessions, CSV or Parquet"
    )
    train.add_argument("--parquet", type=Path, metavar="FOLDER", help="an export of records, however large: `parquet` makes it")
    train.add_argument("--most-records", type=_whole(1_000, 1_000_000_000), default=TrainOptions.most_records,
                       help="of each kind to read of --parquet, the newest (default %(default)s)")  # fmt: skip
    train.add_argument("--sessions", type=Path, metavar="FILE", help="sessions of item ids, one a line, without times")
    train.add_argument("--baskets", choices=["completejourney"], help="a year of a grocer's baskets, for the demo")
    train.add_argument("--publish", type=Path, help="folder of models; the model goes there if it wins")
    _going_on(train)
    train.add_argument("--canary", type=_share, metavar="SHARE",
                       help="publish for this share of the browsers, beside the last model")  # fmt: skip
    train.add_argument("--force", action="store_true", help="publish even if the model does not win")
    train.add_argument("--min-count", type=_whole(1, 1_000_000), default=TrainOptions.min_count,
                       help="least records that must name an item (default %(default)s)")  # fmt: skip
    train.add_argument("--max-baskets", type=_whole(10, 100_000_000), help="of --baskets, for quick trials")
    _model(train)
    _kafka(train)
    _common(train)
    train.set_defaults(run=_train)

    quality = commands.add_parser("quality", help="train on public sessions and measure", allow_abbrev=False)
    quality.add_argument("--data", type=Path, required=True, help="folder with train.txt.gz and test.txt.gz")
    quality.add_argument("--out", type=Path, required=True, help="folder for the model and what was measured")
    quality.add_argument("--no-floors", action="store_true", help="without popularity, Markov, neighbours ...")
    quality.add_argument("--share", type=float, default=1.0, help="newest share of the sessions to learn from")
    quality.add_argument("--until", type=float, default=1.0, help="oldest share of the sessions that there are yet")
    quality.add_argument("--consent", type=float, default=1.0, help="share of the sessions, drawn, that tell anything")
    _going_on(quality)
    quality.add_argument("--choices-of", type=Path, metavar="FOLDER",
                         help="take over what was chosen for that model, to see what another seed does")  # fmt: skip
    quality.add_argument("--small-bytes", type=_whole(50_000, 1_000_000_000),
                         help="also make a smaller model, and measure what it loses")  # fmt: skip
    quality.add_argument("--path", type=_whole(2, 100), help="learn from the first run of so many items of each session")
    quality.add_argument("--paths", type=_whole(1, 100), default=1, help="or from so many runs of --path (default %(default)s)")
    quality.add_argument("--least", type=_whole(1, 1_000_000), default=1,
                         help="runs that must name an item (default %(default)s)")  # fmt: skip
    _model(quality)
    _common(quality)
    quality.set_defaults(run=_quality)

    baskets = commands.add_parser("baskets", help="measure a model on the rest of baskets", allow_abbrev=False)
    baskets.add_argument("--catalogue", type=Path, required=True, help="the demo's catalogue.json")
    baskets.add_argument("--publish", type=Path, help="folder of models; the last one is measured")
    baskets.add_argument("--sessions", type=Path, metavar="FOLDER", help="write the baskets there, as `quality` reads sessions")
    baskets.add_argument("--max-baskets", type=_whole(10, 100_000_000), help="for quick trials")
    baskets.set_defaults(run=_baskets)

    canary = commands.add_parser("canary", help="compare the canary with the last model; stop it when it is worse",
                                 allow_abbrev=False)  # fmt: skip
    canary.add_argument("--publish", type=Path, required=True, help="folder of models")
    canary.add_argument("--log", type=Path, help="a collector's data directory, or a folder of such")
    canary.add_argument("--followed", choices=FOLLOWED, default=FOLLOWED[0],
                        help="the event that says that a suggestion was followed (default %(default)s)")  # fmt: skip
    canary.add_argument("--dry-run", action="store_true", help="only tell; do not stop it")
    _kafka(canary)
    canary.set_defaults(run=_canary)

    uplift = commands.add_parser("uplift", help="what an experiment's arms differ by", allow_abbrev=False)
    _experiment(uplift)
    uplift.set_defaults(run=_uplift)

    replay = commands.add_parser(
        "replay", help="what other ways to choose would be worth, from an exploring arm", allow_abbrev=False
    )
    _experiment(replay)
    replay.add_argument("--policies", type=Path, metavar="FILE", help="what to evaluate (default: each quarter of the pool)")
    replay.add_argument("--catalogue", type=Path, help="catalogue.json, for policies by category or brand")
    replay.add_argument("--clip", type=_whole(1, 1_000), default=20, help="largest weight (default %(default)s)")
    replay.set_defaults(run=_replay)

    promote = commands.add_parser("promote", help="make the canary the model for all browsers", allow_abbrev=False)
    promote.add_argument("--publish", type=Path, required=True, help="folder of models")
    promote.set_defaults(run=_promote)

    rollback = commands.add_parser(
        "rollback", help="stop the canary, or go back to the model before", allow_abbrev=False
    )
    rollback.add_argument("--publish", type=Path, required=True, help="folder of models")
    rollback.add_argument(
        "--to", type=_version, metavar="VERSION", help="a model of that folder; its beginning is enough"
    )
    rollback.set_defaults(run=_roll_back)

    demo = commands.add_parser(
        "demo-data", help="make the demo's catalogue, replay and first model", allow_abbrev=False
    )
    demo.add_argument("--out", type=Path, required=True, help="the demo's folder")
    demo.add_argument("--items", type=_whole(100, 20_000), default=3000, help="size of the catalogue")
    demo.add_argument("--replay", type=_whole(1, 5000), default=150, help="number of baskets to replay")
    demo.add_argument("--epochs", type=_whole(1, 1000), default=TrainOptions.epochs)
    demo.add_argument("--without-model", action="store_true", help="catalogue and replay only")
    _common(demo)
    demo.set_defaults(run=_demo_data)

    export = commands.add_parser("parquet", help="write the records as Parquet, by hour", allow_abbrev=False)
    export.add_argument("--log", type=Path, help="a collector's data directory, or a folder of such")
    export.add_argument("--out", type=Path, required=True, help="folder of the export; replaced as a whole")
    _kafka(export)
    export.set_defaults(run=_parquet)

    notebook = commands.add_parser("notebook", help="run a notebook over such an export", allow_abbrev=False)
    notebook.add_argument("--notebook", type=Path, required=True, help="such as docs/notebooks/behaviour.ipynb")
    notebook.add_argument("--export", type=Path, required=True, help="folder that `parquet` wrote")
    notebook.add_argument("--catalogue", type=Path, required=True, help="the shop's catalogue.json")
    notebook.add_argument("--out", type=Path, required=True, help="file for the notebook with what it shows")
    notebook.set_defaults(run=_notebook)

    ahead = commands.add_parser("forecast", help="forecast what will be bought", allow_abbrev=False)
    ahead.add_argument("--out", type=Path, help="folder for forecast.json: <collector's data>/supply")
    _demand(ahead)
    ahead.add_argument("--days", type=_whole(1, 60), default=ForecastOptions.days)
    ahead.add_argument("--held-out", type=_whole(0, 365), default=ForecastOptions.held_out,
                       help="measure on so many of the last days first")  # fmt: skip
    ahead.add_argument("--stock", type=Path, metavar="FILE",
                       help="CSV or JSON: item, on_hand, lead_time_days, service_level, pack_size, incoming")  # fmt: skip
    ahead.add_argument("--signals", action="store_true",
                       help="send what is said of stock to the topic <prefix>.inventory-signals, too")  # fmt: skip
    ahead.add_argument("--signals-kafka", type=_addresses, metavar="HOST:PORT",
                       help="the same, to Kafka there, when records are read from elsewhere")  # fmt: skip
    ahead.add_argument("--json", action="store_true", help="print what was measured as one line of JSON at the end")
    ahead.set_defaults(run=_forecast)
    return parser


def _demand(command: argparse.ArgumentParser) -> None:
    command.add_argument("--catalogue", type=Path, required=True, help="the shop's catalogue.json")
    command.add_argument("--log", type=Path, help="a collector's data directory, or a folder of such")
    command.add_argument("--history", type=Path, metavar="FILE", help="the shop's own past orders, CSV or Parquet")
    command.add_argument("--baskets", choices=["completejourney"], help="a grocer's year, moved to end now; for the demo")
    command.add_argument("--min-count", type=_whole(1, 1_000_000), default=ForecastOptions.min_count,
                         help="least records that must name an item (default %(default)s)")  # fmt: skip
    command.add_argument("--now", default="", metavar="HOUR", help="first UTC hour that is not over (default this one)")
    _kafka(command)


def _kafka(train: argparse.ArgumentParser) -> None:
    kafka = train.add_argument_group("Kafka", "Each reading takes what is new and keeps all of it in a snapshot.")
    kafka.add_argument("--kafka", type=_addresses, metavar="HOST:PORT", help="read the collector's topics there")
    kafka.add_argument("--topic-prefix", default=KafkaSource.topic_prefix,
                       help="of the topics <prefix>.counts and <prefix>.paths (default %(default)s)")  # fmt: skip
    kafka.add_argument("--kafka-group", default=KafkaSource.group, help="consumer group (default %(default)s)")
    kafka.add_argument("--kafka-snapshot", type=Path, metavar="FILE",
                       help="of what was read so far (default .edgecart/kafka/<group>-<prefix>.jsonl.gz)")  # fmt: skip
    kafka.add_argument("--kafka-tls", action="store_true", help="by TLS, trusting this machine's authorities")
    kafka.add_argument("--kafka-ca", type=Path, metavar="FILE", help="by TLS, trusting this authority (PEM)")
    kafka.add_argument("--kafka-user", help="name to log in with; the password is in EDGECART_KAFKA_PASSWORD")
    kafka.add_argument("--kafka-mechanism", choices=MECHANISMS, default=MECHANISMS[0])
    kafka.add_argument("--kafka-timeout", type=_whole(1, 3600), default=int(KafkaSource.silence_seconds),
                       help="give up after so many seconds of silence (default %(default)s)")  # fmt: skip


def _source(options: argparse.Namespace) -> KafkaSource | None:
    """Where to read in Kafka, if at all."""
    return None if options.kafka is None else _kafka_at(options, options.kafka)


def _log_or_kafka(options: argparse.Namespace) -> KafkaSource | None:
    """Where to read in Kafka; None for --log."""
    kafka = _source(options)
    if (options.log is None) == (kafka is None):
        raise UsageError("where are the records? give either --log <folder> or --kafka <host:port>")
    return kafka


def _kafka_at(options: argparse.Namespace, bootstrap: str) -> KafkaSource:
    password = os.environ.get("EDGECART_KAFKA_PASSWORD")
    if options.kafka_user is not None and not password:
        raise UsageError("--kafka-user needs its password in the environment variable EDGECART_KAFKA_PASSWORD")
    if options.kafka_ca is not None and not options.kafka_ca.is_file():
        raise UsageError(f"--kafka-ca: {options.kafka_ca} is not a file")
    usual = Path(".edgecart") / "kafka" / f"{options.kafka_group}-{options.topic_prefix}.jsonl.gz"
    return KafkaSource(
        bootstrap=bootstrap,
        snapshot=options.kafka_snapshot or usual,
        topic_prefix=options.topic_prefix,
        group=options.kafka_group,
        tls=options.kafka_tls,
        ca=options.kafka_ca,
        user=options.kafka_user,
        password=password,
        mechanism=options.kafka_mechanism,
        silence_seconds=options.kafka_timeout,
    )


def _model(command: argparse.ArgumentParser) -> None:
    command.add_argument("--epochs", type=_whole(1, 1000), default=TrainOptions.epochs)
    command.add_argument("--runs", type=_whole(1, 20), default=TrainOptions.runs,
                         help="of the training, whose mean is taken (default %(default)s)")  # fmt: skip
    command.add_argument("--dimensions", type=_even(4, 512), default=TrainOptions.dimensions, help="of the item vectors")
    command.add_argument("--max-bytes", type=_whole(50_000, 1_000_000_000), default=TrainOptions.max_bytes,
                         help="of the model's two files together (default %(default)s)")  # fmt: skip
    command.add_argument("--backend", choices=BACKENDS, default=TrainOptions.backend)


def _going_on(command: argparse.ArgumentParser) -> None:
    command.add_argument("--from", dest="last", type=Path, metavar="FOLDER",
                         help="go on from that model, or the last one of a folder of models: for every day")  # fmt: skip


def _common(command: argparse.ArgumentParser) -> None:
    command.add_argument("--seed", type=_whole(0, 2**31 - 1), default=TrainOptions.seed)
    command.add_argument("--threads", type=_whole(1, 256), default=TrainOptions.threads,
                         help="more is faster, but another number may give a slightly different model")  # fmt: skip


def _train(options: argparse.Namespace) -> int:
    kafka = _source(options)
    sources = [options.log, options.baskets, kafka, options.history, options.parquet, options.sessions]
    given = sum(source is not None for source in sources)
    if given == 0:
        raise UsageError(
            "nothing to train on: give --history <file>, --kafka <host:port>, --log <folder>, "
            "--parquet <folder>, --baskets completejourney, or several of them, or --sessions <file>"
        )
    if options.sessions is not None and given > 1:
        raise UsageError("--sessions has no times, so it can't be mixed with others")
    if options.canary is not None and options.publish is None:
        raise UsageError("--canary says for whom to publish: give --publish <folder> too")
    from .train import train

    train(
        TrainOptions(
            catalogue=options.catalogue,
            baskets=options.baskets is not None,
            log=options.log,
            kafka=kafka,
            history=options.history,
            parquet=options.parquet,
            most_records=options.most_records,
            sessions=options.sessions,
            publish=options.publish,
            last=options.last,
            canary=options.canary,
            epochs=options.epochs,
            runs=options.runs,
            dimensions=options.dimensions,
            seed=options.seed,
            max_baskets=options.max_baskets,
            min_count=options.min_count,
            force=options.force,
            threads=options.threads,
            backend=options.backend,
            max_bytes=options.max_bytes,
        )
    )
    return 0


def _canary(options: argparse.Namespace) -> int:
    records = _records(options)
    from .watch_canary import watch_canary

    print(watch_canary(options.publish, records, options.followed, stop=not options.dry_run))
    return 0


def _parquet(options: argparse.Namespace) -> int:
    kafka = _log_or_kafka(options)
    from .export_parquet import export_parquet
    from .progress import say
    from .read_kafka import stream_kafka
    from .read_log import read_payloads

    def of_log(take) -> None:
        for payload in read_payloads(options.log):
            take(payload)

    told = export_parquet(options.out, of_log if kafka is None else lambda take: stream_kafka(kafka, take))
    for reason, count in sorted(told.dropped.items()):
        say(f"  dropped {count:,}: {reason}")
    say(f"{told.counts:,} counts, {told.paths:,} paths and {told.cells:,} cells in {options.out}")
    return 0


def _notebook(options: argparse.Namespace) -> int:
    from .run_notebook import run_notebook

    run_notebook(options.notebook, options.export, options.catalogue, options.out)
    print(f"{options.out} written")
    return 0


def _forecast_options(options: argparse.Namespace) -> ForecastOptions:
    kafka = _source(options)
    if all(source is None for source in (options.log, options.baskets, kafka, options.history)):
        raise UsageError(
            "nothing to forecast from: give --log <folder>, --kafka <host:port>, --history <file>, --baskets "
            "completejourney, or several of them"
        )
    signals = options.signals_kafka or (options.kafka if options.signals else None)
    if options.signals and signals is None:
        raise UsageError("--signals needs a Kafka to send to: give --kafka or --signals-kafka <host:port>")
    if signals is not None and options.stock is None:
        raise UsageError("signals are about stock: give --stock <file> too")
    return ForecastOptions(
        catalogue=options.catalogue,
        out=options.out,
        baskets=options.baskets is not None,
        log=options.log,
        kafka=kafka,
        history=options.history,
        days=options.days,
        held_out=options.held_out,
        min_count=options.min_count,
        now=options.now,
        stock=options.stock,
        signals=None if signals is None else _kafka_at(options, signals),
    )


def _forecast(options: argparse.Namespace) -> int:
    import json

    from .forecast import make_forecast

    given = _forecast_options(options)
    content = make_forecast(given)
    if options.json:
        print(json.dumps(content["measured"]))
    return 0


def _experiment(command: argparse.ArgumentParser) -> None:
    command.add_argument("--experiment", type=Path, required=True, metavar="FILE", help="as the shop's page has it")
    command.add_argument("--log", type=Path, help="a collector's data directory, or a folder of such")
    command.add_argument("--followed", choices=FOLLOWED, default=FOLLOWED[0],
                         help="the event that says that a suggestion was followed (default %(default)s)")  # fmt: skip
    command.add_argument("--since", type=_day, metavar="DAY", help="leave out what was before (2026-11-24)")
    command.add_argument("--json", action="store_true", help="for programs")
    _kafka(command)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a day such as 2026-11-24, not {text}") from None


def _records(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Of --log or --kafka."""
    kafka = _log_or_kafka(options)
    from .record_sources import records_of_kafka, records_of_log

    return records_of_log(options.log) if kafka is None else records_of_kafka(kafka)


def _uplift(options: argparse.Namespace) -> int:
    records = _records(options)
    from .evaluate_experiment import tell_uplift

    print(tell_uplift(records, options.experiment, options.followed, options.since or "", options.json))
    return 0


def _replay(options: argparse.Namespace) -> int:
    records = _records(options)
    from .evaluate_experiment import tell_replay

    print(
        tell_replay(
            records,
            options.experiment,
            options.followed,
            policies=options.policies,
            catalogue=options.catalogue,
            clip=options.clip,
            since=options.since or "",
            as_json=options.json,
        )
    )
    return 0


def _promote(options: argparse.Namespace) -> int:
    from .roll_back import promote

    print(promote(options.publish))
    return 0


def _roll_back(options: argparse.Namespace) -> int:
    from .roll_back import roll_back

    print(roll_back(options.publish, options.to))
    return 0


def _demo_data(options: argparse.Namespace) -> int:
    from .demo_data import make_demo_data

    make_demo_data(
        out=options.out,
        items=options.items,
        replay=options.replay,
        epochs=options.epochs,
        seed=options.seed,
        threads=options.threads,
        with_model=not options.without_model,
    )
    return 0


def _baskets(options: argparse.Namespace) -> int:
    if (options.publish is None) == (options.sessions is None):
        raise UsageError("give either --publish <folder of models> to measure, or --sessions <folder> to write")
    if options.sessions is not None:
        from .basket_sessions import write_basket_sessions

        write_basket_sessions(options.catalogue, options.sessions, options.max_baskets)
        return 0
    from .measure_baskets import measure_baskets

    measure_baskets(options.catalogue, options.publish, options.max_baskets)
    return 0


def _quality(options: argparse.Namespace) -> int:
    from .quality import QualityOptions, measure_quality
    from .research_sessions import Telling

    for name in ("share", "consent", "until"):
        if not 0 < getattr(options, name) <= 1:
            given = getattr(options, name)
            raise UsageError(f"--{name} must be above 0 and at most 1, not {given}")
    if options.paths > 1 and options.path is None:
        raise UsageError("--paths says how many runs of --path items are told: give --path too")
    training = TrainOptions(
        catalogue=options.data,
        epochs=options.epochs,
        runs=options.runs,
        dimensions=options.dimensions,
        seed=options.seed,
        threads=options.threads,
        backend=options.backend,
        max_bytes=options.max_bytes,
        last=options.last,
        choices_of=options.choices_of,
        small_bytes=options.small_bytes,
    )
    measure_quality(
        QualityOptions(
            options.data, options.out, training, not options.no_floors, options.share,
            Telling(options.consent, options.path, options.paths, options.least), options.until,
        )
    )
    return 0
