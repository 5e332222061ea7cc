"""Proposed merges: what looks the same is proposed with a reason, what is another is not."""

from __future__ import annotations

import pytest

from pipeline.entities import Entity, alias_of, suggest_merges
from pipeline.ids import organization_id, person_id


def people(*names: str) -> list[Entity]:
    """Persons, the first the most frequent."""
    return [Entity(person_id(name), name, 10 - at) for at, name in enumerate(names)]


PAIRS = [
    ("Sergej Lavrov", "Sergei Lavrov", "spelled alike", "transliteration"),
    ("Volodymyr Zelenskyj", "Volodymyr Zelenskyy", "spelled alike", "transliteration"),
    ("Sergej Sjojgu", "Sergej Shoigu", "spelled alike", "transliteration"),
    ("Muammar al-Gaddafi", "Muammar Gaddafi", "spelled alike", "with and without the article"),
    ("Jens Stoltenberg", "Jens Stoltenburg", "spelled alike", "a typing error"),
    ("Jonas Gahr Støre", "Jonas Støre", "a middle name is missing", "middle name"),
    ("George Walker Bush", "George W. Bush", "initials for a name", "initial"),
    ("Vladimir Putin", "Putin", "family name alone", "the only one of that name"),
]


@pytest.mark.parametrize(("one", "other", "reason", "why"), PAIRS)
def test_people_that_look_the_same(one: str, other: str, reason: str, why: str) -> None:
    suggestions = suggest_merges(people(one, other), [])
    assert [(s.reason, {s.from_id, s.into_id}) for s in suggestions] == [
        (reason, {person_id(one), person_id(other)})
    ], why


APART = [
    ("Jens Stoltenberg", "Camilla Stoltenberg", "a sister"),
    ("Per Hansen", "Pål Hansen", "short given names differ"),
    ("Kim Jong-un", "Kim Jong-il", "father and son"),
    ("Erna Solberg", "Erna Sundberg", "another family"),
    ("Ola Lie", "Kari Moe", "nothing in common"),
]


@pytest.mark.parametrize(("one", "other", "why"), APART)
def test_people_that_are_kept_apart(one: str, other: str, why: str) -> None:
    assert suggest_merges(people(one, other), []) == [], why


def test_a_family_name_of_two_people_is_not_proposed() -> None:
    found = suggest_merges(people("Jens Stoltenberg", "Camilla Stoltenberg", "Stoltenberg"), [])
    assert found == []


def test_the_rarer_entity_goes_into_the_more_frequent_one() -> None:
    rare, frequent = (
        Entity("person:a", "Aleksej Navalnyj", 1),
        Entity("person:b", "Alexej Navalnyj", 7),
    )
    (suggestion,) = suggest_merges([rare, frequent], [])
    assert (suggestion.from_id, suggestion.into_id) == ("person:a", "person:b")


def test_organizations_that_look_the_same() -> None:
    names = [
        "Al Jazeera",
        "al-Jazeera",
        "Fjellgir",
        "Fjelltro",
        "Den karenske nasjonale unionen",
        "KNU",
    ]
    entities = [Entity(organization_id(n) + str(i), n, i) for i, n in enumerate(names)]
    found = {(s.reason, s.similarity) for s in suggest_merges([], entities)}
    assert found == {("same letters", 0.99), ("initials", 0.75)}


def test_suggestions_do_not_depend_on_the_order_of_entities() -> None:
    entities = people("Sergej Lavrov", "Sergei Lavrov", "Jonas Gahr Støre", "Jonas Støre")
    assert suggest_merges(entities, []) == suggest_merges(entities[::-1], [])


def test_many_entities_take_no_time() -> None:
    entities = [Entity(f"person:{i}", f"Ola{i % 97} Hansen{i % 1013}", 1) for i in range(2_000)]
    assert len(suggest_merges(entities, [])) < 20_000


@pytest.mark.parametrize(
    ("text", "form", "alias"),
    [
        ("Natos", "genitive", "Nato"),
        ("Hans'", "genitive", "Hans"),
        ("NATO's", "genitive", "NATO"),
        ("Reuters", "name", "Reuters"),
        ("Jens\nBerg", "name", "Jens Berg"),
    ],
)
def test_aliases_are_without_genitive_ending(text: str, form: str, alias: str) -> None:
    assert alias_of(text, form) == alias
