"""What a forecast must beat: the same weekday last week, and the mean of the last weeks."""

import numpy as np

from .seasonal_profile import WEEK

MOVING_DAYS = 28


def seasonal_naive(history: np.ndarray, ahead: int, season: int = WEEK) -> np.ndarray:
    """[ahead, ...]: each time what was a season before, again and again."""
    if len(history) < season:
        return moving_average(history, ahead)
    latest = history[-season:]
    return np.stack([latest[step % season] for step in range(ahead)]).astype(float)


def moving_average(history: np.ndarray, ahead: int, window: int = MOVING_DAYS) -> np.ndarray:
    """[ahead, ...]: the mean of the last ``window``."""
    return np.repeat(history[-window:].mean(axis=0, keepdims=True), ahead, axis=0)


def hour_of_week_average(history: np.ndarray, ahead: int, weeks: int = 4) -> np.ndarray:
    """[ahead, ...] hours: the mean of the same hour of the last weeks."""
    season = WEEK * 24
    known = min(weeks, len(history) // season)
    if known == 0:
        return moving_average(history, ahead, 24)
    mean = history[-known * season :].reshape(known, season, *history.shape[1:]).mean(axis=0)
    return np.stack([mean[step % season] for step in range(ahead)])
