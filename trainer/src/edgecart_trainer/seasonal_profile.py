"""How demand is spread over the days of the week and the hours of the day."""

import numpy as np

WEEK = 7
HOURS = 24
# Weeks of the past that tell how the present is spread.
LATEST_WEEKS = 8
# A category with so many pieces a day of the week tells as much of its own week as the whole shop does.
SHOP_PIECES = 200.0


def weekday(day: int | np.ndarray) -> int | np.ndarray:
    """0 is Monday; 1970 began on a Thursday."""
    return (day + 3) % WEEK


def weekly_profile(by_day: np.ndarray, first_day: int) -> np.ndarray:
    """[7, categories]: each weekday's demand over the mean day's, drawn towards the whole shop's where there is little.
    All ones where less than two weeks are known."""
    days, categories = by_day.shape
    if days < 2 * WEEK:
        return np.ones((WEEK, categories))
    start = max(0, days - LATEST_WEEKS * WEEK)
    latest = by_day[start:]
    of_day = weekday(first_day + start + np.arange(len(latest)))
    sums = np.stack([latest[of_day == day].sum(axis=0) for day in range(WEEK)])
    times = np.array([(of_day == day).sum() for day in range(WEEK)])
    means = sums / times[:, None]
    shop = means.sum(axis=1) / max(means.sum() / WEEK, 1e-9)
    usual = means.mean(axis=0)
    own = np.divide(means, usual, out=np.ones_like(means), where=usual > 0)
    weight = sums.mean(axis=0) / (sums.mean(axis=0) + SHOP_PIECES)
    mixed = weight * own + (1 - weight) * shop[:, None]
    return mixed / np.maximum(mixed.mean(axis=0), 1e-9)


def hourly_profile(by_hour: np.ndarray, first_day: int) -> np.ndarray:
    """[7, 24, categories]: what share of a day's demand comes in each of its hours, by weekday. Each day sums to 1."""
    hours, categories = by_hour.shape
    latest = by_hour[max(0, hours - LATEST_WEEKS * WEEK * HOURS) :]
    first = first_day + (hours - len(latest)) // HOURS
    table = latest.reshape(-1, HOURS, categories)
    of_day = weekday(first + np.arange(len(table)))
    everyday = table.sum(axis=0)
    shop = _shares(everyday.sum(axis=1) + 1.0)
    # A category's usual day is drawn towards the shop's, and its weekday towards its usual day.
    usual = _shares(everyday + SHOP_PIECES * shop[:, None])
    return np.stack(
        [_shares(table[of_day == day].sum(axis=0) + SHOP_PIECES * usual) for day in range(WEEK)]
    )


def _shares(sums: np.ndarray) -> np.ndarray:
    return sums / sums.sum(axis=0)
