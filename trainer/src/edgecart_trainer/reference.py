"""The model's function in plain numpy, as docs/model-format.md writes it.

It is what the golden examples and the figures come from, so they describe the rounded file and not the model that
Keras held; a test compares the two.
"""

import numpy as np
from scipy import sparse

from .interactions import Sessions
from .model import Model

_BATCH = 512


def represent(model: Model, sessions: Sessions) -> np.ndarray:
    """[S, d] float64 session vectors of length 1; zeros for a session without items."""
    parts = [_represent(model, _slice(sessions, at)) for at in range(0, len(sessions), _BATCH)]
    return np.concatenate(parts) if parts else np.zeros((0, model.vectors.shape[1]))


def score(model: Model, sessions: Sessions) -> np.ndarray:
    """[S, N] float64 scores of the whole catalogue."""
    blend = model.blend
    likeness = represent(model, sessions) @ model.vectors.T / blend.temperature
    neighbours = (shares(sessions, len(model.items)) @ model.graph).toarray()
    return likeness + blend.graph * neighbours + blend.popularity * model.tensors["popularity"].astype(np.float64)


def shares(sessions: Sessions, size: int) -> sparse.csr_matrix:
    """[S, size] how many of a session's interactions are with each item, over their number."""
    count = np.maximum(1, sessions.present.sum(axis=1))
    session, _ = np.nonzero(sessions.present)
    rows = sessions.rows[sessions.present]
    return sparse.csr_matrix((1.0 / count[session], (session, rows)), shape=(len(sessions), size))


def _represent(model: Model, sessions: Sessions) -> np.ndarray:
    tensor = {name: value.astype(np.float64) for name, value in model.tensors.items() if name.startswith("encoder.")}
    present = sessions.present
    hidden_out = np.where(present, 0.0, -np.inf)
    x = model.vectors[sessions.rows] * present[:, :, None]
    h = (
        x
        + tensor["encoder.position"][None, : x.shape[1]]
        + tensor["encoder.event_type"][sessions.types]
        + tensor["encoder.age"][sessions.ages]
        + tensor["encoder.cart"][sessions.carts]
    )
    query, key, value = (h @ tensor[f"encoder.{name}"] for name in ("query", "key", "value"))
    attention = _softmax(query @ key.transpose(0, 2, 1) / np.sqrt(x.shape[2]) + hidden_out[:, None, :])
    u = h + attention @ value @ tensor["encoder.output"]
    inner = np.maximum(0.0, u @ tensor["encoder.inner"] + tensor["encoder.inner_bias"])
    f = u + inner @ tensor["encoder.outer"] + tensor["encoder.outer_bias"]
    alpha = _softmax((f @ tensor["encoder.pool"])[:, :, 0] + hidden_out)
    pooled = (alpha[:, :, None] * x).sum(axis=1)
    length = np.linalg.norm(pooled, axis=1, keepdims=True)
    return np.divide(pooled, length, out=np.zeros_like(pooled), where=length > 0)


def _softmax(logits: np.ndarray) -> np.ndarray:
    """Softmax over the last axis; all zeros where every logit is -inf (a session without items)."""
    largest = logits.max(axis=-1, keepdims=True)
    powers = np.exp(logits - np.where(np.isfinite(largest), largest, 0.0))
    total = powers.sum(axis=-1, keepdims=True)
    return np.divide(powers, total, out=np.zeros_like(powers), where=total > 0)


def _slice(sessions: Sessions, at: int) -> Sessions:
    return Sessions(**{name: value[at : at + _BATCH] for name, value in sessions.inputs().items()})
