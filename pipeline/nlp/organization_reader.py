"""Decides which names that the reader calls organizations are some."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.lang.names import strip_genitive
from pipeline.nlp.mention_words import (
    Word,
    is_common_word,
    is_given_name,
    is_noun_like,
    is_place_name,
    is_town_name,
    stands_after_place_word,
)
from pipeline.nlp.organization_hits import ORG_LABELS
from pipeline.nlp.organization_index import COMMON
from pipeline.nlp.organization_scene import (
    Named,
    OrganizationScene,
    Span,
    in_country,
    is_other_thing,
    named_by_noun,
    named_whole,
)

_LETTER = re.compile(r"[^\W\d_]")
_ROAD = re.compile(r"(?:E|Rv\.?|Fv\.?)\d{1,3}")
_OWN_COUNTRY = frozenset({"Norges", "Noregs", "Norsk"})


def from_reader(scene: OrganizationScene) -> list[Named]:
    """Organizations that the language model labels, without what is a country or a person."""
    votes = _label_votes(scene)
    found = []
    for start, end, label in scene.entities:
        if label not in ORG_LABELS:
            continue
        words = scene.words.within(start, end)
        words = _without_owner(words, scene)
        if not words or (len(words) == 1 and in_country(words[0], scene)):
            continue
        span = _trimmed(words, scene)
        if span is None:
            continue
        words = scene.words.within(*span)
        base = strip_genitive(scene.words.text[slice(*span)])
        counts = votes[base]
        if counts["PER"] > counts["ORG"] + counts["GPE_ORG"]:
            continue
        if label == "GPE_ORG" and counts["ORG"] == 0:
            continue
        known = scene.index.of_name(base)
        if known is not None and known.strength == COMMON and words[0].initial:
            continue  # the lexicon decided on it
        if _plausible(base, words, scene):
            found.append(named_whole(span, scene))
    return found


def _without_owner(words: list[Word], scene: OrganizationScene) -> list[Word]:
    """A reader's name without the country that owns it or describes it: `Polens`, `Norske`.

    `Norsk språkråd` and `Norges Lotteforbund` keep theirs: it is a part of the name. A noun that
    opens a sentence is none (`Valgkommisjonen Comelec`).
    """
    if len(words) > 1 and words[0].initial and words[0].text.lower() in scene.nouns.before:
        words = words[1:]
    while len(words) > 1 and in_country(words[0], scene):
        own = words[0].text in _OWN_COUNTRY or (not words[0].initial and len(words) > 2)
        if own and not words[0].text.endswith("ke") and words[0].text[0].isupper():
            break
        words = words[1:]
    return words


def _label_votes(scene: OrganizationScene) -> dict[str, Counter[str]]:
    votes: dict[str, Counter[str]] = {}
    for start, end, label in scene.entities:
        base = strip_genitive(scene.words.text[start:end])
        votes.setdefault(base, Counter())[label] += 1
    return _Default(votes)


class _Default(dict[str, Counter[str]]):
    def __missing__(self, key: str) -> Counter[str]:
        return Counter()


def _trimmed(words: Sequence[Word], scene: OrganizationScene) -> Span | None:
    """The span without small words and nouns at its edges, or None if no capital is left."""
    kept = list(words)
    while kept and not (kept[0].capital or kept[0].text[0].isdigit()):
        kept.pop(0)
    while kept and not kept[-1].text[-1].isalnum() and kept[-1].text not in ("+", "!"):
        kept.pop()
    if not kept or "\n" in scene.words.text[kept[0].start : kept[-1].end]:
        return None
    start, end = kept[0].start, kept[-1].end
    text = scene.words.text
    opened = "(" in text[start:end] and ")" not in text[start:end] and text[end : end + 1] == ")"
    return start, end + opened


def _plausible(base: str, words: Sequence[Word], scene: OrganizationScene) -> bool:
    """Whether what the reader calls an organization may be one: no common noun, no platform."""
    first = words[0]
    if _is_other(base, words, scene) or (not base.isupper() and _is_place(base, first, scene)):
        return False
    if " " in base:
        return not all(is_common_word(word) for word in base.split()) or not first.initial
    if len(base) < 2 or (len(base) == 2 and not base.isupper()):
        return False
    if (first.initial or first.heading) and not base.isupper() and is_noun_like(base):
        return False
    if is_common_word(base) and not base.isupper():
        return not _definite(base)
    return not (first.initial and is_given_name(base))


def _is_other(base: str, words: Sequence[Word], scene: OrganizationScene) -> bool:
    """Whether a name is a road's, a ship's, an exercise's, or the place in a dateline."""
    first = words[0]
    head, hyphen, _ = base.partition("-")
    return (
        bool({base, base.casefold()} & scene.excluded)
        or _LETTER.search(base) is None
        or bool(hyphen and head in scene.excluded)
        or _ROAD.fullmatch(base) is not None
        or is_other_thing(first, scene.words, scene.nouns)
        or (len(words) == 1 and scene.nouns.is_event(base))
    )


def _is_place(base: str, word: Word, scene: OrganizationScene) -> bool:
    """Whether a name is a place rather than an organization: by a list, by its preposition."""
    if named_by_noun(word.start, scene):
        return False
    if is_place_name(base) or scene.is_place(base):
        return True
    how = stands_after_place_word(scene.words, word)
    if how and " " not in base and is_town_name(base):
        return True
    return how == "surely" and not _after_role(word, scene)


def _after_role(word: Word, scene: OrganizationScene) -> bool:
    """Whether `i` before a name tells where somebody works: `sjefen i Nordvåk`, `Petterson i X`."""
    earlier = scene.words[word.number - 2] if word.number > 1 else None
    if earlier is None or scene.words[word.number - 1].text not in ("i", "ved"):
        return False
    return earlier.label == "PER" or scene.titles.of(earlier.text) is not None


def _definite(noun: str) -> bool:
    """Whether a capitalized common noun is one in the definite form, as `Kommisjonen`."""
    return noun.endswith(("en", "et", "a", "ene", "ane"))
