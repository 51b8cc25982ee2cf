"""Forecasts items, most of which sell less than once a day: each one's level, spread over the week as its category is."""

from dataclasses import dataclass

import numpy as np

from .count_spread import CountSpread, spread_of
from .seasonal_profile import WEEK, weekday, weekly_profile

# Days after which a day counts half; which is best is found on the past.
HALF_LIVES = (7.0, 14.0, 28.0, 56.0)
TRIED_WEEKS = 4


@dataclass(frozen=True)
class ItemRecipe:
    """What the past has taught: ``half_lives``: [items] of each one's level; ``spread``: of the counts about it."""

    half_lives: np.ndarray
    spread: CountSpread


def levels(by_day: np.ndarray, profile: np.ndarray, first_day: int, half_life: float | np.ndarray) -> np.ndarray:
    """[items]: each item's mean day, newer days counting more. ``profile``: [7, items]."""
    days = len(by_day)
    if np.ndim(half_life) > 0:
        answer = np.zeros(by_day.shape[1])
        for one in np.unique(half_life):
            chosen = half_life == one
            answer[chosen] = levels(by_day[:, chosen], profile[:, chosen], first_day, float(one))
        return answer
    start = max(0, days - int(half_life * 10))
    age = days - 1 - np.arange(start, days)
    weight = 0.5 ** (age / half_life)
    # Sums over sums: a weekday on which little is sold says little.
    expected = profile[weekday(first_day + np.arange(start, days))]
    return (weight @ by_day[start:]) / np.maximum(weight @ expected, 1e-9)


def forecast_items(
    by_day: np.ndarray, first_day: int, category_of: np.ndarray, categories_by_day: np.ndarray, half_life: float | np.ndarray,
    ahead: int,
) -> np.ndarray:  # fmt: skip
    """[ahead, items]: expected pieces of each of the next days."""
    profile = weekly_profile(categories_by_day, first_day)[:, category_of]
    level = levels(by_day, profile, first_day, half_life)
    return level * profile[weekday(first_day + len(by_day) + np.arange(ahead))]


def learn_items(
    by_day: np.ndarray, first_day: int, category_of: np.ndarray, categories_by_day: np.ndarray
) -> ItemRecipe:
    """Tries the half-lives on the newest weeks, each forecast from what was known before it."""
    days, items = by_day.shape
    weeks = min(TRIED_WEEKS, days // WEEK - 2)
    if weeks < 1:
        return ItemRecipe(np.full(items, HALF_LIVES[1]), CountSpread(np.full(items, 0.5), np.full(items, 0.5)))
    ends = [days - WEEK * back for back in range(weeks, 0, -1)]
    actual = np.stack([by_day[end : end + WEEK] for end in ends])
    tried = {
        half_life: np.stack(
            [
                forecast_items(by_day[:end], first_day, category_of, categories_by_day[:end], half_life, WEEK)
                for end in ends
            ]
        )
        for half_life in HALF_LIVES
    }
    half_lives = _choose(actual, tried)
    forecast = np.zeros(actual.shape)
    for half_life, made in tried.items():
        forecast[:, :, half_lives == half_life] = made[:, :, half_lives == half_life]
    daily = spread_of(actual.reshape(-1, items), forecast.reshape(-1, items))
    weekly = spread_of(actual.sum(axis=1), forecast.sum(axis=1))
    return ItemRecipe(half_lives, CountSpread(daily, weekly))


def _choose(actual: np.ndarray, tried: dict[float, np.ndarray]) -> np.ndarray:
    """One half-life for items that sell about as much: alone, an item's few weeks would tell by chance."""
    mean = actual.mean(axis=(0, 1))
    group = np.digitize(mean, [0.1, 0.3, 1.0, 3.0, 10.0])
    answer = np.zeros(len(mean))
    for number in np.unique(group):
        chosen = group == number
        errors = {
            half_life: float(((made.sum(axis=1) - actual.sum(axis=1))[:, chosen] ** 2).sum())
            for half_life, made in tried.items()
        }
        answer[chosen] = min(errors, key=lambda half_life: errors[half_life])
    return answer
