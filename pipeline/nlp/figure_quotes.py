"""The exact words of a figure, and the noun that it counts or understands."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.lang.quantity import Quantity
from pipeline.nlp.figure_features import PEOPLE, PRONOUNS, Reading
from pipeline.nlp.figure_nouns import FUNCTION_WORDS, Noun, counted_noun

COMPARATIVES = frozenset("flere fleire færre andre".split())
POSSESSIVES = frozenset("sin sine sitt si sitt våre hans hennes hennar deres deira".split())
DEFAULT_UNIT = ("soldat", "soldier")
LOOK_BACK = 3  # figures whose noun an understood one may continue


def quote_end(reading: Reading, k: int) -> int:
    """The character after the quote of the k-th quantity.

    The quote takes in the counted noun with its adjectives and what is joined to it
    (`soldater og politifolk`), `av …` after a share, and `flere` or `andre` without a noun.
    """
    quantity, noun = reading.quantities[k], reading.nouns[k]
    words = reading.words
    at = reading.at(quantity.end)
    if quantity.measure == "percent":
        end = _end_of_whole(reading, k, at)
        if end:
            return end
    if noun.kind != "none" and _counts(reading, quantity, noun):
        return words[_joined(reading, noun) - 1].end
    if noun.adjectives and noun.kind == "none" and noun.after:
        return words[noun.after - 1].end
    if at < len(words) and words[at].lower in COMPARATIVES and not words[at].new_line:
        return words[at].end
    return quantity.end


def _counts(reading: Reading, quantity: Quantity, noun: Noun) -> bool:
    """Whether a noun is one that people are counted by, rather than a word taken for a noun."""
    return noun.kind in PEOPLE


def _joined(reading: Reading, noun: Noun) -> int:
    """The index after a noun and a second noun joined to it: `kvinner og menn`."""
    words = reading.words
    after = noun.after
    if after < len(words) and words[after].lower == "og" and not words[after].new_line:
        second = counted_noun(words, after + 1, reading.knowledge.units)
        if second.kind in PEOPLE and second.after and second.head[-1:] not in ("n", "t"):
            if reading.at(words[after].end) < len(words) and words[after + 1].text[0].islower():
                return second.after
    return after


def _end_of_whole(reading: Reading, k: int, at: int) -> int:
    """The end of `av dem`, `av styrken` after a share, 0 where a figure of its own stands in it."""
    words = reading.words
    if at >= len(words) or words[at].lower != "av" or at + 1 >= len(words):
        return 0
    if k + 1 < len(reading.quantities):
        following = reading.at(reading.quantities[k + 1].start)
        if following <= at + 6 and reading.quantities[k + 1].form != "article":
            sentence = reading.sentence_of[at]
            if reading.sentence_of[following] == sentence and _unbroken(reading, at, following):
                return 0
    place = at + 1
    while place < min(len(words), at + 7) and words[place].kind == "word":
        lower = words[place].lower
        if lower in ("dem", "dei", "disse", "desse", "oss") and _stands_alone(reading, place):
            return words[place].end
        if lower in ("de", "den", "det", "dei", "disse", "desse") or lower in POSSESSIVES:
            place += 1
            continue
        if lower in FUNCTION_WORDS:
            return 0
        noun = counted_noun(words, place, reading.knowledge.units)
        after = noun.after or place + 1
        if words[after - 1].lower.endswith("s") and after < len(words) and words[after].kind == "word":
            if words[after].lower not in FUNCTION_WORDS:
                place = after  # a genitive: `av enhetenes mannskap`
                continue
        if after < len(words) and words[after].lower in POSSESSIVES:
            after += 1
        return words[after - 1].end
    return 0


def _stands_alone(reading: Reading, place: int) -> bool:
    """Whether a pronoun is no determiner of a noun that follows: `av dei` against `av dei døde`."""
    if reading.words[place].lower in ("dem", "oss"):
        return True
    following = counted_noun(reading.words, place + 1, reading.knowledge.units)
    return following.kind not in PEOPLE | {"unit", "equipment"}


def _unbroken(reading: Reading, at: int, following: int) -> bool:
    return all(word.kind == "word" for word in reading.words[at:following])


def stated_unit(reading: Reading, k: int) -> str:
    """The lemma of the counted noun beside the number, empty where it is understood."""
    noun = reading.nouns[k]
    return noun.lemma if noun.kind in PEOPLE else ""


def understood_unit(
    reading: Reading, k: int, before: Sequence[tuple[str, str]]
) -> tuple[str, str]:
    """The noun that a figure without one stands for, and its type.

    A noun of the same sentence that follows wins (`de første 50 av i alt 237 soldater`), then the
    noun of the figures before; `soldat` where there is none.
    """
    quantities = reading.quantities
    if k + 1 < len(quantities):
        here = reading.at(quantities[k].end)
        there = reading.at(quantities[k + 1].start)
        noun = reading.nouns[k + 1]
        if there - here <= 4 and noun.kind in PEOPLE and here < len(reading.words):
            if reading.words[here].lower in ("av", "til", "og") :
                return noun.lemma, noun.kind
    for unit, kind in reversed(before[-LOOK_BACK:]):
        if kind != "casualty":
            return unit, kind
    return DEFAULT_UNIT


def is_partitive(reading: Reading, at: int) -> bool:
    """Whether `av` with a pronoun follows: `hundrevis av dem`."""
    words = reading.words
    return (
        at + 1 < len(words) and words[at].lower == "av" and words[at + 1].lower in PRONOUNS
    )
