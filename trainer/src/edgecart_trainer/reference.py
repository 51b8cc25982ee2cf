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
    scores = likeness(model, sessions)
    gains = (recent(sessions, len(model.items), model.blend.decay) @ model.graph).tocoo()
    if model.blend.graph > 0:
        at = (gains.row, gains.col)
        scores[at] = np.logaddexp(scores[at], np.log(model.blend.graph * gains.data))
    return scores


def likeness(model: Model, sessions: Sessions) -> np.ndarray:
    """[S, N] float64 what the scores are without the graph."""
    blend = model.blend
    scores = represent(model, sessions) @ model.vectors.T / blend.temperature + blend.popularity * model.popularity
    newest, earlier = repeats(sessions)
    for bonus, (session, row) in zip(blend.repeat, (newest, earlier), strict=True):
        scores[session, row] += bonus
    return scores


def repeats(sessions: Sessions) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """Session and row of each newest item, and of each other item of a session."""
    session, column = np.nonzero(sessions.present)
    pairs = np.unique(np.stack([session, sessions.rows[session, column]]), axis=1)
    is_newest = sessions.rows[pairs[0], 0] == pairs[1]
    return (pairs[0, is_newest], pairs[1, is_newest]), (pairs[0, ~is_newest], pairs[1, ~is_newest])


def recent(sessions: Sessions, size: int, decay: float) -> sparse.csr_matrix:
    """[S, size] shares of a session's items in it, the newest weighing most: exp(-p / decay) at the place p."""
    weights = np.where(sessions.present, np.exp(-np.arange(sessions.rows.shape[1]) / decay), 0.0)
    total = weights.sum(axis=1, keepdims=True)
    weights = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    session, _ = np.nonzero(sessions.present)
    entries = (weights[sessions.present], (session, sessions.rows[sessions.present]))
    return sparse.csr_matrix(entries, shape=(len(sessions), size))


def shares(sessions: Sessions, size: int) -> sparse.csr_matrix:
    """[S, size] how many of a session's interactions are with each item, over their number."""
    return recent(sessions, size, np.inf)


def _represent(model: Model, sessions: Sessions) -> np.ndarray:
    tensor = {name: value.astype(np.float64) for name, value in model.tensors.items() if name.startswith("encoder.")}
    present = sessions.present
    x = model.vectors[sessions.rows] * present[:, :, None]
    logits = (
        x @ tensor["encoder.pool"]
        + tensor["encoder.position"][: x.shape[1]]
        + tensor["encoder.event_type"][sessions.types]
        + tensor["encoder.age"][sessions.ages]
        + tensor["encoder.cart"][sessions.carts]
    )
    alpha = _softmax(np.where(present, logits, -np.inf))
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
