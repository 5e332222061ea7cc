"""Made-up people's names in the shapes of other languages, as Norwegian papers write them."""

import csv
import random
from collections.abc import Callable
from pathlib import Path


def _read_groups() -> dict[str, list[str]]:
    """The names of `foreign_names.csv`, written by us, by group and in the order of the file."""
    groups: dict[str, list[str]] = {}
    with Path(__file__).with_suffix(".csv").open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            groups.setdefault(row["group"], []).append(row["name"])
    return groups


NAMES = _read_groups()


def _chinese(n: int, rng: random.Random) -> list[str]:
    given = [rng.choice(NAMES["pinyin"]) for _ in range(2 if n == 2 and rng.random() < 0.8 else 1)]
    joined = "".join(given).capitalize()
    return (
        [rng.choice(NAMES["chinese"]), joined][:n]
        if n < 3
        else [rng.choice(NAMES["chinese"]), joined, rng.choice(NAMES["pinyin"]).capitalize()]
    )


def _korean(n: int, rng: random.Random) -> list[str]:
    first, second = rng.choice(NAMES["hangul"]), rng.choice(NAMES["hangul"])
    if n == 3:
        return [rng.choice(NAMES["korean"]), first.capitalize(), second.capitalize()]
    given = f"{first.capitalize()}-{second if rng.random() < 0.8 else second.capitalize()}"
    return [rng.choice(NAMES["korean"]), given][:n]


def _from(names: list[str]) -> Callable[[int, random.Random], list[str]]:
    return lambda n, rng: rng.sample(names, n)


def _arabic(n: int, rng: random.Random) -> list[str]:
    article = rng.choice(["al-", "al-", "al-", "Al-", "el-", ""])
    return [*rng.sample(NAMES["arabic"], n - 1), article + rng.choice(NAMES["arabic_family"])]


def _slavic(n: int, rng: random.Random) -> list[str]:
    family = rng.choice(NAMES["slavic_stems"]) + rng.choice(NAMES["slavic_endings"])
    return [*rng.sample(NAMES["slavic"], n - 1), family]


def _african(n: int, rng: random.Random) -> list[str]:
    return [*rng.sample(NAMES["african"], n - 1), rng.choice(NAMES["african_family"])]


SHAPES = (
    _chinese,
    _korean,
    _from(NAMES["burmese"]),
    _from(NAMES["vietnamese"]),
    _arabic,
    _arabic,
    _slavic,
    _slavic,
    _african,
)


def foreign_name(n: int, rng: random.Random) -> list[str]:
    """A person's name of so many tokens (one to three) in the shape of some other language."""
    return rng.choice(SHAPES)(n, rng)
