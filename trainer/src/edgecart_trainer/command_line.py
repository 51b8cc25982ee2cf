"""The trainer's commands and options. A wrong option ends with exit code 2 and one line that names it."""

import argparse
import sys
from pathlib import Path

from .catalogue_file import CatalogueError
from .publish import PublishError
from .read_log import LogError
from .train import TrainError, TrainOptions


def main(arguments: list[str]) -> int:
    """Runs one command. Exit codes: 0 done, 1 it could not be done, 2 wrong options."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except (CatalogueError, LogError, PublishError, TrainError) as error:
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


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="edgecart_trainer", description="Trains Edgecart's model.", allow_abbrev=False)
    commands = parser.add_subparsers(required=True, metavar="train|demo-data", parser_class=_Parser)

    train = commands.add_parser("train", help="learn a model from records and baskets", allow_abbrev=False)
    train.add_argument("--catalogue", type=Path, required=True, help="the shop's catalogue.json")
    train.add_argument("--log", type=Path, help="a collector's data directory, or a folder of such")
    train.add_argument("--baskets", choices=["completejourney"], help="a year of a grocer's baskets, for the demo")
    train.add_argument("--publish", type=Path, help="folder of models; the model goes there if it wins")
    train.add_argument("--force", action="store_true", help="publish even if the model does not win")
    train.add_argument("--epochs", type=_whole(1, 1000), default=TrainOptions.epochs)
    train.add_argument("--dimensions", type=_whole(4, 512), default=TrainOptions.dimensions, help="of the item vectors")
    train.add_argument("--min-count", type=_whole(1, 1_000_000), default=TrainOptions.min_count,
                       help="least records that must name an item (default %(default)s)")  # fmt: skip
    train.add_argument("--max-baskets", type=_whole(10, 100_000_000), help="of --baskets, for quick trials")
    _common(train)
    train.set_defaults(run=_train)

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
    return parser


def _common(command: argparse.ArgumentParser) -> None:
    command.add_argument("--seed", type=_whole(0, 2**31 - 1), default=TrainOptions.seed)
    command.add_argument("--threads", type=_whole(1, 256), default=TrainOptions.threads,
                         help="more is faster, but another number may give a slightly different model")  # fmt: skip


def _train(options: argparse.Namespace) -> int:
    if options.log is None and options.baskets is None:
        print("edgecart: nothing to train on: give --log <folder>, --baskets completejourney, or both", file=sys.stderr)
        return 2
    from .train import train

    train(
        TrainOptions(
            catalogue=options.catalogue,
            baskets=options.baskets is not None,
            log=options.log,
            publish=options.publish,
            epochs=options.epochs,
            dimensions=options.dimensions,
            seed=options.seed,
            max_baskets=options.max_baskets,
            min_count=options.min_count,
            force=options.force,
            threads=options.threads,
        )
    )
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
