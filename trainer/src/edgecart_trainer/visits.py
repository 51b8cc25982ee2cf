"""Visits: what one basket or one path holds, as flat arrays that numpy can work on without a loop."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

# The columns of a frame of paths, as the readers give it and `clean` hands it on: one row per basket or path.
PATH_COLUMNS = ["id", "items", "day", "bought", "ordered", "part", "weight"]
PARTS = ("train", "validation", "test")

UNKNOWN = -1


@dataclass(frozen=True)
class Visits:
    """V visits. Visit v holds ``rows[starts[v]:starts[v + 1]]``: rows of the model's items, or -1 for an unknown item.

    ``ordered``: [V] whether the items stand in order of time; ``bought``: [V] whether they were bought;
    ``weights``: [V] how much each counts, 1 for the newest.
    """

    rows: np.ndarray
    starts: np.ndarray
    ordered: np.ndarray
    bought: np.ndarray
    weights: np.ndarray

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def sizes(self) -> np.ndarray:
        return np.diff(self.starts)

    @property
    def owners(self) -> np.ndarray:
        """The visit that each element of ``rows`` belongs to."""
        return np.repeat(np.arange(len(self)), self.sizes)

    def pick(self, chosen: np.ndarray) -> "Visits":
        """The visits where ``chosen`` ([V] bool) holds, or those at the given places."""
        places = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        sizes = self.sizes[places]
        starts = np.concatenate([[0], np.cumsum(sizes)])
        elements = np.arange(starts[-1]) + np.repeat(self.starts[places] - starts[:-1], sizes)
        return Visits(self.rows[elements], starts, self.ordered[places], self.bought[places], self.weights[places])

    def backwards(self, weight: float) -> "Visits":
        """Each visit from its last item to its first, counting ``weight`` times as much."""
        places = np.arange(len(self.rows))
        turned = np.repeat(self.starts[:-1] + self.starts[1:] - 1, self.sizes) - places
        return Visits(self.rows[turned], self.starts, self.ordered, self.bought, self.weights * weight)


def to_visits(paths: pd.DataFrame, items: list[str]) -> Visits:
    """The frame's paths with each item as its row in ``items``."""
    row_of = pd.Series(np.arange(len(items), dtype=np.int32), index=items)
    flat = [item for path in paths["items"] for item in path]
    rows = row_of.reindex(flat).fillna(UNKNOWN).to_numpy(dtype=np.int32) if flat else np.zeros(0, np.int32)
    sizes = paths["items"].map(len).to_numpy(dtype=np.int64) if len(paths) else np.zeros(0, np.int64)
    return Visits(
        rows=rows,
        starts=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        ordered=paths["ordered"].to_numpy(dtype=bool),
        bought=paths["bought"].to_numpy(dtype=bool),
        weights=paths["weight"].to_numpy(dtype=np.float64),
    )


def without_unknown(visits: Visits) -> Visits:
    """The visits without their unknown items."""
    known = visits.rows != UNKNOWN
    sizes = np.bincount(visits.owners[known], minlength=len(visits))
    starts = np.concatenate([[0], np.cumsum(sizes)])
    return Visits(visits.rows[known], starts, visits.ordered, visits.bought, visits.weights)


def joined(first: Visits, second: Visits) -> Visits:
    """The visits of both, one after the other."""
    return Visits(
        np.concatenate([first.rows, second.rows]),
        np.concatenate([first.starts, first.starts[-1] + second.starts[1:]]),
        *(
            np.concatenate([getattr(first, name), getattr(second, name)])
            for name in ("ordered", "bought", "weights")
        ),
    )
