"""Writes The Complete Journey as sessions, for `quality`: a small catalogue with descriptions, on which learning is quick.

The order within a basket is a seeded shuffle, and the days stand in order. A test example is what was taken so
far and the next item, at each place of a basket.
"""

import gzip
import json
from pathlib import Path

import numpy as np

from .catalogue_file import read_catalogue
from .completejourney import grocer_paths, read_grocer
from .progress import say

SEED = 11


def write_basket_sessions(catalogue: Path, out: Path, max_baskets: int | None = None) -> None:
    """``train.txt.gz``, ``test.txt.gz`` and ``catalogue.json`` in ``out``."""
    paths = grocer_paths(read_grocer(), read_catalogue(catalogue).items, max_baskets, SEED)
    paths = paths.sort_values(["day", "id"], kind="stable")
    random = np.random.default_rng(SEED)
    shuffled = paths.assign(items=[list(random.permutation(items)) for items in paths["items"]])
    test = shuffled[(shuffled.part == "test") & (shuffled["items"].map(len) >= 2)]
    train = shuffled[shuffled.part != "test"]
    out.mkdir(parents=True, exist_ok=True)
    _write(out / "train.txt.gz", [" ".join(items) for items in train["items"]])
    examples = [example for items in test["items"] for example in _examples(items)]
    _write(out / "test.txt.gz", examples)
    content = json.loads(catalogue.read_text(encoding="utf-8"))
    (out / "catalogue.json").write_text(json.dumps(content), encoding="utf-8")
    say(f"{len(train):,} sessions and {len(examples):,} examples in {out}")


def _examples(items: list[str]) -> list[str]:
    return [f"{' '.join(items[:place])}\t{items[place]}" for place in range(1, len(items))]


def _write(path: Path, lines: list[str]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
