"""Measures forecasts on weeks that were held back, from each of their days on, against what a forecast must beat.

WAPE: sum of absolute errors over the sum of what was sold. MASE: absolute error over that of the seasonal naive forecast on
the days before (Hyndman and Koehler 2006); below 1 is better than it. Coverage: how often the truth lay in the interval.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from .demand_table import HOURS, DemandTable
from .forecast_demand import Recipe, forecast, learn
from .forecast_floors import hour_of_week_average, moving_average, seasonal_naive
from .live_demand import CATEGORY_PIECES, live_factor
from .seasonal_profile import WEEK

INTERVAL = 0.8
# At which hour of the day it is tried what carts tell of the rest of it.
LIVE_HOUR = 18


@dataclass
class _Errors:
    """Sums of one rival's errors on one kind of series."""

    absolute: float = 0.0
    squared: float = 0.0
    actual: float = 0.0
    scaled: float = 0.0
    count: int = 0

    def add(self, actual: np.ndarray, forecast: np.ndarray, scale: np.ndarray) -> None:
        errors = np.abs(actual - forecast)
        self.absolute += float(errors.sum())
        self.squared += float((errors**2).sum())
        self.actual += float(actual.sum())
        self.scaled += float((errors / scale).sum())
        self.count += errors.size

    def figures(self) -> dict[str, float]:
        return {
            "wape": round(self.absolute / max(self.actual, 1e-9), 4),
            "mase": round(self.scaled / max(self.count, 1), 4),
            "rmse": round(float(np.sqrt(self.squared / max(self.count, 1))), 4),
        }


@dataclass
class _Covered:
    inside: int = 0
    above: int = 0
    count: int = 0

    def add(self, actual: np.ndarray, low: np.ndarray, high: np.ndarray) -> None:
        self.inside += int(((actual >= np.floor(low)) & (actual <= np.ceil(high))).sum())
        self.above += int((actual > np.ceil(high)).sum())
        self.count += actual.size

    def figures(self) -> dict[str, float]:
        return {
            "coverage": round(self.inside / max(self.count, 1), 4),
            "above": round(self.above / max(self.count, 1), 4),
        }


@dataclass
class Measured:
    """By kind of series (``shop_days``, ``category_days``, ``item_days``, ``item_weeks``, ``category_hours``, ``rest_of_day``) and by who
    forecast it."""

    errors: dict[str, dict[str, _Errors]] = field(default_factory=dict)
    covered: dict[str, _Covered] = field(default_factory=dict)
    origins: int = 0

    def add(self, kind: str, who: str, actual: np.ndarray, made: np.ndarray, scale: np.ndarray) -> None:
        self.errors.setdefault(kind, {}).setdefault(who, _Errors()).add(actual, made, scale)

    def cover(self, kind: str, actual: np.ndarray, low: np.ndarray, high: np.ndarray) -> None:
        self.covered.setdefault(kind, _Covered()).add(actual, low, high)

    def figures(self) -> dict[str, object]:
        return {
            "origins": self.origins,
            "interval": INTERVAL,
            "errors": {kind: {who: one.figures() for who, one in by.items()} for kind, by in self.errors.items()},
            "intervals": {kind: one.figures() for kind, one in self.covered.items()},
        }


def measure(table: DemandTable, held_out: int, ahead: int = WEEK) -> Measured:
    """Learns from all but the last ``held_out`` days, then forecasts up to ``ahead`` days from each of them on."""
    first = table.days - held_out
    recipe = learn(table.until(first))
    measured = Measured()
    for origin in range(first, table.days):
        _measure_from(table, recipe, origin, min(ahead, table.days - origin), measured)
    return measured


def _measure_from(table: DemandTable, recipe: Recipe, origin: int, ahead: int, measured: Measured) -> None:
    known = table.until(origin)
    made = forecast(known, recipe, ahead, INTERVAL)
    measured.origins += 1
    by_category = table.categories_by_day()
    shop = by_category.sum(axis=1, keepdims=True)
    future = slice(origin, origin + ahead)

    def days(kind: str, series: np.ndarray, own: np.ndarray) -> None:
        scale = _scale(series[:origin], WEEK)
        measured.add(kind, "this", series[future], own, scale)
        measured.add(kind, "seasonal_naive", series[future], seasonal_naive(series[:origin], ahead), scale)
        measured.add(kind, "moving_average", series[future], moving_average(series[:origin], ahead), scale)

    days("shop_days", shop, made.series[0].mean[:, None])
    days("category_days", by_category, np.stack([one.mean for one in made.series[1:]], axis=1))
    days("item_days", table.by_day, made.items)
    low = np.stack([one.low for one in made.series], axis=1)
    high = np.stack([one.high for one in made.series], axis=1)
    measured.cover("shop_days", shop[future], low[:, :1], high[:, :1])
    measured.cover("category_days", by_category[future], low[:, 1:], high[:, 1:])
    measured.cover("item_days", table.by_day[future], made.item_low, made.item_high)
    hours = slice(origin * HOURS, (origin + ahead) * HOURS)
    before = table.by_hour[: origin * HOURS]
    scale = _scale(before, WEEK * HOURS)
    steps = ahead * HOURS
    measured.add("category_hours", "this", table.by_hour[hours], made.hours[:, 1:], scale)
    naive = seasonal_naive(before, steps, WEEK * HOURS)
    measured.add("category_hours", "seasonal_naive", table.by_hour[hours], naive, scale)
    measured.add("category_hours", "moving_average", table.by_hour[hours], hour_of_week_average(before, steps), scale)
    measured.cover("category_hours", table.by_hour[hours], made.hour_low[:, 1:], made.hour_high[:, 1:])
    if ahead == WEEK:
        _measure_weeks(table, origin, made.items, measured)
    _measure_rest_of_day(known, table.by_hour[hours][:HOURS], made.hours[:HOURS, 1:], measured)


def _measure_weeks(table: DemandTable, origin: int, items: np.ndarray, measured: Measured) -> None:
    """The sum of a week is what is ordered."""
    actual = table.by_day[origin : origin + WEEK].sum(axis=0)
    before = table.by_day[:origin]
    weeks = before[len(before) % WEEK :].reshape(-1, WEEK, before.shape[1]).sum(axis=1)
    scale = _scale(weeks, 1)
    rivals: dict[str, Callable[[np.ndarray, int], np.ndarray]] = {
        "seasonal_naive": seasonal_naive,
        "moving_average": moving_average,
    }
    measured.add("item_weeks", "this", actual, items.sum(axis=0), scale)
    for who, rival in rivals.items():
        measured.add("item_weeks", who, actual, rival(before, WEEK).sum(axis=0), scale)


def _measure_rest_of_day(known: DemandTable, actual: np.ndarray, made: np.ndarray, measured: Measured) -> None:
    """What was bought up to some hour stands for what is in carts by then: these data have no carts."""
    scale = _scale(known.by_hour, WEEK * HOURS)
    seen, usual = actual[:LIVE_HOUR].sum(axis=0), made[:LIVE_HOUR].sum(axis=0)
    factor = live_factor(seen, usual, CATEGORY_PIECES)
    measured.add("rest_of_day", "without_carts", actual[LIVE_HOUR:], made[LIVE_HOUR:], scale)
    measured.add("rest_of_day", "with_carts", actual[LIVE_HOUR:], made[LIVE_HOUR:] * factor, scale)


def _scale(history: np.ndarray, season: int) -> np.ndarray:
    """Mean absolute error of the seasonal naive forecast; never nothing, or one sale of a rare item would be infinite."""
    if len(history) <= season:
        return np.ones(history.shape[1])
    return np.maximum(np.abs(history[season:] - history[:-season]).mean(axis=0), 0.02)


