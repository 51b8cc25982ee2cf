"""The commands ``uplift`` and ``replay``: what an experiment's records say, as text or JSON."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from .arm_counts import ArmCounts
from .experiment_file import ExperimentError, read_experiment
from .policy_file import read_policies, usual_policies
from .policy_value import PolicyValue, policy_value
from .uplift import describe_uplift, measure_uplift, uplift_json


def tell_uplift(
    records: Iterable[dict[str, Any]], experiment: Path, followed: str, since: str = "", as_json: bool = False
) -> str:
    definition = read_experiment(experiment)
    found = measure_uplift(ArmCounts(records, followed, since=since).arms, definition)
    if as_json:
        return json.dumps(uplift_json(found, definition))
    return describe_uplift(found, definition, followed)


def tell_replay(
    records: Iterable[dict[str, Any]],
    experiment: Path,
    followed: str,
    policies: Path | None = None,
    catalogue: Path | None = None,
    clip: float = 20.0,
    since: str = "",
    as_json: bool = False,
) -> str:
    definition = read_experiment(experiment)
    exploring = [(at, arm) for at, arm in enumerate(definition.arms, start=1) if arm.pool is not None]
    if len(exploring) != 1:
        raise ExperimentError(f"{experiment}: exactly one arm must explore to be replayed, not {len(exploring)}")
    if definition.truth < 1:
        raise ExperimentError(f'{experiment}: records must tell the arm as it was ("truth": 1) to be replayed')
    [(number, arm)] = exploring
    pool = arm.pool or 0
    wanted = usual_policies(pool) if policies is None else read_policies(policies, pool, catalogue)
    explored = ArmCounts(records, followed, frozenset({number}), since).explored
    values = [policy_value(explored, pool, policy, clip) for policy in wanted]
    if as_json:
        rows = [{name: _number(value) for name, value in asdict(found).items()} for found in values]
        return json.dumps({"experiment": definition.name, "arm": arm.name, "pool": pool, "policies": rows})
    shown = int(explored.shown.sum()) if len(explored) else 0
    head = f"Experiment {definition.name}, arm {arm.name}: {shown:,} impressions of a draw of {pool}."
    return "\n".join([head, *(_line(found, followed) for found in values)])


def _line(found: PolicyValue, followed: str) -> str:
    if found.verdict == "too early":
        return f"  {found.name:24} too early: {'; '.join(found.missing)}"
    cut = f", {found.clipped:.1%} of the weights clipped" if found.clipped > 0 else ""
    return (
        f"  {found.name:24} {followed} {100 * found.rate:.2f} % (95 %: {100 * found.low:.2f} to {100 * found.high:.2f}), "
        f"worth {found.effective:,.0f} impressions of its own{cut}"
    )


def _number(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6) if np.isfinite(value) else None
    return value
