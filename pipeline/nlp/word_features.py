"""What the syntax network sees of a word form: numbers of its spelling, affixes and readings.

Everything here depends on the form alone, so it is computed once a form and cached.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from pipeline.nlp.readings import Readings

DIGIT = re.compile(r"\d")
#: Marks of other printing houses, seen as those of the treebank.
SAME_MARK = str.maketrans({"”": '"', "“": '"', "„": '"', "–": "-", "—": "-", "’": "'", "‘": "'"})
PREFIXES = (1, 2, 3, 4)
SUFFIXES = (1, 2, 3, 4, 5, 6)
AFFIXES = len(PREFIXES) + len(SUFFIXES)
SHAPES = 128
READINGS = 8
#: So many forms are remembered: the sentence splitter and the tagger read the same text in turn.
SPELLINGS = 10_000
#: Pseudo-readings that go before the dictionary's: none, form unknown, ending known, genitive.
NO_READING, UNKNOWN, COMPOUND, GENITIVE = 0, 1, 2, 3
FIRST_READING = 4


@dataclass(frozen=True, slots=True)
class WordFeatures:
    """Table rows for one form: word, compound's last part, shape, affixes, readings."""

    word: int
    head: int
    shape: int
    affixes: tuple[int, ...]
    readings: tuple[int, ...]


def normal_form(form: str) -> str:
    """The form lower-cased, with digits as `0` and quotes and dashes unified."""
    return DIGIT.sub("0", form.translate(SAME_MARK).lower())


def shape_number(form: str) -> int:
    """The row of the form's shape: runs of the same kind of letter, at most two long.

    Example: `Natos` has the shape `Xxx`, `USA-ledede` `XX-xx`.
    """
    shape = ""
    for char in form.translate(SAME_MARK)[:20]:
        kind = "X" if char.isupper() else "x" if char.islower() else "0" if char.isdigit() else char
        if not shape.endswith(kind * 2):
            shape += kind
    return crc32(shape.encode("utf8")) % SHAPES


def affix_hashes(norm: str) -> tuple[int, ...]:
    """The hashes of the form's beginnings and ends."""
    whole = f"^{norm}$"
    parts = [f"{n}<{whole[: n + 1]}" for n in PREFIXES]
    parts += [f"{n}>{whole[-n - 1 :]}" for n in SUFFIXES]
    return tuple(crc32(part.encode("utf8")) for part in parts)


def reading_numbers(norm: str, readings: Readings) -> tuple[str, tuple[int, ...]]:
    """The form's last known part (empty if it is known itself or not at all) and its readings."""
    found = readings.of(norm)
    if found:
        return "", tuple(FIRST_READING + i for i in found[:READINGS])
    marks: tuple[int, ...] = ()
    stem = norm
    if norm.endswith("s") and len(norm) > 2:
        bare = norm[:-1]
        found = readings.of(bare)
        if found:
            return bare, (GENITIVE, *(FIRST_READING + i for i in found[: READINGS - 1]))
        if not readings.head(norm)[0] and readings.head(bare)[0]:
            stem, marks = bare, (GENITIVE,)
    last, found = readings.head(stem)
    if not found:
        return "", (UNKNOWN,)
    numbers = (*marks, COMPOUND, *(FIRST_READING + i for i in found))
    return last, numbers[:READINGS]


@dataclass(frozen=True, slots=True)
class Spelling:
    """What is seen of a form without any network's own list of words."""

    norm: str
    last: str
    shape: int
    affixes: tuple[int, ...]
    readings: tuple[int, ...]


@lru_cache(maxsize=SPELLINGS)
def spelling_of(form: str, readings: Readings) -> Spelling:
    """The form's normal form, its compound's last part, shape, hashed affixes and readings."""
    norm = normal_form(form)
    last, numbers = reading_numbers(norm, readings)
    return Spelling(norm, last, shape_number(form), affix_hashes(norm), numbers)


class WordFeaturizer:
    """Features by form; what two networks both ask for is worked out once.

    Args:
        vocabulary: row by normal form; row 0 stands for all the others.
        affix_rows: the size of the hashed table of affixes.
        readings: the dictionaries.
    """

    def __init__(self, vocabulary: dict[str, int], affix_rows: int, readings: Readings) -> None:
        self.vocabulary = vocabulary
        self.affix_rows = affix_rows
        self.readings = readings

    def __call__(self, form: str) -> WordFeatures:
        """The features of one form."""
        seen, rows = spelling_of(form, self.readings), self.affix_rows
        return WordFeatures(
            word=self.vocabulary.get(seen.norm, 0),
            head=self.vocabulary.get(seen.last, 0) if seen.last else 0,
            shape=seen.shape,
            affixes=tuple([number % rows for number in seen.affixes]),
            readings=seen.readings,
        )
