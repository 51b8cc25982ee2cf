"""Says whether the suggestions of one model are followed less often than those of another, both shown at the same time.

The records have no ids of visits, and what one visit does comes together, so records are not independent and their number
says little about the noise. Visits rarely last longer than an hour, though: the models are compared **within each hour**
and the noise is what these differences vary by from hour to hour. (Weights and estimate are Mantel and Haenszel's for
strata, the variance is that of clusters.) Times of day, campaigns and a share that was changed do not matter so.

Whoever looks every day at a test that is made for one look finds a difference in the end. So the interval is one that
holds at **all** looks together: the mixture test of Robbins (1970), with a normal mixture over differences, known from
A/B tests as mSPRT (Johari, Pekelis, Walsh 2015, https://arxiv.org/abs/1512.04922). It is asymptotic, so nothing is
concluded from fewer hours (or days) and impressions than ``LEAST_…`` says.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

# How often, at most, two models that are equally good are called different, over all looks together.
ERROR = 0.05
# By what the records tell: devices tell of shown lists the day only, as its first hour.
LEAST_DAYS, LEAST_HOURS = 14, 48
LEAST_IMPRESSIONS = 1_000
# So many that followed are to be expected of the canary if it were like the other.
LEAST_FOLLOWED = 30
# The differences that the test is best at finding, as a share of the rate: the mixture's width.
USUAL_DIFFERENCE = 0.2
# A model that is behind by less than this share of the rate, for certain, is as good.
TOLERATED = 0.1

Verdict = Literal["too early", "worse", "better", "as good", "open"]


@dataclass(frozen=True)
class Arm:
    """Of the hours in which both models were shown."""

    impressions: int
    followed: int

    @property
    def rate(self) -> float:
        return self.followed / self.impressions if self.impressions else 0.0


@dataclass(frozen=True)
class Comparison:
    """``difference``: of the rates, canary less current, within hours; ``low``, ``high``: what it lies between, for
    certain but for ``ERROR``, at this look and all others; ``missing``: why it is too early."""

    verdict: Verdict
    current: Arm
    canary: Arm
    hours: int
    difference: float
    low: float
    high: float
    missing: list[str]


def compare_models(shown: pd.DataFrame, current: str, canary: str) -> Comparison:
    """``shown``: of shown_records.py; ``current``, ``canary``: versions, which records may shorten."""
    hours = (
        _by_hour(shown, current).add_suffix("_current").join(_by_hour(shown, canary).add_suffix("_canary"), how="inner")
    )
    hours = hours[(hours.impressions_current > 0) & (hours.impressions_canary > 0)]
    arms = [
        Arm(int(hours[f"impressions_{name}"].sum()), int(hours[f"followed_{name}"].sum()))
        for name in ("current", "canary")
    ]
    only_days = bool(shown.hour.str.endswith("T00").all())
    missing = _missing(*arms, len(hours), LEAST_DAYS if only_days else LEAST_HOURS, "days" if only_days else "hours")
    difference, variance = _difference(hours)
    impressions = sum(arm.impressions for arm in arms)
    rate = sum(arm.followed for arm in arms) / impressions if impressions else 0.0
    half = half_width(variance, USUAL_DIFFERENCE * rate)
    low, high = difference - half, difference + half
    return Comparison(
        _verdict(low, high, rate) if not missing else "too early",
        *arms,
        len(hours),
        difference,
        low,
        high,
        missing,
    )


def _by_hour(shown: pd.DataFrame, version: str) -> pd.DataFrame:
    own = [len(model) >= 16 and version.startswith(model) for model in shown.model]
    return shown[np.array(own, bool)].groupby("hour")[["impressions", "followed"]].sum()


def _missing(current: Arm, canary: Arm, times: int, least: int, called: str) -> list[str]:
    missing = []
    if times < least:
        missing.append(f"{times} of {least} {called} in which both models were shown")
    for name, arm in (("current", current), ("canary", canary)):
        if arm.impressions < LEAST_IMPRESSIONS:
            missing.append(f"{arm.impressions:,} of {LEAST_IMPRESSIONS:,} impressions of the {name} model")
    expected = current.rate * canary.impressions
    if expected < LEAST_FOLLOWED:
        missing.append(
            f"{int(expected)} of {LEAST_FOLLOWED} suggestions followed that are to be expected of the canary"
        )
    return missing


def _difference(hours: pd.DataFrame) -> tuple[float, float]:
    """The weighted mean of the hours' differences, and the variance of that mean as its hours show it."""
    count = len(hours)
    if count < 2:
        return 0.0, float("inf")
    ours, theirs = hours.impressions_canary.to_numpy(float), hours.impressions_current.to_numpy(float)
    weights = ours * theirs / (ours + theirs)
    each = hours.followed_canary.to_numpy(float) / ours - hours.followed_current.to_numpy(float) / theirs
    mean = float(np.average(each, weights=weights))
    variance = float((weights**2 * (each - mean) ** 2).sum() / weights.sum() ** 2) * count / (count - 1)
    return mean, variance


def half_width(variance: float, width: float, error: float = ERROR) -> float:
    """Of the interval that holds at all looks but for ``error``; ``width``: standard deviation of the mixture."""
    if not np.isfinite(variance) or width <= 0:
        return float("inf")
    if variance == 0:
        return 0.0
    prior = width**2
    return float(
        np.sqrt(2 * variance * (variance + prior) / prior * np.log(np.sqrt((variance + prior) / variance) / error))
    )


def _verdict(low: float, high: float, rate: float) -> Verdict:
    if high < 0:
        return "worse"
    if low > 0:
        return "better"
    return "as good" if low > -TOLERATED * rate else "open"
