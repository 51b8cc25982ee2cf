"""What an experiment's arms differ by, with intervals that hold at every look, and a refusal to conclude too early.

Records have no ids of visits, and what one visit does comes together. So, as in compare_models.py, the noise is what the
differences vary by from one time that the records tell (an hour or a day) to the next, and never less than chance alone would make it.
The interval is Robbins' mixture, which holds at all looks together; with more than one arm to compare, its error is
divided among them (Bonferroni).

Where records tell an arm with noise (``truth`` below 1), told counts are mixtures of the arms' own, in proportions that are known: they are
solved for the arms' own (Warner 1965, randomised response). Intervals widen as they must.

Shares must stay as they are while an experiment runs; ``since`` leaves out what was before they changed.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd

from .compare_models import ERROR, LEAST_FOLLOWED, LEAST_IMPRESSIONS, TOLERATED, USUAL_DIFFERENCE, half_width
from .experiment_file import Experiment

# Of times that the records tell: of days, two weeks; of hours, two days.
LEAST_DAYS, LEAST_HOURS = 14, 48
# A deviation of the shares by so many standard errors is no chance.
MISMATCH = 4.0

Verdict = Literal["too early", "worse", "better", "same", "open"]


@dataclass(frozen=True)
class ArmUplift:
    """``difference``: of the rates, this arm less the first; ``low``, ``high``: what it surely lies between."""

    name: str
    shown: float
    followed: float
    added: float
    verdict: Verdict | None = None
    difference: float = 0.0
    low: float = -np.inf
    high: float = np.inf

    @property
    def rate(self) -> float:
        return self.followed / self.shown if self.shown > 0 else 0.0


@dataclass(frozen=True)
class Uplift:
    """``missing``: why it is too early; ``warnings``: what makes the experiment doubtful."""

    arms: list[ArmUplift]
    times: int
    missing: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def measure_uplift(counts: pd.DataFrame, experiment: Experiment) -> Uplift:
    """``counts``: ``arms`` of arm_counts.py."""
    own = _own_counts(counts, experiment)
    shown, followed = own["shown"], own["followed"]
    times = shown.shape[0]
    totals = {name: table.sum(axis=0) for name, table in own.items()}
    arms = [
        ArmUplift(arm.name, *(float(totals[name][at]) for name in ("shown", "followed", "added")))
        for at, arm in enumerate(experiment.arms)
    ]
    by_hour = bool((~counts.time.str.endswith("T00")).any()) if len(counts) else False
    missing = _missing(arms, times, LEAST_HOURS if by_hour else LEAST_DAYS, "hours" if by_hour else "days")
    compared = [arms[0]]
    for at in range(1, len(arms)):
        if arms[0].shown <= 0 or arms[at].shown <= 0 or times < 2:
            compared.append(_with(arms[at], "too early"))
            continue
        difference = arms[at].rate - arms[0].rate
        variance = max(_by_times(shown, followed, arms, at), _by_chance(counts, experiment, arms, at))
        rate = float(totals["followed"].sum() / totals["shown"].sum())
        half = half_width(variance, USUAL_DIFFERENCE * rate, ERROR / (len(arms) - 1))
        low, high = difference - half, difference + half
        verdict = "too early" if missing else _verdict(low, high, arms[0].rate)
        compared.append(_with(arms[at], verdict, difference, low, high))
    return Uplift(compared, times, missing, _warnings(shown, experiment))


def _own_counts(counts: pd.DataFrame, experiment: Experiment) -> dict[str, np.ndarray]:
    """Of each arm at each time, with the noise of ``truth`` solved for."""
    order = range(1, len(experiment.arms) + 1)
    back = np.linalg.inv(_mixing(experiment))
    tables = {}
    for name in ("shown", "followed", "added"):
        told = counts.pivot_table(index="time", columns="arm", values=name, aggfunc="sum", fill_value=0)
        tables[name] = told.reindex(columns=order, fill_value=0).to_numpy(float) @ back
    return tables


def _mixing(experiment: Experiment) -> np.ndarray:
    """Row: the arm; column: what records tell of it."""
    count = len(experiment.arms)
    other = (1 - experiment.truth) / (count - 1)
    return np.full((count, count), other) + np.eye(count) * (experiment.truth - other)


def _by_times(shown: np.ndarray, followed: np.ndarray, arms: list[ArmUplift], at: int) -> float:
    """Variance of the difference, from what it varies by from time to time (linearised, each time a cluster)."""
    count = shown.shape[0]
    parts = [(followed[:, of] - arms[of].rate * shown[:, of]) / arms[of].shown for of in (at, 0)]
    # Of few times, the variance is itself uncertain; this is what Student's t makes of it.
    return float(((parts[0] - parts[1]) ** 2).sum()) * count / (count - 1) * max(1.0, (count - 1) / max(1, count - 3))


def _by_chance(counts: pd.DataFrame, experiment: Experiment, arms: list[ArmUplift], at: int) -> float:
    """The variance if every record were independent of all others: the least that there can be."""
    back = np.linalg.inv(_mixing(experiment))
    followed = counts.groupby("arm").followed.sum().reindex(range(1, len(arms) + 1), fill_value=0).to_numpy(float)
    slope = back[:, at] / arms[at].shown - back[:, 0] / arms[0].shown
    return float((slope**2 * followed).sum())


def _missing(arms: list[ArmUplift], times: int, least: int, unit: str) -> list[str]:
    missing = []
    if times < least:
        missing.append(f"{times} of {least} {unit}")
    for arm in arms:
        if arm.shown < LEAST_IMPRESSIONS:
            missing.append(f"{max(0, int(arm.shown)):,} of {LEAST_IMPRESSIONS:,} impressions of {arm.name}")
    for arm in arms[1:]:
        expected = arms[0].rate * max(0.0, arm.shown)
        if expected < LEAST_FOLLOWED:
            missing.append(f"{int(expected)} of {LEAST_FOLLOWED} suggestions followed to be expected of {arm.name}")
    return missing


def _verdict(low: float, high: float, rate: float) -> Verdict:
    if high < 0:
        return "worse"
    if low > 0:
        return "better"
    return "same" if -TOLERATED * rate < low and high < TOLERATED * rate else "open"


def _with(arm: ArmUplift, verdict: Verdict, *numbers: float) -> ArmUplift:
    return ArmUplift(arm.name, arm.shown, arm.followed, arm.added, verdict, *numbers)


def _warnings(shown: np.ndarray, experiment: Experiment) -> list[str]:
    """An arm that is shown more or less often than its share says loses or gains records by what it does."""
    count = shown.shape[0]
    total = shown.sum()
    if count < 5 or total <= 0:
        return []
    warnings = []
    for at, arm in enumerate(experiment.arms):
        excess = shown[:, at] - arm.share * shown.sum(axis=1)
        error = np.sqrt((excess**2).sum())
        if error > 0 and abs(excess.sum()) > max(MISMATCH * error, 0.01 * arm.share * total):
            warnings.append(
                f"{arm.name} has {shown[:, at].sum() / total:.1%} of the impressions, its share is {arm.share:.1%}: "
                "do its pages break, or show fewer suggestions? What it does and what it loses cannot be told apart"
            )
    return warnings


def describe_uplift(found: Uplift, experiment: Experiment, followed: str) -> str:
    lines = [f"Experiment {experiment.name}, {found.times:,} times told by records:"]
    for arm in found.arms:
        lines.append(
            f"  {arm.name:20} {arm.shown:12,.0f} shown {arm.followed:9,.0f} {followed} ({100 * arm.rate:.2f} %) "
            f"{arm.added:9,.0f} add_to_cart"
        )
    first = found.arms[0]
    for arm in found.arms[1:]:
        if found.missing:
            continue
        lines.append(
            f"  {arm.name} less {first.name}: {100 * arm.difference:+.2f} points, surely between {100 * arm.low:+.2f} and "
            f"{100 * arm.high:+.2f} (95 % for all arms together, however often it is looked at): {_words(arm)}"
        )
    if experiment.truth < 1:
        lines.append(f"  Records tell the arm as it was in {experiment.truth:.0%} of pages; the counts are solved for it.")
    lines += [f"  Doubtful: {warning}." for warning in found.warnings]
    if found.missing:
        lines.append(f"Too early to conclude: {'; '.join(found.missing)}.")
    return "\n".join(lines)


def _words(arm: ArmUplift) -> str:
    match arm.verdict:
        case "better":
            return "it is followed more"
        case "worse":
            return "it is followed less"
        case "same":
            return "they differ by less than a tenth"
    return "not sure yet; go on"


def uplift_json(found: Uplift, experiment: Experiment) -> dict[str, Any]:
    """The same for programs; ``null`` where nothing is known."""
    return {
        "experiment": experiment.name,
        "times": found.times,
        "arms": [
            {
                "name": arm.name,
                "shown": _number(arm.shown),
                "followed": _number(arm.followed),
                "added": _number(arm.added),
                "rate": _number(arm.rate),
                **(
                    {}
                    if arm.verdict is None
                    else {
                        "difference": _number(arm.difference),
                        "low": _number(arm.low),
                        "high": _number(arm.high),
                        "verdict": arm.verdict,
                    }
                ),
            }
            for arm in found.arms
        ],
        "missing": found.missing,
        "warnings": found.warnings,
    }


def _number(value: float) -> float | None:
    return round(float(value), 6) if np.isfinite(value) else None
