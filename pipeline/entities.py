"""Which entities of a corpus look like one and the same: proposals for a user, never decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Protocol, TypeVar

from pipeline.lang.names import (
    APOSTROPHES,
    PARTICLES,
    fold_name,
    is_initial,
    name_parts,
    same_person,
)

LARGEST_BLOCK = 20
"""In a larger block each entity is compared with its neighbours in the alphabet only."""
_NEIGHBOURS = 4
_ALIKE = 0.86
_SOUNDS = (
    ("tsch", "c"), ("tsj", "c"), ("tch", "c"), ("tj", "c"), ("sch", "s"), ("skj", "s"), ("sj", "s"),
    ("sh", "s"), ("ch", "c"), ("zh", "s"), ("zj", "s"), ("kh", "k"), ("gh", "g"), ("dh", "d"),
    ("th", "t"), ("ph", "f"), ("ck", "k"), ("q", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i"),
    ("ij", "i"), ("yj", "i"), ("yy", "i"), ("iy", "i"), ("ei", "e"), ("ai", "e"), ("ey", "e"),
    ("aa", "a"), ("y", "i"), ("w", "v"), ("j", "i"), ("z", "s"), ("x", "ks"), ("h", ""),
)  # fmt: skip
_ARTICLES = frozenset({"den", "det", "de", "dei", "the"})


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """A person or an organization of a corpus: its id, its name, how often it is mentioned."""

    entity_id: str
    name: str
    n_mentions: int = 1


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two entities that may be one; `from_id` is the rarer, or the one with the shorter name."""

    from_id: str
    into_id: str
    reason: str
    similarity: float


def alias_of(text: str, form: str) -> str:
    """Return a mention's text as an alias: without its genitive ending, on one line.

    Args:
        text: The mention as printed.
        form: The mention's form; only `genitive` has an ending to take off.

    >>> alias_of("Natos", "genitive"), alias_of("Reuters", "name"), alias_of("Hans'", "genitive")
    ('Nato', 'Reuters', 'Hans')
    """
    alias = " ".join(text.split())
    if form != "genitive":
        return alias
    if alias[-1:] in APOSTROPHES:
        return alias[:-1]
    if alias[-2:-1] in APOSTROPHES:
        return alias[:-2]
    return alias.removesuffix("s")


def suggest_merges(people: Iterable[Entity], organizations: Iterable[Entity]) -> list[Suggestion]:
    """Return pairs of entities that look the same, the most alike first.

    Only names that share a key (a family name by sound with an initial, the letters without signs,
    the initials) are compared, so the work grows with the number of entities and not its square.

    Args:
        people: The persons of a corpus.
        organizations: Its organizations.

    Returns:
        One suggestion a pair, with the reason and a similarity from 0 to 1.

    Example:
        >>> people = [Entity("person:a", "Sergej Lavrov", 9), Entity("person:b", "Sergei Lavrov")]
        >>> [(s.from_id, s.into_id, s.reason) for s in suggest_merges(people, [])]
        [('person:b', 'person:a', 'spelled alike')]
    """
    found = [*_people_pairs(sorted(people)), *_organization_pairs(sorted(organizations))]
    best: dict[tuple[str, str], Suggestion] = {}
    for suggestion in found:
        key = (suggestion.from_id, suggestion.into_id)
        if key not in best or best[key].similarity < suggestion.similarity:
            best[key] = suggestion
    return sorted(best.values(), key=lambda s: (-s.similarity, s.from_id, s.into_id))


# --- people


@dataclass(frozen=True, slots=True)
class _Person:
    """A person with what comparing needs, worked out once."""

    entity: Entity
    words: tuple[str, ...]
    family: str
    sound: str
    given_sound: str

    @property
    def name(self) -> str:
        return self.entity.name

    @classmethod
    def of(cls, entity: Entity) -> _Person:
        parts = name_parts(entity.name)
        given = _sound(parts.given[0]) if parts.given else ""
        words = tuple(fold_name(entity.name).split())
        return cls(entity, words, fold_name(parts.family), _sound(entity.name), given)


def _people_pairs(entities: Sequence[Entity]) -> Iterator[Suggestion]:
    blocks: dict[str, list[_Person]] = defaultdict(list)
    by_family: dict[str, list[_Person]] = defaultdict(list)
    people = [_Person.of(entity) for entity in entities]
    for person in people:
        if person.given_sound:
            by_family[person.family].append(person)
            blocks[f"{_sound(person.family)}/{person.given_sound[:1]}"].append(person)
            blocks[f"{person.given_sound}/{_sound(person.family)[:3]}"].append(person)
    for one, other in _pairs_within(blocks):
        suggestion = _same_person_pair(one, other)
        if suggestion is not None:
            yield suggestion
    for person in people:
        owners = by_family.get(person.family, []) if not person.given_sound else []
        if len(owners) == 1:
            into = owners[0].entity.entity_id
            yield Suggestion(person.entity.entity_id, into, "family name alone", 0.8)


def _same_person_pair(one: _Person, other: _Person) -> Suggestion | None:
    if one.family == other.family and one.words[0][0] == other.words[0][0]:
        short, full = sorted((one, other), key=lambda p: (len(p.words), len(p.name), p.name))
        if same_person(short.name, full.name):
            initials = any(is_initial(word) for word in short.name.split())
            reason = "initials for a name" if initials else "a middle name is missing"
            return Suggestion(short.entity.entity_id, full.entity.entity_id, reason, 0.9)
    if _differ(one.given_sound, other.given_sound):
        return None
    ratio = _ratio(one.sound, other.sound)
    return _directed(one.entity, other.entity, "spelled alike", ratio) if ratio else None


def _differ(one: str, other: str) -> bool:
    """Whether two given names are plainly different people's: Jens and Camilla, Per and Pål."""
    return one != other and (min(len(one), len(other)) < 4 or not _ratio(one, other, 0.7))


# --- organizations


def _organization_pairs(organizations: Sequence[Entity]) -> Iterator[Suggestion]:
    blocks: dict[str, list[Entity]] = defaultdict(list)
    letters: dict[str, list[Entity]] = defaultdict(list)
    for organization in organizations:
        words = _content(organization.name)
        if not words:
            continue
        blocks["".join(words)[:5]].append(organization)
        if len(words) > 2:
            letters["".join(word[0] for word in words)].append(organization)
    for one, other in _pairs_within(blocks):
        a, b = "".join(_content(one.name)), "".join(_content(other.name))
        if a == b:
            yield _directed(one, other, "same letters", 0.99)
        elif min(len(a), len(b)) > 6 and (ratio := _ratio(a, b, 0.9)):
            yield _directed(one, other, "spelled alike", ratio)
    for organization in organizations:
        if organization.name.isupper() and 2 < len(organization.name) < 8:
            for full in letters.get(organization.name.casefold(), [])[:3]:
                yield Suggestion(organization.entity_id, full.entity_id, "initials", 0.75)


def _content(name: str) -> list[str]:
    """The words of a name in lower case, without articles, genitive and definite endings kept."""
    return [word for word in fold_name(name).split() if word not in _ARTICLES]


# --- comparing


class _Named(Protocol):
    @property
    def name(self) -> str: ...


_N = TypeVar("_N", bound=_Named)


def _pairs_within(blocks: dict[str, list[_N]]) -> Iterator[tuple[_N, _N]]:
    """The pairs to compare: all within a small block, neighbours in the alphabet in a large one."""
    for key in sorted(blocks):
        block = sorted(blocks[key], key=lambda e: e.name)
        if len(block) <= LARGEST_BLOCK:
            yield from combinations(block, 2)
            continue
        for at, one in enumerate(block):
            for other in block[at + 1 : at + 1 + _NEIGHBOURS]:
                yield one, other


def _directed(one: Entity, other: Entity, reason: str, similarity: float) -> Suggestion:
    """A suggestion from the rarer entity into the more frequent one."""
    rare, frequent = sorted((one, other), key=lambda e: (e.n_mentions, len(e.name), e.entity_id))
    return Suggestion(rare.entity_id, frequent.entity_id, reason, round(similarity, 3))


def _ratio(one: str, other: str, least: float = _ALIKE) -> float:
    """How alike two words are, 0 where they are less so than `least`."""
    if abs(len(one) - len(other)) > 3:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= least else 0.0


def _sound(name: str) -> str:
    """A name as it sounds across ways of transliterating it: `Sjojgu` and `Shoigu` are one.

    >>> _sound("Zelenskyj") == _sound("Zelenskyy"), _sound("Sjojgu") == _sound("Shoigu")
    (True, True)
    """
    words = [w for w in fold_name(name).split() if w not in PARTICLES] or fold_name(name).split()
    text = " ".join(words)
    for written, sound in _SOUNDS:
        text = text.replace(written, sound)
    kept = [c for at, c in enumerate(text) if at == 0 or c != text[at - 1]]
    return "".join(kept)
