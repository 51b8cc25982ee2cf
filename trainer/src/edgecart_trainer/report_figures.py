"""What the page about a model shows, from lists of suggestions and from the manifest's metrics. Pure functions."""

from collections.abc import Mapping

import numpy as np


def by_who(metrics: Mapping[str, float], measures: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """The manifest's metrics by who was measured: ``popularity_hit_rate_at_10`` is ``popularity``'s."""
    found: dict[str, dict[str, float]] = {}
    for name, value in metrics.items():
        for measure in measures:
            if name == measure or name.endswith(f"_{measure}"):
                found.setdefault(name.removesuffix(measure).rstrip("_") or "this model", {})[measure] = value
    return found


def coverage(top: np.ndarray, size: int) -> float:
    """The share of ``size`` items that is in ``top`` at all. ``top``: [S, 20] rows that were suggested, -1 for none."""
    return len(np.unique(top[top >= 0])) / size if size else 0.0


def tenths(rows: np.ndarray, wanted: np.ndarray) -> list[float]:
    """What share of ``rows`` (-1 for none) falls to each tenth of the items, those with the largest ``wanted`` first."""
    places = np.empty(len(wanted), np.int64)
    places[np.argsort(-wanted, kind="stable")] = np.arange(len(wanted))
    known = rows[rows >= 0]
    counts = np.bincount(places[known] * 10 // max(1, len(wanted)), minlength=10)
    return [float(share) for share in counts / max(1, len(known))]


def overlap(top: np.ndarray, before: np.ndarray) -> float:
    """The mean share of ``top``'s suggestions that were in ``before``'s for the same session. Both [S, K], -1 for none."""
    shared = [
        len(np.intersect1d(now[now >= 0], then)) / max(1, (now >= 0).sum())
        for now, then in zip(top, before, strict=True)
    ]
    return float(np.mean(shared)) if shared else 0.0


def calibration(predicted: np.ndarray, came_true: np.ndarray, groups: int = 10) -> list[tuple[float, float]]:
    """Mean prediction and how often it came true, in groups of equally many, least probable first."""
    order = np.argsort(predicted, kind="stable")
    return [
        (float(predicted[group].mean()), float(came_true[group].mean()))
        for group in np.array_split(order, groups)
        if len(group)
    ]
