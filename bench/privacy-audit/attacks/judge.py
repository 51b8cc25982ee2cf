"""How well two things can be told apart by their features, with the better of two kinds of classifiers."""

from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

FOLDS = 2
REPLICATES = 1_000


@dataclass(frozen=True)
class Verdict:
    """``advantage``: 2 x accuracy - 1; ``low``, ``high``: its 95 % interval, by resampling whole days."""

    advantage: float
    low: float
    high: float
    cases: int

    def keys(self, name: str) -> dict[str, float | list[float] | int]:
        interval = [round(self.low, 4), round(self.high, 4)]
        return {f"{name}_advantage": round(self.advantage, 4), f"{name}_95": interval, f"{name}_cases": self.cases}


def _straight():
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=500))


def _boosted():
    return HistGradientBoostingClassifier(
        max_iter=60, learning_rate=0.1, max_leaf_nodes=8, min_samples_leaf=20, l2_regularization=1.0, random_state=1
    )


def tell_apart(right: np.ndarray, wrong: np.ndarray, days: np.ndarray, seed: int) -> tuple[Verdict, np.ndarray]:
    """``right``, ``wrong``: [C, F] features of the true and the false one of each case; ``days``: [C] its day.

    The attacker learns on one half of the days and answers on the other, and the other way round. Which kind of
    classifier answers is chosen within the half that it learns on. Beside the verdict: [C] whether each answer was right.
    """
    rights = np.nan_to_num(right, nan=-1.0)
    wrongs = np.nan_to_num(wrong, nan=-1.0)
    features = rights - wrongs
    fold = np.unique(days, return_inverse=True)[1] % FOLDS
    correct = np.zeros(len(features))
    for own in range(FOLDS):
        learn = np.flatnonzero(fold != own)
        answer = np.flatnonzero(fold == own)
        best = max((_straight, _boosted), key=lambda make: _within(make, features[learn], days[learn]))
        model = _fit(best, features[learn])
        correct[answer] = _marks(model, features[answer])
    return verdict(correct, days, seed), correct


def _within(make, features: np.ndarray, days: np.ndarray) -> float:
    third = np.unique(days, return_inverse=True)[1] % 3 == 0
    return float(_marks(_fit(make, features[~third]), features[third]).mean())


def _fit(make, features: np.ndarray):
    both = np.concatenate([features, -features])
    return make().fit(both, np.repeat([1, 0], len(features)))


def _marks(model, features: np.ndarray) -> np.ndarray:
    """1 where the true one is preferred, 0.5 where the attacker can't tell. Both ways round, so that no side is preferred."""
    difference = model.predict_proba(features)[:, 1] - model.predict_proba(-features)[:, 1]
    return np.where(np.abs(difference) < 1e-9, 0.5, difference > 0)


def verdict(correct: np.ndarray, days: np.ndarray, seed: int) -> Verdict:
    unique, of = np.unique(days, return_inverse=True)
    sums = np.bincount(of, weights=correct)
    sizes = np.bincount(of)
    random = np.random.default_rng(seed)
    drawn = random.integers(0, len(unique), (REPLICATES, len(unique)))
    shares = 2 * sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1) - 1
    low, high = np.quantile(shares, [0.025, 0.975])
    return Verdict(float(2 * correct.mean() - 1), float(low), float(high), len(correct))
