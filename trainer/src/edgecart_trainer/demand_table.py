"""Dense tables of demand: by day and item, and by hour and category."""

from dataclasses import dataclass

import numpy as np

from .demand_cells import ADDED, BOUGHT, RECORDS, REMOVED, DemandCells

HOURS = 24


class ForecastError(Exception):
    """There is nothing to forecast from; the message says why and what to do."""


@dataclass(frozen=True)
class DemandTable:
    """``by_day`` [days, items] and ``by_hour`` [hours, categories]: pieces bought, whole UTC days only, the first one
    being ``first_day`` (days since 1970). ``category_of``: [items] number of the category. ``today_bought``: [items]
    in the day that is not over, of which ``hours_gone`` hours are; ``added``: [items] put into carts and left there in that
    day; ``usual_added``: [items] the same on a usual day up to that hour; ``records``: [items] how many name it."""

    first_day: int
    by_day: np.ndarray
    by_hour: np.ndarray
    category_of: np.ndarray
    categories: int
    hours_gone: int
    today_bought: np.ndarray
    added: np.ndarray
    usual_added: np.ndarray
    records: np.ndarray

    @property
    def days(self) -> int:
        return len(self.by_day)

    def until(self, days: int) -> "DemandTable":
        """As it stood at the end of the first ``days`` days, for measuring."""
        nothing = np.zeros(self.by_day.shape[1])
        by_day, by_hour = self.by_day[:days], self.by_hour[: days * HOURS]
        return DemandTable(
            self.first_day, by_day, by_hour, self.category_of, self.categories, 0, nothing, nothing, nothing, self.records
        )

    def categories_by_day(self) -> np.ndarray:
        """[days, categories]"""
        return self.by_hour.reshape(self.days, HOURS, self.categories).sum(axis=1)


def make_table(cells: DemandCells, category_of: np.ndarray, categories: int, now_hour: int) -> DemandTable:
    """``now_hour``: hours since 1970, the first hour that is not over. What is later is left out."""
    if cells.empty:
        raise ForecastError("nothing was bought in these records; wait for orders, or give --history <orders>")
    items = len(category_of)
    today = now_hour // HOURS
    first_day = int(cells.hours.min()) // HOURS
    days = today - first_day
    if days < 1:
        raise ForecastError("the records are all of today; a forecast needs at least one whole UTC day of them")
    day_of = cells.hours // HOURS - first_day
    past, now = day_of < days, (day_of == days) & (cells.hours < now_hour)
    by_day = np.zeros((days, items), np.float32)
    np.add.at(by_day, (day_of[past], cells.items[past]), cells.amounts[past, BOUGHT])
    by_hour = np.zeros((days * HOURS, categories))
    np.add.at(
        by_hour,
        (cells.hours[past] - first_day * HOURS, category_of[cells.items[past]]),
        cells.amounts[past, BOUGHT],
    )
    hours_gone = now_hour - today * HOURS
    left = cells.amounts[:, ADDED] - cells.amounts[:, REMOVED]
    latest = past & (day_of >= days - 7) & (cells.hours % HOURS < hours_gone)
    return DemandTable(
        first_day,
        by_day,
        by_hour,
        category_of,
        categories,
        hours_gone,
        np.bincount(cells.items[now], cells.amounts[now, BOUGHT], items),
        np.maximum(0, np.bincount(cells.items[now], left[now], items)),
        np.maximum(0, np.bincount(cells.items[latest], left[latest], items)) / min(7, days),
        np.bincount(cells.items, cells.amounts[:, RECORDS], items),
    )
