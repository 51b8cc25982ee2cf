"""Reads a shop's ``catalogue.json`` (schema: packages/protocol/src/model.ts)."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from .content import words_of


class CatalogueError(Exception):
    """The catalogue can't be read; the message says where and why."""


@dataclass(frozen=True)
class ShopCatalogue:
    """``items``: ids in the catalogue's order; ``categories``: the category of each of them; ``names``: by id, where there
    is one; ``descriptions``: of each item, see content.py."""

    items: list[str]
    categories: list[str]
    names: dict[str, str] = field(default_factory=dict)
    descriptions: list[tuple[str, ...]] = field(default_factory=list)


def read_catalogue(path: Path) -> ShopCatalogue:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CatalogueError(f"{path}: can't be read ({error.strerror})") from error
    except ValueError as error:
        raise CatalogueError(f"{path}: is not JSON ({error})") from error
    listed = content.get("items") if isinstance(content, dict) else None
    if not isinstance(listed, list):
        raise CatalogueError(f'{path}: must be an object with a list "items"')
    category_of: dict[str, str] = {}
    names: dict[str, str] = {}
    described: dict[str, tuple[str, ...]] = {}
    for place, item in enumerate(listed):
        if not isinstance(item, dict) or not isinstance(item.get("item_id"), str) or item["item_id"] == "":
            raise CatalogueError(f"{path}: /items/{place} has no item_id")
        if not isinstance(item.get("item_category"), str):
            raise CatalogueError(f"{path}: /items/{place} has no item_category; give one to each item, the same to all where the shop has none")
        category_of.setdefault(item["item_id"], item["item_category"])
        if isinstance(item.get("item_name"), str):
            names.setdefault(item["item_id"], item["item_name"])
        described.setdefault(item["item_id"], words_of(item))
    return ShopCatalogue(list(category_of), list(category_of.values()), names, list(described.values()))
