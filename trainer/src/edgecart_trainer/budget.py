"""How the bytes of a model are spent: on bits of the item vectors, and on neighbours in the item graph."""

from dataclasses import dataclass

import numpy as np

# Encoder, golden examples, personas and what else does not grow with the catalogue.
FIXED_BYTES = 60_000
MOST_NEIGHBOURS = 40
LEAST_NEIGHBOURS = 1


@dataclass(frozen=True)
class Layout:
    """``bits``: of a value of an item's vector, 8 or 4; ``neighbours``: of each item in the graph."""

    bits: int
    neighbours: int


@dataclass(frozen=True)
class Budget:
    """``most_bytes``: of ``model.safetensors`` and ``manifest.json`` together; ``kept``: tensors of no choice."""

    most_bytes: int
    items: list[str]
    kept: dict[str, np.ndarray]

    def layouts(self, dimensions: int) -> list[Layout]:
        """What fits: for 8 and for 4 bits the most neighbours. Where nothing fits, the smallest that there is."""
        size = len(self.items)
        ids = sum(len(item.encode()) + 3 for item in self.items)
        left = self.most_bytes - FIXED_BYTES - ids - size - sum(tensor.nbytes for tensor in self.kept.values())
        neighbour = 3 if size <= 65_535 else 5
        found = []
        for bits in (8, 4):
            neighbours = int((left / size - dimensions * bits / 8) // neighbour)
            if neighbours >= LEAST_NEIGHBOURS:
                found.append(Layout(bits, min(MOST_NEIGHBOURS, neighbours)))
        return found or [Layout(4, LEAST_NEIGHBOURS)]
