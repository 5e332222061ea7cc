"""Trained decision trees that choose one among candidates, applied with numpy."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.nlp.loglinear import Classifier, softmax

_LEAF = -1


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """Boosted trees over named numbers, laid end to end in flat arrays.

    Node `k` asks whether feature `feature[k]` is at most `threshold[k]` and goes on to
    `children[2 * k]` or, if not, `children[2 * k + 1]`; a leaf leads to itself, and `value[k]` is
    the tree's word. The sum over all trees is a candidate's score, and the scores of all
    candidates become probabilities.
    """

    columns: Mapping[str, int]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    children: NDArray[np.int32]
    value: NDArray[np.float64]
    roots: NDArray[np.int32]
    depth: int

    def probabilities(self, candidates: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
        """The probability of each candidate, given the named numbers of each."""
        table = table_of(self.columns, candidates)
        return dict(zip(sorted(candidates), self.shares(table), strict=True))

    def shares(self, table: NDArray[np.float64]) -> list[float]:
        """The probability of each row of a table that `table_of` made."""
        return softmax(self._scores(table))

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
        first = (np.arange(len(table)) * table.shape[1])[:, None]
        cells = table.ravel()
        node = np.repeat(self.roots[None, :], len(table), axis=0)
        for _ in range(self.depth):
            above = cells.take(first + self.feature.take(node)) > self.threshold.take(node)
            node = self.children.take(2 * node + above)
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
        columns: Mapping[str, int] | None = None
        opinions = []
        for member in self.members:
            if member.columns != columns:  # most share their columns, and so the table
                columns = member.columns
                table = table_of(columns, candidates)
            opinions.append(member.shares(table))
        return {
            name: sum(shares) / len(opinions)
            for name, *shares in zip(sorted(candidates), *opinions, strict=True)
        }


def table_of(
    columns: Mapping[str, int], candidates: Mapping[str, Mapping[str, float]]
) -> NDArray[np.float64]:
    """A row of numbers for each candidate, in order of their names; one more column than named.

    What no column is named for goes into the last one, which no tree asks for.
    """
    unknown = len(columns)
    table = np.zeros((len(candidates), unknown + 1))
    for row, name in enumerate(sorted(candidates)):
        numbers = candidates[name]
        table[row, [*map(columns.get, numbers, repeat(unknown))]] = [*numbers.values()]
    return table


def read_forest(stored: Mapping[str, Any]) -> Forest:
    """The forest of a weights file (`training/train_figures.py` writes it)."""
    feature = np.array(stored["feature"], dtype=np.int32)
    is_leaf = feature == _LEAF
    itself = np.arange(len(feature), dtype=np.int32)
    steps = [np.where(is_leaf, itself, stored[side]) for side in ("left", "right")]
    return Forest(
        columns={name: column for column, name in enumerate(stored["columns"])},
        feature=np.where(is_leaf, 0, feature),
        threshold=np.array(stored["threshold"], dtype=np.float64),
        children=np.stack(steps, axis=1).ravel().astype(np.int32),
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
