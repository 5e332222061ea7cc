"""The figures in `outputs/` are what the code makes of the sample articles and their mentions.

A reader trusts a row because it says why and how sure; a change that moves any of it must be seen
(and the tables made anew with `make run`). No model is loaded: mentions come from `mentions.csv`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import spacy

from pipeline.lang.decoding import readable
from pipeline.lang.header import parse_header
from pipeline.lexicon import load_lexicon
from pipeline.nlp.figures import find_figures
from pipeline.records import Figure, Mention
from pipeline.tableio import load_tables

TABLES = load_tables(Path(__file__).parents[2] / "outputs")
LEXICON = load_lexicon()
BLANK = spacy.blank("nb")
ENTITIES = {"people": "name", "organizations": "name", "countries": "name_nb", "places": "name"}
NAMES = {
    entity_id: name
    for table, column in ENTITIES.items()
    for entity_id, name in zip(TABLES[table].iloc[:, 0], TABLES[table][column], strict=True)
}
DATES = dict(
    zip(TABLES["documents"]["doc_id"], TABLES["documents"]["date"].fillna(""), strict=True)
)
WITH_FIGURES = sorted(set(TABLES["figures"]["doc_id"]))
SAME = (
    "quote", "value", "value_min", "value_max", "qualifier", "measure", "category", "unit",
    "actor_id", "actor_kind", "location_id", "location_country", "event", "modality", "as_of",
    "source_id", "source", "rule", "confidence",
)  # fmt: skip


def mentions(doc_id: str, offset: int) -> Iterator[Mention]:
    """The published mentions of an article, with offsets in its body."""
    table = TABLES["mentions"]
    for row in table[table["doc_id"] == doc_id].itertuples(index=False):
        name = NAMES.get(row.entity_id, row.text)
        yield Mention(
            row.start_char - offset, row.end_char - offset, row.text, row.kind, row.label,
            row.form, row.entity_id, name, row.sentence_no, "", "",
        )  # fmt: skip


def read(doc_id: str) -> list[Figure]:
    """The figures of a sample article."""
    texts = TABLES["texts"]
    [text] = texts[texts["doc_id"] == doc_id]["text"]
    offset = parse_header(text).body_start
    doc = BLANK(readable(text[offset:]).text)
    return find_figures(doc, mentions(doc_id, offset), DATES[doc_id], LEXICON)


@pytest.mark.parametrize("doc_id", WITH_FIGURES)
def test_published_figures_are_what_the_code_says(doc_id: str) -> None:
    table = TABLES["figures"]
    rows = table[table["doc_id"] == doc_id]
    published = [
        {name: "" if pd.isna(row[name]) else row[name] for name in SAME}
        for row in rows.to_dict("records")
    ]
    made = [
        {name: "" if (value := getattr(figure, name)) is None else value for name in SAME}
        for figure in read(doc_id)
    ]
    assert made == published
