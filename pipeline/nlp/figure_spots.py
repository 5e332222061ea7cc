"""Mentions as linking sees them: who is meant, what stands around the name, what it stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.lang.passages import Passages
from pipeline.lang.word_keys import WordKeys
from pipeline.nlp.figure_cues import Cue, CueLexicon
from pipeline.records import Mention

# Words that may stand between a preposition and the name that it governs.
_SKIPPED = frozenset([
    "den", "det", "de", "dei", "heile", "hele", "sine", "sin", "sitt", "våre", "vår", "hennes",
    "hans", "sørlige", "sørlege", "nordlige", "nordlege", "vestlige", "vestlege", "østlige",
    "austlege", "sentrale", "øst", "nord", "sør", "vest", "aust", "byen",
])  # fmt: skip
_PREPOSITIONS = frozenset([
    "i", "på", "fra", "frå", "til", "av", "mot", "ved", "med", "for", "hos", "over", "om",
    "under", "mellom", "utenfor", "utanfor", "nær", "rundt", "kring", "langs", "inn", "ut",
    "inne", "inni", "innenfor", "sør", "nord", "øst", "aust", "vest", "etter", "overfor",
    "blant", "og",
])  # fmt: skip


_SAYING = frozenset([
    "sier", "seier", "sa", "ifølge", "ifølgje", "opplyser", "opplyste", "melder", "melde",
    "meldte", "hevder", "hevdar", "hevdet", "hevda", "mener", "meiner", "mente", "meinte",
    "tror", "trur", "anslår", "anslo", "påstår", "skriver", "skriv", "skrev", "skreiv",
    "forteller", "fortel", "fortalte", "antyder", "antydet", "antyda", "bekrefter",
    "stadfester", "stadfestar", "forsikrer", "forsikrar", "avviser", "avviste", "benekter",
    "nekter", "nektar", "frykter", "fryktar", "regner", "reknar", "krever", "krev", "talt",
    "rapporterer", "kunngjorde", "varsler", "varslar", "varslet", "heter", "heiter", "viser",
    "syner", "ber", "advarer", "åtvarar",
])  # fmt: skip
_LOCATIVE = frozenset([
    "i", "på", "til", "fra", "frå", "ved", "nær", "utenfor", "utanfor", "over", "mot", "langs",
    "innenfor", "inne", "inn", "nord", "sør", "øst", "aust", "vest", "inni", "rundt", "kring",
    "gjennom",
])  # fmt: skip
_FORCE = re.compile(
    r"(?:soldat|styrk|tropp|hær|kontingent|bidrag|bataljon|brigade|militær|forsvar|regjeringsstyrk|"
    r"instruktør|offiser|avdeling|mann|menn|kriger|krigar|geriljasoldat|fallskjerm|marinein|misjon|"
    r"oppdrag|operasjon|garnison|kompani|divisjon|spesial|tap|falne|fange|fangar)"
)
_OFFICE = re.compile(
    r"(?:departement|ministeri|ambassad|hovedkvarter|hovudkvarter|regjering|myndighet|kommando|"
    r"universitet|institutt|møte|toppmøte|kilder|kjelder|diplomat|politi|forsker|forskar|avis)"
)
_SEATS = frozenset([
    "New", "Brussel", "Bruxelles", "Genève", "Haag", "Wien", "Washington", "Moskva", "London",
    "Pari", "Berlin", "Oslo", "Doha", "Roma", "Beijing", "Stockholm", "København", "Strasbourg",
    "Ottawa", "Canberra", "Tokyo", "Teheran", "Riyadh", "Ankara", "Warszawa", "Madrid",
    "Helsingfor", "Helsinki", "Kairo", "Nairobi", "Stuttgart", "Camp", "Dayton",
])  # fmt: skip
_PART_OF = {"SJM": "NOR"}  # codes of their own for what is as much a country's as the rest of it
_POSSESSIVE = frozenset({"genitive", "adjective", "compound"})


@dataclass(frozen=True, slots=True)
class World:
    """What linking looks up: cue words, word keys, and whom missions and leaders stand for.

    `areas` says where an organization serves or fights, if that is one country: org:kfor, XKX.
    """

    cues: CueLexicon
    parents: Mapping[str, str]
    countries: Mapping[str, str]
    areas: Mapping[str, str]
    leaders: Mapping[str, str]
    types: Mapping[str, str]
    keys: WordKeys
    nowhere: CueLexicon
    nobody: CueLexicon


@dataclass(frozen=True, slots=True)
class Spot:
    """One mention of a country, place or organization, as seen from the words around it."""

    first: int
    last: int
    sentence: int
    clause: int
    entity_id: str
    kind: str
    form: str
    preposition: str
    leads: bool  # stands first in its clause
    speaks: bool  # beside a verb of saying or after `ifølge`
    owns: bool  # in front of a word for a force: `den norske styrken`, `USAs soldater`
    seat: bool  # a seat of talks and offices (New York, Brussel), where few soldiers are meant
    locative: bool  # after a preposition of place, and not where an office or paper sits


def country_of(mention: Mention) -> str:
    """The ISO alpha-3 code of a country or of the country that a place lies in, else "".

    A place's id says it: `place:irq-mosul`.
    """
    if mention.kind == "country":
        return mention.entity_id
    if mention.kind == "place" and mention.entity_id[9:10] == "-":
        return mention.entity_id[6:9].upper()
    return ""


def state_of(mention: Mention) -> str:
    """The country whose ground a mention names: `country_of` it, or the state that is part of."""
    country = country_of(mention)
    return _PART_OF.get(country, country)


def actor_spots(
    passages: Passages, mentions: tuple[Mention, ...], world: World
) -> dict[str, tuple[Spot, ...]]:
    """Whose people may be meant: states and organizations named, and those that others stand for.

    A mission stands for its parent, a ministry or capital for its country, a leader for hers.
    """
    found: dict[str, list[Spot]] = {}
    people = affiliations(passages, mentions, world)
    for mention in mentions:
        spot = _spot(passages, mention, mention.entity_id)
        if mention.kind in ("country", "organization"):
            found.setdefault(mention.entity_id, []).append(spot)
        for entity, kind in _stands_for(mention, world, people):
            found.setdefault(entity, []).append(replace(spot, entity_id=entity, kind=kind))
    return {entity: tuple(spots) for entity, spots in found.items()}


def _stands_for(mention: Mention, world: World, people: Mapping[str, str]) -> list[tuple[str, str]]:
    if mention.kind == "organization":
        parent = world.parents.get(mention.entity_id)
        country = world.countries.get(mention.entity_id)
        return [(e, k) for e, k in ((parent, "mission"), (country, "member")) if e]
    if mention.kind == "place":
        return [(country, "place") for country in (country_of(mention),) if country]
    if mention.kind == "person" and (home := people.get(mention.entity_id)):
        return [(home, "person")]
    return []


def affiliations(passages: Passages, mentions: tuple[Mention, ...], world: World) -> dict[str, str]:
    """The country that each person speaks for, where the text or the lexicon says it.

    `Russlands forsvarsminister Sergej Ivanov`, `den ukrainske generalen …`, `… (Sp)`.
    """
    found: dict[str, str] = {}
    for number, mention in enumerate(mentions):
        if mention.kind != "person" or mention.entity_id in found:
            continue
        home = world.leaders.get(mention.name, "")
        word = passages.word_at(mention.start_char)
        for other in mentions[max(0, number - 2) : number]:
            at = passages.word_at(other.start_char)
            close = 0 < word - at <= 6 and passages.words[at].clause == passages.words[word].clause
            if close and other.kind == "country" and other.form in _POSSESSIVE:
                home = other.entity_id
        for other in mentions[number + 1 : number + 2]:
            if passages.text[mention.end_char : other.start_char] == " (":
                home = world.countries.get(other.entity_id, home)
        if home:
            found[mention.entity_id] = home
    return found


def location_spots(
    passages: Passages, mentions: tuple[Mention, ...], world: World
) -> dict[str, tuple[Spot, ...]]:
    """Where the text names each country, by ISO alpha-3 code, in order.

    A place stands for its country, a mission or armed group for the one where it serves or fights.
    """
    found: dict[str, list[Spot]] = {}
    for mention in mentions:
        if country := state_of(mention):
            found.setdefault(country, []).append(_spot(passages, mention, country))
        elif area := world.areas.get(mention.entity_id):
            kind = "mission" if mention.entity_id in world.parents else "member"
            spot = replace(_spot(passages, mention, area), kind=kind)
            found.setdefault(area, []).append(spot)
    return {country: tuple(spots) for country, spots in found.items()}


def unnamed_spots(passages: Passages, places: list[Cue]) -> tuple[Spot, ...]:
    """Where the text names what is no entity: a sea, a border; civilians, rebels, the allies."""
    return tuple(
        _seen(passages, (place.first, place.last), "", (place.name, place.name)) for place in places
    )


def _spot(passages: Passages, mention: Mention, entity_id: str) -> Spot:
    first = passages.word_at(mention.start_char)
    last = passages.word_at(max(mention.start_char, mention.end_char - 1)) + 1
    return _seen(passages, (first, last), entity_id, (mention.kind, mention.form))


def _seen(
    passages: Passages, span: tuple[int, int], entity_id: str, kind_and_form: tuple[str, str]
) -> Spot:
    """Some words as linking sees them."""
    words, (first, last), (kind, form) = passages.words, span, kind_and_form
    sentence = passages.sentences[words[first].sentence]
    before = first - 1
    while before >= sentence.first and words[before].lower in _SKIPPED:
        before -= 1
    word = words[before].lower if before >= sentence.first else ""
    clause_start = first
    while clause_start > sentence.first and words[clause_start - 1].clause == words[first].clause:
        clause_start -= 1
    return Spot(
        first, last, words[first].sentence, words[first].clause, entity_id, kind,
        form, word if word in _PREPOSITIONS else "", first - clause_start <= 1,
        _speaking(passages, first, last), _owning(passages, first, last, form),
        kind == "place" and words[first].text.rstrip("s") in _SEATS,
        word in _LOCATIVE and not _seat(passages, before),
    )  # fmt: skip


def _speaking(passages: Passages, first: int, last: int) -> bool:
    """Whether a verb of saying stands right before or after a mention, or `ifølge` before it."""
    words = passages.words
    sentence = passages.sentences[words[first].sentence]
    before = [words[k].lower for k in range(max(sentence.first, first - 4), first)]
    after = [words[k].lower for k in range(last, min(sentence.last, last + 2))]
    clause = words[first].clause
    near = [
        word
        for k, word in zip(range(first - len(before), first), before, strict=True)
        if words[k].clause == clause
    ]
    return any(word in _SAYING for word in near) or bool(after and after[0] in _SAYING)


def _owning(passages: Passages, first: int, last: int, form: str) -> bool:
    """Whether a word for a force follows a mention, or is part of it: `Natos nye styrke`."""
    words = passages.words
    if form in ("genitive", "adjective", "compound", "name"):
        reach = last + (1 if form == "name" else 4)
        for k in range(last, min(len(words), reach)):
            if not words[k].text[0].isalpha() or words[k].sentence != words[first].sentence:
                return False
            if _FORCE.search(words[k].lower):
                return True
    return bool(_FORCE.search(words[last - 1].lower)) and form == "compound"


def _seat(passages: Passages, preposition: int) -> bool:
    """Whether the phrase only says where an office sits: `departementet i Ankara`."""
    return preposition > 0 and bool(_OFFICE.search(passages.words[preposition - 1].lower))
