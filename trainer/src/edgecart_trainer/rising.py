"""Which items are wanted more of late than before: what a shop suggests tomorrow should know what came up this week."""

import numpy as np

from .visits import Visits

# Of the visits, by their weight: those that count as of late.
NEWEST_SHARE = 0.1
# As if every item had been wanted so often more, before and of late: one visit alone makes no rise.
PRIOR = 3.0
LARGEST = 2.0
# What a rise is worth in the score; the validation part picks. 0 for fashions that do not last.
STRENGTHS = (0.0, 0.25, 0.5, 0.8)


def rising(visits: Visits, size: int) -> np.ndarray:
    """[size] float64 in [-2, 2]: logarithm of how often an item is in the newest visits over how often it would be there
    if nothing had changed. Zeros where the visits' weights tell no order of time."""
    newest = visits.weights >= np.quantile(visits.weights, 1.0 - NEWEST_SHARE) if len(visits) else np.zeros(0, bool)
    if not newest.any() or newest.mean() > 2 * NEWEST_SHARE:
        return np.zeros(size)
    always = np.bincount(visits.rows, minlength=size).astype(np.float64)
    late = np.bincount(visits.pick(newest).rows, minlength=size)
    expected = always * (late.sum() / max(1.0, always.sum()))
    return np.clip(np.log((late + PRIOR) / (expected + PRIOR)), -LARGEST, LARGEST)
