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

COUNTRY_FORMS = LexiconFile(
    stem="country_forms",
    description="Old and other names, adjectives and inhabitants of countries, by their base form.",
    columns=(
        Column("form", "the base form: Irak, irakisk, iraker", required=True),
        Column("country_id", "ISO alpha-3 code", required=True, reference="countries.country_id"),
        Column(
            "paradigm",
            "how the form inflects (paradigms.csv)",
            required=True,
            reference="paradigms.paradigm",
        ),
        Column("guard", "which texts to distrust it in (country_guards.csv)"),
        Column("ambiguous", "yes if another country has the form too; the last row wins", "yes"),
    ),
    key=("form", "country_id", "paradigm"),
    example=("Persia", "IRN", "name", "", ""),
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
        Column("genitive", "yes if each form takes a genitive", "yes"),
    ),
    key=("paradigm",),
    user=False,
)

COUNTRY_FILES = (COUNTRIES, PARADIGMS, COUNTRY_FORMS)
