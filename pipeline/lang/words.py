"""Text cut into words, numbers and marks, with their places: what the number grammar reads."""

from __future__ import annotations

import re
from typing import NamedTuple

SPACES = " \u00a0\u2009\u202f"
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
# Thousands are set off by a full stop or some space: `2.500`, `132 000`. Never by both.
_NUMBER = (
    rf"\d{{1,3}}(?:\.\d{{3}})+(?![\d])(?:,\d+)?"
    rf"|\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?![\d])(?:,\d+)?"
    r"|\d+(?:,\d+)?"
)
_WORD = re.compile(rf"(?P<number>{_NUMBER})|(?P<word>[^\W\d_]+)|(?P<mark>[^\w\s]|_)")


class Word(NamedTuple):
    """One word, number or mark: `kind` is `word`, `number` or `mark`; `lower` its lower case."""

    start: int
    end: int
    text: str
    lower: str
    kind: str
    spaced: bool  # white space stands before it
    new_line: bool  # a line break stands before it


def word_set(text: str) -> frozenset[str]:
    """The words of a text that white space separates: how this package writes down a word list.

    Example:
        >>> sorted(word_set("ca kl"))
        ['ca', 'kl']
    """
    return frozenset(text.split())


def split_words(text: str) -> list[Word]:
    """The words, numbers and marks of a text in order; white space is left out.

    Example:
        >>> [w.text for w in split_words("Irak.Minst 2 500 mann")]
        ['Irak', '.', 'Minst', '2 500', 'mann']
    """
    words = []
    before = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        form = match[0]
        words.append(
            Word(
                start,
                end,
                form,
                form.lower(),
                match.lastgroup or "mark",
                start > before or not start,
                start > before and "\n" in text[before:start],
            )
        )
        before = end
    return words


def digits_value(text: str) -> float | None:
    """The value of a number in digits: `2.500` 2500, `132 000` 132000, `7,4` 7.4.

    Returns:
        None for what is not one number (`12.30`).
    """
    whole, _, decimals = text.partition(",")
    for separator in f".{SPACES}":
        whole = whole.replace(separator, "")
    if not whole.isdigit() or (decimals and not decimals.isdigit()):
        return None
    return float(f"{whole}.{decimals or 0}")
