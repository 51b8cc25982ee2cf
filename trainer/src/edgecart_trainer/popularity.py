"""How much each item is wanted, as the model file holds it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .visits import UNKNOWN, Visits

# A shopper who buys says more than one who looks. Choices, not measurements: the demo's baskets have no views.
COUNT_WEIGHTS = {"purchase": 1.0, "add_to_cart": 0.5, "view_item": 0.1}
# How many times faster than for all else a visit's weight fades, where popularity is that of late; the validation part
# picks. 0: popularity of all that was counted.
FADES = (0.0, 4.0, 16.0)


def basket_counts(visits: Visits, size: int) -> np.ndarray:
    """[size] in how many bought visits each item is, newer ones counting more."""
    bought = visits.pick(visits.bought)
    seen = bought.rows != UNKNOWN
    visit, row = np.unique(np.stack([bought.owners[seen], bought.rows[seen]]), axis=1)
    return np.bincount(row, weights=bought.weights[visit], minlength=size)


def log_counts(counts: pd.DataFrame, items: list[str]) -> np.ndarray:
    """[len(items)] weighted sums of the anonymous counts."""
    weights = counts["type"].map(COUNT_WEIGHTS).astype("float64").fillna(0.0)
    return weights.groupby(counts["item"]).sum().reindex(items, fill_value=0.0).to_numpy(dtype=np.float64)


def popularity(counts: np.ndarray) -> np.ndarray:
    """[N] float32 in [0, 1]: log(1 + count) / log(1 + largest count); zeros when nothing was counted."""
    largest = counts.max(initial=0.0)
    if largest <= 0:
        return np.zeros(len(counts), np.float32)
    return (np.log1p(counts) / np.log1p(largest)).astype(np.float32)


def popularity_of_late(visits: Visits, size: int, fade: float) -> np.ndarray:
    """[size] as ``popularity``, of the visits with their weights to the power of ``fade``."""
    return popularity(np.bincount(visits.rows, weights=visits.weights[visits.owners] ** fade, minlength=size))


@dataclass(frozen=True)
class Prior:
    """What is said of an item before a session is known. ``values``: [N] float32 in [0, 1], as in the model file;
    ``weight``: what they count in the score."""

    values: np.ndarray
    weight: float


def prior(popularity: np.ndarray, weight: float, rise: np.ndarray) -> Prior:
    """``weight`` of popularity and ``rise`` ([N], in units of the score) as one number an item."""
    if not rise.any():
        return Prior(popularity, weight)
    together = weight * popularity + rise
    least, largest = float(together.min()), float(together.max())
    return Prior(((together - least) / (largest - least)).astype(np.float32), largest - least)
