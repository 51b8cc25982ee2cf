"""Forecasts long series, such as a whole shop's or a category's days, by exponential smoothing (statsmodels' ETS).

Hyndman, Koehler, Ord, Snyder: Forecasting with Exponential Smoothing, 2008. Level, damped trend and week, all additive, on
square roots: the noise of counts grows with the root of their mean, and a forecast never falls below zero.
"""

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from .seasonal_profile import WEEK

# The three weeks that statsmodels' own first values of a season need.
LEAST_DAYS = 3 * WEEK


@dataclass(frozen=True)
class SeriesForecast:
    """[days ahead]: mean, and the bounds between which it should be as often as asked for."""

    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True)
class FittedSeries:
    """``parameters``: of statsmodels' model, None where the series is too short or too empty for it."""

    parameters: np.ndarray | None


def fit_series(series: np.ndarray) -> FittedSeries:
    """Learns how quickly level and week change."""
    if len(series) < LEAST_DAYS or (series > 0).mean() < 0.5 or np.ptp(series) == 0:
        return FittedSeries(None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of slow convergence; where it stopped is good enough
        return FittedSeries(np.asarray(_model(series).fit(disp=False, maxiter=200).params, float))


def forecast_series(series: np.ndarray, fitted: FittedSeries, days: int, interval: float) -> SeriesForecast:
    """The next ``days``. The series may have gone on since it was fitted."""
    if fitted.parameters is None or len(series) < LEAST_DAYS:
        return _plain(series, days, interval)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        smoothed = _model(series).smooth(fitted.parameters)
        predicted = smoothed.get_prediction(start=len(series), end=len(series) + days - 1)
    root = np.maximum(0, np.asarray(predicted.predicted_mean, float))
    width = np.asarray(predicted.summary_frame(alpha=1 - interval)["pi_upper"], float) - np.asarray(
        predicted.predicted_mean, float
    )
    deviation = width / norm.ppf(0.5 + interval / 2)
    # The mean of a square is the square of the mean and the variance.
    return SeriesForecast(root**2 + deviation**2, np.maximum(0, root - width) ** 2, (root + width) ** 2)


def _model(series: np.ndarray):
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel  # late: takes a second to import

    return ETSModel(
        pd.Series(np.sqrt(series)),
        error="add",
        trend="add",
        damped_trend=True,
        seasonal="add",
        seasonal_periods=WEEK,
        initialization_method="heuristic",
    )


def _plain(series: np.ndarray, days: int, interval: float) -> SeriesForecast:
    """The mean of the newest two weeks, with the spread that they had."""
    latest = np.asarray(series[-2 * WEEK :], float)
    mean = float(latest.mean())
    spread = max(float(latest.std()), np.sqrt(max(mean, 0.0))) * norm.ppf(0.5 + interval / 2)
    return SeriesForecast(
        np.full(days, mean), np.full(days, max(0.0, mean - spread)), np.full(days, mean + spread)
    )
