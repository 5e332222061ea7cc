"""Names of organizations that the text itself gives away: definitions, numbered units, heads."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.lang.names import fold_name, strip_genitive
from pipeline.lexicon import Lexicon, Row
from pipeline.nlp.mention_words import (
    Word,
    Words,
    is_common_word,
    is_given_name,
    is_town_name,
)

Span = tuple[int, int]

_ABBREVIATION = re.compile(r"[A-ZÆØÅ][A-Za-zÆØÅæøå0-9+]*(?:[-/][A-ZÆØÅ0-9][A-Za-z0-9]*)?")
_ARTICLES = frozenset({"den", "det", "de", "dei"})
_LINKS = frozenset(
    {
        "og",
        "for",
        "i",
        "av",
        "på",
        "mot",
        "til",
        "of",
        "and",
        "the",
        "de",
        "la",
        "du",
        "des",
        "del",
        "en",
    }
)
_UNIT = re.compile(
    r"\b(?:(?:\d{1,3}\.|[VX]\.?|[IVX]{2,5}\.?) (?:[a-zæøå]+ ){0,2}?"
    r"|(?P<word>Første|Fyrste|Andre|Tredje|Fjerde|Femte|Sjette|Sjuende|Sjuande|Syvende|Åttende) )"
    r"[a-zæøå]*(?:brigade|divisjon|regiment|bataljon|korps|arm[eé]|flåte|skvadron|kompani|luftving"
    r"|infanteri)(?:en|et|n|a)?s?\b"
)
_UNIT_NOUNS = (
    "brigade", "divisjon", "regiment", "bataljon", "korps", "armé", "flåte", "skvadron", "kompani",
    "luftving", "infanteri",
)  # fmt: skip
_FORCES = frozenset({"Forsvarets", "Hærens", "Heimevernets", "Luftforsvarets", "Sjøforsvarets"})
_HEADS_OF_NONE = frozenset({"ap", "nato", "eu", "fn"})
_HAPPENINGS = frozenset({"event", "exercise", "festival", "operation", "prize", "treaty"})
_LONGEST = 9


@dataclass(frozen=True, slots=True)
class Definition:
    """`Den afrikanske union (AU)`: where the long and the short form stand."""

    long: Span
    short: Span
    long_name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Nouns:
    """The lexicon's nouns that show an organization, by what they show."""

    before: dict[str, str]
    joined: dict[str, str]
    kept: frozenset[str]
    heads: dict[str, str]
    located: dict[str, str]
    others: frozenset[str]
    suffixes: frozenset[str]
    events: frozenset[str]
    owned: frozenset[str]
    of_forces: frozenset[str]

    def names_organization(self, word: str) -> bool:
        """Whether a name after this noun is an organization's: `avisa`, `hemamilitsen`."""
        return _ends_in(word.lower(), self.before)

    def is_body(self, word: str) -> bool:
        """Whether a capitalized word is a compound that names a body: `Europautvalet`."""
        lower = word.lower().removesuffix("s")
        return any(lower[at:] in self.suffixes for at in range(3, len(lower) - 3))

    def is_event(self, word: str) -> bool:
        """Whether a word is a compound that names an event: `Førdefestivalen`."""
        return _ends_in(word.lower().removesuffix("s"), self.events)

    def names_other(self, word: str) -> bool:
        """Whether a name after this noun is a ship's, an exercise's, a town's: `fregatten`."""
        return _ends_in(word.lower(), self.others)


def _ends_in(word: str, nouns: Collection[str]) -> bool:
    """Whether a word is one of the nouns or a compound that ends in one of five letters or more."""
    return word in nouns or any(word[at:] in nouns for at in range(2, len(word) - 4))


@lru_cache(maxsize=4)
def organization_nouns(lexicon: Lexicon) -> Nouns:
    """The nouns of `organization_nouns.csv`, each with the type of organization."""
    rows = lexicon.table("organization_nouns")

    def forms(column: str) -> dict[str, str]:
        chosen = (row for row in rows if row.is_yes(column))
        return {form: row["type"] for row in chosen for form in _forms(row)}

    return Nouns(
        forms("before"),
        forms("joined"),
        frozenset(forms("kept")),
        {row["noun"]: row["type"] for row in rows if row.is_yes("head")},
        {form.lower(): kind for form, kind in forms("located").items()},
        frozenset(form for row in lexicon.table("other_nouns") for form in _forms(row)),
        frozenset(f for row in rows if row.is_yes("suffix") for f in row.items_of("forms")),
        frozenset(
            form
            for row in lexicon.table("other_nouns")
            if row["kind"] in _HAPPENINGS
            for form in row.items_of("forms")
        ),
        frozenset(forms("owned")),
        frozenset(forms("of_forces")),
    )


def _forms(row: Row) -> tuple[str, ...]:
    return (row["noun"], *row.items_of("forms"))


def find_definitions(words: Words, named: Collection[Span]) -> list[Definition]:
    """The definitions in a text: a name followed by its abbreviation in parentheses.

    Args:
        words: The words of the document.
        named: Spans that are known to be names of organizations; a definition's long form is one
            of them if one ends right before the parenthesis.

    Returns:
        The definitions, by place in the text. People with a party letter, ages and datelines are
        none.
    """
    found = []
    for number in range(1, len(words) - 2):
        bracket, short, close = words[number], words[number + 1], words[number + 2]
        if (
            bracket.text != "("
            or close.text != ")"
            or "\n" in words.gap(words[number - 1], bracket)
        ):
            continue
        if len(short.text) < 2 or "-" in short.text[3:] or not _ABBREVIATION.fullmatch(short.text):
            continue
        start = _long_start(words, number, short.text, named)
        if start is None:
            continue
        span = (start, words[number - 1].end)
        long_name = strip_genitive(words.text[span[0] : span[1]], sure=False)
        found.append(Definition(span, (short.start, short.end), long_name, short.text))
    return found


def _long_start(words: Words, bracket: int, short: str, named: Collection[Span]) -> int | None:
    """Where the long form before a parenthesis begins, or None if there is none."""
    end = words[bracket - 1].end
    known = [start for start, stop in named if stop == end]
    run = _run_before(words, bracket)
    if words[bracket - 1].label == "PER":
        return None
    for first in run:
        if spells(short, words.text[first.start : end]):
            if known and min(known) < first.start:
                return min(known)
            return first.start
    if known:
        return min(known)
    for first in run:
        after = words[first.number + 1]
        if first.text.lower() in _ARTICLES and after.pos not in ("VERB", "AUX"):
            return first.start if after.number < bracket - 1 else None
    return None


def _run_before(words: Words, bracket: int) -> list[Word]:
    """The words at which a long form may begin, the nearest first."""
    run: list[Word] = []
    sentence = words[bracket].sentence_no
    for number in range(bracket - 1, max(-1, bracket - 1 - _LONGEST), -1):
        word = words[number]
        if word.sentence_no != sentence or not (word.text[0].isalnum() or word.text == "&"):
            break
        if word.label == "PER":
            break
        if word.text[0].isupper() and number < bracket - 1:
            run.append(word)
        elif word.text in _ARTICLES and number < bracket - 2 and run:
            break
    return run


def spells(short: str, long: str) -> bool:
    """Whether an abbreviation may stand for a name: its letters come in the name in that order,
    the first one at its beginning, and most of them at beginnings of words or compound parts.

    >>> spells("AU", "Den afrikanske union"), spells("FFI", "Forsvarets forskningsinstitutt")
    (True, True)
    >>> spells("SOHR", "Syria")
    False
    """
    letters = [c for c in fold_name(short) if c.isalpha()]
    words = [w for w in fold_name(long).split() if w not in _ARTICLES]
    if len(letters) < 2 or not words:
        return False
    if words[0][0] != letters[0]:
        return False
    text = " ".join(words)
    position = 0
    for letter in letters:
        position = text.find(letter, position) + 1
        if position == 0:
            return False
    initials = {word[0] for word in words}
    return sum(letter in initials for letter in letters) * 2 >= len(letters)


def find_units(words: Words) -> list[Span]:
    """Numbered units: `6. divisjon`, `82. luftbårne divisjon`, `Første kavaleridivisjon`."""
    return [
        match.span()
        for match in _UNIT.finditer(words.text)
        if match["word"] is None or not words[words.at(match.start())].initial
    ]


def unit_name(text: str) -> str:
    """The name of a numbered unit: in the indefinite form, without the genitive.

    >>> unit_name("131. brigaden"), unit_name("VII korpset"), unit_name("6. divisjons")
    ('131. brigade', 'VII korps', '6. divisjon')
    """
    text = re.sub(r"armeens?$", "armé", text)
    for noun in _UNIT_NOUNS:
        head, found, tail = text.rpartition(noun)
        if found and len(tail) < 4:
            return head + noun
    return text


def find_headed(words: Words, nouns: Nouns) -> list[tuple[Span, str]]:
    """Names that a noun for an organization ends (`Kvinnherad kommune`), with their type.

    A place may follow a noun with a capital: `Universitetet i Oslo`, `Fylkesmannen i Vestland`.
    """
    found = []
    for word in words.words:
        lower = word.text.lower()
        english = nouns.heads.get(word.text)
        kind = english or nouns.heads.get(lower) or nouns.heads.get(lower.removesuffix("s"))
        first = _capitals_before(words, word.number) if kind and not word.initial else None
        if first is not None and english and is_given_name(first.text):
            continue
        if kind and first is not None and not _is_opening_word(first):
            found.append(((first.start, word.end), kind))
        kind = nouns.located.get(lower)
        place = _place_after(words, word.number) if kind and word.text[0].isupper() else None
        if kind and place is not None:
            found.append(((word.start, place.end), kind))
    return found


def find_owned(words: Words, nouns: Nouns) -> list[Span]:
    """Bodies that carry their owner's name: `Forsvarets veteransenter`, `Japans sumoforbund`."""
    found = []
    for word in words.words[1:]:
        owner = words[word.number - 1]
        if not word.text[0].islower() or not owner.text[0].isupper() or owner.text[-1] != "s":
            continue
        if not words.joined(owner, word) or (owner.initial and is_common_word(owner.text[:-1])):
            continue
        forms = nouns.of_forces if owner.text in _FORCES else nouns.owned
        if _ends_in(word.text.removesuffix("s"), forms):
            found.append((owner.start, word.end))
    return found


def find_compounds(words: Words, nouns: Nouns) -> list[Span]:
    """Compounds that are names of groups: `Cobra-militsen`, `Oliver Sinisterra-fronten`."""
    found = []
    for word in words.words:
        head, hyphen, tail = word.text.partition("-")
        if not hyphen or not head[:1].isupper() or strip_genitive(tail) not in nouns.kept:
            continue
        first = None if word.initial else _capitals_before(words, word.number)
        whole = first is not None and first.label == word.label and not _is_opening_word(first)
        start = first.start if first is not None and whole and word.label else word.start
        after = words[word.number + 1] if word.number + 1 < len(words) else None
        described = after is not None and after.capital and words.joined(word, after)
        if head.isupper() or head.casefold() in _HEADS_OF_NONE or described:
            continue
        found.append((start, word.end))
    return found


def _is_opening_word(word: Word) -> bool:
    """Whether a word has its capital from the sentence alone: `Amerikansk`, not `Bø`."""
    return word.initial and is_common_word(word.text) and not is_town_name(word.text)


def _place_after(words: Words, number: int) -> Word | None:
    """The capitalized word after `i` or `på`."""
    if number + 2 >= len(words) or words[number + 1].text not in ("i", "på"):
        return None
    place = words[number + 2]
    return place if place.text[0].isupper() else None


def _capitals_before(words: Words, number: int) -> Word | None:
    """The first of the capitalized words right before a word, at most three."""
    first: Word | None = None
    for at in range(number - 1, max(-1, number - 4), -1):
        word = words[at]
        if not words.joined(word, words[at + 1]) or not word.capital:
            break
        if word.text.endswith("s") and word.initial and first is not None:
            break
        first = word
    return first


def shared_word(names: Sequence[str], long: str) -> bool:
    """Whether a name has a word in common with one of several, judged by its first five letters."""
    stems = {word[:5] for word in fold_name(long).split() if len(word) > 3}
    others = {word[:5] for name in names for word in fold_name(name).split() if len(word) > 3}
    return bool(stems & others)
