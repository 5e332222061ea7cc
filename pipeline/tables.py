"""Every output table, declared once: for reader, writer, validator, docs, workbook, exports."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.schema import DATE_PATTERN, Column, Reference, Table
from pipeline.vocabulary import (
    CASUALTY_EVENTS,
    ENTITY_KINDS,
    MODALITIES,
    ORGANIZATION_TYPES,
    QUALIFIERS,
    SKIP_REASONS,
    TROOP_EVENTS,
)


def _text(name: str, description: str, *, required: bool = False, pattern: str = "") -> Column:
    return Column(name, "string", description, required=required, pattern=pattern)


def _choice(name: str, description: str, allowed: tuple[str, ...]) -> Column:
    return Column(name, "string", description, required=True, allowed=allowed)


def _count(name: str, description: str, unit: str = "") -> Column:
    return Column(name, "integer", description, unit=unit, required=True)


def _number(name: str, description: str, unit: str = "") -> Column:
    return Column(name, "number", description, unit=unit)


def _date(name: str, description: str) -> Column:
    return Column(name, "date", description, pattern=DATE_PATTERN)


_DOC_ID = _text("doc_id", "The article: its file name without ending", required=True)
_DOCUMENT = Reference(("doc_id",), "documents", ("doc_id",))
_SENTENCE = Reference(("doc_id", "sentence_no"), "sentences", ("doc_id", "sentence_no"))
_SENTENCE_NO = _count("sentence_no", "The sentence, counted from 0 in the article")
_START = _count("start_char", "Where it begins in `texts.text`, inclusive", "characters")
_END = _count("end_char", "Where it ends in `texts.text`, exclusive", "characters")
_ENTITY_COUNTS = (
    _count("n_mentions", "How many times it is mentioned, in all articles"),
    _count("n_documents", "How many articles mention it"),
    _date("first_date", "Date of the first article that mentions it"),
    _date("last_date", "Date of the last article that mentions it"),
)
_ISO3 = "[A-Z]{3}"

DOCUMENTS = Table(
    "documents",
    "Articles",
    "One row an article that was read.",
    ("doc_id",),
    (
        _DOC_ID,
        _text("path", "The file, relative to the input folder", required=True),
        _date("date", "The article's date, as precise as its header"),
        _text("section", "The section named in the header: `utenriks`, `NTB Innenriks` …"),
        _text("language", "`nb`, `nn`, or an ISO 639-1 code", required=True),
        _text("agency", "The news agency that signs it: `NTB`, `NPK` …"),
        _count("n_characters", "Length of the decoded text", "characters"),
        Column("n_sentences", "integer", "How many sentences (filled by tokenize)"),
        Column("n_tokens", "integer", "How many tokens (filled by tokenize)"),
        _text("sha256", "Hash of the decoded text in UTF-8", required=True, pattern="[0-9a-f]{64}"),
        _text("encoding", "How the file's bytes were read: `utf-8`, `windows-1252` …"),
        _text("notes", "What was unusual about the file: mojibake, a broken header …"),
    ),
)
TEXTS = Table(
    "texts",
    "Texts",
    "The decoded text of each article; all offsets count in it.",
    ("doc_id",),
    (
        _DOC_ID,
        _text("text", "The text: line ends are `\\n`, byte order mark removed", required=True),
    ),
    (_DOCUMENT,),
)
SENTENCES = Table(
    "sentences",
    "Sentences",
    "One row a sentence, cross-heading or caption.",
    ("doc_id", "sentence_no"),
    (_DOC_ID, _SENTENCE_NO, _START, _END, _text("text", "The sentence as printed", required=True)),
    (_DOCUMENT,),
)
TOKENS = Table(
    "tokens",
    "Tokens",
    "One row a word or punctuation mark, with its grammar.",
    ("doc_id", "token_no"),
    (
        _DOC_ID,
        _count("token_no", "The token, counted from 0 in the article"),
        _SENTENCE_NO,
        _START,
        _END,
        _text("text", "The token as printed", required=True),
        _text("lemma", "Dictionary form"),
        _text("pos", "Universal part of speech (UPOS)"),
        _text("morph", "Universal features (UFeats)"),
        _text("dep", "Universal dependency relation to the head (`--tokens full`)"),
        Column("head_no", "integer", "The head's `token_no`, its own for a root (`--tokens full`)"),
        _text("entity", "IOB tag with NorNE label: `B-PER`, `I-PER`, `O`"),
    ),
    (_DOCUMENT, _SENTENCE),
)
SKIPPED = Table(
    "skipped",
    "Skipped",
    "Every input that was not read, or not read to its end, and why.",
    ("path", "stage", "detail"),
    (
        _text("path", "The file (with line, for a corpus file)", required=True),
        _text("stage", "The stage that gave it up", required=True),
        _choice("reason", "Why", SKIP_REASONS),
        _text("detail", "What was wrong, and what to do"),
    ),
)

_MENTION_COLUMNS = (
    _DOC_ID,
    _count("mention_no", "The mention, counted from 0 in the article"),
    _SENTENCE_NO,
    _START,
    _END,
    _text("text", "The words as printed", required=True),
    _choice("kind", "What it names", ENTITY_KINDS),
    _text("label", "NorNE label: `PER`, `ORG`, `GPE_LOC`, `DRV` …"),
    _text("form", "`name`, `genitive`, `adjective`, `inhabitant`, `compound` …", required=True),
    _text("entity_id", "The person, organization, country or place", required=True),
)
MENTIONS = Table(
    "mentions",
    "Mentions",
    "One row each time a person, organization, country or place is mentioned.",
    ("doc_id", "mention_no"),
    _MENTION_COLUMNS,
    (_DOCUMENT, _SENTENCE),
)
EXTRACTED_MENTIONS = Table(
    "extracted_mentions",
    "Mentions before normalization",
    "What `extract` leaves for `normalize`.",
    ("doc_id", "mention_no"),
    (
        *_MENTION_COLUMNS,
        _text("name", "Canonical name of the entity, as this article gives it"),
        _text("role", "Title as stated here"),
        _text("role_organization_id", "Organization of the role"),
    ),
    internal=True,
)
PEOPLE = Table(
    "people",
    "People",
    "One row a person.",
    ("person_id",),
    (
        _text("person_id", "`person:jens-stoltenberg`", required=True, pattern="person:.+"),
        _text("name", "Fullest name, without title and genitive", required=True),
        _text("family_name", "Family name"),
        _text("role", "Title as first stated: `forsvarsminister`"),
        _text("role_organization_id", "The organization of that role"),
        *_ENTITY_COUNTS,
    ),
    (Reference(("role_organization_id",), "organizations", ("organization_id",)),),
)
ORGANIZATIONS = Table(
    "organizations",
    "Organizations",
    "One row an organization, armed group, ministry, party, company, medium or coalition.",
    ("organization_id",),
    (
        _text("organization_id", "`org:nato`", required=True, pattern="org:.+"),
        _text("name", "Canonical name", required=True),
        _choice("type", "What it is", ORGANIZATION_TYPES),
        _text("country", "ISO alpha-3 code, or empty", pattern=_ISO3),
        *_ENTITY_COUNTS,
        _text("wikidata", "Wikidata id where it is certain", pattern=r"Q\d+"),
    ),
)
COUNTRIES = Table(
    "countries",
    "Countries",
    "One row a country that an article mentions or that a figure is about.",
    ("country_id",),
    (
        _text("country_id", "ISO 3166-1 alpha-3 code", required=True, pattern=_ISO3),
        _text("iso2", "ISO 3166-1 alpha-2 code", pattern="[A-Z]{2}"),
        _text("name_nb", "Name in Bokmål", required=True),
        _text("name_nn", "Name in Nynorsk", required=True),
        _text("name_en", "Name in English", required=True),
        Column("cow_code", "integer", "Correlates of War code"),
        Column("gw_code", "integer", "Gleditsch and Ward code"),
        _text("continent", "Continent"),
        *_ENTITY_COUNTS,
        _text(
            "former_states",
            "States of other codes that the country was, with `|` between: name, years, codes",
        ),
    ),
)
PLACES = Table(
    "places",
    "Places",
    "One row a city, region or other place.",
    ("place_id",),
    (
        _text("place_id", "`place:irq-mosul`", required=True, pattern="place:.+"),
        _text("name", "Name in Norwegian", required=True),
        _text("country", "ISO alpha-3 code, or empty", pattern=_ISO3),
        _number("latitude", "Latitude (WGS 84)", "degrees"),
        _number("longitude", "Longitude (WGS 84)", "degrees"),
        *_ENTITY_COUNTS,
    ),
)
ALIASES = Table(
    "aliases",
    "Aliases",
    "Every surface form seen for an entity, genitive -s removed.",
    ("entity_id", "alias"),
    (
        _text("entity_id", "The entity", required=True),
        _text("alias", "The form seen", required=True),
        _choice("kind", "Kind of entity", ENTITY_KINDS),
        _count("n_mentions", "How many times this form was seen"),
    ),
)
DOCUMENT_ENTITIES = Table(
    "document_entities",
    "Entities of each article",
    "One row for each entity of each article.",
    ("doc_id", "entity_id"),
    (
        _DOC_ID,
        _text("entity_id", "The entity", required=True),
        _choice("kind", "Kind of entity", ENTITY_KINDS),
        _count("n_mentions", "How many times the article mentions it"),
        _count("first_char", "Where it is first mentioned", "characters"),
    ),
    (_DOCUMENT,),
)

_FIGURE_COLUMNS = (
    _DOC_ID,
    _count("figure_no", "The figure, counted from 0 in the article"),
    _SENTENCE_NO,
    _START,
    _END,
    _text("quote", "The words as printed: `rundt 4.000 soldater`", required=True),
    _number("value", "The number stated; a range's midpoint; empty for a magnitude", "people or %"),
    _number("value_min", "The lowest number that the words allow", "people or %"),
    _number("value_max", "The highest number that the words allow", "people or %"),
    _choice("qualifier", "How the number is limited", QUALIFIERS),
    _choice("measure", "`count`, or `percent` of a force", ("count", "percent")),
    _choice("category", "Troops, or killed, wounded, captured, missing", ("troops", "casualties")),
    _text("unit", "Lemma of the counted noun: `soldat`, `mann`"),
    _text("actor_id", "Whose people they are: a country or an organization"),
    Column("actor_kind", "string", "Kind of the actor", allowed=("country", "organization")),
    _text("location_id", "Where they are, go to or leave: a country or a place"),
    _text("location_country", "ISO alpha-3 code of the location", pattern=_ISO3),
    _choice("event", "What happens to them", TROOP_EVENTS + CASUALTY_EVENTS),
    _choice("modality", "Whether it is so, planned, possible or denied", MODALITIES),
    _date("as_of", "When it holds or happened"),
    _text("source_id", "The person or organization that says so"),
    _text("source", "Name or descriptor of who says so"),
)
_WHY_COLUMNS = (
    _text("rule", "Why the row got its actor, place, event, time and source"),
    _number("confidence", "How sure we are of the row as a whole, 0 to 1"),
)
FIGURES = Table(
    "figures",
    "Figures",
    "One row for each expression that states how many people a force has, moves or loses.",
    ("doc_id", "figure_no"),
    (*_FIGURE_COLUMNS, *_WHY_COLUMNS),
    (_DOCUMENT, _SENTENCE),
)
EXTRACTED_FIGURES = Table(
    "extracted_figures",
    "Figures before normalization",
    "What `extract` leaves for `normalize`.",
    ("doc_id", "figure_no"),
    (*_FIGURE_COLUMNS, *_WHY_COLUMNS),
    internal=True,
)

_READING_COLUMNS = (
    _DOC_ID,
    _count("figure_no", "The figure's number in `figures`"),
    _date("date", "The article's date"),
    _text("section", "The article's section"),
    _text("actor", "Whose people they are, by name"),
    _number("value", "The number stated; a range's midpoint; empty for a magnitude", "people or %"),
    _number("value_min", "The lowest number that the words allow", "people or %"),
    _number("value_max", "The highest number that the words allow", "people or %"),
    _choice("qualifier", "How the number is limited", QUALIFIERS),
    _choice("measure", "`count`, or `percent` of a force", ("count", "percent")),
    _text("unit", "Lemma of the counted noun"),
    _choice("event", "What happens to them", TROOP_EVENTS + CASUALTY_EVENTS),
    _choice("modality", "Whether it is so, planned, possible or denied", MODALITIES),
    _text("location", "Where, by name"),
    _text("location_country_name", "The location's country, by name"),
    _date("as_of", "When it holds or happened"),
    _text("source", "Who says so"),
    _text("quote", "The words as printed", required=True),
    _text("sentence", "The sentence that holds them", required=True),
    _text("path", "The file", required=True),
    _text("actor_id", "Whose people they are: a country or an organization"),
    _text("location_id", "Where: a country or a place"),
    _text("location_country", "ISO alpha-3 code of the location", pattern=_ISO3),
    _text("source_id", "The person or organization that says so"),
    _number("confidence", "How sure we are of the row as a whole, 0 to 1"),
)
_FIGURE = Reference(("doc_id", "figure_no"), "figures", ("doc_id", "figure_no"))
TROOP_FIGURES = Table(
    "troop_figures",
    "Troop figures",
    "`figures` where `category` is `troops`, joined for reading.",
    ("doc_id", "figure_no"),
    _READING_COLUMNS,
    (_DOCUMENT, _FIGURE),
)
CASUALTY_FIGURES = Table(
    "casualty_figures",
    "Casualty figures",
    "`figures` where `category` is `casualties`, joined for reading.",
    ("doc_id", "figure_no"),
    _READING_COLUMNS,
    (_DOCUMENT, _FIGURE),
)
UNRESOLVED = Table(
    "unresolved",
    "Unresolved mentions",
    "Names that neither the lexicon nor a full name in the article explains, most frequent first.",
    ("kind", "text"),
    (
        _text("text", "The words as printed, genitive -s removed", required=True),
        _choice("kind", "What it seems to name", ENTITY_KINDS),
        _count("n_mentions", "How many times"),
        _count("n_documents", "In how many articles"),
        _text("example_doc_id", "One article that holds it"),
    ),
)
SUGGESTED_MERGES = Table(
    "suggested_merges",
    "Suggested merges",
    "Pairs of entities that look the same; copy a row into `merges.csv` to merge them.",
    ("from_id", "into_id"),
    (
        _text("from_id", "The entity that would go", required=True),
        _text("into_id", "The entity that would stay", required=True),
        _text("reason", "Why they look the same", required=True),
        _text("from_name", "Name of the first"),
        _text("into_name", "Name of the second"),
        _number("similarity", "0 to 1"),
    ),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        DOCUMENTS, TEXTS, SENTENCES, TOKENS, EXTRACTED_MENTIONS, EXTRACTED_FIGURES, MENTIONS,
        PEOPLE, ORGANIZATIONS, COUNTRIES, PLACES, ALIASES, DOCUMENT_ENTITIES, FIGURES,
        TROOP_FIGURES, CASUALTY_FIGURES, UNRESOLVED, SUGGESTED_MERGES, SKIPPED,
    )
}  # fmt: skip

ENTITY_TABLES: dict[str, tuple[Table, str]] = {
    "person": (PEOPLE, "person_id"),
    "organization": (ORGANIZATIONS, "organization_id"),
    "country": (COUNTRIES, "country_id"),
    "place": (PLACES, "place_id"),
}


def public_tables() -> Iterator[Table]:
    """Yield the tables that users see, in reading order of the pipeline."""
    return (table for table in TABLES.values() if not table.internal)
