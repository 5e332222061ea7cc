"""Finds organizations that the words around a name give away, whatever the reader saw."""

from __future__ import annotations

import re

from pipeline.lang.names import strip_genitive
from pipeline.nlp.mention_words import Word, is_given_name
from pipeline.nlp.organization_index import counts_people
from pipeline.nlp.organization_names import find_headed, find_units
from pipeline.nlp.organization_scene import (
    Named,
    Scene,
    in_country,
    named_as_written,
    named_by_noun,
    named_whole,
    without_overlap,
)

_ABBREVIATION = re.compile(r"[A-ZÆØÅ][A-ZÆØÅ0-9]{1,7}")


def from_text(scene: Scene) -> list[Named]:
    """Numbered units, names with a telling noun, abbreviations after or before such a noun."""
    spans = find_units(scene.words) + [span for span, _ in find_headed(scene.words, scene.nouns)]
    found = [named_as_written(span, scene, "text") for span in spans]
    for word in scene.words.words:
        if _is_body(word, scene):
            found.append(named_as_written((word.start, word.end), scene, "text"))
            continue
        shown = _abbreviation(word, scene) or _named(word, scene) or _club(word, scene)
        if shown is not None:
            found.append(shown)
    return without_overlap(found)


def _is_body(word: Word, scene: Scene) -> bool:
    """Whether a capital inside a sentence makes a compound a body's name: `Europautvalet`."""
    if word.initial or word.heading or not word.text[0].isupper() or not word.text.isalpha():
        return False
    if in_country(word, scene) or strip_genitive(word.text) in scene.excluded:
        return False
    return scene.nouns.is_body(word.text)


def _abbreviation(word: Word, scene: Scene) -> Named | None:
    """An abbreviation that a noun shows to be an organization: `geriljaen LTTE`, `YPG-militsen`."""
    head, hyphen, tail = word.text.partition("-")
    bare = strip_genitive(head)
    if bare in scene.excluded or not _ABBREVIATION.fullmatch(bare) or bare.isdigit():
        return None
    if any(start <= word.start < end for start, end in scene.countries):
        return None
    if hyphen and tail and tail.islower():
        joined = scene.nouns.joined
        if tail in joined or tail.removesuffix("s") in joined or counts_people(tail):
            return named_as_written((word.start, word.start + len(head)), scene, "text", "compound")
        return None
    if not hyphen and (named_by_noun(word.start, scene) or _belonged_to(word, scene)):
        return named_as_written((word.start, word.end), scene, "text")
    return None


def _belonged_to(word: Word, scene: Scene) -> bool:
    """Whether people are said to be of what begins here: `opprørerne i SLA`, `sjefen for LNA`."""
    preposition = scene.words.before(word.start)
    people = scene.words.before(preposition.start) if preposition is not None else None
    if preposition is None or people is None or preposition.text not in ("for", "i", "av", "ved"):
        return False
    return people.text.lower() in scene.nouns.joined or scene.titles.is_name_holder(people.text)


def _named(word: Word, scene: Scene) -> Named | None:
    """A capitalized name right after a noun for an organization: `bataljonen Donbas`."""
    if not word.text[0].isupper() or word.initial or not named_by_noun(word.start, scene):
        return None
    if word.label == "PER" and is_given_name(word.text):
        return None
    if any(start <= word.start < end for start, end in scene.countries):
        return None
    last = word
    for following in scene.words.words[word.number + 1 : word.number + 5]:
        if not scene.words.joined(last, following) or not following.text[0].isupper():
            break
        last = following
    base = strip_genitive(scene.words.text[word.start : last.end])
    return None if base in scene.excluded else named_whole((word.start, last.end), scene, "text")


def _club(word: Word, scene: Scene) -> Named | None:
    """A club that a player belongs to: `Napoli-stopperen`."""
    head, hyphen, tail = word.text.partition("-")
    if not hyphen or scene.nouns.joined.get(tail) != "other" or not head[0].isupper():
        return None
    if head.isupper() or any(start <= word.start < end for start, end in scene.countries):
        return None
    return named_as_written((word.start, word.start + len(head)), scene, "text", "compound")
