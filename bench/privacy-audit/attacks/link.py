"""Which of two lines comes from the same device as a given one?

At least one of the two tells of something that the device's household did not order that day: that two lines of one
order belong together stands in the order table. The decoy comes from another device, on the same day, of the same type,
of the same category, and tells of something that its household did not order either. Counts with counts, paths with
counts and, where there are such, paths with paths are asked for equally often.
"""

from collections import defaultdict

import numpy as np
from evidence import Line, OrderTable, Stream
from judge import Verdict, tell_apart, verdict

Triple = tuple[Line, Line, Line]


def kind(first: Line, second: Line) -> str:
    paths = (first.type == "path") + (second.type == "path")
    return ("count with count", "path with count", "path with path")[paths]


def draw_triples(table: OrderTable, stream: Stream, days: list[str], most: int, seed: int) -> list[Triple]:
    """(a line, one of the same device, one of another)."""
    random = np.random.default_rng(seed)
    wanted = set(days)
    of_device: dict[tuple[str, str], list[Line]] = defaultdict(list)
    alike: dict[tuple[str, str, str], list[tuple[str, Line]]] = defaultdict(list)
    for line, household in zip(stream.lines, stream.owners):
        if line.day not in wanted:
            continue
        of_device[household, line.day].append(line)
        if not set(line.items) <= table.bought_on[household, line.day]:
            alike[line.day, line.type, table.category[line.items[0]]].append((household, line))
    drawn: dict[str, list[Triple]] = defaultdict(list)
    tellings = [(household, line) for same in alike.values() for household, line in same]
    for place in random.permutation(len(tellings)):
        household, second = tellings[place]
        decoys = alike[second.day, second.type, table.category[second.items[0]]]
        decoys = [line for other, line in decoys if other != household and _like(line, second, household, table)]
        own = [line for line in of_device[household, second.day] if line is not second]
        if not decoys or not own:
            continue
        by_kind = defaultdict(list)
        for line in own:
            by_kind[kind(line, second)].append(line)
        for name, lines in by_kind.items():
            if len(drawn[name]) >= most:
                continue
            first = lines[random.integers(len(lines))]
            shared = bool(set(first.items) & set(second.items))
            fair = [line for line in decoys if bool(set(first.items) & set(line.items)) == shared]
            if fair:
                drawn[name].append((first, second, fair[random.integers(len(fair))]))
    return [triple for name in sorted(drawn) for triple in drawn[name]]


def _like(decoy: Line, second: Line, household: str, table: OrderTable) -> bool:
    """As popular, and as usual for the household of the given line: who buys what stands in the order table."""
    one, other = decoy.items[0], second.items[0]
    bought = table.times_bought[household]
    return table.popularity(one) == table.popularity(other) and min(3, bought[one]) == min(3, bought[other])


class Bonds:
    """How strongly the order table ties two items together."""

    def __init__(self, table: OrderTable):
        self._table = table
        self._households: dict[str, set[str]] = defaultdict(set)
        for household, bought in table.times_bought.items():
            for item in bought:
                self._households[item].add(household)
        self._active = {day: {order.household for order in orders} for day, orders in table.by_day.items()}

    def between(self, first: Line, second: Line) -> list[float]:
        ties, present = 0.0, 0.0
        for one in first.items[:8]:
            for other in second.items[:8]:
                both = self._households[one] & self._households[other]
                expected = len(self._households[one]) * len(self._households[other]) / len(self._table.times_bought)
                ties = max(ties, np.log((len(both) + 0.2) / (expected + 0.2)))
                present = max(present, len(both & self._active[first.day]) / (len(both) + 1))
        categories = {self._table.category[item] for item in first.items}
        same_category = np.mean([self._table.category[item] in categories for item in second.items])
        return [ties, present, float(same_category)]


#: What `between` says.
WITHOUT_STREAM = slice(-3, None)


def features(first: Line, second: Line, stream: Stream, bonds: Bonds) -> list[float]:
    def gap(one: float | None, other: float | None) -> float:
        return abs(one - other) if one is not None and other is not None else -1.0

    shared = set(first.items) & set(second.items)
    in_order = first.order is not None and second.order is not None
    return [
        float(first.group is not None and first.group == second.group),
        gap(first.order, second.order) if in_order and first.group == second.group else -1.0,
        float(first.segment is not None and first.segment == second.segment),
        gap(first.time, second.time),
        gap(first.hour, second.hour),
        float(first.hour is not None and first.hour == second.hour),
        len(shared),
        len(shared) / min(len(set(first.items)), len(set(second.items))),
        float(first.slot is not None and first.slot == second.slot),
        min(1_000.0, abs(first.place - second.place)) if first.segment == second.segment is not None else 1_000.0,
        *bonds.between(first, second),
    ]


def attack_link(
    table: OrderTable, stream: Stream, triples: list[Triple], seed: int
) -> tuple[Verdict, dict[str, Verdict], Verdict]:
    """Over all; by kind; and with what the order table alone says of the two."""
    bonds = Bonds(table)
    kinds = np.array([kind(first, second) for first, second, _ in triples])
    days = np.array([first.day for first, _, _ in triples])
    right = np.array([features(first, second, stream, bonds) for first, second, _ in triples])
    wrong = np.array([features(first, decoy, stream, bonds) for first, _, decoy in triples])
    correct = np.zeros(len(triples))
    for name in np.unique(kinds):
        own = kinds == name
        correct[own] = tell_apart(right[own], wrong[own], days[own], seed)[1]
    alone = tell_apart(right[:, WITHOUT_STREAM], wrong[:, WITHOUT_STREAM], days, seed)[0]
    by_kind = {str(name): verdict(correct[kinds == name], days[kinds == name], seed) for name in np.unique(kinds)}
    return verdict(correct, days, seed), by_kind, alone
