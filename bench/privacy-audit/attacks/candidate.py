"""What a stream and the order table say for it that a buyer looked at an item on the day of an order."""

import numpy as np
from evidence import Line, Order, OrderTable, Stream

NAMES = (
    "lines naming it", "hours to the order", "minutes to the order", "lines in the order's hour",
    "its group's purchases are the order's", "its group's purchases are the household's",
    "its path's or group's others were bought before", "how rare those are", "they are of the order's categories",
    "its segment has the order's purchases",
    "looked at only", "removed", "bought before", "category bought", "popularity",
)  # fmt: skip
#: Those of the last three features need no stream.
WITHOUT_STREAM = slice(len(NAMES) - 3, None)


class Evidence:
    """Of one stream; remembers what it has worked out of a group of lines, which many candidates share."""

    def __init__(self, stream: Stream, table: OrderTable):
        self._stream = stream
        self._table = table
        self._of_group: dict[tuple[str, int, str], tuple[float, ...]] = {}
        self._of_segment: dict[tuple[str, int, int], float] = {}

    def of(self, order: Order, item: str) -> list[float]:
        table = self._table
        lines = self._stream.naming.get((order.day, item), [])
        hours = [abs(line.hour - order.hour) for line in lines if line.hour is not None]
        minutes = [abs(line.time - order.minute) for line in lines if line.time is not None]
        together = [self._together(order, item, line) for line in lines]
        return [
            len(lines),
            min(hours, default=np.nan),
            min(minutes, default=np.nan),
            sum(hour == 0 for hour in hours),
            *(map(max, zip(*together)) if together else [0.0] * 5),
            max((self._segment(order, line) for line in lines), default=0.0),
            sum(line.type == "view_item" for line in lines),
            sum(line.type == "remove_from_cart" for line in lines),
            min(8, table.bought_before(order, item)),
            np.log1p(table.categories_bought[order.household][table.category[item]]),
            table.popularity(item),
        ]

    def _segment(self, order: Order, line: Line) -> float:
        if line.segment is None:
            return 0.0
        key = (order.household, order.minute, line.segment)
        if key not in self._of_segment:
            purchases = self._stream.purchases_of_segment.get(line.segment)
            self._of_segment[key] = len(order.items & purchases) / len(order.items) if purchases else 0.0
        return self._of_segment[key]

    def _together(self, order: Order, item: str, line: Line) -> tuple[float, ...]:
        """What the items beside it, in its path or its group, have to do with the order and the household's others."""
        if line.group is None:
            return (0.0, 0.0, *(self._others(order, [other for other in line.items if other != item])))
        key = (order.household, order.minute, line.group)
        if key not in self._of_group:
            others = sorted(self._stream.items_of_group[line.group])
            self._of_group[key] = (*self._purchases(order, line.group), *self._others(order, others))
        return self._of_group[key]

    def _purchases(self, order: Order, group: str) -> tuple[float, float]:
        purchases = self._stream.purchases_of_group.get(group)
        if not purchases:
            return 0.0, 0.0
        share = len(purchases & self._table.ever_bought(order)) / len(purchases)
        return len(order.items & purchases) / len(order.items | purchases), share

    def _others(self, order: Order, others: list[str]) -> tuple[float, float, float]:
        if not others:
            return 0.0, 0.0, 0.0
        table = self._table
        known = [other for other in others if table.bought_before(order, other) > 0]
        basket = {table.category[bought] for bought in order.items}
        same = sum(table.category[other] in basket for other in others)
        return len(known) / len(others), sum(table.rarity(other) for other in known), same / len(others)
