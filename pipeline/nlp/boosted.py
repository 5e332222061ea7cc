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


class Described(dict[str, dict[str, float]]):
    """Named numbers by candidate; `shared` holds those that are the same for all of them."""

    def __init__(self, shared: dict[str, float]) -> None:
        super().__init__()
        self.shared = shared


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

    def class_probabilities(
        self, classes: Sequence[str], features: Collection[str]
    ) -> dict[str, float]:
        """The probability of each class where the trees take turns to speak for one class each."""
        table = np.zeros((1, len(self.columns)))
        for feature in features:
            column = self.columns.get(feature)
            if column is not None:
                table[0, column] = 1.0
        totals = self.votes(table)[0].reshape(-1, len(classes)).sum(axis=0)
        return dict(zip(classes, softmax([float(total) for total in totals]), strict=True))

    def votes(self, table: NDArray[np.float64]) -> NDArray[np.float64]:
        """What every tree says of every row of a table that `table_of` made."""
        return self.value[self._leaves(table)]

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
    """Several forests whose opinions on candidates are averaged.

    Their trees lie in one forest, member after member, so that one walk serves them all; `sizes`
    says how many trees each member has.
    """

    forest: Forest
    sizes: tuple[int, ...]

    def probabilities(self, candidates: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
        """The mean probability of each candidate."""
        votes = self.forest.votes(table_of(self.forest.columns, candidates))
        starts = np.cumsum((0, *self.sizes[:-1]))
        opinions = [softmax(scores) for scores in np.add.reduceat(votes, starts, axis=1).T.tolist()]
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
    if isinstance(candidates, Described):
        shared = candidates.shared
        table[:, [*map(columns.get, shared, repeat(unknown))]] = [*shared.values()]
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


def read_forests(stored: Sequence[Mapping[str, Any]]) -> Forests:
    """The forests of a weights file as one; a column has one number in all of them."""
    columns = sorted({name for member in stored for name in member["columns"]})
    number = {name: column for column, name in enumerate(columns)}
    merged: dict[str, Any] = {"columns": columns, "depth": max(m["depth"] for m in stored)}
    merged |= {part: [] for part in ("feature", "threshold", "left", "right", "value", "roots")}
    for member in stored:
        shift = len(merged["feature"])
        own = [number[name] for name in member["columns"]]
        merged["feature"] += [_LEAF if f == _LEAF else own[f] for f in member["feature"]]
        for part in ("left", "right", "roots"):
            merged[part] += [node + shift for node in member[part]]
        for part in ("threshold", "value"):
            merged[part] += member[part]
    return Forests(read_forest(merged), tuple(len(member["roots"]) for member in stored))


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
