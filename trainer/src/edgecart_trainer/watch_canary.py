"""Compares the canary with the model for everybody by what shoppers followed, and stops a canary that is worse."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .compare_models import Arm, Comparison, compare_models
from .published import PublishError, read_latest
from .roll_back import stop_canary
from .shown_records import FOLLOWED, count_shown


def watch_canary(
    models: Path, records: Iterable[dict[str, Any]], followed: str = FOLLOWED[0], stop: bool = True
) -> str:
    """What there is to tell, in a few lines. Without a canary nothing is read. ``stop``: whether a worse one is stopped."""
    latest = read_latest(models)
    if latest is None:
        raise PublishError(f"{models} has no latest.json: nothing is published there. Is this the folder of --publish?")
    if latest.canary is None:
        return f"There is no canary: all browsers take {latest.version[:12]}."
    shown = count_shown(records, followed)
    found = compare_models(shown, latest.version, latest.canary.version)
    if found.verdict == "worse" and stop:
        stop_canary(models, latest.canary.version)
    told = [
        f"Canary {latest.canary.version[:12]}, for {latest.canary.share:.0%} of the browsers, beside {latest.version[:12]}:",
        f"  current  {_arm(found.current, followed)}",
        f"  canary   {_arm(found.canary, followed)}",
    ]
    if found.verdict != "too early":
        told.append(
            f"  difference within {found.hours:,} hours: {_points(found.difference)} points, surely between "
            f"{_points(found.low)} and {_points(found.high)} (95 %, however often it is looked at)"
        )
    return "\n".join([*told, _conclusion(found, stop, bool(len(shown)), bool(shown.impressions.sum()))])


def _arm(arm: Arm, followed: str) -> str:
    return f"{arm.impressions:9,} impressions, {arm.followed:7,} {followed}: {100 * arm.rate:.2f} %"


def _points(share: float) -> str:
    return f"{100 * share:+.2f}"


def _conclusion(found: Comparison, stop: bool, any_shown: bool, any_impression: bool) -> str:
    match found.verdict:
        case "worse":
            done = (
                "It is stopped: all browsers return" if stop else "Run this without --dry-run, or rollback, to return"
            )
            return f"The canary is followed less. {done} to the model before."
        case "better":
            return "The canary is followed more. Run promote to give it to all browsers."
        case "as good":
            return "The canary is not behind by more than a tenth. Run promote to give it to all browsers."
        case "open":
            return "Neither is surely better yet. The canary goes on."
    if not any_shown:
        return "Too early: no record tells of suggestions that were shown. The canary goes on."
    if not any_impression:
        return "Too early: no record is an impression. Track view_item_list when suggestions are shown. The canary goes on."
    return f"Too early: {'; '.join(found.missing)}. The canary goes on."
