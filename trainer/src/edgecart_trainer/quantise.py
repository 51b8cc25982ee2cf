"""Rounds matrices to 8 bits with one scale per row, and back."""

import numpy as np


def quantise_directions(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """int8 values and float32 scales [rows] of rows of length 1.

    The scale is chosen after rounding so that each row has length 1 again: what is lost is a little of its direction.
    """
    largest = np.abs(matrix).max(axis=1, initial=0.0, keepdims=True)
    steps = matrix * (127.0 / np.where(largest > 0, largest, 1.0))
    values = np.clip(np.rint(steps), -127, 127).astype(np.int8)
    lengths = np.linalg.norm(values.astype(np.float64), axis=1)
    return values, np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0).astype(np.float32)


def quantise_unsigned(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """uint8 values and float32 scales [rows] of a matrix without negative numbers."""
    largest = matrix.max(axis=1, initial=0.0)
    scales = (largest / 255.0).astype(np.float32)
    safe = np.where(scales > 0, scales, 1.0)
    return np.clip(np.rint(matrix / safe[:, None]), 0, 255).astype(np.uint8), scales


def dequantise(values: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """float32 [rows, columns]."""
    return (values.astype(np.float32) * scales[:, None].astype(np.float32)).astype(np.float32)
