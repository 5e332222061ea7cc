"""Trained log-linear models over sets of readable features, applied in plain Python."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Classifier:
    """A multinomial log-linear model: one weight for each feature and class."""

    classes: tuple[str, ...]
    weights: Mapping[str, tuple[float, ...]]

    def probabilities(self, features: Collection[str]) -> dict[str, float]:
        """The probability of each class, given the features that hold."""
        scores = [0.0] * len(self.classes)
        for feature in sorted(features):
            for number, weight in enumerate(self.weights.get(feature, ())):
                scores[number] += weight
        return dict(zip(self.classes, softmax(scores), strict=True))


@dataclass(frozen=True, slots=True)
class Ranker:
    """A conditional log-linear model: one weight a feature, and one winner among candidates."""

    weights: Mapping[str, float]

    def probabilities(self, candidates: Mapping[str, Collection[str]]) -> dict[str, float]:
        """The probability of each candidate, given the features of each."""
        names = sorted(candidates)
        scores = [
            math.fsum(self.weights.get(feature, 0.0) for feature in candidates[name])
            for name in names
        ]
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
