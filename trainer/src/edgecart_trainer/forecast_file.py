"""The content of ``forecast.json``: what the dashboard and the reordering read."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np

from .catalogue_file import ShopCatalogue
from .demand_table import DemandTable
from .forecast_demand import DemandForecast
from .forecast_options import ForecastOptions

FORMAT = "edgecart-forecast"
HOURS_TOLD = 48
# The dashboard loads the file as a whole: 30,000 days of items are some 2 MB.
MOST_ITEM_DAYS = 30_000
METHOD = (
    "exponential smoothing (level, damped trend, week) of shop and categories; of items, the recent level spread over "
    "the week as their category is, drawn towards their category's forecast and what is in carts today"
)


def forecast_content(
    options: ForecastOptions,
    catalogue: ShopCatalogue,
    table: DemandTable,
    made: DemandForecast,
    now: datetime,
    measured: dict[str, Any] | None,
) -> dict[str, Any]:
    """Plain data; pieces, rounded to hundredths. Items that too few records name, and of very many those that sell least,
    are only in their category's sums."""
    names = sorted(set(catalogue.categories))
    first = datetime.fromtimestamp((table.first_day + table.days) * 86_400, now.tzinfo)
    days = [(first + timedelta(days=step)).strftime("%Y-%m-%d") for step in range(len(made.items))]

    def by_day(mean: np.ndarray, low: np.ndarray, high: np.ndarray) -> list[dict[str, Any]]:
        return [
            {"day": day, "expected": _round(mean[at]), "low": _floor(low[at]), "high": _ceil(high[at])}
            for at, day in enumerate(days)
        ]

    def by_hour(column: int) -> list[dict[str, Any]]:
        begun = table.hours_gone
        return [
            {
                "hour": (first + timedelta(hours=at)).strftime("%Y-%m-%dT%H"),
                "expected": _round(made.hours[at, column]),
                "low": _floor(made.hour_low[at, column]),
                "high": _ceil(made.hour_high[at, column]),
            }
            for at in range(begun, min(len(made.hours), begun + HOURS_TOLD))
        ]

    def series(column: int) -> dict[str, Any]:
        one = made.series[column]
        return {"days": by_day(one.mean, one.low, one.high), "hours": by_hour(column)}

    told = np.flatnonzero(table.records >= options.min_count)
    told = told[np.argsort(-made.items[:, told].sum(axis=0), kind="stable")][: MOST_ITEM_DAYS // len(days)]
    return {
        "format": FORMAT,
        "version": 1,
        "made_at": now.strftime("%Y-%m-%dT%H:00:00Z"),
        "from_hour": now.strftime("%Y-%m-%dT%H"),
        "horizon_days": len(days),
        "interval": options.interval,
        "method": METHOD,
        "learned_days": table.days,
        "least_records_per_item": options.min_count,
        "shop": series(0),
        "categories": [{"category": name, **series(at + 1)} for at, name in enumerate(names)],
        "items": [
            {
                "item": catalogue.items[row],
                "name": catalogue.names.get(catalogue.items[row], ""),
                "category": catalogue.categories[row],
                "days": by_day(made.items[:, row], made.item_low[:, row], made.item_high[:, row]),
                "cart": int(table.added[row]),
                "spread": {"day": _round(made.spread.day[row], 4), "week": _round(made.spread.week[row], 4)},
            }
            for row in told
        ],
        "measured": measured,
    }




def _round(value: float, digits: int = 2) -> float:
    return round(float(value), digits)


def _floor(value: float) -> int:
    return int(np.floor(value))


def _ceil(value: float) -> int:
    return int(np.ceil(value))
