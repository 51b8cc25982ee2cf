"""``python bench/privacy-audit/attacks/membership.py <folder> <stream> <seed> <models> <least records>``: is a shopper's
record in what a published model was trained on?

Models are trained by the trainer on halves of the shoppers, drawn at random. For each model, what it says of a shopper's
own records is compared with what the others say that had her records and that had not (the likelihood ratio of Carlini
et al. 2022, https://arxiv.org/abs/2112.03570). One line of JSON.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd
from edgecart_trainer.clean import items_with_enough_records
from edgecart_trainer.learn import RECIPES, WITHOUT_VALIDATION, fit
from edgecart_trainer.options import TrainOptions
from edgecart_trainer.popularity import basket_counts, log_counts
from edgecart_trainer.quantise import directions, quantise_directions, quantise_shares, shares
from edgecart_trainer.visits import to_visits, without_unknown
from evidence import Stream, read_stream

DIMENSIONS, EPOCHS, NEIGHBOURS = 16, 2, 20


def frames(stream: Stream) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The stream's paths and counts as the trainer reads them, each with its owner."""
    paths, counts = [], []
    for line, owner in zip(stream.lines, stream.owners):
        if line.type == "path":
            paths.append((str(line.place), list(line.items), line.day, line.bought, owner))
        else:
            counts.append((str(line.place), line.type, line.items[0], owner))
    path_frame = pd.DataFrame(paths, columns=["id", "items", "day", "bought", "owner"])
    path_frame = path_frame.assign(ordered=True, part="train", weight=1.0)
    return path_frame, pd.DataFrame(counts, columns=["id", "type", "item", "owner"])


def said_by_a_model(
    paths: pd.DataFrame, counts: pd.DataFrame, members: set[str], least: int, seed: int, known: dict[str, list[list[str]]]
) -> dict[str, np.ndarray]:
    """Trains on the members' records. By shopper: how alike the model holds her neighbours in paths, how strongly it ties
    them, how wanted it holds her items; what it does not know counts nothing."""
    paths, counts = paths[paths.owner.isin(members)], counts[counts.owner.isin(members)]
    items = sorted(items_with_enough_records(paths, counts, least))
    visits = without_unknown(to_visits(paths, items))
    # The trainer's own least records of an item and of a pair; narrower and shorter than its models, for there are eight.
    wanted = basket_counts(visits, len(items)) + log_counts(counts, items)
    options = TrainOptions(catalogue=Path(), epochs=EPOCHS, dimensions=DIMENSIONS, min_count=least, seed=seed)
    learned = fit(visits, wanted, options, RECIPES[1])
    row = {item: place for place, item in enumerate(items)}
    # As they are published: rounded, and of the graph the strongest neighbours only.
    vectors = directions(quantise_directions(learned.encoder.vectors))
    graph = learned.graph(WITHOUT_VALIDATION["exponent"], WITHOUT_VALIDATION["steps"], NEIGHBOURS, 0.0)
    weights = shares(quantise_shares(graph.weights))
    wanted = np.rint(255 * learned.popularity) / 255
    said = {}
    for owner, walked in known.items():
        pairs = [(row[a], row[b]) for path in walked for a, b in zip(path, path[1:]) if a in row and b in row]
        rows = np.array(pairs or [(0, 0)])
        tied = (weights[rows[:, 0]] * (graph.items[rows[:, 0]] == rows[:, 1, None])).sum(axis=1)
        alike = (vectors[rows[:, 0]] * vectors[rows[:, 1]]).sum(axis=1)
        said[owner] = np.array([alike.mean(), tied.mean(), wanted[rows].mean(), len(pairs)])
    return said


def advantages(said: np.ndarray, member: np.ndarray) -> np.ndarray:
    """``said``: [M, O, F]; ``member``: [M, O]. [O] advantage of the likelihood ratio over each shopper's models."""
    right = np.zeros(member.shape)
    for model in range(len(said)):
        others = np.arange(len(said)) != model
        ratio = np.zeros(member.shape[1])
        for feature in range(said.shape[2]):
            values, inside = said[others, :, feature], member[others]
            means = [np.nanmean(np.where(inside == of, values, np.nan), axis=0) for of in (True, False)]
            spread = np.nanmean([np.nanvar(np.where(inside == of, values, np.nan), axis=0) for of in (True, False)], axis=0)
            now = said[model, :, feature]
            ratio += ((now - means[1]) ** 2 - (now - means[0]) ** 2) / (2 * spread + 1e-6)
        right[model] = np.where(ratio == 0, 0.5, (ratio > 0) == member[model])
    return 2 * right.mean(axis=0) - 1


def main() -> None:
    folder, name = Path(sys.argv[1]), sys.argv[2]
    seed, models, least = (int(text) for text in sys.argv[3:6])
    paths, counts = frames(read_stream(folder / f"{name}.jsonl"))
    known: dict[str, list[list[str]]] = defaultdict(list)
    for owner, items in zip(paths.owner, paths["items"]):
        known[owner].append(items)
    owners = sorted(known)
    random = np.random.default_rng(seed)
    # Each shopper is in exactly half of the models.
    member = np.argsort(random.random((models, len(owners))), axis=0) < models // 2
    said = []
    for model in range(models):
        inside = {owner for owner, is_member in zip(owners, member[model]) if is_member}
        by_owner = said_by_a_model(paths, counts, inside, least, seed + model, known)
        said.append([by_owner[owner] for owner in owners])
    found = advantages(np.array(said), member)
    drawn = found[random.integers(0, len(found), (1_000, len(found)))].mean(axis=1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    figures = {"membership_advantage": round(float(found.mean()), 4), "membership_95": [round(low, 4), round(high, 4)]}
    print(json.dumps({**figures, "shoppers": len(owners), "models": models, "least_records": least}))


main()
