"""One forecast of everything: shop, categories and items, by day and by hour, with intervals."""

from dataclasses import dataclass

import numpy as np

from .count_spread import CountSpread, quantile, spread_of
from .demand_table import HOURS, DemandTable
from .forecast_items import ItemRecipe, forecast_items, learn_items
from .forecast_series import FittedSeries, SeriesForecast, fit_series, forecast_series
from .live_demand import fading, item_factors
from .seasonal_profile import WEEK, hourly_profile, weekday

# Days after which a category's own forecast is believed beside its items'.
LEAST_CATEGORY_DAYS = 28


@dataclass(frozen=True)
class Recipe:
    """What is learned once and used for many forecasts. ``series``: of the shop first, then of each category;
    ``hour_spread``: [categories + 1] of hours, the shop first."""

    series: list[FittedSeries]
    items: ItemRecipe
    hour_spread: np.ndarray


@dataclass(frozen=True)
class DemandForecast:
    """``series``: of the shop first, then of each category; ``hours``: [ahead hours, categories + 1], low and high
    beside them; ``items``: [ahead days, items] from the first day that is not over; ``item_low``, ``item_high`` beside;
    ``spread``: of items' counts; ``factor``: [items] by which carts are above the usual now."""

    series: list[SeriesForecast]
    hours: np.ndarray
    hour_low: np.ndarray
    hour_high: np.ndarray
    items: np.ndarray
    item_low: np.ndarray
    item_high: np.ndarray
    spread: CountSpread
    factor: np.ndarray


def learn(table: DemandTable) -> Recipe:
    """From the table's whole days."""
    by_category = table.categories_by_day()
    series = [fit_series(one) for one in _series(by_category)]
    items = learn_items(table.by_day, table.first_day, table.category_of, by_category)
    return Recipe(series, items, _hour_spread(table))


def _series(by_category: np.ndarray) -> list[np.ndarray]:
    return [by_category.sum(axis=1), *by_category.T]


def forecast(table: DemandTable, recipe: Recipe, days: int, interval: float) -> DemandForecast:
    """The next ``days`` days, of which the first may have begun. ``interval``: the share of days that should lie
    between low and high."""
    by_category = table.categories_by_day()
    series = [
        forecast_series(one, fitted, days, interval)
        for one, fitted in zip(_series(by_category), recipe.series, strict=True)
    ]
    items = forecast_items(
        table.by_day, table.first_day, table.category_of, by_category, recipe.items.half_lives, days
    )
    items = _agree(items, table, np.stack([one.mean for one in series[1:]], axis=1))
    factor = item_factors(table.added, table.usual_added, table.category_of)
    items = items * np.stack([fading(factor, step) for step in range(days)])
    lower, upper = 0.5 - interval / 2, 0.5 + interval / 2
    hours = forecast_hours(table, np.stack([one.mean for one in series], axis=1))
    return DemandForecast(
        series=series,
        hours=hours,
        hour_low=quantile(lower, hours, recipe.hour_spread),
        hour_high=quantile(upper, hours, recipe.hour_spread),
        items=items,
        item_low=quantile(lower, items, recipe.items.spread.day),
        item_high=quantile(upper, items, recipe.items.spread.day),
        spread=recipe.items.spread,
        factor=factor,
    )


def _agree(items: np.ndarray, table: DemandTable, categories: np.ndarray) -> np.ndarray:
    """Moves items half way to what their category is forecast: the category sees trends that an item hides, and the
    items are right where the category is a mixture."""
    if table.days < LEAST_CATEGORY_DAYS:
        return items
    sums = np.stack([np.bincount(table.category_of, day, table.categories) for day in items])
    ratio = np.divide(categories, sums, out=np.ones_like(sums), where=sums > 0)
    return items * np.sqrt(np.clip(ratio, 0.25, 4.0))[:, table.category_of]


def forecast_hours(table: DemandTable, days: np.ndarray) -> np.ndarray:
    """[hours ahead, categories + 1]: days spread over their hours as the latest weeks were."""
    whole = table.by_hour.sum(axis=1, keepdims=True)
    profile = hourly_profile(np.concatenate([whole, table.by_hour], axis=1), table.first_day)
    ahead = weekday(table.first_day + table.days + np.arange(len(days)))
    return (profile[ahead] * days[:, None, :]).reshape(len(days) * HOURS, -1)


def _hour_spread(table: DemandTable) -> np.ndarray:
    """Of hours about a forecast of the newest two weeks that knew each day's sum: the day's own error comes on top, and is
    small beside an hour's."""
    weeks = 2
    if table.days < 4 * WEEK:
        return np.full(table.categories + 1, 0.5)
    end = table.days - weeks * WEEK
    before = table.until(end)
    actual = np.concatenate([table.by_hour.sum(axis=1, keepdims=True), table.by_hour], axis=1)[end * HOURS :]
    usual = np.concatenate([before.by_hour.sum(axis=1, keepdims=True), before.by_hour], axis=1)
    of_week = usual[-4 * WEEK * HOURS :].reshape(-1, HOURS, usual.shape[1]).sum(axis=1).mean(axis=0)
    made = forecast_hours(before, np.tile(of_week, (weeks * WEEK, 1)))
    # Separately: a busy series is no measure of a quiet one.
    return np.array([spread_of(actual[:, [one]], made[:, [one]])[0] for one in range(actual.shape[1])])
