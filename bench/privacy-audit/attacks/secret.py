"""Of a known buyer: which of two items did she look at, or take out again, on a day, and not buy on it?

The decoy is of the same category and popularity (buyers in all, lookers on the day), was looked at and not bought on that day by another buyer (who ordered on it
if and only if she did), and has been
bought by her at other times as often (three times and more count as three).
"""

from collections import Counter, defaultdict
from dataclasses import replace

import numpy as np
from candidate import WITHOUT_STREAM, Evidence
from evidence import Order, OrderTable, Stream
from judge import Verdict, tell_apart

Pair = tuple[Order, str, str]


def draw_pairs(table: OrderTable, looked: dict[tuple[str, str], set[str]], most: int, seed: int) -> list[Pair]:
    """(the order nearest in time, said of the day asked about; the item looked at; the decoy). Half of them from days on
    which the buyer ordered, half from others."""
    random = np.random.default_rng(seed)
    by_day: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    lookers: Counter[tuple[str, str]] = Counter()
    for (household, day), items in looked.items():
        for item in sorted(items):
            by_day[day][table.category[item]].append((household, item))
            lookers[day, item] += 1
    pairs: dict[bool, list[Pair]] = {True: [], False: []}
    for (household, day), own in looked.items():
        order = table.nearest(household, day)
        if order is None:
            continue
        on_the_day = order.day == day
        for item in sorted(own):
            usual = min(3, table.bought_before(order, item))
            decoys = [
                decoy
                for other, decoy in by_day[day][table.category[item]]
                if other != household
                and bool(table.bought_on.get((other, day))) == on_the_day
                and decoy not in own
                and decoy not in table.bought_on[household, day]
                and lookers[day, decoy] == lookers[day, item]
                and table.popularity(decoy) == table.popularity(item)
                and min(3, table.bought_before(order, decoy)) == usual
            ]
            if decoys:
                decoys = sorted(set(decoys))
                asked = order if on_the_day else replace(order, day=day)
                pairs[on_the_day].append((asked, item, decoys[random.integers(len(decoys))]))
    few = min(most // 2, *(len(some) for some in pairs.values()))
    return [some[at] for some in pairs.values() for at in np.sort(random.permutation(len(some))[:few])]


def attack_secret(table: OrderTable, stream: Stream, pairs: list[Pair], seed: int) -> Verdict:
    right, wrong, days = _features(table, stream, pairs)
    return tell_apart(right, wrong, days, seed)[0]


def attack_secret_without_stream(table: OrderTable, pairs: list[Pair], seed: int) -> Verdict:
    """What the order table alone tells, which no scheme can help."""
    right, wrong, days = _features(table, Stream([], []), pairs)
    return tell_apart(right[:, WITHOUT_STREAM], wrong[:, WITHOUT_STREAM], days, seed)[0]


def _features(table: OrderTable, stream: Stream, pairs: list[Pair]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    evidence = Evidence(stream, table)
    right = np.array([evidence.of(order, item) for order, item, _ in pairs], float)
    wrong = np.array([evidence.of(order, decoy) for order, _, decoy in pairs], float)
    return right, wrong, np.array([order.day for order, _, _ in pairs])
