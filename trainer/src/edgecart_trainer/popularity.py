"""How much each item is wanted, as the model file holds it."""

import numpy as np
import pandas as pd

from .visits import UNKNOWN, Visits

# A shopper who buys says more than one who looks. Choices, not measurements: the demo's baskets have no views.
COUNT_WEIGHTS = {"purchase": 1.0, "add_to_cart": 0.5, "view_item": 0.1}


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
