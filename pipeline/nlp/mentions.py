"""Finds what a document names: people, organizations, countries and places, as one list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.ids import person_id
from pipeline.lexicon import Lexicon, load_lexicon
from pipeline.nlp.countries import find_countries
from pipeline.nlp.mention_words import Words, is_given_name
from pipeline.nlp.organization_index import organization_index
from pipeline.nlp.organization_names import organization_nouns
from pipeline.nlp.organization_scene import Named, OrganizationScene
from pipeline.nlp.organizations import coalition_id, coalition_name, find_organizations
from pipeline.nlp.people import find_people
from pipeline.nlp.person_names import repeated, resolve
from pipeline.nlp.person_scene import Person, PersonScene
from pipeline.nlp.places import find_places
from pipeline.nlp.roles import RoleReader
from pipeline.nlp.titles import titles_of
from pipeline.records import Mention

_PLACES = frozenset({"GPE_LOC", "GPE_ORG", "LOC"})
_COALITION = re.compile(
    r"\b(?:[Dd]en |[Ee]in |[Ee]n )?(?P<leader>[A-ZÆØÅa-zæøå-]{2,25}?-?)"
    r"(?P<led>ledede|ledete|ledet|leidde|leia|leide) (?:[a-zæøå]+ ){0,2}?"
    r"(?P<group>(?:militær|opprørs)?(?:koalisjon|allianse))(?:n|en|a)?s?\b"
)


def find_mentions(doc: Doc, lexicon: Lexicon) -> list[Mention]:
    """Every mention of a person, an organization, a country or a place in a document.

    Args:
        doc: A document with named entities (`doc.ents`) and sentence starts. Without them only
            what the lexicon and the text's own wording give is found.
        lexicon: What things are called.

    Returns:
        Mentions by place in the text. People are under the fullest name of the document,
        organizations under their canonical name. A country inside an organization's name
        (`USAs sentralkommando`) and one inside a compound are mentions of their own.

    Example:
        >>> import spacy
        >>> doc = spacy.blank("nb")("Natos sjef og Unifil.")
        >>> [(m.text, m.name) for m in find_mentions(doc, load_lexicon())]
        [('Natos', 'NATO'), ('Unifil', 'UNIFIL')]
    """
    words = Words(doc)
    entities = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
    countries = find_countries(doc, lexicon)
    scene = _scene(words, entities, countries, lexicon)
    organizations = find_organizations(scene)
    people = _people(scene, organizations, lexicon)
    organizations = not_in_people(organizations, people)
    roles = _role_reader(words, organizations, lexicon)
    mentions = [*_person_mentions(people, roles, words)]
    mentions += _organization_mentions(organizations, words)
    mentions += _party_mentions(people, organizations, roles, lexicon)
    mentions += _coalitions(words, countries)
    mentions += countries_outside(countries, people)
    mentions += find_places(doc, lexicon, mentions)
    return sorted(mentions, key=lambda m: (m.start_char, m.end_char, m.entity_id))


def _scene(
    words: Words,
    entities: Sequence[tuple[int, int, str]],
    countries: Sequence[Mention],
    lexicon: Lexicon,
) -> OrganizationScene:
    named = Counter(m.entity_id for m in countries)
    country_of = _country_test(lexicon)
    if not named:
        places = (words.text[start:end] for start, end, label in entities if label in _PLACES)
        named.update(country for place in places if (country := country_of(place)))
    most = max(named.values(), default=0)
    homes = {country for country, count in named.items() if count == most} or {"NOR"}
    return OrganizationScene(
        words,
        entities,
        organization_index(lexicon),
        organization_nouns(lexicon),
        _excluded(lexicon),
        [(m.start_char, m.end_char) for m in countries],
        frozenset(homes),
        frozenset(named),
        titles_of(lexicon),
        place_test(lexicon),
        country_of,
    )


@lru_cache(maxsize=4)
def _country_test(lexicon: Lexicon) -> Callable[[str], str]:
    """A function that tells where the largest place of a name lies, "" where none is known."""

    @lru_cache(maxsize=20_000)
    def country_of(name: str) -> str:
        places = lexicon.places.find(name)
        return places[0].country if places else ""

    return country_of


@lru_cache(maxsize=4)
def place_test(lexicon: Lexicon) -> Callable[[str], bool]:
    """A test of whether a name always means a place: `Krim`, `Da Nang`, not `Lund`."""

    @lru_cache(maxsize=20_000)
    def is_place(name: str) -> bool:
        places = lexicon.places.find(name)
        several_words = " " in name and not is_given_name(name.partition(" ")[0])
        return any(place.certain or several_words for place in places)

    return is_place


@lru_cache(maxsize=4)
def _excluded(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(row["word"] for row in lexicon.table("non_organizations"))


@lru_cache(maxsize=4)
def _keeps_s(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(row["name"] for row in lexicon.table("names_in_s"))


@lru_cache(maxsize=4)
def _leaders(lexicon: Lexicon) -> frozenset[str]:
    """The last words of the names of people that a text need not introduce: `Putin`."""
    names = [row["name"] for row in lexicon.table("leaders")]
    for row in lexicon.table("people"):
        names += [row["name"], *row.items_of("aliases")]
    return frozenset(name.rpartition(" ")[2] for name in names)


def _people(
    scene: OrganizationScene, organizations: Sequence[Named], lexicon: Lexicon
) -> list[tuple[Person, str]]:
    certain = [(n.start, n.end) for n in organizations if n.source != "reader"]
    blocked = sorted([*certain, *scene.countries, *_excluded_phrases(scene)])
    scene_of_people = PersonScene(
        scene.words,
        scene.entities,
        titles_of(lexicon),
        blocked,
        scene.excluded,
        _keeps_s(lexicon),
        scene.nouns,
        scene.is_place,
        [
            (n.start, n.end)
            for n in organizations
            if n.form == "genitive" and scene.index.types.get(n.entity_id) == "party"
        ],
        _leaders(lexicon),
    )
    found = repeated(scene.words.text, find_people(scene_of_people), blocked)
    return resolve(found)


def _excluded_phrases(scene: OrganizationScene) -> list[tuple[int, int]]:
    """Where the text names exercises, operations and the like of several words."""
    phrases = sorted(phrase for phrase in scene.excluded if " " in phrase)
    spans = []
    for phrase in phrases:
        at = scene.words.text.find(phrase)
        while at >= 0:
            spans.append((at, at + len(phrase)))
            at = scene.words.text.find(phrase, at + 1)
    return spans


def _role_reader(words: Words, organizations: Iterable[Named], lexicon: Lexicon) -> RoleReader:
    return RoleReader(
        words,
        titles_of(lexicon),
        list(organizations),
        _party_letters(lexicon),
    )


@lru_cache(maxsize=4)
def _party_letters(lexicon: Lexicon) -> dict[str, str]:
    return {row["letters"]: row["organization_id"] for row in lexicon.table("parties")}


# --- overlap rules


def not_in_people(
    organizations: Sequence[Named], people: Sequence[tuple[Person, str]]
) -> list[Named]:
    """The organizations without those that the reader alone saw and that are a person's name."""
    spans = [(person.start, person.end) for person, _ in people]
    parts = {part for _, name in people if " " in name for part in name.split()}
    return [
        named
        for named in organizations
        if named.source != "reader"
        or not (_covered(named.start, named.end, spans) or named.base in parts)
    ]


def countries_outside(
    countries: Sequence[Mention], people: Sequence[tuple[Person, str]]
) -> list[Mention]:
    """The countries that are not a part of a person's name.

    A country in a person's name is none (Michael Jordan). One in an organization's name is
    (`Amnesty International Norge`, `Etiopias menneskerettskommisjon`), since the text names it.
    """
    spans = [(person.start, person.end) for person, _ in people]
    return [m for m in countries if not _covered(m.start_char, m.end_char, spans)]


def _covered(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(s < end and start < e for s, e in spans)


# --- mentions


def _person_mentions(
    people: Sequence[tuple[Person, str]], roles: RoleReader, words: Words
) -> Iterable[Mention]:
    for person, name in people:
        role = roles.role_of(person.start, person.end)
        text = words.text[person.start : person.end]
        form = "name" if person.name == name else "short_name"
        if " ".join(text.split()) != person.name:
            form = "genitive"
        yield Mention(
            person.start, person.end, text, "person", "PER", form, person_id(name), name,
            words[words.at(person.start)].sentence_no, role.title, role.organization,
        )  # fmt: skip


def _organization_mentions(organizations: Iterable[Named], words: Words) -> Iterable[Mention]:
    for named in organizations:
        yield _organization(
            words, (named.start, named.end), named.form, named.entity_id, named.name
        )


def _organization(
    words: Words, span: tuple[int, int], form: str, entity: str, name: str
) -> Mention:
    sentence = words[words.at(span[0])].sentence_no if len(words) else 0
    text = words.text[slice(*span)]
    return Mention(*span, text, "organization", "ORG", form, entity, name, sentence)


def _party_mentions(
    people: Sequence[tuple[Person, str]],
    organizations: Sequence[Named],
    roles: RoleReader,
    lexicon: Lexicon,
) -> Iterable[Mention]:
    """The parties whose letters stand after a person's name: `(H)`."""
    known = organization_index(lexicon).known
    spans = [(n.start, n.end) for n in organizations]
    for person, _ in people:
        party = roles.party_after(person.end)
        if party is not None and not _covered(*party[0], spans):
            span, entity = party
            yield _organization(roles.words, span, "abbreviation", entity, known[entity].name)


def _coalitions(words: Words, countries: Sequence[Mention]) -> Iterable[Mention]:
    """Coalitions that the state that leads them names: `den USA-ledede koalisjonen`."""
    for match in _COALITION.finditer(words.text):
        if _covered(*match.span("leader"), [(m.start_char, m.end_char) for m in countries]):
            name = coalition_name(match["leader"], match["led"], match["group"])
            yield _organization(words, match.span(), "description", coalition_id(name), name)


# --- the component


@Language.factory(
    "news_mentions",
    assigns=["doc._.mentions", "doc.spans"],
    requires=["doc.ents"],
    default_config={"lexicon": None},
)
def make_news_mentions(
    nlp: Language,  # noqa: ARG001
    name: str,  # noqa: ARG001
    lexicon: str | None,
) -> MentionFinder:
    """The component `news_mentions`; `lexicon` is a user's folder of CSV files, or None."""
    return MentionFinder(load_lexicon(Path(lexicon) if lexicon else None))


class MentionFinder:
    """Fills `doc._.mentions` and `doc.spans["mentions"]` (label: kind, id: entity id)."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        if not Doc.has_extension("mentions"):
            Doc.set_extension("mentions", default=[])

    def __call__(self, doc: Doc) -> Doc:
        """The same document, with its mentions."""
        mentions = find_mentions(doc, self.lexicon)
        doc._.mentions = mentions
        doc.spans["mentions"] = [_span(doc, mention) for mention in mentions]
        return doc


def _span(doc: Doc, mention: Mention) -> Span:
    span = doc.char_span(
        mention.start_char,
        mention.end_char,
        label=mention.kind,
        span_id=mention.entity_id,
        alignment_mode="expand",
    )
    assert span is not None  # `expand` finds one for every span inside the text
    return span
