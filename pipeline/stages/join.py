"""Join: figures with names, dates, sentences and paths, so that a row can be read by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.schema import Row, Values
from pipeline.tables import COUNTRIES, ORGANIZATIONS, PEOPLE, PLACES, TROOP_FIGURES

NAMED_TABLES = (PEOPLE, ORGANIZATIONS, COUNTRIES, PLACES)


def entity_names(tables: Mapping[str, Iterable[Row]]) -> dict[str, str]:
    """Return the Norwegian name of every entity by id, from the four entity tables."""
    names: dict[str, str] = {}
    for table in NAMED_TABLES:
        (key,) = table.key
        name = "name_nb" if table is COUNTRIES else "name"
        names.update((row[key], row[name]) for row in tables[table.name])
    return names


def reading_rows(
    document: Row, figures: Iterable[Row], sentences: Iterable[Row], names: Mapping[str, str]
) -> list[tuple[str, Values]]:
    """Return (category, row of `troop_figures` or `casualty_figures`) for an article's figures."""
    text_of = {row["sentence_no"]: row["text"] for row in sentences}
    rows = []
    for figure in figures:
        values = {
            **figure,
            "date": document["date"],
            "section": document["section"],
            "path": document["path"],
            "actor": names.get(figure["actor_id"], ""),
            "location": names.get(figure["location_id"], ""),
            "location_country_name": names.get(figure["location_country"], ""),
            "source": names.get(figure["source_id"]) or figure["source"],
            "sentence": text_of[figure["sentence_no"]],
        }
        row = tuple(values[name] for name in TROOP_FIGURES.column_names)
        rows.append((figure["category"], row))
    return rows


def latest(rows: Iterable[Row], n: int) -> list[Row]:
    """Return the `n` newest rows of `troop_figures` that say what is, newest first."""
    actual = [row for row in rows if row["as_of"] and row["modality"] == "actual"]
    return sorted(
        actual, key=lambda row: (row["as_of"], row["doc_id"], -row["figure_no"]), reverse=True
    )[:n]
