"""Time: what is measured on is later than what is learned from, and what is newer counts more."""

import pandas as pd

LEAST_DAYS = 7
# To measure on, and to choose by; where a usual share is fewer, up to a quarter of all.
LEAST_TEST_PATHS = 200
LEAST_VALIDATION_PATHS = 200
HALF_LIFE_DAYS = 120


def split_by_day(days: pd.Series, validation_share: float = 0.05, test_share: float = 0.10) -> pd.Series:
    """``train``, ``validation`` or ``test`` for each day (``2026-11-23``); whole days stay together.

    All is ``train`` when there are fewer than 7 days or when the test part would hold fewer than 200 paths: figures
    from so little would say nothing.
    """
    part = pd.Series("train", index=days.index, dtype=object)
    per_day = days.value_counts().sort_index()
    quarter = len(days) / 4
    test_days = _last_days(per_day, max(test_share * len(days), min(LEAST_TEST_PATHS, quarter)))
    validation = max(validation_share * len(days), min(LEAST_VALIDATION_PATHS, quarter))
    validation_days = _last_days(per_day.drop(test_days), validation)
    if len(per_day) < LEAST_DAYS or per_day[test_days].sum() < LEAST_TEST_PATHS:
        return part
    part[days.isin(validation_days)] = "validation"
    part[days.isin(test_days)] = "test"
    return part


def _last_days(per_day: pd.Series, least: float) -> list[str]:
    """As few of the last days as hold ``least`` paths."""
    later = per_day[::-1].cumsum()[::-1] - per_day
    return list(per_day.index[later < least])


def recency_weights(days: pd.Series, part: pd.Series) -> pd.Series:
    """1 for the newest day of the training part, half of that for each 120 days before; 1 for the other parts.

    Taken within one source: a year of old baskets beside a week of records does not fade away.
    """
    training = part.eq("train")
    if not training.any():
        return pd.Series(1.0, index=days.index)
    times = pd.to_datetime(days, format="%Y-%m-%d")
    age = (times[training].max() - times).dt.days.clip(lower=0)
    return (0.5 ** (age / HALF_LIFE_DAYS)).where(training, 1.0)
