"""Decides which organizations a document names, from the lexicon, the text and the name reader."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pipeline.ids import organization_id, slug
from pipeline.lang.names import strip_genitive
from pipeline.nlp.mention_words import (
    Word,
    Words,
    is_common_word,
    is_given_name,
    is_place_name,
    is_town_name,
    stands_after_place_word,
)
from pipeline.nlp.organization_index import (
    COMMON,
    CONTEXT,
    SURE,
    Hit,
    OrganizationIndex,
    counts_people,
)
from pipeline.nlp.organization_names import (
    Definition,
    Nouns,
    Span,
    find_definitions,
    find_headed,
    find_units,
    shared_word,
)
from pipeline.nlp.titles import Titles

_ORG_LABELS = frozenset({"ORG", "GPE_ORG"})
_ABBREVIATION = re.compile(r"[A-ZÆØÅ][A-ZÆØÅ0-9]{1,7}")
_ROAD = re.compile(r"(?:E|Rv\.?|Fv\.?)\d{1,3}")
_OTHER_HEADS = frozenset(
    {"Camp", "Hotel", "Hotell", "Fort", "Sykehuset", "Sjukehuset", "Operasjon", "Øvelse"}
)
_DATELINE = re.compile(r" \((?:©)?[A-ZÆØÅ]{2,5}(?:[-/]\w+){0,3}\) ?:")
_OWN_COUNTRY = frozenset({"Norges", "Noregs", "Norsk"})
_SHIP_MARKS = frozenset(
    {"KNM", "KV", "MS", "M/S", "HMS", "USS", "MT", "M/T", "K/V", "HNoMS", "M/V"}
)
_LETTER = re.compile(r"[^\W\d_]")


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
class Scene:
    """What organizations are read from: the words, the reader's names, knowledge, the country.

    `excluded` are words that are neither organization nor person, `homes` the countries that the
    document speaks of most or names organizations of, `is_place` knows certain place names.
    """

    words: Words
    entities: Sequence[tuple[int, int, str]]
    index: OrganizationIndex
    nouns: Nouns
    excluded: frozenset[str]
    countries: Sequence[Span]
    homes: frozenset[str]
    titles: Titles
    is_place: Callable[[str], bool]


def find_organizations(scene: Scene) -> list[Named]:
    """The organizations that a document names, by place in the text, without overlap.

    Args:
        scene: The document and what is known.

    Returns:
        Lexicon names first, then definitions of the text's own, then numbered units and names with
        a telling noun, then what the name reader found; a longer name wins over one inside it.
    """
    hits = list(scene.index.find(scene.words.text))
    spans = [(e[0], e[1]) for e in scene.entities if e[2] in _ORG_LABELS]
    spans += [(hit.start, hit.end) for hit in hits]
    definitions = find_definitions(scene.words, spans)
    local = _local_names(definitions, scene)
    found = _from_definitions(definitions, scene, local)
    found += _from_lexicon(hits, scene, local, {d.short_name for d in definitions})
    found = without_overlap(found)
    found += [n for n in _from_text(scene) if not _overlaps(n, found)]
    found += [n for n in _from_reader(scene) if not _overlaps(n, found)]
    found += [n for n in _repeated(scene, found, local) if not _overlaps(n, found)]
    return _unify(sorted(found, key=lambda n: n.start))


# --- the lexicon's names


def _from_lexicon(
    hits: Sequence[Hit], scene: Scene, local: dict[str, tuple[str, str]], defined: set[str]
) -> list[Named]:
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


def _stands_alone(hit: Hit, scene: Scene) -> bool:
    """Whether a hit needs no support: a sure name, or a capital that can only be a name's."""
    if hit.alias.strength == SURE or (hit.form == "compound" and _leads(hit, scene)):
        return True
    word = scene.words[scene.words.at(hit.start)]
    return hit.alias.strength == COMMON and not word.initial and not word.heading


def _homes(certain: set[str], scene: Scene) -> frozenset[str]:
    """The countries that a document is about: those it speaks of most, or names two bodies of."""
    bodies = Counter(
        known.country
        for entity in certain
        if (known := scene.index.known.get(entity)) is not None
        and known.type in ("armed_forces", "party", "government", "ministry")
    )
    return scene.homes | {country for country, count in bodies.items() if country and count > 1}


def _common_fits(hit: Hit, scene: Scene, certain: set[str], homes: frozenset[str]) -> bool:
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
    if known is None:
        return False
    if known.country in homes:
        return True
    return known.type != "armed_forces" and word.label in _ORG_LABELS


def _context_fits(hit: Hit, scene: Scene, certain: set[str]) -> bool:
    """Whether a name that means other things too is the organization here."""
    if hit.alias.organization_id in certain or _named_by_noun(hit.start, scene):
        return True
    if (hit.form == "compound" and _leads(hit, scene)) or _held_office(hit.start, scene):
        return True
    word = scene.words[scene.words.at(hit.start)]
    if word.label != "ORG":
        return False
    same = [e for e in scene.entities if e[0] <= hit.start < e[1]]
    return bool(same) and same[0][0] == hit.start and same[0][1] >= hit.name_end


def _held_office(start: int, scene: Scene) -> bool:
    """Whether somebody holds a post in what begins here: `leiaren for Azov`."""
    preposition = scene.words.before(start)
    if preposition is None or preposition.text not in ("for", "i", "av", "ved"):
        return False
    title = scene.words.before(preposition.start)
    return title is not None and scene.titles.is_name_holder(title.text)


def _leads(hit: Hit, scene: Scene) -> bool:
    """Whether a compound counts an organization's people: `Wagner-leiaren`, `Azov-soldatar`."""
    tail = scene.words.text[hit.name_end + 1 : hit.name_end + 12]
    return scene.words.text[hit.name_end : hit.name_end + 1] == "-" and counts_people(tail)


def _named_by_noun(start: int, scene: Scene) -> bool:
    """Whether a noun for an organization stands right before: `avisen Varden`."""
    word = scene.words.before(start)
    if word is not None and word.text in '«"':
        word = scene.words.before(word.start)
    return (
        word is not None
        and scene.words.text[word.end : start] in (" ", " «", ' "')
        and scene.nouns.names_organization(word.text)
    )


def _excluded(hit: Hit, scene: Scene) -> bool:
    """Whether a hit is something else: a platform, part of `DR Kongo`, a noun before a name."""
    if hit.alias.text in scene.excluded:
        return True
    if any(
        s <= hit.start and hit.name_end <= e and e - s > hit.end - hit.start
        for s, e in scene.countries
    ):
        return hit.form != "compound"
    if hit.alias.text.lower() not in scene.nouns.before:
        return False
    word = scene.words.after(hit.end)
    return (
        word is not None
        and word.text[0].isupper()
        and scene.words.text[hit.end : word.start] == " "
    )


def _inside_other(hit: Hit, scene: Scene) -> bool:
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


def _is_longer_name(hit: Hit, start: int, end: int, scene: Scene) -> bool:
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


# --- definitions in the text


def _local_names(definitions: Iterable[Definition], scene: Scene) -> dict[str, tuple[str, str]]:
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


def _lexicon_id(definition: Definition, scene: Scene) -> str | None:
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


def _from_definitions(
    definitions: Iterable[Definition], scene: Scene, local: dict[str, tuple[str, str]]
) -> list[Named]:
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


# --- what the text itself shows


def _from_text(scene: Scene) -> list[Named]:
    """Numbered units, names with a telling noun, abbreviations after or before such a noun."""
    spans = find_units(scene.words) + [span for span, _ in find_headed(scene.words, scene.nouns)]
    found = [_unknown(span, scene, "text") for span in spans]
    for word in scene.words.words:
        if _is_body(word, scene):
            found.append(_unknown((word.start, word.end), scene, "text"))
            continue
        shown = _abbreviation(word, scene) or _named(word, scene) or _club(word, scene)
        if shown is not None:
            found.append(shown)
    return without_overlap(found)


def _is_body(word: Word, scene: Scene) -> bool:
    """Whether a capital inside a sentence makes a compound a body's name: `Europautvalet`."""
    if word.initial or word.heading or not word.text[0].isupper() or not word.text.isalpha():
        return False
    if _in_country(word, scene) or strip_genitive(word.text) in scene.excluded:
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
            return _unknown((word.start, word.start + len(head)), scene, "text", "compound")
        return None
    if not hyphen and _named_by_noun(word.start, scene):
        return _unknown((word.start, word.end), scene, "text")
    return None


def _named(word: Word, scene: Scene) -> Named | None:
    """A capitalized name right after a noun for an organization: `bataljonen Donbas`."""
    if not word.text[0].isupper() or word.initial or not _named_by_noun(word.start, scene):
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
    return None if base in scene.excluded else _from_entity((word.start, last.end), scene, "text")


def _club(word: Word, scene: Scene) -> Named | None:
    """A club that a player belongs to: `Napoli-stopperen`."""
    head, hyphen, tail = word.text.partition("-")
    if not hyphen or scene.nouns.joined.get(tail) != "other" or not head[0].isupper():
        return None
    if head.isupper() or any(start <= word.start < end for start, end in scene.countries):
        return None
    return _unknown((word.start, word.start + len(head)), scene, "text", "compound")


# --- what the name reader found


def _from_reader(scene: Scene) -> list[Named]:
    votes = _label_votes(scene)
    found = []
    for start, end, label in scene.entities:
        if label not in _ORG_LABELS:
            continue
        words = scene.words.within(start, end)
        words = _without_owner(words, scene)
        if not words or (len(words) == 1 and _in_country(words[0], scene)):
            continue
        span = _trimmed(words, scene)
        if span is None:
            continue
        base = strip_genitive(scene.words.text[slice(*span)])
        counts = votes[base]
        if counts["PER"] > counts["ORG"] + counts["GPE_ORG"]:
            continue
        if label == "GPE_ORG" and counts["ORG"] == 0:
            continue
        if _plausible(base, words, scene):
            found.append(_from_entity(span, scene))
    return found


def _without_owner(words: list[Word], scene: Scene) -> list[Word]:
    """A reader's name without the country that owns it or describes it: `Polens`, `Norske`.

    `Norsk språkråd` and `Norges Lotteforbund` keep theirs: it is a part of the name.
    """
    while len(words) > 1 and _in_country(words[0], scene):
        own = words[0].text in _OWN_COUNTRY or (not words[0].initial and len(words) > 2)
        if own and not words[0].text.endswith("ke") and words[0].text[0].isupper():
            break
        words = words[1:]
    return words


def _in_country(word: Word, scene: Scene) -> bool:
    return any(start < word.end and word.start < end for start, end in scene.countries)


def _label_votes(scene: Scene) -> dict[str, Counter[str]]:
    votes: dict[str, Counter[str]] = {}
    for start, end, label in scene.entities:
        base = strip_genitive(scene.words.text[start:end])
        votes.setdefault(base, Counter())[label] += 1
    return _Default(votes)


class _Default(dict[str, Counter[str]]):
    def __missing__(self, key: str) -> Counter[str]:
        return Counter()


def _trimmed(words: Sequence[Word], scene: Scene) -> Span | None:
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


def _plausible(base: str, words: Sequence[Word], scene: Scene) -> bool:
    """Whether what the reader calls an organization may be one: no common noun, no platform."""
    if base in scene.excluded or base.casefold() in scene.excluded or not _LETTER.search(base):
        return False
    head, hyphen, _ = base.partition("-")
    first = words[0]
    if (hyphen and head in scene.excluded) or first.text in _OTHER_HEADS or _ROAD.fullmatch(base):
        return False
    if is_other_thing(first, scene.words, scene.nouns):
        return False
    if _DATELINE.match(scene.words.text, words[-1].end):
        return False
    if not base.isupper() and _is_place(base, first, scene):
        return False
    if " " in base:
        return not all(is_common_word(word) for word in base.split()) or not first.initial
    if len(base) < 2 or (len(base) == 2 and not base.isupper()):
        return False
    if is_common_word(base) and not base.isupper():
        return not (first.initial or first.heading) and not _definite(base)
    return not (first.initial and is_given_name(base))


def is_other_thing(word: Word, words: Words, nouns: Nouns) -> bool:
    """Whether a noun before a name says that it is a ship, an exercise, a town: `KNM «Andenes»`."""
    before = words[word.number - 1] if word.number else None
    if before is not None and before.text in '«"“' and before.number:
        before = words[before.number - 1]
    if before is None or "\n" in words.gap(before, word):
        return False
    return before.text in _SHIP_MARKS or nouns.names_other(before.text)


def _is_place(base: str, word: Word, scene: Scene) -> bool:
    """Whether a name is a place rather than an organization: by a list, by its preposition."""
    if _named_by_noun(word.start, scene):
        return False
    if is_place_name(base) or scene.is_place(base):
        return True
    how = stands_after_place_word(scene.words, word)
    if how and " " not in base and is_town_name(base):
        return True
    return how == "surely" and not _after_role(word, scene)


def _after_role(word: Word, scene: Scene) -> bool:
    """Whether `i` before a name tells where somebody works: `sjefen i Nordvåk`, `Petterson i X`."""
    earlier = scene.words[word.number - 2] if word.number > 1 else None
    if earlier is None or scene.words[word.number - 1].text not in ("i", "ved"):
        return False
    return earlier.label == "PER" or scene.titles.of(earlier.text) is not None


def _definite(noun: str) -> bool:
    """Whether a capitalized common noun is one in the definite form, as `Kommisjonen`."""
    return noun.endswith(("en", "et", "a", "ene", "ane"))


def _from_entity(span: Span, scene: Scene, source: str = "reader") -> Named:
    """A reader's name, with what belongs to a compound taken off: `Maute-gruppen` stays whole."""
    text = scene.words.text[slice(*span)]
    head, hyphen, tail = text.rpartition("-")
    lower_tail = hyphen and " " not in text and tail[:1].islower()
    if lower_tail and strip_genitive(tail) not in scene.nouns.kept:
        return _unknown((span[0], span[0] + len(head)), scene, source, "compound")
    return _unknown(span, scene, source)


def _unknown(span: Span, scene: Scene, source: str, form: str = "") -> Named:
    """An organization that the lexicon does not know, under the name in the text."""
    text = scene.words.text[slice(*span)]
    base = _base(text, span[1], scene)
    known = scene.index.of_name(base)
    if known is not None and known.strength != CONTEXT:
        name = scene.index.known[known.organization_id].name
        return Named(*span, base, known.organization_id, name, form or "name", source)
    shown = form or ("genitive" if base != text else "name")
    return Named(*span, base, organization_id(base), base, shown, source)


def _base(text: str, end: int, scene: Scene) -> str:
    """A name without its genitive ending, if one is there."""
    if text.endswith("s") and not scene.words.noun_follows(end):
        return text
    return strip_genitive(text, sure=True)


# --- one document, one name


def _repeated(
    scene: Scene, found: Sequence[Named], local: dict[str, tuple[str, str]]
) -> list[Named]:
    """Further mentions of the organizations that only this document shows."""
    names: dict[str, Named] = {n.base: n for n in found if n.source != "lexicon"}
    again = []
    for base in sorted(names):
        if len(base) < 3 and base not in local:
            continue
        known = names[base]
        for match in re.finditer(rf"(?<![\w-]){re.escape(base)}(s(?!\w)|(?!\w))", scene.words.text):
            form = "genitive" if match[1] else "name"
            if scene.words.text[match.end() : match.end() + 1] == "-":
                form = "compound"
            again.append(
                Named(*match.span(), base, known.entity_id, known.name, form, known.source)
            )
    return again


def _unify(found: list[Named]) -> list[Named]:
    """The same, with short forms under the full name: `Kongsberg` after `Kongsberg Gruppen`."""
    longer: dict[str, Named] = {}
    for named in found:
        first = named.base.split()[0]
        if named.source == "reader" and " " in named.base and not is_common_word(first):
            longer.setdefault(first, named)
    result = []
    for named in found:
        full = longer.get(named.base)
        if named.source == "reader" and full is not None and full.entity_id != named.entity_id:
            named = Named(
                named.start,
                named.end,
                named.base,
                full.entity_id,
                full.name,
                "short_name",
                "reader",
            )
        result.append(named)
    return result


def without_overlap(found: Iterable[Named]) -> list[Named]:
    """The longest of overlapping mentions, the first of equally long ones, by place.

    A definition's forms come first in `found` and win over a lexicon name of the same length.
    """
    kept: list[Named] = []
    for named in sorted(found, key=lambda n: (n.start - n.end, n.start)):
        if not _overlaps(named, kept):
            kept.append(named)
    return sorted(kept, key=lambda n: n.start)


def _overlaps(named: Named, others: Iterable[Named]) -> bool:
    return any(named.start < other.end and other.start < named.end for other in others)


def coalition_id(description: str) -> str:
    """The id of a coalition that only its description names.

    >>> coalition_id("den USA-ledede koalisjonen")
    'org:usa-ledede-koalisjonen'
    """
    words = description.split()
    return f"org:{slug(' '.join(words[1:] if words[0].lower() in ('den', 'det') else words))}"
