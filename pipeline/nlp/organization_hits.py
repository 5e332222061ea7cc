"""Decides which of the lexicon's names, and the text's own definitions, are meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.ids import organization_id
from pipeline.lang.names import strip_genitive
from pipeline.nlp.mention_words import is_common_word, is_town_name, stands_after_place_word
from pipeline.nlp.organization_index import COMMON, CONTEXT, SURE, Hit, Known, counts_people
from pipeline.nlp.organization_names import Definition, shared_word
from pipeline.nlp.organization_scene import Named, OrganizationScene, is_other_thing, named_by_noun

ORG_LABELS = frozenset({"ORG", "GPE_ORG"})
_STATE_BODIES = frozenset({"armed_forces", "government", "ministry"})


def from_lexicon(
    hits: Sequence[Hit],
    scene: OrganizationScene,
    local: dict[str, tuple[str, str]],
    defined: set[str],
) -> list[Named]:
    """Organizations by a name that the lexicon knows, where the text allows it.

    Args:
        hits: every place where a known name stands.
        scene: the document.
        local: names that the document itself defines, with id and name of what they stand for.
        defined: known names that the document spells out: they need no other support.
    """
    certain = {h.alias.organization_id for h in hits if _stands_alone(h, scene)}
    homes = _homes(certain, scene)
    found = []
    for hit in hits:
        if hit.alias.text in local or _inside_other(hit, scene) or _excluded(hit, scene):
            continue
        strength = SURE if hit.alias.text in defined else hit.alias.strength
        if strength == COMMON and not _common_fits(hit, scene, certain, homes):
            continue
        if strength == CONTEXT and not _context_fits(hit, scene, certain):
            continue
        known = scene.index.known.get(hit.alias.organization_id)
        name = known.name if known else hit.alias.text
        base = scene.words.text[hit.start : hit.name_end]
        entity = hit.alias.organization_id
        found.append(Named(hit.start, hit.end, base, entity, name, hit.form, "lexicon"))
    return found


def _stands_alone(hit: Hit, scene: OrganizationScene) -> bool:
    """Whether a hit needs no support: a sure name, or a capital that can only be a name's."""
    if hit.alias.strength == SURE or (hit.form == "compound" and _leads(hit, scene)):
        return True
    word = scene.words[scene.words.at(hit.start)]
    return hit.alias.strength == COMMON and not word.initial and not word.heading


def _homes(certain: set[str], scene: OrganizationScene) -> frozenset[str]:
    """The countries that a document is about: those it speaks of most, or names two bodies of."""
    bodies = Counter(
        known.country
        for entity in certain
        if (known := scene.index.known.get(entity)) is not None
        and known.type in ("armed_forces", "party", "government", "ministry")
    )
    return scene.homes | {country for country, count in bodies.items() if country and count > 1}


def _common_fits(
    hit: Hit, scene: OrganizationScene, certain: set[str], homes: frozenset[str]
) -> bool:
    """Whether a name that is a common noun too (`Hæren`) is the name here.

    Inside a sentence its capital says so. At a beginning it is the name if the document uses it
    as such elsewhere, or speaks of the organization's own country.
    """
    word = scene.words[scene.words.at(hit.start)]
    if not word.initial and not (word.heading and word.number == 0):
        return True
    if hit.alias.organization_id in certain or " " in hit.alias.text or hit.form == "compound":
        return True
    known = scene.index.known.get(hit.alias.organization_id)
    return known is not None and _is_own(hit, known, scene, homes)


def _is_own(hit: Hit, known: Known, scene: OrganizationScene, homes: frozenset[str]) -> bool:
    """Whether a document that opens a sentence with `Hæren` means the one of the lexicon."""
    word = scene.words[scene.words.at(hit.start)]
    if _placed_in(known.country, hit, scene):
        return True
    if hit.alias.text.lower() in scene.nouns.joined:  # every country has `hæren`
        return homes == {known.country}
    if known.country in homes:
        return True
    named = known.country in scene.named and known.type != "ministry"
    return word.label in ORG_LABELS and (named or known.type not in _STATE_BODIES)


def _placed_in(country: str, hit: Hit, scene: OrganizationScene) -> bool:
    """Whether a place in a country follows: `Forsvarsdepartementet i Oslo`."""
    after = scene.words.after(hit.end)
    place = scene.words.after(after.end) if after is not None and after.text == "i" else None
    return place is not None and scene.country_of(strip_genitive(place.text)) == country


def _context_fits(hit: Hit, scene: OrganizationScene, certain: set[str]) -> bool:
    """Whether a name that means other things too is the organization here."""
    word = scene.words[scene.words.at(hit.start)]
    if hit.alias.organization_id in certain or named_by_noun(hit.start, scene):
        return True
    place = is_town_name(hit.alias.text) or scene.is_place(hit.alias.text)
    if place and stands_after_place_word(scene.words, word):
        return False
    if (hit.form == "compound" and _leads(hit, scene)) or _held_office(hit.start, scene):
        return True
    if word.label != "ORG":
        return False
    same = [e for e in scene.entities if e[0] <= hit.start < e[1]]
    return bool(same) and same[0][0] == hit.start and same[0][1] >= hit.name_end


def _held_office(start: int, scene: OrganizationScene) -> bool:
    """Whether somebody holds a post in what begins here: `leiaren for Azov`."""
    preposition = scene.words.before(start)
    if preposition is None or preposition.text not in ("for", "i", "av", "ved"):
        return False
    title = scene.words.before(preposition.start)
    return title is not None and scene.titles.is_name_holder(title.text)


def _leads(hit: Hit, scene: OrganizationScene) -> bool:
    """Whether a compound counts an organization's people: `Wagner-leiaren`, `Azov-soldatar`."""
    tail = scene.words.text[hit.name_end + 1 : hit.name_end + 12]
    return scene.words.text[hit.name_end : hit.name_end + 1] == "-" and counts_people(tail)


def _excluded(hit: Hit, scene: OrganizationScene) -> bool:
    """Whether a hit is something else: a platform, part of `DR Kongo`, a noun before a name."""
    if hit.alias.text in scene.excluded:
        return True
    first = scene.words[scene.words.at(hit.start)]
    if hit.alias.strength == CONTEXT and is_other_thing(first, scene.words, scene.nouns):
        return True
    if any(
        s <= hit.start and hit.name_end <= e and e - s > hit.end - hit.start
        for s, e in scene.countries
    ):
        return hit.form != "compound"
    if hit.alias.text.lower() not in scene.nouns.before or hit.form == "genitive":
        return False
    word = scene.words.after(hit.end)
    return (
        word is not None
        and word.text[0].isupper()
        and scene.words.text[hit.end : word.start] == " "
    )


def _inside_other(hit: Hit, scene: OrganizationScene) -> bool:
    """Whether a hit is a part of a longer name: of a person's, or of another organization's."""
    if hit.form in ("compound", "genitive"):
        return False
    for start, end, label in scene.entities:
        if start <= hit.start and hit.end <= end and end - start > hit.end - hit.start:
            if label == "PER":
                return hit.start > start or " " not in hit.alias.text
            if label == "ORG":
                return _is_longer_name(hit, start, end, scene)
    return False


def _is_longer_name(hit: Hit, start: int, end: int, scene: OrganizationScene) -> bool:
    """Whether the capitals beside a hit make it a part of another name: `Microsoft Norge`."""
    around = [w for w in scene.words.within(start, end) if w.end <= hit.start or w.start >= hit.end]
    for word in around:
        if not word.text[0].isupper() or any(s <= word.start < e for s, e in scene.countries):
            return False
        if word.end <= hit.start and (word.initial and is_common_word(word.text)):
            return False
        if word.end <= hit.start and word.text.endswith("s") and not is_common_word(word.text):
            return False
    return bool(around)


def local_names(
    definitions: Iterable[Definition], scene: OrganizationScene
) -> dict[str, tuple[str, str]]:
    """Names that this document defines for itself: (entity id, canonical name) by name."""
    local: dict[str, tuple[str, str]] = {}
    for definition in definitions:
        short, long = definition.short_name, definition.long_name
        if _lexicon_id(definition, scene) is not None or short in scene.excluded:
            continue
        taken = scene.index.known.get(organization_id(short)) is not None
        entity = organization_id(long if taken else short)
        local.setdefault(short, (entity, short))
        local.setdefault(long, (entity, short))
    return local


def _lexicon_id(definition: Definition, scene: OrganizationScene) -> str | None:
    """The lexicon's organization that a definition is about, by either of its forms."""
    long = scene.index.of_name(definition.long_name)
    short = scene.index.of_name(definition.short_name)
    if long is not None and long.strength != CONTEXT:
        return long.organization_id
    if short is None:
        return None
    names = [n for n in scene.index.aliases_of(short.organization_id) if " " in n or len(n) > 9]
    if not names or shared_word(names, definition.long_name):
        return short.organization_id
    return None


def from_definitions(
    definitions: Iterable[Definition], scene: OrganizationScene, local: dict[str, tuple[str, str]]
) -> list[Named]:
    """Organizations that the text defines: `Den afrikanske union (AU)`, both names of each.

    Args:
        definitions: long names with their short names.
        scene: the document.
        local: by short name, id and name of those that the lexicon does not know.
    """
    found = []
    for definition in definitions:
        entity = _lexicon_id(definition, scene)
        if entity is None:
            if definition.short_name not in local:
                continue
            entity, name = local[definition.short_name]
        else:
            name = scene.index.known[entity].name
            if scene.index.types.get(entity) == "media" and " " not in definition.long_name:
                continue  # a dateline: `Oslo (NTB)`
        long, short = definition.long, definition.short
        form = "name" if definition.long_name == scene.words.text[slice(*long)] else "genitive"
        found.append(Named(*long, definition.long_name, entity, name, form, "definition"))
        short_form = definition.short_name
        found.append(Named(*short, short_form, entity, name, "abbreviation", "definition"))
    return found
