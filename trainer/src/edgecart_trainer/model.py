"""The model as its file holds it: rounded tensors, and the few numbers of the manifest that scoring needs."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from .personas import Persona
from .quantise import dequantise

ENCODER_TENSORS = [
    "encoder.position", "encoder.event_type", "encoder.age", "encoder.cart", "encoder.query", "encoder.key",
    "encoder.value", "encoder.output", "encoder.inner", "encoder.inner_bias", "encoder.outer", "encoder.outer_bias",
    "encoder.pool",
]  # fmt: skip


@dataclass(frozen=True)
class Blend:
    """How the three parts of a score are weighed (docs/model-format.md)."""

    temperature: float
    graph: float
    popularity: float


@dataclass(frozen=True)
class Model:
    """``tensors``: those of docs/model-format.md, by name, with their types and shapes."""

    items: list[str]
    categories: list[str]
    personas: list[Persona]
    tensors: dict[str, np.ndarray]
    blend: Blend

    @cached_property
    def vectors(self) -> np.ndarray:
        """[N, d] float64 item vectors as a reader of the file has them."""
        return dequantise(self.tensors["item_vectors"], self.tensors["item_scales"]).astype(np.float64)

    @cached_property
    def graph(self) -> sparse.csr_matrix:
        """[N, N] float64 graph weights as a reader of the file has them."""
        weights = dequantise(self.tensors["graph_weights"], self.tensors["graph_scales"]).astype(np.float64)
        neighbours = self.tensors["graph_items"].astype(np.int64)
        rows = np.repeat(np.arange(len(neighbours)), neighbours.shape[1])
        size = (len(self.items), len(self.items))
        matrix = sparse.csr_matrix((weights.ravel(), (rows, neighbours.ravel())), shape=size)
        matrix.eliminate_zeros()
        return matrix

    def with_blend(self, blend: Blend) -> "Model":
        return replace(self, blend=blend)
