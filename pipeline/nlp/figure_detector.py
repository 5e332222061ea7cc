"""Decides which numbers are figures: two passes of a logistic regression over named features.

The first pass looks at each number by itself, the second also at what the first made of the
numbers around it, since a text about a war holds many figures and a text about a match none.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from math import exp

from pipeline.nlp.figure_features import features, group_of
from pipeline.nlp.figure_reading import Reading, eligible

THRESHOLD = 0.62
# In a text where few of many numbers look like figures (a match, a budget), one must be surer.
SURE_IN_PASSING = 0.93
MANY_NUMBERS = 5
FEW_FIGURES = 0.4
SURE = 0.7
UNSURE = 0.3
COUNTS = (1, 2, 4, 6)
SHORT = (0, 1, 3, 6)  # other numbers in a text that is only a sentence or a paragraph
SHARES = (0.1, 0.25, 0.4, 0.55, 0.7)


@dataclass(frozen=True)
class Weights:
    """The weight of each feature in the first and in the second pass."""

    first: Mapping[str, float]
    second: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a number is taken for a figure, its chance, and the features that decided most."""

    taken: bool
    chance: float
    reasons: tuple[str, ...]


def judge(reading: Reading, weights: Weights) -> dict[int, Judgement]:
    """The judgement on every number that may be a figure, by its index among the quantities."""
    numbers = eligible(reading)
    alone = [features(reading, k) for k in numbers]
    chances = [probability(names, weights.first) for names in alone]
    together = [
        names + around(reading, numbers, chances, place) for place, names in enumerate(alone)
    ]
    final = [probability(names, weights.second) for names in together]
    return {
        k: Judgement(taken, chance, _reasons(names, weights.second, taken))
        for k, taken, chance, names in zip(numbers, accepted(final), final, together, strict=True)
    }


def accepted(chances: Sequence[float]) -> list[bool]:
    """Which numbers of one text are taken for figures, by their chances after both passes."""
    likely = sum(chance >= THRESHOLD for chance in chances)
    in_passing = len(chances) >= MANY_NUMBERS and likely <= FEW_FIGURES * len(chances)
    return [chance >= (SURE_IN_PASSING if in_passing else THRESHOLD) for chance in chances]


def probability(names: Iterable[str], weights: Mapping[str, float]) -> float:
    """How likely a number with these features is a figure."""
    total = sum(weights.get(name, 0.0) for name in names)
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def around(
    reading: Reading, numbers: Sequence[int], chances: Sequence[float], place: int
) -> list[str]:
    """Features of a number from the chances of the numbers around it in the text.

    Args:
        reading: the text.
        numbers: the indices of the numbers that may be figures.
        chances: their chances in the first pass.
        place: which of them is meant.
    """
    group = group_of(reading, numbers[place])
    found = []
    for name, other in (("last", place - 1), ("next", place + 1)):
        if 0 <= other < len(numbers):
            gap = abs(reading.sentence(numbers[other]) - reading.sentence(numbers[place]))
            said = _bucket(chances[other])
            found.append(f"group={group}&{name}-{'other' if gap else 'same'}-is={said}")
            if gap == 1:
                found.append(f"group={group}&{name}-adjacent-is={said}")
    others = [chance for at, chance in enumerate(chances) if at != place]
    sure = sum(chance > SURE for chance in others)
    for count in COUNTS:
        if sure >= count:
            found += [f"text-figures>={count}", f"group={group}&text-figures>={count}"]
    length = next((f"text-numbers<={n}" for n in SHORT if len(others) <= n), "text-long")
    found += [length, f"group={group}&{length}", f"{length}&text-figures={min(sure, 3)}"]
    share = sure / max(1, len(others))
    return found + [f"group={group}&figure-share>{level}" for level in SHARES if share > level]


def _bucket(chance: float) -> str:
    return "figure" if chance > SURE else "unsure" if chance > UNSURE else "none"


def _reasons(names: Sequence[str], weights: Mapping[str, float], taken: bool) -> tuple[str, ...]:
    """The three features that weigh most for the decision."""
    sign = 1 if taken else -1
    ranked = sorted(names, key=lambda name: (-sign * weights.get(name, 0.0), name))
    return tuple(ranked[:3])


@lru_cache(maxsize=1)
def trained_weights() -> Weights:
    """The weights that `python -m training.train_figure_candidates` wrote."""
    path = resources.files("pipeline.nlp").joinpath("data", "figure_candidates.csv")
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    return Weights(dict(_column(rows, "first")), dict(_column(rows, "second")))


def _column(rows: Iterable[Mapping[str, str]], name: str) -> Iterator[tuple[str, float]]:
    for row in rows:
        if row[name]:
            yield row["feature"], float(row[name])
