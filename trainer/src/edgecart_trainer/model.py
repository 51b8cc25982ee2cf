"""The model as its file holds it: rounded tensors, and the few numbers of the manifest that scoring needs."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from .item_vectors import vectors_of
from .personas import Persona
from .quantise import shares

ENCODER_TENSORS = ["encoder.pool", "encoder.position", "encoder.event_type", "encoder.age", "encoder.cart"]


@dataclass(frozen=True)
class Blend:
    """How the parts of a score are weighed (docs/model-format.md). ``repeat``: for the newest item, for earlier ones."""

    temperature: float
    popularity: float
    graph: float
    decay: float
    repeat: tuple[float, float]


@dataclass(frozen=True)
class Model:
    """``tensors``: those of docs/model-format.md, by name, with their types and shapes; ``exact``: [N, d] the item
    vectors before rounding, to measure what the rounding costs."""

    items: list[str]
    categories: list[str]
    personas: list[Persona]
    tensors: dict[str, np.ndarray]
    blend: Blend
    exact: np.ndarray | None = None

    @cached_property
    def vectors(self) -> np.ndarray:
        """[N, d] float64 item vectors, of length 1, as a reader of the file has them."""
        if self.exact is not None:
            return self.exact
        return vectors_of(self.tensors)

    @property
    def bits(self) -> int:
        """Of a value of an item's vector."""
        return 8 * self.tensors["item_vectors"].shape[1] // self.vectors.shape[1]

    @cached_property
    def popularity(self) -> np.ndarray:
        """[N] float64 in [0, 1] as a reader of the file has it."""
        return self.tensors["popularity"].astype(np.float64) / 255.0

    @cached_property
    def graph(self) -> sparse.csr_matrix:
        """[N, N] float64 graph weights as a reader of the file has them; a row sums to 1, or to 0."""
        weights = shares(self.tensors["graph_weights"])
        neighbours = self.tensors["graph_items"].astype(np.int64)
        rows = np.repeat(np.arange(len(neighbours)), neighbours.shape[1])
        size = (len(self.items), len(self.items))
        matrix = sparse.csr_matrix((weights.ravel(), (rows, neighbours.ravel())), shape=size)
        matrix.eliminate_zeros()
        return matrix

    def with_blend(self, blend: Blend) -> "Model":
        return replace(self, blend=blend)
