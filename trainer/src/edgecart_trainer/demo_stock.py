"""A stock file for the demo: made up, by seed, about as much of some best sellers as lasts from no time to three weeks."""

import numpy as np
import pandas as pd

from .completejourney import TEST_WEEKS, Grocer

ITEMS = 60
PACKS = (1, 6, 12, 24)


def demo_stock(grocer: Grocer, catalogue_items: list[str], seed: int) -> str:
    """CSV as stock_file.py reads it."""
    weeks = grocer.lines[grocer.lines.week.isin(TEST_WEEKS)]
    weekly = weeks.groupby("item").quantity.sum().reindex(catalogue_items, fill_value=0) / len(TEST_WEEKS)
    random = np.random.default_rng(seed)
    chosen = np.sort(random.choice(min(len(catalogue_items), 4 * ITEMS), min(ITEMS, len(catalogue_items)), replace=False))
    rows = []
    for at in chosen:
        weeks_left = float(random.choice([0.0, 0.3, 1.0, 2.0, 3.0]))
        rows.append(
            {
                "item": catalogue_items[at],
                "on_hand": round(float(weekly.iloc[at]) * weeks_left),
                "lead_time_days": int(random.integers(2, 8)),
                "service_level": float(random.choice([0.9, 0.95, 0.98])),
                "pack_size": int(random.choice(PACKS)),
                "incoming": 0,
            }
        )
    return pd.DataFrame(rows).to_csv(index=False, lineterminator="\n")
