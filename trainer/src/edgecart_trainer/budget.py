"""How the bytes of a model are spent: on bits of the item vectors, and on neighbours in the item graph."""

from dataclasses import dataclass

import numpy as np

from .codebook import KNOWN

# Encoder, personas and golden examples without their ids.
FIXED_BYTES = 30_000
# In the golden examples.
GOLDEN_IDS = 400
MOST_NEIGHBOURS = 40
LEAST_NEIGHBOURS = 1
# With so many neighbours there is nothing to gain by vectors of fewer bits.
ENOUGH_NEIGHBOURS = 8
# Of a value of an item's vector: rounded for itself, or, below 4, several at once by a codebook.
BITS = (8, 4, 2, 1)


@dataclass(frozen=True)
class Layout:
    """``bits``: of a value of an item's vector, one of BITS; ``neighbours``: of each item in the graph."""

    bits: int
    neighbours: int

    def bytes_an_item(self, dimensions: int, items: int) -> int:
        """Of ``items`` in all; without id and category. A row of the graph needs two or four bytes, and one for the weight."""
        return 1 + dimensions * self.bits // 8 + self.neighbours * (3 if items <= 65_535 else 5)


def fixed_bytes(items: list[str]) -> int:
    """At most so many do not grow with the number of items."""
    return FIXED_BYTES + GOLDEN_IDS * max(len(item.encode()) for item in items)


def codebook_bytes(bits: int, dimensions: int) -> int:
    return KNOWN * dimensions if bits < 4 else 0


def possible_bits(dimensions: int) -> list[int]:
    """Those that fill whole bytes."""
    return [bits for bits in BITS if dimensions * bits % 8 == 0]


@dataclass(frozen=True)
class Budget:
    """``most_bytes``: of ``model.safetensors`` and ``manifest.json`` together; ``kept``: tensors of no choice."""

    most_bytes: int
    items: list[str]
    kept: dict[str, np.ndarray]

    def layouts(self, dimensions: int) -> list[Layout]:
        """What fits: for 8 and for 4 bits the most neighbours, and for fewer where 4 bits leave few. Where nothing fits, the
        smallest that there is."""
        size = len(self.items)
        ids = sum(len(item.encode()) + 3 for item in self.items)
        left = self.most_bytes - fixed_bytes(self.items) - ids - sum(tensor.nbytes for tensor in self.kept.values())
        neighbour = Layout(0, 1).bytes_an_item(dimensions, size) - Layout(0, 0).bytes_an_item(dimensions, size)
        found: list[Layout] = []
        for bits in possible_bits(dimensions):
            if bits < 4 and any(layout.neighbours >= ENOUGH_NEIGHBOURS for layout in found):
                break
            spent = Layout(bits, 0).bytes_an_item(dimensions, size)
            neighbours = int(((left - codebook_bytes(bits, dimensions)) / size - spent) // neighbour)
            if neighbours >= LEAST_NEIGHBOURS:
                found.append(Layout(bits, min(MOST_NEIGHBOURS, neighbours)))
        return found or [Layout(possible_bits(dimensions)[-1], LEAST_NEIGHBOURS)]
