"""The declarations of the files that know organizations and people."""

from __future__ import annotations

from pipeline.lexicon.schema import Aliases, Column, LexiconFile

ORGANIZATION_TYPES = (
    "alliance", "government", "ministry", "armed_forces", "armed_group", "party", "company",
    "media", "ngo", "coalition", "other",
)  # fmt: skip

ORGANIZATIONS = LexiconFile(
    stem="organizations",
    description="Organizations that news is full of, with their canonical name and aliases.",
    columns=(
        Column("organization_id", "id: org:nato", required=True),
        Column("name", "canonical name", required=True),
        Column("type", "type of organization", required=True, values=ORGANIZATION_TYPES),
        Column("country", "ISO alpha-3 code, or empty", reference="countries.country_id"),
        Column("wikidata", "Wikidata id, or empty"),
        Column("aliases", "other names and abbreviations, separated by |", "list"),
    ),
    key=("organization_id",),
    aliases=Aliases("organization", "organization_id", ("name", "aliases")),
    example=("org:nordlysbrigaden", "Nordlysbrigaden", "armed_forces", "NOR", "", "NB|Nordlys"),
)

PEOPLE = LexiconFile(
    stem="people",
    description="People whose name is spelled in several ways.",
    columns=(
        Column("person_id", "id: person:volodymyr-zelenskyj", required=True),
        Column("name", "canonical name", required=True),
        Column("aliases", "other full names, separated by |", "list"),
    ),
    key=("person_id",),
    aliases=Aliases("person", "person_id", ("name", "aliases")),
    example=("person:volodymyr-zelenskyj", "Volodymyr Zelenskyj", "Volodymyr Zelenskyy"),
)

ALIASES = LexiconFile(
    stem="aliases",
    description="One more name for an organization, person, place or country that has an id.",
    columns=(
        Column("alias", "the name as texts write it, without genitive -s", required=True),
        Column("entity_id", "org:…, person:…, place:… or an ISO alpha-3 code", required=True),
        Column("ambiguous", "yes if another entity has this name too", "yes"),
    ),
    key=("alias", "entity_id"),
    aliases=Aliases("", "entity_id", ("alias",), "ambiguous"),
    example=("Alliansen", "org:nato", ""),
)

MERGES = LexiconFile(
    stem="merges",
    description="Pairs of ids that are one entity: the first becomes the second.",
    columns=(
        Column("from_id", "the id that goes", required=True),
        Column("into_id", "the id that stays", required=True),
        Column("reason", "why; read by nobody but you"),
    ),
    key=("from_id",),
    example=("person:volodymyr-zelenskyy", "person:volodymyr-zelenskyj", "same man"),
)

SPLITS = LexiconFile(
    stem="splits",
    description="Documents in which an id stands for somebody else of the same name.",
    columns=(
        Column("entity_id", "the id that the documents share", required=True),
        Column("doc_id", "the document that means somebody else", required=True),
        Column("new_id", "the id to use in that document", required=True),
        Column("reason", "why; read by nobody but you"),
    ),
    key=("entity_id", "doc_id"),
    example=("person:per-hansen", "artikkel_17", "person:per-hansen-2", "the mayor"),
)

ENTITY_FILES = (ORGANIZATIONS, PEOPLE, ALIASES, MERGES, SPLITS)
