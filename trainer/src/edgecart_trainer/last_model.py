"""The model that a daily training goes on from, and how what it learns stays in that model's space.

Item vectors may be turned together, and the encoder's weights with them, without changing any score. So that what a device
has learned of its shopper keeps its meaning, new vectors are turned to lie as close to the old ones as they can
(orthogonal Procrustes, Schönemann, 1966, https://doi.org/10.1007/BF02289451).
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from .load_model import load_model
from .model import Blend, Model
from .published import PublishError, read_latest

# Below this mean cosine between old and new vectors, they count as another space: what was learned on devices is dropped.
SAME_SPACE = 0.9


@dataclass(frozen=True)
class LastModel:
    """``space``: version of the model that the space began with; ``made``: what it says of how it was made, by name."""

    model: Model
    version: str
    space: str
    made: dict[str, str | float]


    def over(self, items: list[str], dimensions: int) -> "Before":
        """What it knows of ``items``."""
        if self.model.vectors.shape[1] != dimensions:
            raise PublishError(
                f"the model {self.version[:12]} has {self.model.vectors.shape[1]} dimensions, not {dimensions}: give "
                f"--dimensions {self.model.vectors.shape[1]}, or begin anew without --from"
            )
        row_of = {item: row for row, item in enumerate(self.model.items)}
        rows = np.array([row_of.get(item, -1) for item in items])
        tensors = {name: value for name, value in self.model.tensors.items() if name.startswith("encoder.")}
        blend = replace(self.model.blend, popularity=float(self.made["popularity_weight"]))
        return Before(self.model.vectors[np.maximum(rows, 0)], rows >= 0, tensors, blend)


@dataclass(frozen=True)
class Before:
    """What is known before a training. ``vectors``: [N, d] of length 1, of use where ``known`` ([N]); ``tensors``: the
    encoder's, by name; ``blend``: what the encoder's other numbers begin with."""

    vectors: np.ndarray
    known: np.ndarray
    tensors: dict[str, np.ndarray]
    blend: Blend


def read_last_model(path: Path) -> LastModel:
    """``path``: of a model, or of a folder of models, of which the one for everybody is taken."""
    folder = path
    if not (path / "manifest.json").exists():
        latest = read_latest(path)
        if latest is None:
            raise PublishError(f"{path} holds no model to go on from: name a folder with latest.json or manifest.json")
        folder = path / latest.version
    try:
        model = load_model(folder)
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        version = manifest["version"]
        return LastModel(model, version, manifest.get("space", version), manifest["trained_on"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PublishError(f"the model in {folder} can't be read ({error}); go on from another, or begin anew") from error


def start_vectors(before: Before, first: np.ndarray) -> np.ndarray:
    """[N, d] the known vectors; an item that is new begins with its row of ``first``, turned to fit in."""
    return np.where(before.known[:, None], before.vectors, first @ _turn(first, before))


def turned_back(
    before: Before, vectors: np.ndarray, tensors: dict[str, np.ndarray]
) -> tuple[np.ndarray, dict[str, np.ndarray], float]:
    """Vectors and encoder in the space of before, and the mean cosine of what was known with what it is now."""
    turn = _turn(vectors, before)
    turned = vectors @ turn
    pool = (tensors["encoder.pool"].astype(np.float64) @ turn).astype(np.float32)
    cosines = (turned * before.vectors).sum(axis=1)[before.known]
    return turned, {**tensors, "encoder.pool": pool}, float(cosines.mean()) if len(cosines) else 0.0


def _turn(vectors: np.ndarray, before: Before) -> np.ndarray:
    """[d, d] the rotation or reflection that brings ``vectors`` closest to those of before."""
    left, _, right = np.linalg.svd(vectors[before.known].T @ before.vectors[before.known])
    return left @ right
