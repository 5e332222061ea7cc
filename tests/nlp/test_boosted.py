"""Forests answer as their trees do when they are walked one by one."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from pipeline.nlp.boosted import Described, read_forest, read_forests, table_of

NAMES = [f"f{number}" for number in range(12)]


def grow(chance: random.Random, stored: dict[str, Any], n_leaves: int) -> int:
    """Add a tree of so many leaves as training stores it; return the number of its root."""
    node = len(stored["feature"])
    leaf = n_leaves == 1
    stored["feature"].append(-1 if leaf else chance.randrange(len(NAMES)))
    stored["threshold"].append(0 if leaf else chance.choice([0.0, 0.5, 1.00001, 7.0]))
    stored["value"].append(round(chance.uniform(-2, 2), 5) if leaf else 0)
    stored["left"].append(0)
    stored["right"].append(0)
    if not leaf:
        on_the_left = chance.randrange(1, n_leaves)
        stored["left"][node] = grow(chance, stored, on_the_left)
        stored["right"][node] = grow(chance, stored, n_leaves - on_the_left)
    return node


def planted(chance: random.Random, sizes: list[int]) -> dict[str, Any]:
    """A forest with trees of so many leaves each."""
    stored: dict[str, Any] = {
        part: [] for part in ("feature", "threshold", "value", "left", "right")
    }
    stored["roots"] = [grow(chance, stored, size) for size in sizes]
    return stored | {"columns": NAMES}


def walked(stored: dict[str, Any], root: int, numbers: dict[str, float]) -> float:
    """What a tree says, asked node by node."""
    node = root
    while stored["feature"][node] >= 0:
        number = numbers.get(NAMES[stored["feature"][node]], 0.0)
        node = stored["left" if number <= stored["threshold"][node] else "right"][node]
    return float(stored["value"][node])


@pytest.mark.parametrize("sizes", [[1], [2, 1, 8], [12, 3, 12, 1, 7], [64, 33, 2]])
def test_every_tree_says_what_it_says_when_walked(sizes: list[int]) -> None:
    chance = random.Random(len(sizes))
    stored = planted(chance, sizes)
    forest = read_forest(stored)
    candidates = {
        str(number): {name: chance.choice([0.0, 0.5, 1.0, 2.0, 99.0]) for name in NAMES}
        for number in range(9)
    }
    votes = forest.votes(table_of(forest.columns, candidates))
    for column, name in enumerate(sorted(candidates)):
        for tree, root in enumerate(stored["roots"]):
            said = walked(stored, root, candidates[name])
            assert votes[tree, column] * 1e-5 == pytest.approx(said, abs=1e-9)


def test_shared_numbers_count_for_every_candidate() -> None:
    chance = random.Random(3)
    forest = read_forests([planted(chance, [8, 5]), planted(chance, [3])])
    described = Described(
        names=("a", "b"),
        columns=("f1", "f4"),
        numbers=np.array([[7.0, 1.0], [0.0, 0.5]]),
        own=({"f5": 1.0}, {"f2": 1.0, "unknown": 3.0}),
        shared={"f0": 2.0, "f3": 0.5, "unknown": 4.0},
    )
    assert described["b"] == {"f1": 0.0, "f4": 0.5, "f2": 1.0, "unknown": 3.0}
    assert "c" not in described
    alone = {name: described.shared | own for name, own in described.items()}
    assert forest.probabilities(described) == forest.probabilities(alone)
