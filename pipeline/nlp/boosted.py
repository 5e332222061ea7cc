"""Trained decision trees that choose one among candidates, applied with numpy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.nlp.loglinear import Classifier, softmax

_LEAF = -1
_GRAIN = 1e-5  # training rounds what a leaf says to so much
_ONE = np.uint64(1)
_SIDES = ("left", "right")


@dataclass(frozen=True, slots=True, eq=False)
class Described(Mapping[str, dict[str, float]]):
    """Named numbers by candidate.

    Attributes:
        names: the candidates, in order.
        columns, numbers: what is known of all of them: one row a candidate, one column a name.
        own: what else is known of each.
        shared: what is the same for all; not repeated where one candidate is asked for.
    """

    names: tuple[str, ...]
    columns: tuple[str, ...]
    numbers: NDArray[np.float64]
    own: tuple[dict[str, float], ...]
    shared: dict[str, float]

    def __getitem__(self, name: str) -> dict[str, float]:
        if name not in self.names:
            raise KeyError(name)
        row = self.names.index(name)
        return dict(zip(self.columns, self.numbers[row].tolist(), strict=True)) | self.own[row]

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """Boosted trees over named numbers, all asked at once and without walking them.

    Each leaf of a tree is a bit, from the left. Every question of the trees is answered once; an
    answer of "more" rules out the leaves to the left of its node, whether the node is reached or
    not, and the lowest bit that is left is the leaf (QuickScorer, Lucchese and others 2015). The
    sum of what the leaves say is a candidate's score, and the scores of all candidates become
    probabilities. Leaves speak in whole numbers of 1e-5, so that sums are exact in any order.

    Attributes:
        columns: which row of a table holds which number; the last row is for what nobody asks.
        asked, threshold: the questions: is the number of that row more than the threshold?
        question: by place in the tree and by tree, which question a node asks.
        left: the bits that such a node keeps if the answer is "more".
        value: what each leaf says, tree by tree; `first` is where each tree begins.
    """

    columns: Mapping[str, int]
    asked: NDArray[np.intp]
    threshold: NDArray[np.float64]
    question: NDArray[np.intp]
    left: NDArray[np.unsignedinteger[Any]]
    value: NDArray[np.int64]
    first: NDArray[np.intp]

    def class_probabilities(
        self, classes: Sequence[str], features: Collection[str]
    ) -> dict[str, float]:
        """The probability of each class where the trees take turns to speak for one class each."""
        table = np.zeros((len(self.columns) + 1, 1))
        table[[*map(self.columns.get, features, repeat(len(self.columns)))]] = 1.0
        totals = self.votes(table).reshape(-1, len(classes)).sum(axis=0)
        return dict(zip(classes, softmax((totals * _GRAIN).tolist()), strict=True))

    def votes(self, table: NDArray[np.float64]) -> NDArray[np.int64]:
        """What every tree says of every column of a table that `table_of` made."""
        kind = self.left.dtype
        answers = table.take(self.asked, axis=0) <= self.threshold
        at_most = -answers.astype(kind)  # all bits or none
        leaves = np.full((self.question.shape[1], table.shape[1]), np.iinfo(kind).max, dtype=kind)
        for question, left in zip(self.question, self.left, strict=True):
            kept = at_most.take(question, axis=0)
            kept |= left
            leaves &= kept
        leaf = np.bitwise_count(~leaves & (leaves - 1))
        votes: NDArray[np.int64] = self.value.take(self.first + leaf)
        return votes


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
        scores = np.add.reduceat(votes, starts, axis=0) * _GRAIN
        opinions = [softmax(member) for member in scores.tolist()]
        return {
            name: sum(shares) / len(opinions)
            for name, *shares in zip(sorted(candidates), *opinions, strict=True)
        }


def table_of(
    columns: Mapping[str, int], candidates: Mapping[str, Mapping[str, float]]
) -> NDArray[np.float64]:
    """A column of numbers for each candidate, in order of their names; one more row than named.

    What no row is named for goes into the last one, which no tree asks for.
    """
    unknown = len(columns)
    table = np.zeros((unknown + 1, len(candidates)))
    every: Iterable[Mapping[str, float]] = (candidates[name] for name in sorted(candidates))
    if isinstance(candidates, Described):
        for names, numbers in (
            (candidates.columns, candidates.numbers.T),
            (candidates.shared, np.array([*candidates.shared.values()])[:, None]),
        ):
            table[[*map(columns.get, names, repeat(unknown))]] = numbers
        every = candidates.own
    for column, own in enumerate(every):
        table[[*map(columns.get, own, repeat(unknown))], column] = [*own.values()]
    return table


def read_forest(stored: Mapping[str, Any]) -> Forest:
    """The forest of a weights file (`training/train_figures.py` writes it).

    Trees lie end to end, each of at most 64 leaves: every node, then what is on its left, then what
    is on its right.
    """
    feature, roots = np.array(stored["feature"]), np.array(stored["roots"])
    is_leaf = feature == _LEAF
    inner, leaves = np.flatnonzero(~is_leaf), np.flatnonzero(is_leaf)
    asked = [(stored["columns"][feature[k]], stored["threshold"][k]) for k in inner]
    questions = {pair: number for number, pair in enumerate(sorted(set(asked)))}
    columns = {name: row for row, name in enumerate(sorted({name for name, _ in questions}))}

    tree_of = np.searchsorted(roots, np.arange(len(feature)), side="right") - 1
    bit = np.cumsum(is_leaf) - is_leaf  # how many leaves of its tree lie before each node
    bit -= bit[roots][tree_of]
    kind = np.min_scalar_type(np.uint64(2**64 - 1) >> np.uint64(63 - bit.max()))
    begin, end = (bit[np.array(stored[side])[inner]].astype(np.uint64) for side in _SIDES)
    tree = tree_of[inner]
    place = np.arange(len(inner)) - np.searchsorted(inner, roots)[tree]
    shape = (place.max(initial=-1) + 1, len(roots))
    question = np.zeros(shape, dtype=np.intp)
    question[place, tree] = [questions[pair] for pair in asked]
    left = np.full((*shape, 1), np.iinfo(kind).max, dtype=kind)
    left[place, tree, 0] = ~((_ONE << end) - (_ONE << begin))
    value = np.zeros((len(roots), bit.max() + 1), dtype=np.int64)
    value[tree_of[leaves], bit[leaves]] = np.rint(np.array(stored["value"])[leaves] / _GRAIN)
    return Forest(
        columns=columns,
        asked=np.array([columns[name] for name, _ in questions], dtype=np.intp),
        threshold=np.array([[threshold] for _, threshold in questions]).reshape(-1, 1),
        question=question,
        left=left,
        value=value.ravel(),
        first=np.arange(len(roots))[:, None] * value.shape[1],
    )


def read_forests(stored: Sequence[Mapping[str, Any]]) -> Forests:
    """The forests of a weights file as one; a column has one number in all of them."""
    columns = sorted({name for member in stored for name in member["columns"]})
    number = {name: column for column, name in enumerate(columns)}
    merged: dict[str, Any] = {"columns": columns}
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
    form = min((key[5:] for key in features if key.startswith("form=")), default="unnamed")
    preposition = min((key[5:] for key in features if key.startswith("prep=")), default="-")
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
