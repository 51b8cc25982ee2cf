"""What the encoder reads of a session, and how it is turned into numbers (docs/model-format.md)."""

from dataclasses import dataclass

import numpy as np

# The first stands for every type that a reader does not know.
EVENT_TYPES = ["view_item", "select_item", "add_to_cart", "update_cart_quantity", "remove_from_cart", "purchase"]
AGE_BUCKETS = 10
MAX_LENGTH = 20


@dataclass(frozen=True)
class Sessions:
    """S sessions, each newest first in L columns, padded at the end.

    ``rows``: [S, L] int32 rows of the items; ``types``, ``ages``, ``carts``: [S, L] int32; ``present``: [S, L] bool.
    """

    rows: np.ndarray
    types: np.ndarray
    ages: np.ndarray
    carts: np.ndarray
    present: np.ndarray

    def __len__(self) -> int:
        return len(self.rows)

    def inputs(self) -> dict[str, np.ndarray]:
        return {name: getattr(self, name) for name in ("rows", "types", "ages", "carts", "present")}


def age_bucket(minutes: np.ndarray | float) -> np.ndarray:
    """min(A - 1, floor(log2(1 + minutes)))."""
    return np.minimum(AGE_BUCKETS - 1, np.floor(np.log2(1.0 + np.asarray(minutes)))).astype(np.int32)


def cart_sessions(rows: np.ndarray, present: np.ndarray) -> Sessions:
    """Sessions of items that were put into the cart just now, a minute apart. ``rows``, ``present``: [S, L]."""
    return _minutes_apart(rows, present, "add_to_cart", in_cart=1)


def view_sessions(rows: np.ndarray, present: np.ndarray) -> Sessions:
    """Sessions of items that were looked at just now, a minute apart. ``rows``, ``present``: [S, L]."""
    return _minutes_apart(rows, present, "view_item", in_cart=0)


def _minutes_apart(rows: np.ndarray, present: np.ndarray, event: str, in_cart: int) -> Sessions:
    minutes = np.broadcast_to(np.arange(rows.shape[1], dtype=np.float64), rows.shape)
    return Sessions(
        rows=np.where(present, rows, 0).astype(np.int32),
        types=np.full(rows.shape, EVENT_TYPES.index(event), np.int32),
        ages=age_bucket(minutes),
        carts=np.full(rows.shape, in_cart, np.int32),
        present=present,
    )
