"""Decides whether what looks like a person is one: no heading, no noun, no place, no ship."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.lang.names import strip_genitive
from pipeline.nlp.mention_words import (
    Word,
    is_common_word,
    is_family_name,
    is_given_name,
    is_noun_like,
    is_place_name,
    is_town_name,
    stands_after_place_word,
)
from pipeline.nlp.organization_scene import is_other_thing
from pipeline.nlp.person_scene import Person, PersonScene, end_of, is_blocked

_SPEECH_WORDS = """
sier sa seier opplyser opplyste forteller fortalte fortel fortalde mener meinte meiner
hevder hevda hevdet skriver skriv skrev skreiv understreker understrekar påpeker påpeikar
forklarer forklarar uttaler uttalar uttalte svarer svara svarar legger legg lover lovar la
varsler varslar spør krever krev kaller kallar kalte tror trur
"""
_SPEECH = frozenset(_SPEECH_WORDS.split())
_HUMAN_WORDS = """
trodde trudde visste håpet håpa håper håpar fryktet frykta smiler smilte smilar ler lo
gråter græt gråt gret sov husker hugsar døde døydde giftet gifta
"""
_HUMAN = frozenset(_HUMAN_WORDS.split())
_INSIDE = frozenset({"i", "nær", "utenfor", "utanfor"})
_PLACE_WORDS = _INSIDE | {"på", "ved", "fra", "frå", "til", "mot", "av", "over", "rundt"}
_SAYS = frozenset({"sier", "seier", "sa", "forteller", "fortel"})


def is_plausible(
    name: str, words: Sequence[Word], scene: PersonScene, votes: dict[str, Counter[str]]
) -> bool:
    """Whether the reader's person may be one: no heading, no common noun, no place, no product."""
    if name in scene.excluded or any(c.isdigit() for c in name) or is_other(words, scene):
        return False
    if _place_like(words, scene):
        return False
    if len(words) == 1 and _is_quoted(words[0], scene):
        return False
    if words[0].initial and _names_thing(words[0].text, scene):
        return False
    if len(words) == 1:
        return _single_plausible(strip_genitive(name), words[0], scene, votes)
    compound = _ends_in_noun(words[-1].text)
    unknown = is_common_word(words[0].text) and not is_given_name(words[0].text)
    noun_heading = words[0].heading and unknown and is_common_word(words[-1].text)
    return not compound and not noun_heading and len(words[0].text) > 1


def _names_thing(noun: str, scene: PersonScene) -> bool:
    """Whether a noun begins the name of a thing: `Tyfonen Haiyan`, `Spesialstyrken Alfa`."""
    names = scene.nouns.names_other(noun) or scene.nouns.names_organization(noun)
    return names and is_common_word(noun) and not is_given_name(noun)


def _is_quoted(word: Word, scene: PersonScene) -> bool:
    """Whether a word stands alone in quotation marks, as ships and works do: `«Hitra»`."""
    text = scene.words.text
    return text[word.start - 1 : word.start] == "«" and text[word.end : word.end + 1] == "»"


def _ends_in_noun(word: str) -> bool:
    """Whether a word is a compound of a name and a noun: `Minh-byen`, not `Jong-un`."""
    tail = word.rpartition("-")[2]
    return "-" in word and tail[:1].islower() and len(tail) > 3 and is_common_word(tail)


def _place_like(words: Sequence[Word], scene: PersonScene) -> bool:
    """Whether the preposition before a name that no list knows speaks for a place."""
    if len(words) == 1 and _in_place_name(words[0], scene):
        return True
    if len(words) > 1 and scene.is_place(scene.words.text[words[0].start : words[-1].end]):
        return True
    how = stands_after_place_word(scene.words, words[0])
    if how and _owns(words[-1], scene):
        return False
    known = is_given_name(words[0].text) or (len(words) > 1 and is_family_name(words[-1].text))
    if how == "surely":
        inside = scene.words[words[0].number - 1].text in _INSIDE
        return inside or not known or len(words) == 1
    return how == "maybe" and len(words) == 1 and not known and is_place_name(words[0].text)


def _owns(word: Word, scene: PersonScene) -> bool:
    """Whether a name in the genitive has what it owns after it: `i Muammar Gaddafis seng`."""
    return word.text[-1] in "s'’" and scene.words.noun_follows(word.end)


def _in_place_name(word: Word, scene: PersonScene) -> bool:
    """Whether a word is a place, by itself or with its neighbour: `Da Nang`."""
    name = strip_genitive(word.text)
    around = scene.words.words[max(0, word.number - 1) : word.number + 2]
    before = around[0].text if word.number else ""
    after = around[-1].text
    return any(map(scene.is_place, (name, f"{before} {name}", f"{word.text} {after}")))


def _single_plausible(
    name: str, word: Word, scene: PersonScene, votes: dict[str, Counter[str]]
) -> bool:
    head, hyphen, tail = name.partition("-")
    compound = hyphen and tail[:1].islower() and head not in ("al", "el")
    if len(name) < 2 or word.pos == "NUM" or compound:
        return False
    counts = votes.get(name, Counter())
    if counts["PER"] < max(counts["ORG"], counts["GPE_LOC"] + counts["LOC"]):
        return False
    if (name.isupper() and len(name) > 2) or _is_noun_for_things(name, scene):
        return False
    if (word.initial or word.heading) and not is_family_name(name) and is_noun_like(name):
        return is_given_name(name) and not word.heading and _acts(word, scene)
    place = is_place_name(name) or is_town_name(name)
    listed = is_given_name(name) or is_family_name(name)
    return listed or not place or _speaks(word, scene)


def _is_noun_for_things(name: str, scene: PersonScene) -> bool:
    """Whether a name is a noun for a body, an event, a landmark: `Pestutvalget`, `Tafjordbygda`."""
    landmark = name.endswith("a") and len(name) > 6 and scene.nouns.names_other(name)
    return landmark or scene.nouns.is_body(name) or scene.nouns.is_event(name)


def _acts(word: Word, scene: PersonScene) -> bool:
    """Whether a verb follows a word, so that it can be the one who acts: `Espen spretter opp`."""
    after = scene.words[word.number + 1] if word.number + 1 < len(scene.words) else None
    if word.pos not in ("PROPN", ""):
        return False
    return _speaks(word, scene) or (after is not None and after.pos in ("VERB", "AUX"))


def _speaks(word: Word, scene: PersonScene) -> bool:
    """Whether a verb of speech stands beside a word: `sier Sandu`, `Sandu sier`."""
    words = scene.words
    neighbours = [words[n].text for n in (word.number - 1, word.number + 1) if 0 <= n < len(words)]
    return any(text.lower() in _SPEECH for text in neighbours)


def shown(people: Sequence[Person], scene: PersonScene) -> list[Person]:
    """The people without single words that nothing but the reader takes for one.

    A name of one word is a person's where a longer name in the document holds it, where a title
    or a verb of speech stands beside it, where all know it (`Putin`), or where it is a listed
    name, or one seen twice, that no preposition makes a place: not `ut av Beni`.
    """
    parts = {part for p in people if " " in p.name for part in (p.name, *p.name.split())}
    alone = [p for p in people if p.name not in parts and " " not in p.name]
    proven = {p.name for p in alone if _is_shown(p, scene)}
    placed = {p.name for p in alone if _before(p, scene) in _PLACE_WORDS or _like_place(p, scene)}
    proven |= {n for n, seen in Counter(p.name for p in alone).items() if seen > 1} - placed
    return [p for p in people if " " in p.name or p.name in parts or p.name in proven]


def _is_shown(person: Person, scene: PersonScene) -> bool:
    word = scene.words[scene.words.at(person.start)]
    if person.sure or _speaks(word, scene) or person.name in scene.leaders:
        return True
    after = scene.words[word.number + 1].text if word.number + 1 < len(scene.words) else ""
    if after in _HUMAN or _introduced(word, scene) or _has_party([word], scene):
        return True
    if _like_place(person, scene):
        return False
    return is_given_name(person.name) or is_family_name(person.name)


def _before(person: Person, scene: PersonScene) -> str:
    """The word before a name, in lower case."""
    number = scene.words.at(person.start)
    return scene.words[number - 1].text.lower() if number else ""


def _like_place(person: Person, scene: PersonScene) -> bool:
    """Whether a preposition makes a listed name a place's, or a place's name ends with it."""
    place = is_place_name(person.name) or is_town_name(person.name)
    word = scene.words[scene.words.at(person.start)]
    return (place and _before(person, scene) in _PLACE_WORDS) or _ends_place(word, scene)


def _ends_place(word: Word, scene: PersonScene) -> bool:
    """Whether a word ends the name of a place that the reader cut short: `Majar al-Kabir`."""
    before = scene.words[word.number - 1] if word.number else None
    if before is None or not scene.words.joined(before, word) or not before.capital:
        return False
    return before.label in ("LOC", "GPE_LOC")


def _introduced(word: Word, scene: PersonScene) -> bool:
    """Whether who somebody is stands before a name: `forsvarsministeren, Wiranto`, `mongolen X`."""
    before = scene.words[word.number - 1] if word.number else None
    if before is None:
        return False
    if before.text != ",":
        return before.text.endswith("en") and is_blocked(before, scene)
    earlier = scene.words.words[max(0, word.number - 5) : word.number - 1]
    return any(w.sentence_no == word.sentence_no and _is_post(w, scene) for w in earlier)


def _is_post(word: Word, scene: PersonScene) -> bool:
    opens = word.initial and is_common_word(word.text)
    return (word.text[0].islower() or opens) and scene.titles.is_name_holder(word.text)


def looks_like_name(run: Sequence[Word], scene: PersonScene) -> bool:
    """Whether capitals that the reader did not see as a person are one by the lists alone."""
    nouns = all(is_common_word(word.text) for word in run) or _ends_in_noun(run[-1].text)
    opening = run[0].initial and is_common_word(run[0].text) and not is_family_name(run[-1].text)
    if nouns or opening or is_other(run, scene):
        return False
    labels = {word.label for word in run} - {"PER"}
    if labels in ({""}, set()) or _has_party(run, scene):
        return True
    if is_spoken(run[0], scene) or (is_given_name(run[0].text) and _owned(run[0], scene)):
        return True
    if labels & {"PROD", "EVT"} or stands_after_place_word(scene.words, run[0]):
        return False
    return is_given_name(run[0].text) and is_family_name(run[-1].text)


def _owned(word: Word, scene: PersonScene) -> bool:
    """Whether a country or an organization stands before a word in the genitive: `Høyres`."""
    before = scene.words[word.number - 1] if word.number else None
    return before is not None and before.text[-1] in "s'’" and is_blocked(before, scene)


def is_spoken(word: Word, scene: PersonScene) -> bool:
    """Whether `sier` stands right before a word: then it begins a name."""
    before = scene.words[word.number - 1] if word.number else None
    return before is not None and before.text in _SAYS and not is_common_word(word.text)


def _has_party(run: Sequence[Word], scene: PersonScene) -> bool:
    """Whether party letters or an age follow in parentheses: `(Ap)`, `(54)`."""
    after = scene.words.text[end_of(run) : end_of(run) + 8]
    return re.match(r" \((?:[A-ZÆØÅ][A-Za-z]{0,2}|\d\d)\)", after) is not None


def is_other(run: Sequence[Word], scene: PersonScene) -> bool:
    """Whether a noun before a name says that it is a ship, an exercise, a town."""
    return is_other_thing(run[0], scene.words, scene.nouns)
