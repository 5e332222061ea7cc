"""Gives every mention of a person in one document the fullest name that the document uses."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pipeline.lang.names import family_name, occurrences, same_person, short_form_rank
from pipeline.nlp.overlap import without_overlap
from pipeline.nlp.person_scene import Person

Resolved = tuple[Person, str]


def resolve(people: Sequence[Person]) -> list[Resolved]:
    """Each mention with the fullest name of the person that it stands for.

    A short form goes to the person whose family name it is, before one whose given name it is; of
    two families' members to the one named last before it, or else the first after it.

    Args:
        people: The mentions, by place in the text.

    Returns:
        The mentions with full names, in the same order.

    Example:
        >>> said = [Person(0, 16, "Saad al-Hadithi", True), Person(40, 50, "al-Hadithi", False)]
        >>> [name for _, name in resolve(said)]
        ['Saad al-Hadithi', 'Saad al-Hadithi']
    """
    full = _fullest(people)
    return [(person, _owner(person, people, full)) for person in people]


def _fullest(people: Sequence[Person]) -> dict[str, str]:
    """The fullest name for every name of several words."""
    names = list(dict.fromkeys(p.name for p in people if " " in p.name))
    fullest = {}
    for name in names:
        longer = [n for n in names if len(n) > len(name) and same_person(name, n)]
        longer = [n for n in longer if _same_ends(name, n)]
        fullest[name] = max(longer, key=lambda n: (len(n), n)) if longer else name
    return fullest


def _same_ends(short: str, full: str) -> bool:
    """Whether a name of several words is the longer one but for middle names or small words."""
    one, other = short.casefold().split(), full.casefold().split()
    return (
        one[-1] == other[-1]
        or one[0] == other[0]
        or family_name(short).casefold() == family_name(full).casefold()
    )


def _owner(person: Person, people: Sequence[Person], full: dict[str, str]) -> str:
    if person.name in full:
        return full[person.name]
    ranked = [(short_form_rank(person.name, n), n) for n in dict.fromkeys(full.values())]
    best = max((rank for rank, _ in ranked), default=0)
    if best == 0:
        return person.name
    fitting = {name for rank, name in ranked if rank == best}
    if len(fitting) == 1:
        return fitting.pop()
    before = [p for p in people if p.start < person.start and full.get(p.name) in fitting]
    after = [p for p in people if p.start > person.start and full.get(p.name) in fitting]
    return full[(before[-1:] or after[:1])[0].name]


def repeated(
    text: str, people: Sequence[Person], taken: Collection[tuple[int, int]]
) -> list[Person]:
    """The people, with further mentions by family name that no reader saw.

    Args:
        text: The document's text.
        people: The mentions found so far.
        taken: Spans that are something else.

    Returns:
        All mentions, by place in the text, without overlap.
    """
    families = {family_name(p.name) for p in people if " " in p.name and p.sure}
    found = list(people)
    for family in sorted(families, key=lambda f: (-len(f), f)):
        if len(family) < 3:
            continue
        for start, end in occurrences(family, text):
            compound = text[end : end + 1] == "-"
            if not compound and not any(s < end and start < e for s, e in taken):
                found.append(Person(start, end, family, False))
    return without_overlap(found, lambda person: not person.sure)
