"""Personas: a handful of ways to shop, found by k-means over what share of a basket comes from which category."""

from dataclasses import dataclass

import numpy as np
from sklearn.cluster import KMeans

from .visits import Visits

LEAST_ITEMS = 5
# A category below this share of the basket is no name for anybody.
LEAST_SHARE = 0.05
MOST_VISITS = 20_000
EVERYTHING = "A bit of everything"


@dataclass(frozen=True)
class Persona:
    name: str
    categories: list[str]


@dataclass(frozen=True)
class Personas:
    """``centroids``: [P, C] float32, the shares of a shopper's items per category."""

    centroids: np.ndarray
    personas: list[Persona]


def category_shares(visits: Visits, item_categories: np.ndarray, size: int) -> np.ndarray:
    """[V, size] what share of each visit's items lies in each category."""
    shares = np.zeros((len(visits), size))
    np.add.at(shares, (visits.owners, item_categories[visits.rows]), 1.0)
    return shares / np.maximum(1, visits.sizes)[:, None]


def find_personas(
    visits: Visits, item_categories: np.ndarray, categories: list[str], count: int, seed: int
) -> Personas:
    """At most ``count`` personas from the visits of five and more items; one, the average, when those are too few."""
    large = visits.pick(visits.bought & (visits.sizes >= LEAST_ITEMS))
    if len(large) < 10 * count:
        large, count = visits, 1
    if not len(large):
        return Personas(np.zeros((1, len(categories)), np.float32), [Persona(EVERYTHING, [])])
    random = np.random.default_rng(seed)
    chosen = np.sort(random.permutation(len(large))[:MOST_VISITS])
    shares = category_shares(large.pick(chosen), item_categories, len(categories))
    count = min(count, len(np.unique(shares, axis=0)))
    found = KMeans(n_clusters=count, n_init=4, random_state=seed).fit(shares)
    # Largest first, so that the order does not depend on k-means' own.
    order = np.argsort(-np.bincount(found.labels_, minlength=count), kind="stable")
    centroids = found.cluster_centers_[order].astype(np.float32)
    return Personas(centroids, _named(centroids, shares.mean(axis=0), categories))


def _named(centroids: np.ndarray, usual: np.ndarray, categories: list[str]) -> list[Persona]:
    """Each persona is called by the categories it takes most above the average, as many as make the name its own."""
    personas: list[Persona] = []
    taken: set[str] = set()
    for centroid in centroids:
        above = np.argsort(-(centroid - usual), kind="stable")
        notable = (centroid > usual) & (centroid >= LEAST_SHARE)
        top = [categories[place] for place in above if notable[place]][:3]
        name = next((" + ".join(top[:n]) for n in range(1, len(top) + 1) if " + ".join(top[:n]) not in taken), "")
        name = name or (EVERYTHING if EVERYTHING not in taken else f"{EVERYTHING} {len(personas) + 1}")
        taken.add(name)
        personas.append(Persona(name, top))
    return personas
