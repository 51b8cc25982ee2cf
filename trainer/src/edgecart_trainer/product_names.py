"""Readable product names, categories and aisles, from the table in ``product_names.ini``."""

from configparser import ConfigParser
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class ProductName:
    """What a product is called in the demo, before its size: ``White milk``, ``Milk & creamer``, ``Dairy & eggs``."""

    name: str
    category: str
    aisle: str


_SETTINGS = ("aisle", "name")


@cache
def _table() -> ConfigParser:
    table = ConfigParser(delimiters=("=",), comment_prefixes=("# ",), interpolation=None)
    table.optionxform = str  # product types are upper case, and differ from the two settings by it
    table.read_string(resources.files(__package__).joinpath("product_names.ini").read_text(encoding="utf-8"))
    return table


def product_name(category: str, product_type: str) -> ProductName | None:
    """The name of a product type within a product category of the data, or None when the table leaves it out.

    Left out are fuel, coupons, gift and phone cards, lottery tickets, bookkeeping lines, and what must not be sold
    without asking the age: tobacco, beer, wine and spirits.
    """
    table = _table()
    if product_type in _SETTINGS or not table.has_option(category, product_type):
        return None
    section = table[category]
    return ProductName(name=section[product_type], category=section["name"], aisle=section["aisle"])
