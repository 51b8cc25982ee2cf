"""What may be told of one hour: the cells of docs/analysis.md that rest on enough records."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from .analysis_rules import AnalysisRules


def hour_cells(counts: Iterable[dict[str, Any]], rules: AnalysisRules) -> list[tuple[str, int]]:
    """Of an hour's counts, each once: ``item-hour``, ``cart-demand``, ``funnel`` and ``shown`` (here with its hour behind it),
    in order of their keys, those of at least k records. What is machine-like is not counted."""
    values: Counter[str] = Counter()
    records: Counter[str] = Counter()
    in_cell: Counter[tuple[str, str]] = Counter()
    for count in counts:
        item, kind, hour = _escaped(count["item"]), count["type"], count["hour"]
        in_cell[item, kind] += 1
        if in_cell[item, kind] > rules.max_per_cell:
            continue
        told = {f"item-hour|{item}|{kind}|{hour}": 1, f"funnel|{kind}|{hour}": 1}
        if (sign := rules.cart_demand.get(kind)) is not None:
            told[f"cart-demand|{item}|{hour}"] = sign * _pieces(count.get("quantityBand"))
        shown = count.get("shown")
        if isinstance(shown, dict) and "model" in shown and "slot" in shown:
            told[f"shown|{shown['model']}|{shown['slot']}|{kind}|{hour}"] = 1
        for cell, value in told.items():
            values[cell] += value
            records[cell] += 1
    return sorted((cell, values[cell]) for cell, number in records.items() if number >= rules.k)


def _pieces(band: Any) -> int:
    return band if isinstance(band, int) else 1


def _escaped(item: str) -> str:
    return item.replace("%", "%25").replace("|", "%7C")
