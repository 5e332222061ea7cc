"""What a text must show before a false friend counts as what it looks like."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.tokens import Doc, Span

from pipeline.lexicon import Row
from pipeline.nlp.annotation import text_of

# What stands before a country and its titles: dronning Noor av Jordan, laget fra Monaco.
PLACE_PREPOSITIONS = frozenset({"av", "fra", "frå", "i", "til", "mot"})
_APOSTROPHES = "'’´`"
_NEAR = 12  # words on either side that count as near


class Surroundings:
    """The words of a document, without white space, and what stands around each of them."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = text_of(doc)
        # Arrays are several times faster than a Python object a token.
        facts: Any = doc.to_array(["IS_SPACE", "ORTH", "IDX"])
        words = facts[facts[:, 0] == 0]
        self._numbers: list[int] = np.flatnonzero(facts[:, 0] == 0).tolist()
        self.words: list[str] = [doc.vocab.strings[orth] for orth in words[:, 1].tolist()]
        self._offsets: list[int] = words[:, 2].tolist()
        self._entities = {i: span for span in doc.ents for i in range(span.start, span.end)}
        self._name_words = {
            token.text
            for span in doc.ents
            if span.label_ == "PER" and len(span) > 1
            for token in (span[0], span[-1])
        }
        self.entity_texts = frozenset(span.text for span in doc.ents)
        marked = doc.has_annotation("SENT_START")
        self._sentences = [sent.start for sent in doc.sents] if marked else [0]

    def offset(self, at: int) -> int:
        """The character at which a word begins."""
        return self._offsets[at]

    def pos(self, at: int) -> str:
        """The part of speech (UPOS) of a word, empty where the document is not tagged."""
        return self.doc[self._numbers[at]].pos_

    def entity(self, at: int) -> Span | None:
        """The named entity that a word belongs to."""
        return self._entities.get(self._numbers[at])

    def covers(self, entity: Span, first: int, last: int) -> bool:
        """Whether the words from first to last take in a whole entity."""
        return self._numbers[first] <= entity.start and self._numbers[last] >= entity.end - 1

    def is_in_longer_name(self, entity: Span) -> bool:
        """Whether an entity of one word is a word of a longer person's name in the document."""
        return entity.text in self._name_words

    def starts(self, entity: Span, at: int) -> bool:
        """Whether an entity begins with a word."""
        return entity.start == self._numbers[at]

    def has_apostrophe(self, at: int) -> bool:
        """Whether a word in -s, -x or -z carries the apostrophe of the genitive: `Hellas'`."""
        word = self.words[at]
        if word[-1] in _APOSTROPHES:
            return word.rstrip(_APOSTROPHES)[-1:].lower() in ("s", "x", "z")
        following = self.words[at + 1] if at + 1 < len(self.words) else ""
        end = self.offset(at) + len(word)
        if not following or self.offset(at + 1) != end:
            return False
        if following[0] in _APOSTROPHES and following[1:] == "s":  # USA's
            return True
        return following in tuple(_APOSTROPHES) and word[-1].lower() in ("s", "x", "z")

    def sentence_no(self, at: int) -> int:
        """The number of the sentence that a word stands in, 0-based."""
        return bisect_right(self._sentences, self._numbers[at]) - 1

    def lower(self, at: int) -> str:
        """A word in lower case; empty outside the document."""
        return self.words[at].lower() if 0 <= at < len(self.words) else ""

    def near(self, first: int, last: int) -> list[str]:
        """The words in lower case around those from first to last, without these."""
        before = self.words[max(0, first - _NEAR) : first]
        after = self.words[last + 1 : last + 1 + _NEAR]
        return [word.lower() for word in before + after]


@dataclass(frozen=True, slots=True)
class WordList:
    """Words in lower case, some of them beginnings or endings of words."""

    words: frozenset[str]
    beginnings: tuple[str, ...]
    endings: tuple[str, ...]

    @classmethod
    def of(cls, items: Sequence[str]) -> WordList:
        """The list that a lexicon cell writes: `fisk*` is a beginning, `*sen` an ending."""
        return cls(
            frozenset(item for item in items if "*" not in item),
            tuple(item[:-1] for item in items if item.endswith("*")),
            tuple(item[1:] for item in items if item.startswith("*")),
        )

    def __bool__(self) -> bool:
        return bool(self.words or self.beginnings or self.endings)

    def has(self, word: str) -> bool:
        """Whether a lower-case word is on the list."""
        return word in self.words or word.startswith(self.beginnings) or word.endswith(self.endings)


@dataclass(frozen=True, slots=True)
class Guard:
    """What a text must show before a false friend counts as a country (country_guards.csv)."""

    case: str
    pos: frozenset[str]
    unless_label: frozenset[str]
    only_after: WordList
    only_near: WordList
    unless_after: WordList
    unless_before: WordList
    unless_near: WordList

    @classmethod
    def of(cls, row: Row) -> Guard:
        """The guard that a row of the lexicon states."""
        lists = ("only_after", "only_near", "unless_after", "unless_before", "unless_near")
        return cls(
            row["case"],
            frozenset(row.items_of("pos")),
            frozenset(row.items_of("unless_label")),
            *(WordList.of(row.items_of(name)) for name in lists),
        )

    def lets(self, text: str, base: str, first: int, last: int, around: Surroundings) -> bool:
        """Whether the words from `first` to `last`, written `text`, may be what they look like.

        Args:
            text: The form as written.
            base: The base form as the lexicon writes it.
            first: Index of the first word.
            last: Index of the last word.
            around: The document.
        """
        return (
            self._case_fits(text, base)
            and self._word_fits(first, around)
            and not self.unless_after.has(around.lower(first - 1))
            and not self.unless_before.has(around.lower(last + 1))
            and self._near_fits(around.near(first, last))
        )

    def _case_fits(self, text: str, base: str) -> bool:
        if self.case == "exact":
            return text.replace(".", "").removesuffix("s") == base.replace(".", "")
        if self.case == "capital":
            return text[:1].isupper()
        return self.case != "lower" or text.islower()

    def _word_fits(self, at: int, around: Surroundings) -> bool:
        entity = around.entity(at)
        of_a_country = around.lower(at - 1) in PLACE_PREPOSITIONS
        if entity is not None and entity.label_ in self.unless_label and not of_a_country:
            return False
        if not self.pos:
            return True
        if around.pos(at):
            return around.pos(at) in self.pos
        return self.only_after.has(around.lower(at - 1))

    def _near_fits(self, words: list[str]) -> bool:
        if self.only_near and not any(map(self.only_near.has, words)):
            return False
        return not (self.unless_near and any(map(self.unless_near.has, words)))
