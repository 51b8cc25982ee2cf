"""Draws a forecast towards what carts say right now."""

import numpy as np

# How many usual pieces the forecast is worth against what is seen today. Of a category: tried on four weeks of grocer's
# baskets before the held-out ones (10 to 1,000); of an item beside its category: a choice, not a measurement.
CATEGORY_PIECES = 200.0
ITEM_PIECES = 20.0
# Today's surprise is half as strong tomorrow.
HALF_LIFE_DAYS = 1.0
LARGEST_FACTOR = 5.0


def live_factor(seen: np.ndarray, usual: np.ndarray, prior: float) -> np.ndarray:
    """By how much demand is above what it usually is by now: the mean of a gamma posterior of the rate, whose prior is
    worth ``prior`` pieces. 1 where nothing is known."""
    return np.clip((prior + seen) / (prior + usual), 1 / LARGEST_FACTOR, LARGEST_FACTOR)


def item_factors(seen: np.ndarray, usual: np.ndarray, category_of: np.ndarray) -> np.ndarray:
    """[items]: each one's category, and the item against its category."""
    of_category = live_factor(np.bincount(category_of, seen), np.bincount(category_of, usual), CATEGORY_PIECES)
    expected = of_category[category_of]
    return np.clip(expected * live_factor(seen, usual * expected, ITEM_PIECES), 1 / LARGEST_FACTOR, LARGEST_FACTOR)


def fading(factor: np.ndarray, days_ahead: float) -> np.ndarray:
    """What is left of it so many days later."""
    return factor ** (0.5 ** (days_ahead / HALF_LIFE_DAYS))
