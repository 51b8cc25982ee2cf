"""Reads policies to be evaluated from a JSON file, or makes the usual ones.

``[{"name": "top four", "ranks": [0, 1, 2, 3]}, {"name": "milk first", "ranks": [0, 1, 2, 3], "favour": {"category": {"Milk": 3}}}]``:
``ranks`` share the impressions equally (all of the pool when left out), ``favour`` multiplies the chance of items by ``item``,
``category`` or ``brand`` of the catalogue.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from .experiment_file import ExperimentError
from .policy_value import Policy

KINDS = {"item": "item_id", "category": "item_category", "brand": "item_brand"}


def usual_policies(pool: int) -> list[Policy]:
    """The first quarter of the pool, as the model orders it, each other quarter, and a draw of all."""
    size = max(1, pool // 4)
    quarters = [range(at, min(pool, at + size)) for at in range(0, pool, size)]
    return [
        *(Policy(f"ranks {ranks[0]} to {ranks[-1]}", _shares(list(ranks), pool), {}) for ranks in quarters),
        Policy("a draw of all", _shares(list(range(pool)), pool), {}),
    ]


def read_policies(path: Path, pool: int, catalogue: Path | None) -> list[Policy]:
    content = _json(path)
    if not isinstance(content, list) or not content:
        raise ExperimentError(f"{path}: must be a list of policies")
    items = _json(catalogue)["items"] if catalogue is not None else None
    return [_policy(f"{path}: /{place}", policy, pool, items) for place, policy in enumerate(content)]


def _policy(where: str, policy: Any, pool: int, items: list[dict[str, Any]] | None) -> Policy:
    if not isinstance(policy, dict) or not isinstance(policy.get("name"), str):
        raise ExperimentError(f"{where} has no name")
    ranks = policy.get("ranks", list(range(pool)))
    if not isinstance(ranks, list) or not ranks or not all(isinstance(r, int) and 0 <= r < pool for r in ranks):
        raise ExperimentError(f"{where}/ranks must be a list of whole numbers from 0 to {pool - 1}, which the pool has")
    favour = policy.get("favour", {})
    if not isinstance(favour, dict) or not set(favour) <= set(KINDS):
        raise ExperimentError(f"{where}/favour may have {', '.join(KINDS)}")
    favoured: dict[str, float] = {}
    for kind, factors in favour.items():
        for value, factor in factors.items():
            if not isinstance(factor, int | float) or factor < 0:
                raise ExperimentError(f"{where}/favour/{kind}/{value} must be a factor of 0 or more, not {factor!r}")
            if kind == "item":
                favoured[value] = favoured.get(value, 1.0) * factor
                continue
            if items is None:
                raise ExperimentError(f"{where} favours by {kind}: give --catalogue, which says what that is")
            for item in items:
                if item.get(KINDS[kind]) == value:
                    favoured[item["item_id"]] = favoured.get(item["item_id"], 1.0) * factor
    return Policy(policy["name"], _shares(ranks, pool), favoured)


def _shares(ranks: list[int], pool: int) -> np.ndarray:
    shares = np.zeros(pool)
    shares[ranks] = 1 / len(set(ranks))
    return shares


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ExperimentError(f"{path}: can't be read as JSON ({error})") from error
