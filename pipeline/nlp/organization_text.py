"""Finds organizations that the words around a name give away, whatever the reader saw."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.ids import organization_id
from pipeline.lang.names import strip_genitive
from pipeline.nlp.mention_words import Word, is_given_name
from pipeline.nlp.organization_index import counts_people
from pipeline.nlp.organization_names import (
    find_compounds,
    find_headed,
    find_owned,
    find_units,
    unit_name,
)
from pipeline.nlp.organization_scene import (
    Named,
    OrganizationScene,
    in_country,
    named_as_written,
    named_by_noun,
    named_whole,
)
from pipeline.nlp.overlap import without_overlap

_BELONGING = frozenset({"for", "i", "av", "ved", "fra", "frå"})
_ABBREVIATION = re.compile(r"[A-ZÆØÅ][A-ZÆØÅ0-9]{1,7}")


def from_text(scene: OrganizationScene) -> list[Named]:
    """Numbered units, names with a telling noun, abbreviations after or before such a noun."""
    found = [_unit(span, scene) for span in find_units(scene.words)]
    spans = [span for span, _ in find_headed(scene.words, scene.nouns)]
    spans += find_owned(scene.words, scene.nouns) + find_compounds(scene.words, scene.nouns)
    found += [named_as_written(span, scene, "text") for span in spans if _may_be(span, scene)]
    for word in scene.words.words:
        if not word.text[0].isupper():  # each of the following wants a capital
            continue
        if _is_body(word, scene):
            found.append(named_as_written((word.start, word.end), scene, "text"))
            continue
        shown = (
            _abbreviation(word, scene)
            or _named(word, scene)
            or _club(word, scene)
            or _explained(word, scene)
        )
        if shown is not None:
            found.append(shown)
    return without_overlap(found)


def _is_body(word: Word, scene: OrganizationScene) -> bool:
    """Whether a capital inside a sentence makes a compound a body's name: `Europautvalet`."""
    if word.initial or word.heading or not word.text[0].isupper() or not word.text.isalpha():
        return False
    if in_country(word, scene) or strip_genitive(word.text) in scene.excluded:
        return False
    return scene.nouns.is_body(word.text)


def _abbreviation(word: Word, scene: OrganizationScene) -> Named | None:
    """An abbreviation that a noun shows to be an organization: `geriljaen LTTE`, `YPG-militsen`."""
    head, hyphen, tail = word.text.partition("-")
    bare = strip_genitive(head)
    if bare in scene.excluded or not _ABBREVIATION.fullmatch(bare) or bare.isdigit():
        return None
    if any(start <= word.start < end for start, end in scene.countries):
        return None
    if hyphen:
        joined = scene.nouns.joined
        leads = tail in joined or tail.removesuffix("s") in joined or counts_people(tail)
        if not tail.islower() or not leads:
            return None
        return named_as_written((word.start, word.start + len(head)), scene, "text", "compound")
    longer = any(e[0] == word.start and e[1] > word.end and e[2] == "ORG" for e in scene.entities)
    if longer or not (named_by_noun(word.start, scene) or _belonged_to(word, scene)):
        return None
    return named_as_written((word.start, word.end), scene, "text")


def _belonged_to(word: Word, scene: OrganizationScene) -> bool:
    """Whether people are said to be of what begins here: `opprørerne i SLA`, `sjefen for LNA`."""
    preposition = scene.words.before(word.start)
    people = scene.words.before(preposition.start) if preposition is not None else None
    if preposition is None or people is None or preposition.text not in _BELONGING:
        return False
    noun = people.text.lower()
    if people.label == "PER" and preposition.text in ("i", "fra", "frå", "ved"):
        return True
    return (
        noun in scene.nouns.joined
        or scene.titles.is_name_holder(people.text)
        or (people.pos in ("NOUN", "") and counts_people(noun))
    )


def _explained(word: Word, scene: OrganizationScene) -> Named | None:
    """A name that a noun for an organization explains: `UCPMB, ein albansk gerilja`."""
    if not word.text[0].isupper() or in_country(word, scene) or _in_longer(word, scene):
        return None
    if len(word.text) < 2 or strip_genitive(word.text) in scene.excluded:
        return None
    if scene.is_place(word.text) or not _noun_after_comma(word, scene):
        return None
    return named_as_written((word.start, word.end), scene, "text")


def _noun_after_comma(word: Word, scene: OrganizationScene) -> bool:
    """Whether a comma and a noun for an organization follow, with article and adjectives."""
    words = scene.words.words[word.number + 1 : word.number + 6]
    if not words or words[0].text != ",":
        return False
    for noun in words[1:]:
        if noun.sentence_no != word.sentence_no or not noun.text[0].islower():
            return False
        if scene.nouns.names_organization(noun.text):
            return True
        if noun.pos not in ("DET", "ADJ", "ADV", ""):
            return False
    return False


def _in_longer(word: Word, scene: OrganizationScene) -> bool:
    """Whether a word belongs to a name of several words, or is seen as a place."""
    if word.label in ("LOC", "GPE_LOC"):
        return True
    before = scene.words[word.number - 1] if word.number else None
    return before is not None and before.capital and scene.words.joined(before, word)


def _unit(span: tuple[int, int], scene: OrganizationScene) -> Named:
    """A numbered unit, under its indefinite name: `131. brigade` for `131. brigaden`."""
    named = named_as_written(span, scene, "text")
    name = unit_name(named.base)
    if named.name != named.base or name == named.base:
        return named
    return replace(named, entity_id=organization_id(name), name=name)


def _may_be(span: tuple[int, int], scene: OrganizationScene) -> bool:
    """Whether a name that its own words show may be one: not a platform's, not a country's."""
    base = strip_genitive(scene.words.text[slice(*span)])
    return base not in scene.excluded and base.partition("-")[0] not in scene.excluded


def _named(word: Word, scene: OrganizationScene) -> Named | None:
    """A capitalized name right after a noun for an organization: `bataljonen Donbas`."""
    if not word.text[0].isupper() or word.initial or not named_by_noun(word.start, scene):
        return None
    if word.pos in ("DET", "PRON") and word.label == "":
        return None
    if any(start <= word.start < end for start, end in scene.countries):
        return None
    last = word
    for following in scene.words.words[word.number + 1 : word.number + 5]:
        if not scene.words.joined(last, following) or not following.text[0].isupper():
            break
        last = following
    if last is not word and word.label == "PER" and is_given_name(word.text):
        return None
    end = last.end + _closing(scene.words.text, word.start, last.end)
    base = strip_genitive(scene.words.text[word.start : last.end])
    return None if base in scene.excluded else named_whole((word.start, end), scene, "text")


def _closing(text: str, start: int, end: int) -> bool:
    """Whether a closing bracket belongs to a name: `NoName057(16)`."""
    return "(" in text[start:end] and ")" not in text[start:end] and text[end : end + 1] == ")"


def _club(word: Word, scene: OrganizationScene) -> Named | None:
    """A club that a player belongs to: `Napoli-stopperen`."""
    head, hyphen, tail = word.text.partition("-")
    if not hyphen or scene.nouns.joined.get(tail) != "other" or not head[0].isupper():
        return None
    if head.isupper() or any(start <= word.start < end for start, end in scene.countries):
        return None
    return named_as_written((word.start, word.start + len(head)), scene, "text", "compound")
