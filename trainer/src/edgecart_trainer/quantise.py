"""Rounds matrices to 8 bits with one scale per row, and back."""

import numpy as np


def quantise_signed(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """int8 values and float32 scales [rows]: value × scale is within half a scale of the matrix. Zero rows stay zero."""
    largest = np.abs(matrix).max(axis=1, initial=0.0)
    scales = (largest / 127.0).astype(np.float32)
    safe = np.where(scales > 0, scales, 1.0)
    return np.clip(np.rint(matrix / safe[:, None]), -127, 127).astype(np.int8), scales


def quantise_unsigned(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """uint8 values and float32 scales [rows] of a matrix without negative numbers."""
    largest = matrix.max(axis=1, initial=0.0)
    scales = (largest / 255.0).astype(np.float32)
    safe = np.where(scales > 0, scales, 1.0)
    return np.clip(np.rint(matrix / safe[:, None]), 0, 255).astype(np.uint8), scales


def dequantise(values: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """float32 [rows, columns]."""
    return (values.astype(np.float32) * scales[:, None].astype(np.float32)).astype(np.float32)
