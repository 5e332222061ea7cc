"""Trained decision trees that choose one among candidates, applied with numpy."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.nlp.loglinear import Classifier, softmax

_LEAF = -1


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """Boosted trees over named numbers, laid end to end in flat arrays.

    Node `k` asks whether feature `feature[k]` is at most `threshold[k]` and goes on to `left[k]` or
    `right[k]`; at a leaf (`feature[k] == -1`) `value[k]` is the tree's word. The sum over all trees
    is a candidate's score, and the scores of all candidates become probabilities.
    """

    columns: Mapping[str, int]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]
    roots: NDArray[np.int32]
    depth: int

    def probabilities(self, candidates: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
        """The probability of each candidate, given the named numbers of each."""
        names = sorted(candidates)
        table = np.zeros((len(names), len(self.columns)))
        for row, name in enumerate(names):
            for key, number in candidates[name].items():
                column = self.columns.get(key)
                if column is not None:
                    table[row, column] = number
        return dict(zip(names, softmax(self._scores(table)), strict=True))

    def class_probabilities(
        self, classes: Sequence[str], features: Collection[str]
    ) -> dict[str, float]:
        """The probability of each class where the trees take turns to speak for one class each."""
        table = np.zeros((1, len(self.columns)))
        for feature in features:
            column = self.columns.get(feature)
            if column is not None:
                table[0, column] = 1.0
        votes = self.value[self._leaves(table)][0]
        totals = votes.reshape(-1, len(classes)).sum(axis=0)
        return dict(zip(classes, softmax([float(total) for total in totals]), strict=True))

    def _scores(self, table: NDArray[np.float64]) -> list[float]:
        return [float(total) for total in self.value[self._leaves(table)].sum(axis=1)]

    def _leaves(self, table: NDArray[np.float64]) -> NDArray[np.int32]:
        """The leaf that each row of the table reaches in each tree."""
        rows = np.arange(len(table))[:, None]
        node = np.repeat(self.roots[None, :], len(table), axis=0)
        for _ in range(self.depth):
            asked = self.feature[node]
            below = table[rows, np.maximum(asked, 0)] <= self.threshold[node]
            step = np.where(below, self.left[node], self.right[node])
            node = np.where(asked == _LEAF, node, step)
        return node


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """A log-linear classifier and a forest that vote together on a class."""

    linear: Classifier
    forest: Forest

    def probabilities(self, features: Collection[str]) -> dict[str, float]:
        """The probability of each class: the geometric mean of both opinions."""
        first = self.linear.probabilities(features)
        second = self.forest.class_probabilities(self.linear.classes, features)
        scores = [0.5 * (log(first[c] + 1e-6) + log(second[c] + 1e-6)) for c in first]
        return dict(zip(first, softmax(scores), strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class Forests:
    """Several forests whose opinions on candidates are averaged."""

    members: tuple[Forest, ...]

    def probabilities(self, candidates: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
        """The mean probability of each candidate."""
        opinions = [member.probabilities(candidates) for member in self.members]
        return {
            name: sum(opinion[name] for opinion in opinions) / len(opinions) for name in opinions[0]
        }


def read_forest(stored: Mapping[str, Any]) -> Forest:
    """The forest of a weights file (`training/train_figures.py` writes it)."""
    return Forest(
        columns={name: column for column, name in enumerate(stored["columns"])},
        feature=np.array(stored["feature"], dtype=np.int32),
        threshold=np.array(stored["threshold"], dtype=np.float64),
        left=np.array(stored["left"], dtype=np.int32),
        right=np.array(stored["right"], dtype=np.int32),
        value=np.array(stored["value"], dtype=np.float64),
        roots=np.array(stored["roots"], dtype=np.int32),
        depth=int(stored["depth"]),
    )


def reason(features: Mapping[str, float]) -> str:
    """Where a candidate stands, in a few words: why a reader may trust or doubt the choice."""
    if features.get("nobody"):
        return "not said"
    form = next((key[5:] for key in sorted(features) if key.startswith("form=")), "unnamed")
    preposition = next((key[5:] for key in sorted(features) if key.startswith("prep=")), "-")
    word = form if preposition in ("-", "") else f"{preposition} + {form}"
    places: Sequence[tuple[str, str]] = (
        ("any.in", "in the quote"), ("any.left", "before"), ("any.right", "after"),
        ("any.back", "sentences back"), ("any.ahead", "later"),
    )  # fmt: skip
    for key, where in places:
        distance = features.get(key, 99.0)
        if distance < 99.0:
            count = f"{int(distance)} " if key == "any.back" else ""
            return f"{word} {count}{where}"
    return "understood"
