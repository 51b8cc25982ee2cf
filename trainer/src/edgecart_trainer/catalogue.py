"""Builds the demo's catalogue from the grocer's products: readable names, invented brands, shelf prices."""

from collections import defaultdict
from typing import Any

import numpy as np
import pandas as pd

from .brand_names import HOUSE_BRAND, NO_MAKER, brand_names
from .completejourney import TRAIN_WEEKS, Grocer
from .product_names import product_name
from .product_size import readable_size

SENSITIVE_AISLES = ["Health & personal care"]
_LOOSE_DEPARTMENTS = {"PRODUCE", "TRAVEL & LEISURE", "SALAD BAR"}
_OUT_OF_STOCK = 8


def build_catalogue(grocer: Grocer, size: int, seed: int) -> dict[str, Any]:
    """The ``Catalogue`` of packages/protocol/src/model.ts: ``size`` best sellers, the most sold first.

    Sales and prices are counted on the training weeks only, so that nothing of the last weeks is in them.
    """
    past = grocer.lines[grocer.lines.week.isin(TRAIN_WEEKS)]
    sellers = _best_sellers(past, grocer.products, size)
    prices = _shelf_prices(past)
    brands = brand_names(sellers.manufacturer[~sellers.own_brand])
    items = [_item(product, prices[product.item], brands) for product in sellers.itertuples()]
    _tell_apart(items)
    for place in _missing_from_shelf(len(items), seed):
        items[place]["in_stock"] = False
    aisles = {item["item_category"] for item in items}
    return {"items": items, "sensitive_categories": [aisle for aisle in SENSITIVE_AISLES if aisle in aisles]}


def _best_sellers(past: pd.DataFrame, products: pd.DataFrame, size: int) -> pd.DataFrame:
    named = [product_name(c, t) is not None for c, t in zip(products.category, products.type, strict=True)]
    sales = past.groupby("item").basket.nunique().rename("baskets")
    ranked = products[named].merge(sales, left_on="item", right_index=True)
    ranked = ranked.assign(number=ranked.item.astype("int64")).sort_values(
        ["baskets", "number"], ascending=[False, True]
    )
    return ranked.head(size)


def _shelf_prices(past: pd.DataFrame) -> dict[str, float]:
    """Median price of one unit before discounts; the retailer's discounts are part of the line, its size is not."""
    unit = past.shelf_value / past.quantity
    return unit.groupby(past.item).median().round(2).clip(lower=0.01).to_dict()


def _item(product: Any, price: float, brands: dict[int, str]) -> dict[str, Any]:
    named = product_name(product.category, product.type)
    if named is None:
        raise ValueError(f"product {product.item} has no name; only named products can be in the catalogue")
    size = readable_size(product.size, loose=product.department in _LOOSE_DEPARTMENTS)
    item: dict[str, Any] = {
        "item_id": product.item,
        "item_name": f"{named.name}, {size}" if size else named.name,
        "price": round(float(price), 2),
        "item_category": named.aisle,
        "item_category2": named.category,
    }
    if product.own_brand:
        item["item_brand"] = HOUSE_BRAND
    elif product.manufacturer != NO_MAKER:
        item["item_brand"] = brands[product.manufacturer]
    return item


def _tell_apart(items: list[dict[str, Any]]) -> None:
    """Numbers the items that share name and brand: the data does not say flavour or cut, and we don't make one up."""
    seen: dict[tuple[str, str], int] = defaultdict(int)
    for item in items:
        key = (item["item_name"], item.get("item_brand", ""))
        seen[key] += 1
        if seen[key] > 1:
            head, comma, tail = item["item_name"].partition(", ")
            item["item_name"] = f"{head} No. {seen[key]}{comma}{tail}"


def _missing_from_shelf(size: int, seed: int) -> list[int]:
    first = min(40, size // 4)
    last = min(800, size)
    count = min(_OUT_OF_STOCK, max(0, last - first))
    return sorted(np.random.default_rng(seed).choice(np.arange(first, last), size=count, replace=False).tolist())
