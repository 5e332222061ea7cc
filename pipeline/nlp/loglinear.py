"""Trained log-linear models over sets of readable features."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Classifier:
    """A multinomial log-linear model: one weight for each feature and class."""

    classes: tuple[str, ...]
    weights: Mapping[str, tuple[float, ...]]

    @cached_property
    def _rows(self) -> dict[str, int]:
        """Where the weights of each feature stand in the table."""
        return {feature: row for row, feature in enumerate(sorted(self.weights))}

    @cached_property
    def _table(self) -> NDArray[np.float64]:
        weights = [self.weights[feature] for feature in self._rows]
        return np.array(weights, dtype=np.float64).reshape(-1, len(self.classes))

    def probabilities(self, features: Collection[str]) -> dict[str, float]:
        """The probability of each class, given the features that hold."""
        rows = self._rows
        # In one order whatever the order of the features, since the last bit depends on it.
        chosen = sorted([rows[feature] for feature in features if feature in rows])
        scores: list[float] = self._table[chosen].sum(axis=0).tolist()
        return dict(zip(self.classes, softmax(scores), strict=True))


@dataclass(frozen=True, slots=True)
class Ranker:
    """A conditional log-linear model: one weight a feature, and one winner among candidates."""

    weights: Mapping[str, float]

    def probabilities(self, candidates: Mapping[str, Collection[str]]) -> dict[str, float]:
        """The probability of each candidate, given the features of each."""
        names = sorted(candidates)
        get = self.weights.get
        scores = [math.fsum(map(get, candidates[name], repeat(0.0))) for name in names]
        return dict(zip(names, softmax(scores), strict=True))

    def reasons(self, features: Collection[str], count: int = 2) -> list[str]:
        """The features that spoke most for a candidate, strongest first."""
        ranked = sorted((-self.weights.get(feature, 0.0), feature) for feature in features)
        return [feature for weight, feature in ranked[:count] if weight < 0]


def softmax(scores: list[float]) -> list[float]:
    """The probabilities that scores stand for."""
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = math.fsum(powers)
    return [power / total for power in powers]


def best(probabilities: Mapping[str, float]) -> tuple[str, float]:
    """The most probable name and its probability; the first in order where two tie."""
    name = min(probabilities, key=lambda key: (-probabilities[key], key))
    return name, probabilities[name]
