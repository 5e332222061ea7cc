"""The declarations of the files that know countries and places."""

from __future__ import annotations

from pipeline.lexicon.schema import Aliases, Column, LexiconFile

CONTINENTS = ("Africa", "Antarctica", "Asia", "Europe", "North America", "Oceania", "South America")

COUNTRIES = LexiconFile(
    stem="countries",
    description="Every state and territory of ISO 3166-1, and Kosovo.",
    columns=(
        Column("country_id", "ISO 3166-1 alpha-3 code", required=True),
        Column("iso2", "ISO 3166-1 alpha-2 code", required=True),
        Column("name_nb", "name in Bokmål", required=True),
        Column("name_nn", "name in Nynorsk", required=True),
        Column("name_en", "name in English", required=True),
        Column("cow_code", "Correlates of War number; empty where there is none", "integer"),
        Column("gw_code", "Gleditsch and Ward number; empty where there is none", "integer"),
        Column("continent", "continent", required=True, values=CONTINENTS),
    ),
    key=("country_id",),
    aliases=Aliases("country", "country_id", ("name_nb", "name_nn")),
    user=False,
)

FORMER_STATES = LexiconFile(
    stem="former_states",
    description="States that are no more, by the country of today and the years of their codes.",
    columns=(
        Column("country_id", "ISO alpha-3 code", required=True, reference="countries.country_id"),
        Column("name", "name in Bokmål", required=True),
        Column("cow_code", "Correlates of War number", "integer", required=True),
        Column("gw_code", "Gleditsch and Ward number", "integer", required=True),
        Column("first_year", "first year of the state", "integer", required=True),
        Column("last_year", "last year of the state", "integer", required=True),
    ),
    key=("cow_code", "first_year"),
    user=False,
)

COUNTRY_FORMS = LexiconFile(
    stem="country_forms",
    description="Old and other names, adjectives and inhabitants of countries, by their base form.",
    columns=(
        Column("form", "the base form: Irak, irakisk, iraker", required=True),
        Column("country_id", "ISO alpha-3 code", required=True, reference="countries.country_id"),
        Column(
            "paradigm",
            "how it inflects: name, abbreviation, adjective (-sk), plain_adjective (thai),"
            " er (iraker), e (brite), en (polakk), mann (franskmann)",
            required=True,
            reference="paradigms.paradigm",
        ),
        Column("ambiguous", "yes if another country has the form too (country_guards.csv)", "yes"),
    ),
    key=("form", "country_id", "paradigm"),
    aliases=Aliases("country", "country_id", ("form",), "ambiguous"),
    example=("Langtvekkistan", "NOR", "name", ""),
)

PARADIGMS = LexiconFile(
    stem="paradigms",
    description="The endings of each kind of country form; the first ending is the base form's.",
    columns=(
        Column("paradigm", "name of the paradigm", required=True),
        Column(
            "form",
            "what the forms are",
            required=True,
            values=("name", "adjective", "inhabitant", "abbreviation"),
        ),
        Column("base", "ending that the base form loses before the others are put on"),
        Column("endings", "the endings; - is none", "list", required=True),
        Column("rare", "endings that give way to any other reading of the form", "list"),
        Column("genitive", "yes if each form takes a genitive", "yes"),
    ),
    key=("paradigm",),
    user=False,
)

COUNTRY_GUARDS = LexiconFile(
    stem="country_guards",
    description=(
        "False friends: what else a country form may be, and how the text shows it. "
        "Words are in lower case; a * at the end means any word that begins so."
    ),
    columns=(
        Column("form", "the inflected form in lower case: finner", required=True),
        Column("country_id", "the country; empty for all that have the form"),
        Column("case", "how it must be written", values=("lower", "capital", "exact")),
        Column("pos", "the only parts of speech (UPOS) it may have", "list"),
        Column("only_after", "if its part of speech is unknown: words that must precede", "list"),
        Column("only_near", "words of which one must stand near", "list"),
        Column("unless_after", "words that must not stand right before", "list"),
        Column("unless_before", "words that must not stand right after", "list"),
        Column("unless_near", "words that must not stand near", "list"),
        Column("unless_label", "entity labels (NorNE) that it must not have", "list"),
        Column("reason", "what else it may be"),
    ),
    key=("form", "country_id"),
    example=("finner", "FIN", "", "NOUN", "", "", "", "", "", "", "the verb"),
)

COUNTRY_BLOCKS = LexiconFile(
    stem="country_blocks",
    description="Words and phrases that hold a country's name and do not mean it.",
    columns=(
        Column("phrase", "the word or phrase, or the beginning of the word", required=True),
        Column("reason", "what it is"),
    ),
    key=("phrase",),
    example=("guineagris", "an animal"),
)

COUNTRY_COMPOUNDS = LexiconFile(
    stem="country_compounds",
    description="What may stand before or after a country form inside one word without hyphen.",
    columns=(
        Column("part", "beginning of the part: led (ledet, ledede), krig", required=True),
        Column(
            "position", "where it stands", required=True, values=("before", "after", "not_after")
        ),
        Column("reason", "for not_after: what the word is"),
    ),
    key=("part", "position"),
    example=("mester", "after", ""),
)

_PLACE_COLUMNS = (
    Column("name", "name in Norwegian news", required=True),
    Column("country", "ISO alpha-3 code", required=True, reference="countries.country_id"),
    Column("latitude", "degrees north", "number", required=True),
    Column("longitude", "degrees east", "number", required=True),
)
_PLACE_NAMES = (
    Column("aliases", "other names, separated by |", "list"),
    Column("certain", "yes if the name, capitalized, always means a place", "yes"),
)

CITIES = LexiconFile(
    stem="cities",
    description="Cities of GeoNames, under their Norwegian names.",
    columns=(
        *_PLACE_COLUMNS,
        Column("population", "number of inhabitants", "integer", required=True),
        *_PLACE_NAMES,
    ),
    key=("name", "country"),
    user=False,
    lazy=True,
)

_SEVERAL_COUNTRIES = Column(
    "country", "ISO alpha-3 code; empty for seas and regions of several states",
    reference="countries.country_id",
)  # fmt: skip

PLACES = LexiconFile(
    stem="places",
    description="Regions, provinces, military bases and small places that news is full of.",
    columns=(
        _PLACE_COLUMNS[0],
        _SEVERAL_COUNTRIES,
        *_PLACE_COLUMNS[2:],
        Column("kind", "what it is", values=("city", "region", "base")),
        *_PLACE_NAMES,
    ),
    key=("name", "country"),
    example=("Maukstadmoen", "NOR", "69.12", "18.71", "base", "Maukstad leir", "yes"),
)

COUNTRY_FILES = (
    CITIES,
    PLACES,
    COUNTRIES,
    FORMER_STATES,
    PARADIGMS,
    COUNTRY_FORMS,
    COUNTRY_GUARDS,
    COUNTRY_BLOCKS,
    COUNTRY_COMPOUNDS,
)
