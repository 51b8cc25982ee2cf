"""Rounds matrices to 8 or 4 bits, and back. No scales are kept: what a row's length or sum is, says how to scale it."""

import numpy as np

LARGEST = {8: 127, 4: 7}
# Steps of the scale that are tried for 4 bits: cutting off the largest values leaves finer steps for all others.
_CUTS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)


def quantise_directions(matrix: np.ndarray, bits: int = 8) -> np.ndarray:
    """int8 values of rows of length 1: in [-127, 127], or for 4 bits in [-7, 7].

    A reader scales each row to length 1 again, so that what is lost is a little of its direction.
    """
    largest = np.abs(matrix).max(axis=1, initial=0.0, keepdims=True)
    largest = np.where(largest > 0, largest, 1.0)
    best = np.zeros(matrix.shape, np.int8)
    best_cosine = np.full(len(matrix), -np.inf)
    for cut in _CUTS if bits == 4 else (1.0,):
        steps = matrix * (LARGEST[bits] / (cut * largest))
        values = np.clip(np.rint(steps), -LARGEST[bits], LARGEST[bits])
        length = np.maximum(np.linalg.norm(values, axis=1), 1e-12)
        cosine = (values * matrix).sum(axis=1) / length
        better = cosine > best_cosine
        best[better], best_cosine[better] = values[better].astype(np.int8), cosine[better]
    return best


def directions(values: np.ndarray) -> np.ndarray:
    """[rows, columns] float64 rows of length 1; rows of zeros stay."""
    length = np.linalg.norm(values.astype(np.float64), axis=1, keepdims=True)
    # As the readers hold it.
    scale = np.divide(1.0, length, out=np.zeros_like(length), where=length > 0).astype(np.float32)
    return values.astype(np.float64) * scale


def pack_nibbles(values: np.ndarray) -> np.ndarray:
    """uint8 [rows, columns / 2] of values in [-7, 7]: two in a byte, plus 8, the first in the lower half."""
    raised = (values + 8).astype(np.uint8)
    return raised[:, 0::2] | (raised[:, 1::2] << 4)


def unpack_nibbles(packed: np.ndarray) -> np.ndarray:
    """int8 [rows, 2 * columns]."""
    values = np.empty((packed.shape[0], 2 * packed.shape[1]), np.int8)
    values[:, 0::2] = (packed & 15).astype(np.int8) - 8
    values[:, 1::2] = (packed >> 4).astype(np.int8) - 8
    return values


def quantise_shares(matrix: np.ndarray) -> np.ndarray:
    """uint8 values of a matrix without negative numbers; a row's values stand in the relations of its own."""
    largest = matrix.max(axis=1, initial=0.0, keepdims=True)
    return np.clip(np.rint(matrix * (255.0 / np.where(largest > 0, largest, 1.0))), 0, 255).astype(np.uint8)


def shares(values: np.ndarray) -> np.ndarray:
    """[rows, columns] float64 rows that sum to 1; rows of zeros stay."""
    total = values.sum(axis=1, dtype=np.float64, keepdims=True)
    return np.divide(values, total, out=np.zeros(values.shape), where=total > 0)


def quantise_popularity(popularity: np.ndarray) -> np.ndarray:
    """uint8 [N] of values in [0, 1]."""
    return np.clip(np.rint(popularity * 255.0), 0, 255).astype(np.uint8)
