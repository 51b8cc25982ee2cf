"""Reads the file of an experiment, which the shop's page reads too (packages/sdk/src/experiments/experiment.ts)."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ARMS_AT_MOST = 7
LEAST_SHARE = 0.01
USUAL_TRUTH = {"page": 1.0, "device": 0.65}


class ExperimentError(Exception):
    """The experiment can't be measured; the message says where and why."""


@dataclass(frozen=True)
class ExperimentArm:
    """``pool``: of an exploring arm, how many ranks it draws from; else None."""

    name: str
    share: float
    pool: int | None


@dataclass(frozen=True)
class Experiment:
    """Arm 1 of the records is the first of ``arms``; ``truth``: how often a record tells the arm as it was."""

    name: str
    arms: list[ExperimentArm]
    truth: float


def read_experiment(path: Path) -> Experiment:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ExperimentError(f"{path}: can't be read ({error.strerror})") from error
    except ValueError as error:
        raise ExperimentError(f"{path}: is not JSON ({error})") from error
    if not isinstance(content, dict) or not isinstance(content.get("arms"), list):
        raise ExperimentError(f'{path}: must be an object with a name and a list "arms"')
    arms = [_arm(path, place, arm) for place, arm in enumerate(content["arms"])]
    if not 2 <= len(arms) <= ARMS_AT_MOST:
        raise ExperimentError(f"{path}: 2 to {ARMS_AT_MOST} arms are possible, not {len(arms)}")
    total = sum(arm.share for arm in arms)
    if abs(total - 1) > 1e-6:
        raise ExperimentError(f"{path}: the shares sum to {total:g}, not to 1")
    unit = content.get("unit", "page")
    if unit not in USUAL_TRUTH:
        raise ExperimentError(f'{path}: /unit must be "page" or "device", not {unit!r}')
    truth = content.get("truth", USUAL_TRUTH[unit])
    if not isinstance(truth, int | float) or not 1 / len(arms) < truth <= 1:
        raise ExperimentError(f"{path}: /truth must be above {1 / len(arms):.2f} and at most 1, not {truth!r}")
    return Experiment(str(content.get("name", path.stem)), arms, float(truth))


def _arm(path: Path, place: int, arm: Any) -> ExperimentArm:
    where = f"{path}: /arms/{place}"
    if not isinstance(arm, dict) or not isinstance(arm.get("name"), str) or arm["name"] == "":
        raise ExperimentError(f"{where} has no name")
    share = arm.get("share")
    if not isinstance(share, int | float) or not LEAST_SHARE <= share < 1:
        raise ExperimentError(f"{where}: share must be from {LEAST_SHARE} to below 1, not {share!r}")
    explore = arm.get("explore")
    pool = explore.get("pool") if isinstance(explore, dict) else None
    if explore is not None and not (isinstance(pool, int) and 2 <= pool <= 100):
        raise ExperimentError(f"{where}: explore.pool must be a whole number from 2 to 100, not {pool!r}")
    return ExperimentArm(arm["name"], float(share), pool)
