"""What the attacker holds: the order table, the catalogue, and one stream; and, to mark the answers, the truth."""

import json
from collections import Counter, defaultdict
from collections.abc import KeysView
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

MINUTES_A_DAY = 1_440


def read_lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def day_of(minute: int) -> str:
    return str(np.datetime64(minute, "m").astype("datetime64[D]"))


@dataclass(frozen=True)
class Order:
    household: str
    minute: int
    day: str
    items: frozenset[str]

    @property
    def hour(self) -> int:
        return self.minute % MINUTES_A_DAY // 60


@dataclass
class OrderTable:
    """The shop's orders, of the period that is attacked and of all other times."""

    category: dict[str, str]
    orders: list[Order]
    by_day: dict[str, list[Order]] = field(default_factory=lambda: defaultdict(list))
    by_household: dict[str, list[Order]] = field(default_factory=lambda: defaultdict(list))
    times_bought: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    buyers: Counter[str] = field(default_factory=Counter)
    categories_bought: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    bought_on: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        for order in self.orders:
            self.by_day[order.day].append(order)
            self.by_household[order.household].append(order)
            self.bought_on[order.household, order.day] |= order.items
            for item in order.items:
                self.times_bought[order.household][item] += 1
                self.categories_bought[order.household][self.category[item]] += 1
        for bought in self.times_bought.values():
            self.buyers.update(bought.keys())

    def nearest(self, household: str, day: str) -> Order | None:
        """The household's order that is nearest in time to a day's noon."""
        noon = int(np.datetime64(day, "m").astype("int64")) + MINUTES_A_DAY // 2
        return min(self.by_household[household], key=lambda order: abs(order.minute - noon), default=None)

    def popularity(self, item: str) -> int:
        return int(np.log2(1 + self.buyers[item]))

    def bought_before(self, order: Order, item: str) -> int:
        """How often the household bought an item in its other orders, before or after."""
        return self.times_bought[order.household][item] - (item in order.items)

    def ever_bought(self, order: Order) -> KeysView[str]:
        return self.times_bought[order.household].keys()

    def rarity(self, item: str) -> float:
        return float(np.log(len(self.times_bought) / max(1, self.buyers[item])))


def read_orders(folder: Path) -> OrderTable:
    catalogue = json.loads((folder / "catalogue.json").read_text("utf-8"))
    rows = read_lines(folder / "orders.jsonl")
    orders = [Order(r["household"], r["minute"], day_of(r["minute"]), frozenset(r["items"])) for r in rows]
    return OrderTable({item["item_id"]: item["item_category"] for item in catalogue}, orders)


@dataclass(frozen=True)
class Line:
    """One line of a stream. ``place``: its number; ``hour``, ``time`` (minutes), ``segment``, ``group``: None where it has none."""

    place: int
    type: str
    items: tuple[str, ...]
    day: str
    hour: int | None
    time: float | None
    segment: int | None
    group: str | None
    order: int | None
    slot: int | None
    bought: bool


@dataclass
class Stream:
    """``owners``: of each line, only to train and to mark. ``naming``: lines that may tell of what was not bought."""

    lines: list[Line]
    owners: list[str]
    naming: dict[tuple[str, str], list[Line]] = field(default_factory=lambda: defaultdict(list))
    items_of_group: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    purchases_of_group: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    purchases_of_segment: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        for line in self.lines:
            if line.group is not None:
                self.items_of_group[line.group].update(line.items)
            if line.bought:
                if line.group is not None:
                    self.purchases_of_group[line.group].update(line.items)
                if line.segment is not None:
                    self.purchases_of_segment[line.segment].update(line.items)
            else:
                for item in line.items:
                    self.naming[line.day, item].append(line)


def read_stream(path: Path) -> Stream:
    lines, owners = [], []
    for place, marked in enumerate(read_lines(path)):
        given = marked["line"]
        hour = given.get("hour")
        time = given.get("timeMs")
        lines.append(
            Line(
                place,
                given["type"],
                tuple(given["items"]),
                given["day"],
                None if hour is None else int(hour[11:13]),
                None if time is None else time / 60_000,
                given.get("segment"),
                given.get("group"),
                given.get("order"),
                given.get("slot"),
                given["type"] == "purchase" or given.get("bought", False),
            )
        )
        owners.append(marked["household"])
    return Stream(lines, owners)


LOOKED = ("view_item", "add_to_cart", "remove_from_cart")


def looked_at(truth: Stream, table: OrderTable) -> dict[tuple[str, str], set[str]]:
    """By household and day: what was looked at or taken out again and not bought that day. ``truth``: the pseudonymous stream."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for line, household in zip(truth.lines, truth.owners):
        if line.type in LOOKED:
            found[household, line.day].update(set(line.items) - table.bought_on[household, line.day])
    return found
