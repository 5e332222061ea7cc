"""What is found and read: articles, mentions and figures, free of spaCy and of tables.

Offsets are characters, 0-based, end exclusive, in the text that was read.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RawArticle:
    """An article as it was found: `name` is its id if no other article shares it."""

    name: str
    folder: str
    path: str
    text: str
    encoding: str
    note: str = ""
    date: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that could not be read (a row of `skipped`)."""

    path: str
    stage: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in the text that names a person, an organization, a country or a place."""

    start_char: int
    end_char: int
    text: str
    kind: str  # person | organization | country | place
    label: str  # NorNE label of the reader, or of the lexicon's kind of entry
    form: str  # name | genitive | adjective | inhabitant | compound | abbreviation | short_name …
    entity_id: str  # `IRQ`, `org:nato`, `person:jens-stoltenberg`, `place:irq-mosul`
    name: str  # the entity's canonical (for people: fullest) name
    sentence_no: int  # 0-based
    role: str = ""  # the title as stated here: `forsvarsminister`
    role_organization_id: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One expression that states how many people a force has, moves or loses."""

    start_char: int
    end_char: int
    quote: str
    sentence_no: int
    value: float | None
    value_min: float | None
    value_max: float | None
    qualifier: str
    measure: str
    category: str
    unit: str
    actor_id: str
    actor_kind: str
    location_id: str
    location_country: str
    event: str
    modality: str
    as_of: str
    source_id: str
    source: str
    rule: str = ""  # why the fields are what they are, for the reader who doubts
    confidence: float | None = None
