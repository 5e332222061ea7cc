"""Finds every mention of a country in a document: names, adjectives, inhabitants, compounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc

from pipeline.lexicon import Lexicon
from pipeline.lexicon.country_forms import CountryForm, country_forms
from pipeline.lexicon.country_words import CountryPart, CountryWords
from pipeline.lexicon.folding import fold
from pipeline.nlp.guards import PLACE_PREPOSITIONS, Guard, Surroundings
from pipeline.records import Mention

# The longer ones first: a word may begin with both.
_DIRECTIONS = (
    "nordvest", "nordøst", "nordaust", "sørvest", "sørøst", "søraust",
    "nord", "sør", "syd", "øst", "aust", "vest",
)  # fmt: skip
_SPEECH_WORDS = frozenset(
    {"på", "snakke", "snakker", "snakkar", "snakket", "snakka", "tale", "taler", "talar", "talte",
     "kan", "kunne", "lære", "lærer", "lærte", "forstår", "forstod", "forsto", "skrive", "skrev"}
)  # fmt: skip
_CLAUSE_WORDS = frozenset(
    {"og", "eller", "men", "som", "at", "da", "når", "på", "i", "til", "med", "av", "for", "om"}
)
_JOINERS = frozenset({"og", "eller", "/", ","})


@dataclass(frozen=True, slots=True)
class _Found:
    """A country form in the document: tokens `first` to `last`, both included, and characters."""

    first: int
    last: int
    start: int
    end: int
    part: CountryPart


class CountryFinder:
    """Finds countries with one lexicon; made once for each lexicon (`country_finder`)."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._words = CountryWords(country_forms(lexicon))
        self._forms = country_forms(lexicon).forms
        self._names = {k: row["name_nb"] for k, row in lexicon.country_names.items()}
        self._guards: dict[tuple[str, str], Guard] = {}
        for row in lexicon.table("country_guards"):
            self._guards[row["form"], row["country_id"]] = Guard.of(row)

    def find(self, doc: Doc) -> list[Mention]:
        """The mentions of countries, by place in the text, without overlap."""
        around = Surroundings(doc)
        mentions = []
        for found in self._candidates(around):
            form = self._meaning(found, around)
            if form is not None:
                mentions.append(self._mention(found, form, around))
        return mentions

    def _candidates(self, around: Surroundings) -> Iterator[_Found]:
        words = around.words
        at = 0
        while at < len(words):
            word = words[at]
            phrase = self._phrase(around, at) if self._words.phrase_length(word) else None
            if phrase is not None:
                found = phrase
                at = found.last + 1
                if found.part.meanings:
                    yield found
                continue
            offset = around.offset(at)
            for part in self._parts(around, at):
                start, end = offset + part.start, offset + part.end
                yield _Found(at, at, start, end, part)
            at += 1

    def _phrase(self, around: Surroundings, at: int) -> _Found | None:
        """The longest phrase of several words that begins at a token; it may be a blocked one."""
        longest = min(self._words.phrase_length(around.words[at]), len(around.words) - at)
        for length in range(longest, 1, -1):
            words = around.words[at : at + length]
            last = at + length - 1
            if not words[-1][0].isalnum():
                continue
            found = self._words.phrase(words)
            end = around.offset(last) + len(words[-1])
            compound = False
            if found is None and "-" in words[-1]:
                stem = words[-1].partition("-")[0]
                found = self._words.phrase([*words[:-1], stem])
                compound = True
            if found is not None:
                start = around.offset(at)
                part = CountryPart(0, end - start, *found, compound)
                return _Found(at, last, start, end, part)
        return None

    def _parts(self, around: Surroundings, at: int) -> tuple[CountryPart, ...]:
        """The country forms inside one token, also where it shares its end with a later one."""
        word = around.words[at]
        parts = self._words.parts(word)
        if parts or not word.endswith("-") or at + 2 >= len(around.words):
            return parts
        direction = fold(word)
        if direction not in _DIRECTIONS or around.words[at + 1] not in _JOINERS:
            return ()
        key = fold(around.words[at + 2])
        other = next((d for d in _DIRECTIONS if key.startswith(d)), "")
        meanings = self._forms.get(direction + key.removeprefix(other)) if other else None
        if not meanings:
            return ()
        return (CountryPart(0, len(word), direction, meanings, compound=True),)

    def _meaning(self, found: _Found, around: Surroundings) -> CountryForm | None:
        """What a form means here, or None for a false friend."""
        meanings = [(form, self._guard(found.part.key, form)) for form in found.part.meanings]
        for form, guard in sorted(meanings, key=lambda meaning: meaning[1] is None):
            text = around.text[found.start : found.end]
            if guard is not None and not guard.lets(
                text, form.base, found.first, found.last, around
            ):
                continue
            if self._in_person(found, form, around) or self._is_language(found, form, around):
                continue
            return form
        return None

    def _guard(self, key: str, form: CountryForm) -> Guard | None:
        """The guard of an inflected form, or that of all forms of its base (`kongo*`)."""
        base = fold(form.base) + "*"
        for key_or_base in (key, base):
            for country_id in (form.country_id, ""):
                guard = self._guards.get((key_or_base, country_id))
                if guard is not None:
                    return guard
        return None

    @staticmethod
    def _in_person(found: _Found, form: CountryForm, around: Surroundings) -> bool:
        """Whether a name is part of a person's: Michael Jordan, but not Norges Erna Solberg."""
        if form.kind == "adjective" or found.part.compound:
            return False
        entity = around.entity(found.first)
        if entity is None or entity.label_ != "PER":
            return False
        if around.covers(entity, found.first, found.last):
            return around.is_in_longer_name(entity)
        if around.lower(found.first - 1) in PLACE_PREPOSITIONS:
            return False
        return not (form.genitive and around.starts(entity, found.first))

    @staticmethod
    def _is_language(found: _Found, form: CountryForm, around: Surroundings) -> bool:
        """Whether an adjective stands alone after a verb of speech: `på engelsk.`, `snakker norsk`.

        `på norsk jord` and `snakker norske` are the country's.
        """
        if found.part.key != fold(form.base) or form.kind != "adjective":
            return False
        following = around.lower(found.last + 1)
        alone = not following[:1].isalpha() or following in _CLAUSE_WORDS
        return alone and around.lower(found.first - 1) in _SPEECH_WORDS

    def _mention(self, found: _Found, form: CountryForm, around: Surroundings) -> Mention:
        start, end, part = found.start, found.end, found.part
        kind = form.kind
        if kind in ("name", "abbreviation") and (
            form.genitive or around.has_apostrophe(found.last)
        ):
            kind = "genitive"
        alone = len(self._words.parts(around.words[found.first])) <= 1
        if part.compound:
            kind = "compound"
            if alone:  # one country in the word: the whole word is the evidence
                start = around.offset(found.first)
                end = around.offset(found.last) + len(around.words[found.last])
        elif around.words[found.last].endswith("-"):
            kind = "compound"
        text = around.text[start:end]
        entity = around.entity(found.first)
        derived = kind in ("adjective", "inhabitant", "compound")
        label = entity.label_ if entity is not None else "DRV" if derived else "GPE_LOC"
        name = self._names[form.country_id]
        sentence = around.sentence_no(found.first)
        return Mention(start, end, text, "country", label, kind, form.country_id, name, sentence)


@lru_cache(maxsize=4)
def country_finder(lexicon: Lexicon) -> CountryFinder:
    """The finder of a lexicon; made once for each lexicon."""
    return CountryFinder(lexicon)


def find_countries(doc: Doc, lexicon: Lexicon) -> list[Mention]:
    """The countries that a document mentions by name, adjective, inhabitant or in a compound.

    Persons' names (`doc.ents` with label PER) and parts of speech are used where the document has
    them, to tell Michael Jordan from Jordan and the verb `finner` from the Finns.

    Args:
        doc: A document; only its tokens are needed.
        lexicon: What countries are called.

    Returns:
        Mentions of kind `country`, by place in the text, without overlap; `form` is `name`,
        `genitive`, `abbreviation`, `adjective`, `inhabitant` or `compound`. A compound with one
        country in it is one mention of the whole word; one with several gives one for each part.

    Example:
        >>> import spacy
        >>> from pipeline.lexicon import load_lexicon
        >>> doc = spacy.blank("nb")("USA-ledede styrker og irakarane")
        >>> [(m.text, m.form, m.entity_id) for m in find_countries(doc, load_lexicon())]
        [('USA-ledede', 'compound', 'USA'), ('irakarane', 'inhabitant', 'IRQ')]
    """
    return country_finder(lexicon).find(doc)
