"""What organizations are read from, and what all readers of them share."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.ids import organization_id
from pipeline.lang.names import strip_genitive
from pipeline.nlp.mention_words import Word, Words
from pipeline.nlp.organization_index import CONTEXT, OrganizationIndex
from pipeline.nlp.organization_names import Nouns
from pipeline.nlp.titles import Titles

Span = tuple[int, int]
_PLACE_HEADS = frozenset(
    {
        "Camp",
        "Hotel",
        "Hotell",
        "Fort",
        "Sykehuset",
        "Sjukehuset",
        "Castello",
        "Museo",
        "Palazzo",
        "Plaza",
        "Piazza",
        "Ciudad",
    }
)
_DATELINE = re.compile(r"(?: [^\W\d_]+){0,2} \((?:©)?[A-ZÆØÅ]{2,5}(?:[-/]\w+){0,3}\) ?:")
_SHIP_MARKS = frozenset(
    {"KNM", "KV", "MS", "M/S", "HMS", "USS", "MT", "M/T", "K/V", "HNoMS", "M/V"}
)


@dataclass(frozen=True, slots=True)
class Named:
    """An organization found in the text; `start` to `end` takes in a genitive ending."""

    start: int
    end: int
    base: str  # as written, without genitive ending
    entity_id: str
    name: str
    form: str
    source: str  # lexicon | definition | text | reader


@dataclass(frozen=True, slots=True)
class OrganizationScene:
    """What organizations are read from: the words, the reader's names, knowledge, the country.

    `excluded` are words that are neither organization nor person, `homes` the countries that the
    document speaks of most or names organizations of, `named` all that it names. `is_place` knows
    certain place names, `country_of` where the largest place of a name lies.
    """

    words: Words
    entities: Sequence[tuple[int, int, str]]
    index: OrganizationIndex
    nouns: Nouns
    excluded: frozenset[str]
    countries: Sequence[Span]
    homes: frozenset[str]
    named: frozenset[str]
    titles: Titles
    is_place: Callable[[str], bool]
    country_of: Callable[[str], str]


def in_country(word: Word, scene: OrganizationScene) -> bool:
    """Whether a word stands in a mention of a country."""
    return any(start < word.end and word.start < end for start, end in scene.countries)


def named_by_noun(start: int, scene: OrganizationScene) -> bool:
    """Whether a noun for an organization stands right before: `avisen Varden`."""
    word = scene.words.before(start)
    if word is not None and word.text in '«"':
        word = scene.words.before(word.start)
    return (
        word is not None
        and scene.words.text[word.end : start] in (" ", " «", ' "')
        and scene.nouns.names_organization(word.text)
    )


def is_other_thing(word: Word, words: Words, nouns: Nouns) -> bool:
    """Whether a noun before a name says that it is a ship, an exercise, a town: `KNM «Andenes»`."""
    if word.text in _PLACE_HEADS or _DATELINE.match(words.text, word.end):
        return True
    before = words[word.number - 1] if word.number else None
    if before is not None and before.text in '«"“' and before.number:
        before = words[before.number - 1]
    if before is None or "\n" in words.gap(before, word):
        return False
    return before.text in _SHIP_MARKS or nouns.names_other(before.text)


def named_whole(span: Span, scene: OrganizationScene, source: str = "reader") -> Named:
    """A reader's name, with what belongs to a compound taken off: `Maute-gruppen` stays whole."""
    text = scene.words.text[slice(*span)]
    head, hyphen, tail = text.rpartition("-")
    lower_tail = hyphen and " " not in text and tail[:1].islower()
    if lower_tail and strip_genitive(tail) not in scene.nouns.kept:
        return named_as_written((span[0], span[0] + len(head)), scene, source, "compound")
    return named_as_written(span, scene, source)


def named_as_written(span: Span, scene: OrganizationScene, source: str, form: str = "") -> Named:
    """An organization that the lexicon does not know, under the name in the text."""
    text = scene.words.text[slice(*span)]
    base = _base(text, span[1], scene)
    known = scene.index.of_name(base)
    if known is not None and known.strength != CONTEXT:
        name = scene.index.known[known.organization_id].name
        return Named(*span, base, known.organization_id, name, form or "name", source)
    shown = form or ("genitive" if base != text else "name")
    return Named(*span, base, organization_id(base), base, shown, source)


def _base(text: str, end: int, scene: OrganizationScene) -> str:
    """A name without its genitive ending, if one is there."""
    if text.endswith("s") and not scene.words.noun_follows(end):
        return text
    return strip_genitive(text, sure=True)
