"""What speaks for and against a number being a figure of people: readable features per number."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.lang.numbers import find_quantities
from pipeline.lang.qualifiers import Qualifiers
from pipeline.lang.quantity import Quantity
from pipeline.lang.words import Word, split_words
from pipeline.nlp.figure_nouns import NO_NOUN, Noun, Units, counted_noun

ABBREVIATIONS = frozenset("ca kl nr bl mill mrd st dr jf gen obl maj kol".split())
OPENERS = frozenset("–—-«\"“”'»")
PEOPLE = frozenset({"soldier", "body", "staff", "casualty", "national", "civilian", "agent"})
PREPOSITIONS = frozenset(
    "fra frå i til av på ved for med mot under over om før etter innen innan hos langs som uten "
    "utan mellom og eller enn men mens medan at da då".split()
)
PRONOUNS = frozenset("dem dei de disse desse dei oss sine".split())
NEAR = 6  # words on each side that count as close


@dataclass(frozen=True)
class Contexts:
    """Context classes by word and by stem (`drep*`), as in `contexts.csv`."""

    words: Mapping[str, tuple[str, ...]]
    stems: Mapping[str, tuple[str, ...]]

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
        """The classes of a word."""
        found = set(self.words.get(lower, ()))
        for length in range(2, min(len(lower), 14) + 1):
            found.update(self.stems.get(lower[:length], ()))
        return frozenset(found)


@dataclass(frozen=True)
class Knowledge:
    """Everything that the features look up."""

    units: Units
    contexts: Contexts
    qualifiers: Qualifiers


class Reading:
    """A text read for features: words, sentences, quantities and the nouns they count."""

    def __init__(self, text: str, knowledge: Knowledge) -> None:
        self.text = text
        self.knowledge = knowledge
        self.words = split_words(text)
        self.quantities = find_quantities(text, knowledge.qualifiers)
        self._starts = [word.start for word in self.words]
        self.nouns = [self._noun(q) for q in self.quantities]

    def at(self, char: int) -> int:
        """The index of the first word that begins at or after a character."""
        index = bisect_right(self._starts, char)
        return index - 1 if index and self._starts[index - 1] == char else index

    def _noun(self, quantity: Quantity) -> Noun:
        at = self.at(quantity.end)
        if quantity.form == "magnitude" and at + 1 < len(self.words):
            partitive = self.words[at + 1].lower in PRONOUNS and self.words[at + 1].lower != "de"
            if self.words[at].lower == "av" and not partitive:
                at += 1  # `tusenvis av soldater`
        if at >= len(self.words):
            return NO_NOUN
        return counted_noun(self.words, at, self.knowledge.units)

    @cached_property
    def sentence_of(self) -> list[int]:
        """The number of the sentence that each word is in."""
        numbers, number = [], 0
        for index, word in enumerate(self.words):
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
    def soldierly(self) -> float:
        """How much of the text is about forces: words of that context among all words."""
        hits = sum("force" in classes for classes in self.contexts)
        return hits / max(1, len(self.words))


def _begins_sentence(words: Sequence[Word], at: int) -> bool:
    word, before = words[at], words[at - 1]
    if word.new_line:
        return True
    if before.text not in ".!?:" or (before.text == ":" and not word.text[0].isupper()):
        return False
    if before.text == "." and at >= 2 and words[at - 2].lower in ABBREVIATIONS:
        return False
    return word.text[0].isupper() or word.text in OPENERS or word.kind == "number"


def features(reading: Reading, k: int) -> list[str]:
    """The features of the k-th quantity of a text, as names; each holds or does not.

    Returns:
        Names such as `noun=soldier`, `before=på`, `context=casualty`, without repeats.
    """
    quantity, noun = reading.quantities[k], reading.nouns[k]
    first, after = reading.at(quantity.start), reading.at(quantity.end)
    group = _group(quantity, noun)
    found = ["bias", f"noun={noun.kind}", f"group={group}"]
    found += _own(quantity, noun)
    found += _beside(reading, first, after, noun, group)
    found += _contexts(reading, k, first, after, group)
    found += _neighbours(reading, k, group)
    return list(dict.fromkeys(found))


def _group(quantity: Quantity, noun: Noun) -> str:
    """The coarse case that decides how the context is weighed."""
    if quantity.form == "article":
        return "article-" + ("people" if noun.kind in PEOPLE else "other")
    if quantity.measure == "percent":
        return "share"
    if noun.kind == "none":
        return "none"
    if noun.kind in PEOPLE:
        return noun.kind
    return "unknown" if noun.kind in ("plural", "bare") else "thing"


def _own(quantity: Quantity, noun: Noun) -> list[str]:
    value = quantity.value or quantity.value_min or 0
    size = next((s for s in (10, 100, 1000, 10_000, 100_000, 10**6, 10**7) if value < s), 10**8)
    found = [f"kind={quantity.kind}", f"form={quantity.form}", f"size<{size}"]
    found.append(f"group={_group(quantity, noun)}&size<{size}")
    found.append(f"group={_group(quantity, noun)}&form={quantity.form}")
    found.append(f"qualified={quantity.qualifier}")
    if not float(value).is_integer():
        found.append("fraction")
    if quantity.form == "digits" and 1900 <= value <= 2035 and quantity.qualifier == "exact":
        found.append("year-like")
    if noun.lemma and noun.kind != "none":
        found.append(f"lemma={noun.lemma.rpartition('-')[2].lower()}")
    if noun.kind in ("plural", "bare", "agent"):
        found.append(f"ending={noun.kind}:{noun.head[-4:]}")
    if noun.adjectives:
        found += [f"adjective={a}" for a in noun.adjectives[:2]]
        found.append(f"adjectives&noun={noun.kind}")
    return found


def _beside(reading: Reading, first: int, after: int, noun: Noun, group: str) -> list[str]:
    """The words next to the expression, by themselves and by what they are."""
    words = reading.words
    before = words[first - 1].lower if first and not words[first].new_line else "^"
    before2 = words[first - 2].lower if first > 1 and before != "^" else "^"
    end = noun.after or after
    follower = words[end].lower if end < len(words) and not words[end].new_line else "$"
    follower2 = words[end + 1].lower if follower != "$" and end + 1 < len(words) else "$"
    found = [f"before={before}", f"group={group}&before={before}", f"before2={before2} {before}"]
    found += [f"after={follower}", f"group={group}&after={follower}", f"after2={follower} {follower2}"]
    unit = reading.knowledge.units.find(before2) if before2 != "^" else None
    if unit and before in PREPOSITIONS:
        found.append(f"before-unit={unit[1]} {before}")
    unit = reading.knowledge.units.find(before)
    if unit:
        found.append(f"directly-before={unit[1]}")
    if first and words[first - 1].text[0].isupper() and words[first - 1].kind == "word":
        found.append(f"group={group}&after-name")
    if follower == "av":
        found.append(f"group={group}&of={_of(reading, end + 1)}")
    for classes, side in ((reading.contexts[first - 1] if first else (), "before"),
                          (reading.contexts[end] if end < len(words) else (), "after")):  # fmt: skip
        found += [f"group={group}&{side}-is={name}" for name in classes]
    return found


def _of(reading: Reading, at: int) -> str:
    """What `av …` after a number speaks of: a pronoun, people, soldiers, things."""
    words = reading.words
    for word in words[at : at + 4]:
        if word.kind != "word":
            return "number" if word.kind == "number" else "mark"
        if word.lower in PRONOUNS:
            return "pronoun"
        unit = reading.knowledge.units.find(word.text)
        if unit:
            return unit[1]
    return "unknown"


def _contexts(reading: Reading, k: int, first: int, after: int, group: str) -> list[str]:
    """Context classes near the number, in its part of the sentence, in the sentence and text."""
    words = reading.words
    if first >= len(words):
        return []
    start, stop = reading.sentence_spans[reading.sentence_of[first]]
    left = reading.at(reading.quantities[k - 1].end) if k else 0
    right = reading.at(reading.quantities[k + 1].start) if k + 1 < len(reading.quantities) else stop
    own_noun = reading.nouns[k].after
    found = []
    for name, (low, high) in {
        "near": (max(start, first - NEAR), min(stop, after + NEAR)),
        "part": (max(start, left), min(stop, right)),
        "sentence": (start, stop),
    }.items():
        classes: set[str] = set()
        for index in range(low, high):
            if first <= index < max(after, own_noun):
                continue
            classes |= reading.contexts[index]
        found += [f"group={group}&{name}={c}" for c in sorted(classes)]
        if name == "sentence":
            found += [f"{name}={c}" for c in sorted(classes)]
    share = reading.soldierly
    level = next((str(s) for s in (0.01, 0.02, 0.035, 0.05, 0.08) if share < s), "more")
    found += [f"text-force<{level}", f"group={group}&text-force<{level}"]
    if start == first:
        found.append(f"group={group}&opens-sentence")
    if stop < len(words) and words[stop - 1].text not in ".!?":
        found.append("heading")
    return found


def _neighbours(reading: Reading, k: int, group: str) -> list[str]:
    """What the numbers before and after count."""
    found = []
    sentence = reading.sentence_of[reading.at(reading.quantities[k].start)]
    earlier = [
        (i, reading.sentence_of[reading.at(reading.quantities[i].start)])
        for i in range(max(0, k - 6), k)
        if reading.quantities[i].kind == "plain" and reading.quantities[i].form != "article"
    ]
    if earlier:
        last, where = earlier[-1]
        place = "same" if where == sentence else "earlier"
        kind = reading.nouns[last].kind
        found.append(f"group={group}&last-{place}={kind}")
    kinds = {reading.nouns[i].kind for i, where in earlier if where == sentence}
    found += [f"group={group}&same-sentence={kind}" for kind in sorted(kinds)]
    kinds = {reading.nouns[i].kind for i, where in earlier if sentence - 2 <= where < sentence}
    found += [f"group={group}&sentence-before={kind}" for kind in sorted(kinds)]
    for i in range(k + 1, min(k + 3, len(reading.quantities))):
        if reading.sentence_of[reading.at(reading.quantities[i].start)] == sentence:
            found.append(f"group={group}&next={reading.nouns[i].kind}")
            break
    return found
