"""Measures a published model on the held-out rest of baskets, beside floors that know nothing but baskets."""

import json
from pathlib import Path

import numpy as np

from .basket_floors import direct_effects_floor, item_neighbours_floor
from .catalogue_file import read_catalogue
from .completejourney import grocer_paths, read_grocer
from .evaluate import Scorer
from .floors import covisitation_floor, popularity_floor, similar_baskets_floor
from .load_model import load_model, scorer_for
from .popularity import basket_counts
from .progress import say
from .publish import last_published
from .published import PublishError
from .rest_of_basket import halve, less_of_same_kind, measure_rests, same_kind_taken
from .visits import joined, to_visits, without_unknown


# Of the score, which is the logarithm of a chance: 0.4 makes two thirds of it.
LESS = (0.2, 0.4, 0.8)


def measure_baskets(catalogue: Path, models: Path, max_baskets: int | None = None) -> dict[str, object]:
    """Prints a table and one line of JSON: figures by who suggested, on weeks 51-53 of The Complete Journey. The floors
    learn from weeks 1-50, as the demo's model has."""
    manifest = last_published(models)
    if manifest is None:
        raise PublishError(f"{models} has no latest.json: name a folder that `train --publish` has written to")
    shop = read_catalogue(catalogue)
    paths = grocer_paths(read_grocer(), shop.items, max_baskets, seed=7)
    parts = {part: to_visits(paths[paths.part == part], shop.items) for part in ("train", "validation", "test")}
    learned = without_unknown(joined(parts["train"], parts["validation"]))
    size = len(shop.items)
    _, kinds = np.unique([_kind(words, at) for at, words in enumerate(shop.descriptions)], return_inverse=True)
    carts = halve(parts["test"])
    say(f"{sum(len(one.rests) for one in carts):,} halves of {len(parts['test']):,} baskets ...")
    floors = [
        popularity_floor(basket_counts(learned, size)),
        item_neighbours_floor(learned, size),
        covisitation_floor(learned, size, []),
        similar_baskets_floor(learned, size, []),
        direct_effects_floor(learned, size),
    ]
    model = scorer_for(load_model(models / manifest["version"]), shop.items)
    scorers: dict[str, Scorer] = {**{floor.name: floor.scorer for floor in floors}, "model": model}
    scorers |= {f"model, -{less}": less_of_same_kind(model, kinds, less) for less in LESS}
    found = {}
    for name, scorer in scorers.items():
        found[name] = {key: round(value, 4) for key, value in measure_rests(scorer, carts, kinds).items()}
        if len(found) == 1:
            say(f"  {'':18}" + "".join(f"{key:>16}" for key in found[name]))
        say(f"  {name.replace('_', ' '):18}" + "".join(f"{value:16.4f}" for value in found[name].values()))
    taken = round(same_kind_taken(carts, kinds), 4)
    say(f"Of what was really taken, {taken:.1%} was of a kind that lay in the cart already.")
    result = {"data": "completejourney", "version": manifest["version"], "same_kind_taken": taken, **found}
    print(json.dumps(result))
    return result


def _kind(words: tuple[str, ...], at: int) -> str:
    """The narrowest category; an item without any is a kind of its own."""
    return next((word for word in reversed(words) if word.startswith("item_category")), f"item {at}")
