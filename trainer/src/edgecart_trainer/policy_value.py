"""What other ways to choose suggestions would have been worth, from the records of an exploring arm.

An exploring arm shows a random draw of the first ``pool`` suggestions, each with the same known chance, and its records tell the
rank. So each impression can be weighted by how much more or less often a policy would have shown it (inverse propensity scoring):
a policy gives each rank a share of its impressions, or favours items by what the catalogue says of them. The estimate is
self-normalised (Swaminathan, Joachims 2015), its weights are clipped (Ionides 2008), its effective sample size is Kish's, and its
interval takes each time that the records tell for a cluster.

Records do not tell what else stood in the session: a policy can only be told from another one by rank and item.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy.stats import t as student

LEAST_EFFECTIVE = 400
LEAST_TIMES = 7
LEAST_FOLLOWED = 30


@dataclass(frozen=True)
class Policy:
    """``ranks``: share of the impressions by rank; ``favoured``: a factor by item, 1 for all others."""

    name: str
    ranks: np.ndarray
    favoured: dict[str, float]


@dataclass(frozen=True)
class PolicyValue:
    """``plain``: of unnormalised weights; ``effective``: how many impressions of the policy's own say as much; ``clipped``:
    share of the impressions whose weight was cut; ``missing``: why nothing is concluded."""

    name: str
    verdict: Literal["estimated", "too early"]
    rate: float
    plain: float
    low: float
    high: float
    impressions: int
    effective: float
    clipped: float
    missing: list[str]


def policy_value(explored: pd.DataFrame, pool: int, policy: Policy, clip: float = 20.0) -> PolicyValue:
    """``explored``: of arm_counts.py, of one arm; ``clip``: the largest weight of an impression."""
    within = explored[explored["rank"] < pool]
    shown, followed = within.shown.to_numpy(float), within.followed.to_numpy(float)
    chances = policy.ranks[within["rank"].to_numpy(int)] * pool
    wanted = chances * np.array([policy.favoured.get(item, 1.0) for item in within["item"]])
    weights = np.minimum(wanted, clip)
    total, impressions = float((weights * shown).sum()), float(shown.sum())
    effective = total**2 / float((weights**2 * shown).sum()) if total > 0 else 0.0
    rate = float((weights * followed).sum()) / total if total > 0 else 0.0
    plain = float((weights * followed).sum()) / impressions if impressions else 0.0
    used = within.assign(error=weights * (followed - rate * shown))[weights > 0]
    errors = used.groupby("time").error.sum().to_numpy(float)
    times = len(errors)
    half = float("inf")
    if times > 1 and total > 0:
        variance = float((errors**2).sum()) * times / (times - 1)
        half = float(student.ppf(0.975, times - 1)) * np.sqrt(variance) / total
    missing = []
    if times < LEAST_TIMES:
        missing.append(f"{times} of {LEAST_TIMES} hours or days with impressions that it would show")
    if effective < LEAST_EFFECTIVE:
        missing.append(f"an effective {int(effective):,} of {LEAST_EFFECTIVE:,} impressions")
    followed_by_it = int(followed[weights > 0].sum())
    if followed_by_it < LEAST_FOLLOWED:
        missing.append(f"{followed_by_it} of {LEAST_FOLLOWED} suggestions followed that it would show")
    return PolicyValue(
        policy.name,
        "too early" if missing else "estimated",
        rate,
        plain,
        max(0.0, rate - half),
        rate + half,
        int(impressions),
        effective,
        float(shown[wanted > clip].sum()) / impressions if impressions else 0.0,
        missing,
    )
