"""What the name tagger sees of a word form and of its place in the text.

Everything about a form (spelling, affixes, what the word lists say of it and of its parts) is
computed once a form and cached by the caller; only `context_features` is computed token by token.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from pipeline.nlp.wordtable import BIT, CLASSES, WordTable

SLOTS = ("word", "prefix", "suffix", "ngram", "shape", "lists", "tail")
#: The form, its stem without a genitive, and the first and the last part of a compound.
PARTS = 4
ORTHOGRAPHY = 12
DENSE = PARTS * len(CLASSES) + ORTHOGRAPHY
PHRASE_CLASSES = (
    "city",
    "town",
    "region",
    "country",
    "organization",
    "product",
    "event",
    "place",
    "post_town",
    "brand",
    "person",
    "lexicon",
    "municipality",
)
CONTEXT = 2 * len(PHRASE_CLASSES) + 4
LONGEST_PHRASE = 5

_DIGIT = re.compile(r"\d")
_RUNS = re.compile(r"(.)\1{3,}")
ORDINARY = BIT["noun"] | BIT["verb"] | BIT["adjective"] | BIT["adverb"] | BIT["nynorsk"]
#: What may stand first in a compound without a hyphen: an ordinary word, or a place or country.
_FIRST = ORDINARY | sum(BIT[c] for c in ("name", "region", "country", "place", "post_town", "city"))
_PHRASE_BITS = tuple(BIT[name] for name in PHRASE_CLASSES)
_PHRASE_MASK = sum(_PHRASE_BITS)


@dataclass(frozen=True, slots=True)
class FormFeatures:
    """Hashed keys (one ragged list a slot) and dense features of some forms.

    keys: for each of `SLOTS`, the 32-bit keys of all forms one after another.
    starts: for each of `SLOTS`, where each form's keys start.
    dense: one row of `DENSE` zeros and ones a form.
    """

    keys: tuple[NDArray[np.int64], ...]
    starts: tuple[NDArray[np.int64], ...]
    dense: NDArray[np.float32]


class _ShapeOfCharacter(dict[int, str]):
    """X, x or d for a capital, another letter or a digit; the character itself for the rest."""

    def __missing__(self, code: int) -> str:
        c = chr(code)
        self[code] = "X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c
        return self[code]


_SHAPES = _ShapeOfCharacter()


def word_shape(form: str) -> str:
    """The form with letters as x or X, digits as d, long runs cut: `Nato-sjefen` -> `Xxxx-xxx`."""
    return _RUNS.sub(r"\1\1\1", form.translate(_SHAPES))


def stem_of(form: str) -> str:
    """The form without a genitive ending: `Natos` -> `Nato`, `Hans'` -> `Hans`."""
    if form.endswith(("'s", "’s")):
        return form[:-2]
    if len(form) > 2 and form.endswith(("s", "S", "'", "’")):
        return form[:-1]
    return ""


def _parts(form: str, compound: tuple[str, str]) -> tuple[str, str, str, str]:
    """The lower-cased strings that are looked up in the word lists (see `PARTS`)."""
    low = form.lower()
    return low, stem_of(low), *compound


def _slot_keys(form: str, masks: Sequence[int], tail: str) -> tuple[list[str], ...]:
    """The strings that are hashed for each of `SLOTS`."""
    low = _DIGIT.sub("0", form.lower())
    marked = f"<{low}>"
    grams = [marked[i : i + n] for n in (3, 4) for i in range(len(marked) - n + 1)] or [marked]
    return (
        [low, "2" + low],
        [low[:n] for n in range(1, 5)],
        [low[-n:] for n in (1, 2, 3, 4, 5, 7)],
        grams,
        [word_shape(form)],
        [f"{i}:{mask}" for i, mask in enumerate(masks)],
        [tail],
    )


def _orthography(form: str, compound: bool) -> tuple[bool, ...]:
    """Yes-no facts of spelling, `ORTHOGRAPHY` of them."""
    return (
        form[:1].isupper(),
        form.isupper(),
        form.islower(),
        any(c.isupper() for c in form[1:]),
        any(c.isdigit() for c in form),
        form.isdigit(),
        "-" in form,
        not any(c.isalnum() for c in form),
        "." in form,
        form[-1:] in "sS'’",
        len(form) <= 2,
        compound,
    )


def _compounds(forms: Sequence[str], table: WordTable) -> list[tuple[str, str]]:
    """The first and the last part of each compound: `Bergensjenta` -> `bergen`, `jenta`.

    A compound has a hyphen, or is a listed word (perhaps with a binding s or e) and another,
    ordinary one; the longest last part counts. Two empty strings for other forms.
    """
    parts = [_at_hyphens(form.lower()) for form in forms]
    pieces: list[str] = []
    cuts: list[tuple[int, str, str]] = []
    for i, form in enumerate(forms):
        low = form.lower()
        if len(low) >= 7 and low.isalpha():
            for cut in range(len(low) - 4, 2, -1):
                bound = low[: cut - 1] if low[cut - 1] in "se" and cut > 3 else low[:cut]
                pieces += [low[:cut], bound, low[cut:]]
                cuts.append((i, bound, low[cut:]))
    masks = table.masks_of(pieces).reshape(-1, 3)
    whole, bound_known = masks[:, 0] & _FIRST != 0, masks[:, 1] & _FIRST != 0
    last = masks[:, 2] & ORDINARY != 0
    for at in np.flatnonzero((whole | bound_known) & last):
        i, bound, tail = cuts[at]
        parts[i] = (bound if bound_known[at] else forms[i].lower()[: -len(tail)], tail)
    return parts


def _at_hyphens(low: str) -> tuple[str, str]:
    """What stands before the first and after the last hyphen; empty where there is none."""
    head, hyphen, _ = low.partition("-")
    return (head, low.rpartition("-")[2]) if hyphen else ("", "")


def form_features(forms: Sequence[str], table: WordTable) -> FormFeatures:
    """The features of each form, from its letters and the word lists alone."""
    compounds = _compounds(forms, table)
    parts = [p for form, found in zip(forms, compounds, strict=True) for p in _parts(form, found)]
    masks = table.masks_of(parts).reshape(-1, PARTS) if parts else np.zeros((0, PARTS), np.uint32)
    tails = [tail for _, tail in compounds]
    keys: tuple[list[int], ...] = tuple([] for _ in SLOTS)
    starts: tuple[list[int], ...] = tuple([] for _ in SLOTS)
    for form, row, tail in zip(forms, masks.tolist(), tails, strict=True):
        for slot, strings in enumerate(_slot_keys(form, row, tail)):
            starts[slot].append(len(keys[slot]))
            keys[slot].extend(crc32(string.encode("utf8")) for string in strings)
    bits = (masks[:, :, None] >> np.arange(len(CLASSES), dtype=np.uint32)) & 1
    spelling = [_orthography(form, bool(tail)) for form, tail in zip(forms, tails, strict=True)]
    dense = np.concatenate(
        [
            bits.reshape(len(forms), PARTS * len(CLASSES)).astype(np.float32),
            np.array(spelling, dtype=np.float32).reshape(len(forms), ORTHOGRAPHY),
        ],
        axis=1,
    )
    return FormFeatures(
        tuple(np.array(column, dtype=np.int64) for column in keys),
        tuple(np.array(column, dtype=np.int64) for column in starts),
        dense,
    )


def context_features(
    forms: Sequence[str], table: WordTable, spellings: "Spellings"
) -> NDArray[np.float32]:
    """One row a token of a segment: listed phrases it begins or continues, and its other spellings.

    Args:
        forms: the tokens of one stretch of running text, without white space.
        table: word lists; their phrases are tokens joined by single spaces, lower-cased.
        spellings: how the document spells each word.

    Returns:
        An array of `CONTEXT` columns.
    """
    rows = np.zeros((len(forms), CONTEXT), dtype=np.float32)
    covered = 0
    for start, end, mask in listed_phrases(forms, table):
        if start >= covered:
            covered = end
            for column, bit in enumerate(_PHRASE_BITS):
                if mask & bit:
                    rows[start, 2 * column] = 1
                    rows[start + 1 : end, 2 * column + 1] = 1
    base = 2 * len(PHRASE_CLASSES)
    for i, form in enumerate(forms):
        if form[:1].isupper():
            rows[i, base : base + 4] = spellings.of(form)
    return rows


def listed_phrases(forms: Sequence[str], table: WordTable) -> list[tuple[int, int, int]]:
    """(start, end, mask) of listed stretches of two to five tokens that begin with a capital.

    In order of their start, the longest first; the last token may have a genitive ending.
    """
    spans: list[tuple[int, int]] = []
    strings: list[str] = []
    for start, form in enumerate(forms[:-1]):
        if form[:1].isupper():
            for end in range(min(len(forms), start + LONGEST_PHRASE), start + 1, -1):
                text = " ".join(forms[start:end]).lower()
                spans.append((start, end))
                strings += [text, stem_of(text)]
    if not spans:
        return []
    masks = (table.masks_of(strings).reshape(-1, 2) & _PHRASE_MASK).tolist()
    return [
        (start, end, whole | stem)
        for (start, end), (whole, stem) in zip(spans, masks, strict=True)
        if whole | stem
    ]


class Spellings:
    """How one document spells each word: in lower case, with a capital inside a sentence, …"""

    def __init__(self, segments: Sequence[Sequence[str]]) -> None:
        self.lower: set[str] = set()
        self.inside: set[str] = set()
        self.after_name: set[str] = set()
        self.before_name: set[str] = set()
        for forms in segments:
            self._read(forms)

    def _read(self, forms: Sequence[str]) -> None:
        previous = "."
        for form in forms:
            if form[:1].isupper():
                low = form.lower()
                if previous[:1].isupper():
                    self.after_name.add(low)
                    self.before_name.add(previous.lower())
                elif previous[:1].isalpha() or previous == ",":
                    self.inside.add(low)
            elif form[:1].islower():
                self.lower.add(form)
            previous = form

    def of(self, form: str) -> tuple[bool, bool, bool, bool]:
        """Whether the document has the form in lower case, inside a sentence with a capital,
        after another capitalized word, and before one."""
        low = form.lower()
        return (
            low in self.lower,
            low in self.inside,
            low in self.after_name,
            low in self.before_name,
        )
