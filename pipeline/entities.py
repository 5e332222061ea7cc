"""Which entities of a corpus look like one and the same: proposals for a user, never decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from pipeline.lang.names import (
    APOSTROPHES,
    PARTICLES,
    family_name,
    fold_name,
    is_initial,
    name_parts,
    same_person,
)

LARGEST_BLOCK = 40
"""In a larger block each entity is compared with its neighbours in the alphabet only."""
_NEIGHBOURS = 6
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


def _people_pairs(people: Sequence[Entity]) -> Iterator[Suggestion]:
    blocks: dict[str, list[Entity]] = defaultdict(list)
    by_family: dict[str, list[Entity]] = defaultdict(list)
    for person in people:
        parts = name_parts(person.name)
        family = _sound(parts.family)
        if not parts.given:
            continue
        by_family[fold_name(parts.family)].append(person)
        given = _sound(parts.given[0])
        blocks[f"{family}/{given[:1]}"].append(person)
        blocks[f"{given}/{family[:2]}"].append(person)
    for one, other in _pairs_within(blocks):
        suggestion = _same_person_pair(one, other)
        if suggestion is not None:
            yield suggestion
    for person in people:
        owners = by_family.get(fold_name(person.name), []) if " " not in person.name else []
        if len(owners) == 1 and owners[0].entity_id != person.entity_id:
            yield Suggestion(person.entity_id, owners[0].entity_id, "family name alone", 0.8)


def _same_person_pair(one: Entity, other: Entity) -> Suggestion | None:
    short, full = sorted((one, other), key=lambda e: (len(e.name.split()), e.name))
    if len(short.name.split()) < len(full.name.split()) and same_person(short.name, full.name):
        if fold_name(family_name(short.name)) != fold_name(family_name(full.name)):
            return None
        initials = any(is_initial(word) for word in short.name.split())
        reason = "initials for a name" if initials else "a middle name is missing"
        return Suggestion(short.entity_id, full.entity_id, reason, 0.9)
    given = [name_parts(e.name).given for e in (one, other)]
    if _differ(given[0], given[1]):
        return None
    ratio = _ratio(_sound(one.name), _sound(other.name))
    if ratio < _ALIKE:
        return None
    return _directed(one, other, "spelled alike", ratio)


def _differ(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two given names are plainly different people's: Jens and Camilla, Per and Pål."""
    a, b = _sound(one[0]), _sound(other[0])
    return a != b and (len(a) < 4 or len(b) < 4 or _ratio(a, b) < 0.7)


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
        elif min(len(a), len(b)) > 6 and (ratio := _ratio(a, b)) >= 0.9:
            yield _directed(one, other, "spelled alike", ratio)
    for organization in organizations:
        if organization.name.isupper() and 2 < len(organization.name) < 8:
            for full in letters.get(organization.name.casefold(), [])[:3]:
                yield Suggestion(organization.entity_id, full.entity_id, "initials", 0.75)


def _content(name: str) -> list[str]:
    """The words of a name in lower case, without articles, genitive and definite endings kept."""
    return [word for word in fold_name(name).split() if word not in _ARTICLES]


# --- comparing


def _pairs_within(blocks: dict[str, list[Entity]]) -> Iterator[tuple[Entity, Entity]]:
    """The pairs to compare: all within a small block, neighbours in the alphabet in a large one."""
    for key in sorted(blocks):
        block = sorted(blocks[key], key=lambda e: (e.name, e.entity_id))
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


def _ratio(one: str, other: str) -> float:
    if abs(len(one) - len(other)) > 3:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


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
