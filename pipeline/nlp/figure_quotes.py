"""The exact words of a figure, and the noun that it counts or understands."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.nlp.figure_nouns import Noun, counted_noun
from pipeline.nlp.figure_reading import PEOPLE, Reading

COMPARATIVES = frozenset({"flere", "fleire", "færre", "andre"})
OBJECT_PRONOUNS = frozenset({"dem", "oss"})
DETERMINERS = frozenset({"de", "den", "det", "dei", "disse", "desse"})
POSSESSIVES = frozenset(
    {"sin", "si", "sitt", "sine", "våre", "våra", "hans", "hennes", "hennar", "deres", "deira"}
)
DEFINITE_ENDINGS = ("en", "et", "ene", "ane")
# `to såret`: what happened to them, no noun; `to sårede` counts the wounded.
PREDICATES = ("drept", "drepne", "såret", "såra", "skadet", "skadd", "skadde", "skada", "savnet",
              "savna", "sakna", "omkommet", "arrestert", "pågrepet")  # fmt: skip
DEFAULT_UNIT = ("soldat", "soldier")
LOOK_BACK = 3  # figures whose noun an understood one may continue
LONGEST_WHOLE = 7  # words after `av`


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
    if _is_counted(noun):
        after = _joined(reading, noun)
        limit = reading.knowledge.qualifiers.starting_at(words, after)  # `800 mann eller mer`
        return words[(limit[1] if limit else after) - 1].end
    if at < len(words) and not words[at].new_line:
        nounless = noun.kind == "none" and noun.adjectives and words[at].lower.endswith("ske")
        if nounless or (words[at].lower in COMPARATIVES and noun.kind not in PEOPLE):
            return words[at].end
    return quantity.end


def _is_counted(noun: Noun) -> bool:
    """Whether a noun counts people, and is no participle that tells what happened to them."""
    bare = COMPARATIVES.issuperset(noun.adjectives)
    predicate = noun.kind == "casualty" and noun.head in PREDICATES and bare
    return noun.kind in PEOPLE and not predicate


def _joined(reading: Reading, noun: Noun) -> int:
    """The index after a noun and a second noun joined to it: `kvinner og menn`."""
    words, after = reading.words, noun.after
    if after >= len(words) or words[after].lower != "og" or words[after].new_line:
        return after
    second = counted_noun(words, after + 1, reading.knowledge.units)
    indefinite = second.head == "menn" or not second.head.endswith(DEFINITE_ENDINGS)
    return second.after if second.kind in PEOPLE - {"casualty"} and indefinite else after


def _end_of_whole(reading: Reading, k: int, at: int) -> int:
    """The end of `av dem`, `av styrken` after a share, 0 where a figure of its own stands in it."""
    words, units = reading.words, reading.knowledge.units
    if at >= len(words) or words[at].lower != "av" or _holds_figure(reading, k, at):
        return 0
    place = at + 1
    while place < min(len(words), at + LONGEST_WHOLE) and words[place].kind == "word":
        lower = words[place].lower
        if lower in OBJECT_PRONOUNS or (lower in DETERMINERS and _is_pronoun(reading, place)):
            return words[place].end
        if lower in DETERMINERS or lower in POSSESSIVES:
            place += 1
            continue
        if units.stops(lower):
            return 0
        after = counted_noun(words, place, units).after or place + 1
        follower = words[after] if after < len(words) else None
        more = follower is not None and follower.kind == "word" and not units.stops(follower.lower)
        if more and words[after - 1].lower.endswith("s"):
            place = after  # a genitive: `av enhetenes mannskap`
            continue
        if follower is not None and follower.lower in POSSESSIVES:
            return follower.end
        return words[after - 1].end
    return 0


def _is_pronoun(reading: Reading, at: int) -> bool:
    """Whether `dei` stands alone: no definite noun and no adjective follows it."""
    if at + 1 >= len(reading.words):
        return True
    noun = counted_noun(reading.words, at + 1, reading.knowledge.units)
    definite = noun.head.endswith((*DEFINITE_ENDINGS, "a"))
    return not (noun.adjectives or (noun.kind != "none" and definite))


def _holds_figure(reading: Reading, k: int, at: int) -> bool:
    """Whether another number stands in the phrase after `av`: `halvparten av de 14.000`."""
    if k + 1 >= len(reading.quantities) or reading.quantities[k + 1].form == "article":
        return False
    following = reading.at(reading.quantities[k + 1].start)
    between = reading.words[at:following]
    is_verb = reading.knowledge.units.is_verb
    unbroken = all(word.kind == "word" and not is_verb(word.lower) for word in between)
    return unbroken and len(between) < LONGEST_WHOLE


def stated_unit(reading: Reading, k: int) -> str:
    """The lemma of the counted noun beside the number, empty where it is understood."""
    noun = reading.nouns[k]
    return noun.lemma if _is_counted(noun) else ""


def understood_unit(reading: Reading, k: int, before: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The noun that a figure without one stands for, and its type.

    A noun of the same sentence that follows wins (`de første 50 av i alt 237 soldater`), then the
    noun of the figures before; `soldat` where there is none.
    """
    quantities = reading.quantities
    here = reading.at(quantities[k].end)
    if k + 1 < len(quantities) and here < len(reading.words):
        near = reading.at(quantities[k + 1].start) - here <= 4
        noun = reading.nouns[k + 1]
        if near and noun.kind in PEOPLE and reading.words[here].lower in ("av", "til", "og"):
            return noun.lemma, noun.kind
    for unit, kind in reversed(before[-LOOK_BACK:]):
        if kind != "casualty":
            return unit, kind
    return DEFAULT_UNIT
