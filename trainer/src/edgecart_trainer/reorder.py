"""When stock runs out, how likely, and what to order: a periodic review with a lead time and a service level.

Silver, Pyke, Thomas: Inventory and Production Management in Supply Chains, 4th edition, chapter 7: order when what is there
and on its way does not last, at the service level, until an order of tomorrow would arrive; then as much as lasts a cycle more.
"""

from dataclasses import dataclass
from math import ceil

import numpy as np

from .count_spread import chance_above, quantile
from .stock_file import Stock

# Stock is looked at again a day later.
REVIEW_DAYS = 1.0
# What one order should last for beyond its lead time.
CYCLE_DAYS = 7.0


@dataclass(frozen=True)
class ItemDemand:
    """``days``: expected pieces of the next days, the first being what is left of today; ``day_spread``,
    ``week_spread``: of count_spread.py."""

    days: np.ndarray
    day_spread: float
    week_spread: float

    def over(self, days: float) -> tuple[np.ndarray, np.ndarray]:
        """Mean and spread of the demand of so many days; beyond what is forecast, days are as the last week was."""
        known = len(self.days)
        whole = int(days)
        usual = float(self.days[-7:].mean())
        mean = float(self.days[:whole].sum()) + max(0, whole - known) * usual
        next_day = float(self.days[whole]) if whole < known else usual
        share = min(1.0, max(0.0, (days - 1) / 6))
        spread = (1 - share) * self.day_spread + share * self.week_spread
        return np.array([mean + (days - whole) * next_day]), np.array([spread])

    def at_level(self, days: float, level: float) -> int:
        """Pieces that are enough for so many days at the service level."""
        return int(quantile(level, *self.over(days))[0])


@dataclass(frozen=True)
class Reorder:
    quantity: int
    days_from_now: int


@dataclass(frozen=True)
class Outlook:
    """``expected``, ``high``: demand in the lead time, and what it stays under at the service level; ``risk``: chance that
    it is more than what is there and on its way; ``cover_days``: how long what is on hand lasts, None for beyond a year;
    ``reorder``: None while nothing need be ordered within the next two weeks."""

    expected: float
    high: int
    risk: float
    cover_days: float | None
    reorder: Reorder | None
    state: str


def outlook(stock: Stock, demand: ItemDemand) -> Outlook:
    """What becomes of one item's stock."""
    lead = stock.lead_time_days
    position = stock.on_hand + stock.incoming
    mean, spread = demand.over(lead)
    reorder = _reorder(stock, demand, position)
    risk = float(chance_above(np.array([position]), mean, spread)[0])
    state = "ok"
    if stock.on_hand == 0:
        state = "out"
    elif risk > 1 - stock.service_level:
        state = "at-risk"
    return Outlook(
        expected=round(float(mean[0]), 2),
        high=demand.at_level(lead, stock.service_level),
        risk=round(risk, 4),
        cover_days=_cover(stock.on_hand, demand),
        reorder=reorder,
        state=state,
    )


def _reorder(stock: Stock, demand: ItemDemand, position: int) -> Reorder | None:
    for day in range(14):
        needed = demand.at_level(day + stock.lead_time_days + REVIEW_DAYS, stock.service_level)
        if position >= needed:
            continue
        target = demand.at_level(day + stock.lead_time_days + CYCLE_DAYS, stock.service_level)
        packs = max(1, ceil((target - position) / stock.pack_size))
        return Reorder(packs * stock.pack_size, day)
    return None


def _cover(on_hand: int, demand: ItemDemand) -> float | None:
    left = float(on_hand)
    usual = float(demand.days[-7:].mean())
    for day in range(366):
        wanted = float(demand.days[day]) if day < len(demand.days) else usual
        if wanted >= left:
            return round(day + (left / wanted if wanted > 0 else 0.0), 1)
        left -= wanted
    return None
