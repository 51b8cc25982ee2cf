"""How far counts stray from their forecasts: a negative binomial, whose variance is mean + spread x mean².

The spread is measured on forecasts of the past, per item and drawn towards that of all items, for sums over one day and over
a week: errors of one week's days go together, so that a week's sum strays further than seven independent days.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import nbinom, poisson

WEEK = 7
# Squared pieces after which an item is believed as much as all items together.
PRIOR = 50.0
LARGEST_SPREAD = 25.0


@dataclass(frozen=True)
class CountSpread:
    """[items]: of one day's sum and of a week's."""

    day: np.ndarray
    week: np.ndarray

    def over(self, days: float) -> np.ndarray:
        share = min(1.0, max(0.0, (days - 1) / (WEEK - 1)))
        return (1 - share) * self.day + share * self.week


def spread_of(actual: np.ndarray, forecast: np.ndarray) -> np.ndarray:
    """[items] from [times, items]: by moments."""
    excess = ((actual - forecast) ** 2 - forecast).sum(axis=0)
    weight = (forecast**2).sum(axis=0)
    everyone = max(0.0, float(excess.sum() / max(weight.sum(), 1e-9)))
    return np.clip((excess + PRIOR * everyone) / (weight + PRIOR), 0.0, LARGEST_SPREAD)


def quantile(share: float, mean: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """The count that is not exceeded in ``share`` of the cases."""
    mean = np.maximum(mean, 1e-9)
    size = 1 / np.maximum(spread, 1e-6)
    return np.where(spread < 1e-5, poisson.ppf(share, mean), nbinom.ppf(share, size, size / (size + mean)))


def chance_above(count: np.ndarray, mean: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """How likely more than ``count`` are wanted."""
    mean = np.maximum(mean, 1e-9)
    size = 1 / np.maximum(spread, 1e-6)
    return np.where(spread < 1e-5, poisson.sf(count, mean), nbinom.sf(count, size, size / (size + mean)))
