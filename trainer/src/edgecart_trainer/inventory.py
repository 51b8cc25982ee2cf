"""From a stock file and a forecast to ``inventory.json`` and its signals (packages/protocol/src/inventory-signal.ts)."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from .catalogue_file import ShopCatalogue
from .demand_table import HOURS, DemandTable
from .forecast_demand import DemandForecast
from .progress import say
from .reorder import ItemDemand, Outlook, outlook
from .stock_file import Rejected, Stock, read_stock

FORMAT = "edgecart-inventory"
MOST_REJECTED = 1_000
# The dashboard loads the file as a whole; Kafka gets all of them.
MOST_SIGNALS = 5_000
STATES = ("out", "at-risk", "ok")


def inventory_content(
    file: Path, catalogue: ShopCatalogue, table: DemandTable, made: DemandForecast, now: datetime
) -> dict[str, Any]:
    """Plain data: a signal for each row that can be used, the most urgent first, and why others can't."""
    rows, rejected = read_stock(file, set(catalogue.items))
    _tell(file, rows, rejected)
    row_of = {item: at for at, item in enumerate(catalogue.items)}
    signals = []
    for stock in rows:
        row = row_of[stock.item]
        days = made.items[:, row].copy()
        # Of today's demand, only what is still to come; the hours that are over have had theirs.
        days[0] *= (HOURS - table.hours_gone) / HOURS
        demand = ItemDemand(days, float(made.spread.day[row]), float(made.spread.week[row]))
        signals.append(signal(stock, outlook(stock, demand), catalogue.names.get(stock.item, ""), now))
    signals.sort(key=lambda one: (STATES.index(one["state"]), -one["stock_out_risk"], one["item"]))
    return {
        "format": FORMAT,
        "version": 1,
        "made_at": now.strftime("%Y-%m-%dT%H:00:00Z"),
        "signals": signals,
        "rejected": [{"row": one.row, "reason": one.reason} for one in rejected[:MOST_REJECTED]],
        "rejected_rows": len(rejected),
    }


def signal(stock: Stock, ahead: Outlook, name: str, now: datetime) -> dict[str, Any]:
    reorder = ahead.reorder
    return {
        "kind": "inventory-signal",
        "item": stock.item,
        "name": name,
        "made_at": now.strftime("%Y-%m-%dT%H:00:00Z"),
        "state": ahead.state,
        "on_hand": stock.on_hand,
        "incoming": stock.incoming,
        "lead_time_days": stock.lead_time_days,
        "service_level": stock.service_level,
        "expected_demand": ahead.expected,
        "demand_high": ahead.high,
        "stock_out_risk": ahead.risk,
        "days_of_cover": ahead.cover_days,
        "reorder": None
        if reorder is None
        else {
            "quantity": reorder.quantity,
            "by_day": (now + timedelta(days=reorder.days_from_now)).strftime("%Y-%m-%d"),
        },
    }


def _tell(file: Path, rows: list[Stock], rejected: list[Rejected]) -> None:
    say(f"Stock of {len(rows):,} items in {file}")
    for one in rejected[:10]:
        say(f"  row {one.row} left out: {one.reason}")
    if len(rejected) > 10:
        say(f"  and {len(rejected) - 10:,} more; all reasons are in inventory.json")
