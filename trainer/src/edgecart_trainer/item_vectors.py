"""Item vectors as the tensors of the model's file, and back (docs/model-format.md)."""

import numpy as np

from .codebook import decoded, encoded
from .quantise import directions, pack_nibbles, quantise_directions, unpack_nibbles


def vector_tensors(vectors: np.ndarray, bits: int, weights: np.ndarray) -> dict[str, np.ndarray]:
    """``vectors``: [N, d] of length 1; ``bits``: of a value, see budget.BITS; ``weights``: [N] how much each counts where
    they share a codebook."""
    if bits < 4:
        codes, book = encoded(vectors, 8 // bits, weights)
        return {"item_vectors": codes, "item_codebook": book}
    values = quantise_directions(vectors, bits)
    return {"item_vectors": pack_nibbles(values) if bits == 4 else values}


def vectors_of(tensors: dict[str, np.ndarray]) -> np.ndarray:
    """[N, d] float64 of length 1, as a reader of the file has them."""
    values = tensors["item_vectors"]
    if "item_codebook" in tensors:
        return directions(decoded(values, tensors["item_codebook"]))
    return directions(unpack_nibbles(values) if values.dtype == np.uint8 else values)
