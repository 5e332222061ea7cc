"""A text as the search for figures reads it: words, sentences, numbers and the nouns they count."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.lang.numbers import quantities_among
from pipeline.lang.qualifiers import Qualifiers
from pipeline.lang.quantity import Quantity
from pipeline.lang.words import Word, split_words, word_set
from pipeline.nlp.figure_nouns import NO_NOUN, Noun, Units, counted_noun

ABBREVIATIONS = word_set("ca kl nr bl mill mrd st dr jf gen obl maj kol")
OPENERS = frozenset("–—-«\"“”'»")
PEOPLE = frozenset({"soldier", "body", "staff", "casualty", "national", "civilian", "agent"})
# units of these types are never people; `unit` is, in `en brigade på 800 mann`
THINGS = frozenset({"equipment", "place", "money", "time", "measure", "other"})
PRONOUNS = word_set("dem dei de disse desse oss sine")
LONGEST_STEM = 14
KNOWN_WORDS = 50_000  # whose contexts are remembered
FEW_SPEAKERS = 5
OLDEST = 110  # years
LARGEST_FORCE = 10**8  # no number of people in a force or lost in a war is larger


@dataclass(frozen=True)
class Contexts:
    """Context classes by word and by stem (`drep*`), as in `contexts.csv`."""

    words: Mapping[str, tuple[str, ...]]
    stems: Mapping[str, tuple[str, ...]]
    _known: dict[str, frozenset[str]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @classmethod
    def from_rows(cls, rows: Sequence[Mapping[str, str]]) -> Contexts:
        """Contexts from rows with `form` (a final `*` stands for any ending) and `context`."""
        tables: tuple[dict[str, tuple[str, ...]], ...] = ({}, {})
        for row in rows:
            form = row["form"]
            table, key = (tables[1], form[:-1]) if form.endswith("*") else (tables[0], form)
            table[key] = (*table.get(key, ()), row["context"])
        return cls(*tables)

    def of(self, lower: str) -> frozenset[str]:
        """The classes of a word, looked up once as long as there is room."""
        known = self._known.get(lower)
        if known is None:
            if len(self._known) > KNOWN_WORDS:
                self._known.clear()
            known = self._known[lower] = self._look_up(lower)
        return known

    def _look_up(self, lower: str) -> frozenset[str]:
        found = set(self.words.get(lower, ()))
        for length in range(2, min(len(lower), LONGEST_STEM) + 1):
            found.update(self.stems.get(lower[:length], ()))
        return frozenset(found)


@dataclass(frozen=True)
class Knowledge:
    """Everything that the features look up."""

    units: Units
    contexts: Contexts
    qualifiers: Qualifiers
    countries: frozenset[str] = frozenset()


class Reading:
    """A text read for features: words, sentences, quantities and the nouns they count."""

    def __init__(self, text: str, knowledge: Knowledge) -> None:
        self.text = text
        self.knowledge = knowledge
        self.words = split_words(text)
        self.quantities = quantities_among(self.words, knowledge.qualifiers)
        self._starts = [word.start for word in self.words]
        self.nouns = [self._noun(q) for q in self.quantities]

    def at(self, char: int) -> int:
        """The index of the first word that begins at or after a character."""
        index = bisect_right(self._starts, char)
        return index - 1 if index and self._starts[index - 1] == char else index

    def sentence(self, k: int) -> int:
        """The number of the sentence that a quantity begins in."""
        return self.sentence_of[self.at(self.quantities[k].start)]

    def _noun(self, quantity: Quantity) -> Noun:
        at = self.at(quantity.end)
        if quantity.form == "magnitude" and at + 1 < len(self.words):
            partitive = self.words[at + 1].lower in PRONOUNS and self.words[at + 1].lower != "de"
            if self.words[at].lower == "av" and not partitive:
                at += 1  # `tusenvis av soldater`
        if at >= len(self.words):
            return NO_NOUN
        several = (quantity.value or quantity.value_min or 0) > 1
        return counted_noun(self.words, at, self.knowledge.units, several)

    def noun_at(self, at: int) -> bool:
        """Whether a known noun, after adjectives, begins at a word."""
        if at >= len(self.words):
            return False
        noun = counted_noun(self.words, at, self.knowledge.units)
        return noun.kind not in ("none", "bare", "plural", "agent")

    def extent(self, k: int) -> tuple[int, int]:
        """The first word of a quantity with its qualifier, and the word after its noun."""
        quantity = self.quantities[k]
        return self.at(quantity.start), self.nouns[k].after or self.at(quantity.end)

    def whole_of(self, k: int) -> str:
        """What `av …` after a number speaks of: `pronoun`, `number`, `force`, a type of unit.

        Empty where no `av` follows, `unknown` where the word is not known.
        """
        at = self.nouns[k].after if self.nouns[k].kind != "none" else 0
        at = at or self.at(self.quantities[k].end)
        if at >= len(self.words) or self.words[at].lower != "av":
            return ""
        for place, word in enumerate(self.words[at + 1 : at + 6], at + 1):
            if word.kind != "word":
                return "number" if word.kind == "number" else "unknown"
            if word.lower in PRONOUNS and not self.noun_at(place + 1):
                return "pronoun"
            genitive = word.lower.endswith("s")  # `av dagens styrke`
            unit = None if genitive else self.knowledge.units.find(word.text)
            if unit:
                return unit[1]
            if "force" in self.contexts[place]:
                return "force"
        return "unknown"

    def is_year(self, k: int) -> bool:
        """Whether a number is `1994` in a text that writes `2.500` or `2 500`, or two years."""
        quantity = self.quantities[k]
        text = self.text[quantity.number_start : quantity.number_end]
        if quantity.qualifier == "range":
            years = re.findall(r"\d+", text)
            return all(map(_has_year_shape, years)) and any(int(year) % 50 for year in years)
        if quantity.qualifier not in ("exact", "approx"):
            return False
        return _has_year_shape(text) and self.separates_thousands

    def speaks(self, k: int) -> bool:
        """Whether a few people are the subject of a verb of speech: `to offiserer sier`."""
        value, after = self.quantities[k].value or 0, self.nouns[k].after
        if self.nouns[k].kind not in PEOPLE or value > FEW_SPEAKERS or after >= len(self.words):
            return False
        verb = self.words[after].lower
        return "speech" in self.contexts[after] and self.knowledge.units.stops(verb)

    def is_age(self, k: int) -> bool:
        """Whether a number is an age: `menn under 30`, `alle over 18`."""
        quantity, first = self.quantities[k], self.at(self.quantities[k].start)
        if self.nouns[k].kind != "none" or (quantity.value or 0) > OLDEST or not first:
            return False
        if quantity.qualifier not in ("more_than", "less_than", "range"):
            return False
        before = self.words[first - 1].lower
        unit = self.knowledge.units.find(before)
        return before == "alle" or (unit is not None and unit[1] in PEOPLE)

    @cached_property
    def sentence_of(self) -> list[int]:
        """The number of the sentence that each word is in."""
        numbers, number = [], 0
        for index in range(len(self.words)):
            number += bool(index) and _begins_sentence(self.words, index)
            numbers.append(number)
        return numbers

    @cached_property
    def sentence_spans(self) -> list[tuple[int, int]]:
        """First and last (exclusive) word of each sentence."""
        spans: list[tuple[int, int]] = []
        for index, number in enumerate(self.sentence_of):
            if number == len(spans):
                spans.append((index, index + 1))
            else:
                spans[number] = (spans[number][0], index + 1)
        return spans

    @cached_property
    def contexts(self) -> list[frozenset[str]]:
        """The context classes of each word."""
        return [self.knowledge.contexts.of(word.lower) for word in self.words]

    @cached_property
    def separates_thousands(self) -> bool:
        """Whether the text writes `2.500` or `2 500`, so that a bare `2014` is a year."""
        return any(
            word.kind == "number" and len(word.text) == 5 and not word.text[1].isdigit()
            for word in self.words
        )

    @cached_property
    def context_shares(self) -> dict[str, float]:
        """How much of the text is about each context: its words among all words."""
        counts = Counter(name for classes in self.contexts for name in classes)
        return {name: count / len(self.words) for name, count in sorted(counts.items())}


def eligible(reading: Reading) -> list[int]:
    """The quantities that may be figures, by index.

    Out are years, ages and the like, what counts things (`40 fly`, `30 prosent av budsjettet`),
    people who only speak (`to offiserer sier`), an article before anything but people, and
    numbers larger than any force.
    """
    return [k for k in range(len(reading.quantities)) if _may_count_people(reading, k)]


def _may_count_people(reading: Reading, k: int) -> bool:
    quantity, noun = reading.quantities[k], reading.nouns[k]
    value = quantity.value_min or quantity.value or quantity.value_max or 0
    if quantity.kind != "plain" or not 0 < value < LARGEST_FORCE:
        return False
    if quantity.form == "article":
        return noun.kind in PEOPLE
    if quantity.measure == "percent":
        return reading.whole_of(k) not in THINGS
    if reading.speaks(k) or reading.is_age(k):
        return False
    if noun.kind in ("none", "casualty") and reading.is_year(k):
        return False  # `Mellom 1980 og 1988 falt …`, too
    return noun.kind not in THINGS


def _has_year_shape(text: str) -> bool:
    return text.isdigit() and len(text) == 4 and "1800" <= text < "2060"


def _begins_sentence(words: Sequence[Word], at: int) -> bool:
    word, before = words[at], words[at - 1]
    if word.new_line:
        return True
    if before.text not in ".!?:" or (before.text == ":" and not word.text[0].isupper()):
        return False
    if before.text == "." and at >= 2 and words[at - 2].lower in ABBREVIATIONS:
        return False
    return word.text[0].isupper() or word.text in OPENERS or word.kind == "number"
