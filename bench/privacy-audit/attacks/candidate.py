"""What a stream and the order table say for it that a buyer looked at an item on the day of an order."""

import numpy as np
from evidence import Line, Order, OrderTable, Stream

NAMES = (
    "lines naming it", "hours to the order", "minutes to the order", "lines in the order's hour",
    "its group's purchases are the order's", "its group's purchases are the household's", "its segment has the order's purchases",
    "its path's or group's others were bought before", "how rare those are", "they are of the order's categories",
    "looked at only", "removed", "bought before", "category bought", "popularity",
)  # fmt: skip
#: Those of the last three features need no stream.
WITHOUT_STREAM = slice(len(NAMES) - 3, None)


def candidate(order: Order, item: str, stream: Stream, table: OrderTable) -> list[float]:
    lines = stream.naming.get((order.day, item), [])
    mates = [_mates(order, item, line, stream, table) for line in lines]
    hours = [abs(line.hour - order.hour) for line in lines if line.hour is not None]
    minutes = [abs(line.time - order.minute) for line in lines if line.time is not None]
    categories = table.categories_bought[order.household]
    return [
        len(lines),
        min(hours, default=np.nan),
        min(minutes, default=np.nan),
        sum(hour == 0 for hour in hours),
        *np.array([_joined(order, line, stream, table) for line in lines] or [(0.0, 0.0)]).max(axis=0),
        max((_share(order.items, stream.purchases_of_segment.get(line.segment)) for line in lines), default=0.0),
        *(np.array(mates).max(axis=0) if mates else (0.0, 0.0, 0.0)),
        sum(line.type == "view_item" for line in lines),
        sum(line.type == "remove_from_cart" for line in lines),
        min(8, table.bought_before(order, item)),
        np.log1p(categories[table.category[item]]),
        table.popularity(item),
    ]


def _share(items: frozenset[str], purchases: set[str] | None) -> float:
    return len(items & purchases) / len(items) if purchases else 0.0


def _joined(order: Order, line: Line, stream: Stream, table: OrderTable) -> tuple[float, float]:
    purchases = stream.purchases_of_group.get(line.group) if line.group is not None else None
    if not purchases:
        return 0.0, 0.0
    share = len(purchases & table.ever_bought(order)) / len(purchases)
    return len(order.items & purchases) / len(order.items | purchases), share


def _mates(order: Order, item: str, line: Line, stream: Stream, table: OrderTable) -> tuple[float, float, float]:
    named = line.items if line.group is None else stream.items_of_group[line.group]
    others = [other for other in named if other != item]
    if not others or (line.group is None and line.type != "path"):
        return 0.0, 0.0, 0.0
    known = [other for other in others if table.bought_before(order, other) > 0]
    basket = {table.category[bought] for bought in order.items}
    same = sum(table.category[other] in basket for other in others)
    return len(known) / len(others), sum(table.rarity(other) for other in known), same / len(others)
