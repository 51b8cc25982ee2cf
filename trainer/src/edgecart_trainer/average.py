"""One encoder of several runs: the mean of their weights.

Runs that begin with the same vectors and see the same visits end near one another, apart by what chance did to each: the
order of the examples, what was drawn and dropped. Their mean has less of that chance, at the size of one (model soups,
Wortsman et al., 2022, https://arxiv.org/abs/2203.05482).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np


def averaged(runs: "Sequence[TrainedEncoder]") -> "TrainedEncoder":  # noqa: F821  (its module loads Keras, which takes seconds)
    """Of runs that began with the same vectors. Item vectors are of length 1 again; losses are means, epoch by epoch."""
    if len(runs) == 1:
        return runs[0]
    vectors = np.mean([run.vectors for run in runs], axis=0)
    length = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return replace(
        runs[0],
        vectors=vectors / length,
        tensors={name: np.mean([run.tensors[name] for run in runs], axis=0) for name in runs[0].tensors},
        temperature=float(np.mean([run.temperature for run in runs])),
        popularity=float(np.mean([run.popularity for run in runs])),
        repeat=tuple(np.mean([run.repeat for run in runs], axis=0).tolist()),
        losses=np.mean([run.losses for run in runs], axis=0).tolist(),
    )
