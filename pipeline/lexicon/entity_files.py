"""The declarations of the files that know organizations and people."""

from __future__ import annotations

from pipeline.lexicon.schema import Aliases, Column, LexiconFile
from pipeline.vocabulary import ORGANIZATION_TYPES

ORGANIZATIONS = LexiconFile(
    stem="organizations",
    description="Organizations that news is full of, with their canonical name and aliases.",
    columns=(
        Column("organization_id", "id: org:nato", required=True),
        Column("name", "canonical name", required=True),
        Column("type", "type of organization", required=True, values=ORGANIZATION_TYPES),
        Column("country", "ISO alpha-3 code, or empty", reference="countries.country_id"),
        Column(
            "area",
            "the one country where a mission serves or an armed group fights; or empty",
            reference="countries.country_id",
        ),
        Column(
            "parent",
            "whose soldiers a mission's are: org:fn, org:nato; or empty",
            reference="organizations.organization_id",
        ),
        Column("wikidata", "Wikidata id, or empty"),
        Column("aliases", "other names and abbreviations, separated by |", "list"),
        Column("lower_aliases", "names that count in lower case too (`peshmerga`)", "list"),
        Column(
            "common_aliases",
            "names that are common nouns too: only with a capital inside a sentence (`Hæren`)",
            "list",
        ),
        Column(
            "context_aliases",
            "names that mean other things too: only where the text shows it (`avisen Varden`)",
            "list",
        ),
    ),
    key=("organization_id",),
    aliases=Aliases(
        "organization",
        "organization_id",
        ("name", "aliases", "lower_aliases", "common_aliases", "context_aliases"),
    ),
    example=(
        "org:nordlysbrigaden", "Nordlysbrigaden", "armed_forces", "NOR", "", "", "",
        "NB|Nordlys", "", "", "",
    ),
)  # fmt: skip

ORGANIZATION_NOUNS = LexiconFile(
    stem="organization_nouns",
    description="Common nouns that tell that a name beside them is an organization, and its type.",
    columns=(
        Column("noun", "the noun in the indefinite singular", required=True),
        Column("type", "type of organization", required=True, values=ORGANIZATION_TYPES),
        Column("forms", "its other forms, both standards, separated by |", "list"),
        Column("before", "yes if it stands before the name: `nyhetsbyrået AFP`", "yes"),
        Column("joined", "yes if it is joined to the name: `YPG-militsen`", "yes"),
        Column("kept", "yes if it is part of the joined name: `Maute-gruppen`", "yes"),
        Column("head", "yes if it ends the name as a word: `Kvinnherad kommune`", "yes"),
        Column("located", "yes if a place belongs to it: `Universitetet i Oslo`", "yes"),
        Column("suffix", "yes if a capitalized compound in it is a name: `Europautvalet`", "yes"),
        Column("owned", "yes if a country's or town's is a name: `Japans sumoforbund`", "yes"),
        Column("of_forces", "yes if the forces' is a name: `Forsvarets veteransenter`", "yes"),
    ),
    key=("noun",),
    example=(
        "speidergruppe", "ngo", "speidergruppa|speidergruppen", "yes", "", "", "yes", "", "",
        "", "",
    ),
)  # fmt: skip

NON_ORGANIZATIONS = LexiconFile(
    stem="non_organizations",
    description="Capitalized words and abbreviations that are neither organization nor person.",
    columns=(
        Column("word", "as written", required=True),
        Column("reason", "what it is: platform, sport, technology, event …", required=True),
    ),
    key=("word",),
    example=("NM", "sport"),
)

OTHER_NOUNS = LexiconFile(
    stem="other_nouns",
    description="Common nouns that tell that a name after them is no person and no organization.",
    columns=(
        Column("noun", "the noun in the indefinite singular", required=True),
        Column("kind", "what it names: ship, exercise, storm, place, work …", required=True),
        Column("forms", "its other forms, both standards, separated by |", "list"),
    ),
    key=("noun",),
    example=("luftskip", "ship", "luftskipet"),
)

TITLES = LexiconFile(
    stem="titles",
    description="Titles and roles that stand before a person's name or after it.",
    columns=(
        Column("title", "the title in the indefinite singular", required=True),
        Column("forms", "its other singular forms, both standards, separated by |", "list"),
        Column("suffix", "yes if it ends compounds too: `forsvarsminister`", "yes"),
        Column(
            "kind",
            "post, rank, trade, first (`administrerende`), time (`tidligere`), part (`kong`)",
            required=True,
            values=("post", "rank", "trade", "first", "time", "part"),
        ),
    ),
    key=("title",),
    example=("havnefogd", "havnefogden|hamnefut", "", "post"),
)

PARTIES = LexiconFile(
    stem="parties",
    description="Party letters in parentheses after a person's name.",
    columns=(
        Column("letters", "as written between the parentheses", required=True),
        Column(
            "organization_id", "the party", required=True, reference="organizations.organization_id"
        ),
    ),
    key=("letters",),
    example=("NP", "org:nordlyspartiet"),
)

NAMES_IN_S = LexiconFile(
    stem="names_in_s",
    description="Names that end in their own s, not in a genitive.",
    columns=(Column("name", "one word", required=True),),
    key=("name",),
    example=("Aas",),
)

PEOPLE = LexiconFile(
    stem="people",
    description="People whose name is spelled in several ways.",
    columns=(
        Column("person_id", "id: person:volodymyr-zelenskyj", "id", required=True),
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
        Column("entity_id", "org:…, person:…, place:… or an ISO alpha-3 code", "id", required=True),
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
        Column("from_id", "the id that goes", "id", required=True),
        Column("into_id", "the id that stays", "id", required=True),
        Column("reason", "why; read by nobody but you"),
        # The rest is there so that a row of suggested_merges.csv can be copied as it is.
        Column("from_name", "name of the first; read by nobody but you"),
        Column("into_name", "name of the second; read by nobody but you"),
        Column("similarity", "how alike they look; read by nobody but you"),
    ),
    key=("from_id",),
    example=("person:volodymyr-zelenskyy", "person:volodymyr-zelenskyj", "same man", "", "", ""),
)

SPLITS = LexiconFile(
    stem="splits",
    description="Documents in which an id stands for somebody else of the same name.",
    columns=(
        Column("entity_id", "the id that the documents share", "id", required=True),
        Column("doc_id", "the document that means somebody else", required=True),
        Column("new_id", "the id to use in that document", "id", required=True),
        Column("reason", "why; read by nobody but you"),
    ),
    key=("entity_id", "doc_id"),
    example=("person:per-hansen", "artikkel_17", "person:per-hansen-2", "the mayor"),
)

ENTITY_FILES = (
    ORGANIZATIONS, ORGANIZATION_NOUNS, OTHER_NOUNS, NON_ORGANIZATIONS, TITLES, PARTIES,
    NAMES_IN_S, PEOPLE, ALIASES, MERGES, SPLITS,
)  # fmt: skip
