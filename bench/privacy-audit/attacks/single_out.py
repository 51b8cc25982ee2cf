"""Claims about single households that their orders do not hold: "on this day she looked at this and did not buy it".

The candidates are all items that the day's stream names, for each order of the day, at the true prior. The attacker
learns on a third of the days, calibrates on another (isotonic regression), and claims on the last what comes out at 95 %
and more; each third is claimed on once.
"""

from dataclasses import dataclass

import numpy as np
from candidate import Evidence
from evidence import OrderTable, Stream
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression

CONFIDENCE = 0.95
PARTS = 3
#: Of the day's candidates for an order that are not true, so many are learned from; they count for the rest.
NEGATIVES = 40


@dataclass(frozen=True)
class SingledOut:
    """``households``: about whom a claim was made that is true; ``shoppers``: who ordered on the days asked about."""

    households: int
    shoppers: int
    claims: int
    true_claims: int


def single_out(
    table: OrderTable, stream: Stream, looked: dict[tuple[str, str], set[str]], days: list[str], seed: int
) -> SingledOut:
    random = np.random.default_rng(seed)
    evidence = Evidence(stream, table)
    named: dict[str, list[str]] = {day: [] for day in days}
    for day, item in stream.naming:
        if day in named:
            named[day].append(item)
    features, truth, weights, days_of, households = [], [], [], [], []
    for place, day in enumerate(days):
        for order in table.by_day[day]:
            own = looked.get((order.household, day), set())
            others = sorted(set(named[day]) - own - table.bought_on[order.household, day])
            true = sorted(own & set(named[day]))
            few = [others[at] for at in random.permutation(len(others))[:NEGATIVES]]
            # What she bought at other times is most easily mistaken for what she looked at: all of it is asked about.
            likely = [item for item in others if table.bought_before(order, item) > 0]
            rest = [item for item in few if item not in set(likely)]
            left = len(others) - len(likely)
            for item in (*true, *likely, *rest):
                features.append(evidence.of(order, item))
                truth.append(item in own)
                weights.append(1.0 if item in own or item in set(likely) else left / max(1, len(rest)))
                days_of.append(place)
                households.append(order.household)
    x = np.nan_to_num(np.array(features, float), nan=-1.0)
    y, weight, part = np.array(truth), np.array(weights), np.array(days_of) % PARTS
    claimed = np.zeros(len(y), bool)
    for own in range(PARTS):
        learn, calibrate, claim = (part == (own + step) % PARTS for step in (1, 2, 0))
        model = HistGradientBoostingClassifier(
            max_iter=80, learning_rate=0.1, max_leaf_nodes=16, min_samples_leaf=20, random_state=seed
        )
        model.fit(x[learn], y[learn], sample_weight=weight[learn])
        calibrated = IsotonicRegression(out_of_bounds="clip")
        calibrated.fit(model.predict_proba(x[calibrate])[:, 1], y[calibrate], weight[calibrate])
        claimed[claim] = calibrated.predict(model.predict_proba(x[claim])[:, 1]) >= CONFIDENCE
    found = {household for household, is_claimed, is_true in zip(households, claimed, y) if is_claimed and is_true}
    return SingledOut(len(found), len(set(households)), int(claimed.sum()), int((claimed & y).sum()))
