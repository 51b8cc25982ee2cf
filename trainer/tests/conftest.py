"""A small shop: 60 items in 6 groups, whose shoppers mostly buy within a group."""

import json
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from edgecart_trainer.read_log import MAGIC
from edgecart_trainer.visits import PATH_COLUMNS

GROUPS, PER_GROUP = 6, 10
ITEMS = [f"item-{number}" for number in range(GROUPS * PER_GROUP)]


def frame(payload: bytes) -> bytes:
    return struct.pack("<II", len(payload), zlib.crc32(payload)) + payload


def segment(records: list[dict[str, Any]]) -> bytes:
    return MAGIC + b"".join(frame(json.dumps(record).encode()) for record in records)


def path_record(number: int, items: list[str], day: str = "2026-11-20", bought: bool = True) -> dict[str, Any]:
    return {"id": f"{number:032x}", "kind": "path", "items": items, "day": day, "bought": bought}


def count_record(number: int, item: str, kind: str = "add_to_cart", hour: str = "2026-11-20T09") -> dict[str, Any]:
    return {"id": f"{number:032x}", "kind": "count", "type": kind, "item": item, "hour": hour}


def paths_frame(paths: list[list[str]], **columns: Any) -> pd.DataFrame:
    usual = {"day": "2026-11-20", "bought": True, "ordered": False, "part": "train", "weight": 1.0, **columns}
    table = pd.DataFrame({"id": [f"path {number}" for number in range(len(paths))], "items": paths, **usual})
    return table[PATH_COLUMNS]


def shop_records(count: int, days: int, seed: int) -> list[dict[str, Any]]:
    """Paths of bought items within a group, two wrong ones in ten, over as many days."""
    random = np.random.default_rng(seed)
    records = []
    for number in range(count):
        group = int(random.integers(GROUPS))
        within = [group * PER_GROUP + int(place) for place in random.choice(PER_GROUP, 5, replace=False)]
        rows = [int(random.integers(len(ITEMS))) if random.random() < 0.2 else row for row in within]
        day = f"2026-11-{1 + number * days // count:02d}"
        records.append(path_record(number, [ITEMS[row] for row in rows], day))
    return records


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    items = [
        {"item_id": item, "item_name": item, "price": 1.0, "item_category": f"Group {at // PER_GROUP}"}
        for at, item in enumerate(ITEMS)
    ]
    file = tmp_path / "catalogue.json"
    file.write_text(json.dumps({"items": items}), encoding="utf-8")
    return file


@pytest.fixture
def log(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    counts = [count_record(1_000_000 + number, ITEMS[number % 60]) for number in range(120)]
    (folder / "00000000000000000001.log").write_bytes(segment(shop_records(2600, 12, seed=1)))
    (folder / "00000000000000000002.log").write_bytes(segment(counts) + b"\x05\x00")
    return folder
