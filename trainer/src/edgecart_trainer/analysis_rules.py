"""The rules of the analysis over all shoppers (docs/analysis.md), from where they stand once."""

import json
from dataclasses import dataclass
from pathlib import Path

RULES = Path(__file__).parents[3] / "packages" / "protocol" / "src" / "analysis" / "rules.json"


@dataclass(frozen=True)
class AnalysisRules:
    """``k``: least records of what is published; ``max_per_cell``: counts of one item, type and hour beyond which they are
    machine-like; ``cart_demand``: what a type adds to the demand in carts."""

    k: int
    max_per_cell: int
    cart_demand: dict[str, int]


def analysis_rules(file: Path = RULES) -> AnalysisRules:
    rules = json.loads(file.read_text(encoding="utf-8"))
    return AnalysisRules(rules["k"], rules["machineLike"]["maxPerCell"], rules["cartDemand"])
