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

ROOT = Path(__file__).parents[2]
LEXICON = load_lexicon()
BLANK = spacy.blank("nb")
ENTITIES = {"people": "name", "organizations": "name", "countries": "name_nb", "places": "name"}
SAME = (
    "quote", "value", "value_min", "value_max", "qualifier", "measure", "category", "unit",
    "actor_id", "actor_kind", "location_id", "location_country", "event", "modality", "as_of",
    "source_id", "source", "rule", "confidence",
)  # fmt: skip


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    """The published tables."""
    return load_tables(ROOT / "outputs")


def mentions(tables: dict[str, pd.DataFrame], doc_id: str, offset: int) -> Iterator[Mention]:
    """The published mentions of an article, with offsets in its body."""
    names = {
        entity_id: name
        for table, column in ENTITIES.items()
        for entity_id, name in zip(tables[table].iloc[:, 0], tables[table][column], strict=True)
    }
    table = tables["mentions"]
    for row in table[table["doc_id"] == doc_id].itertuples(index=False):
        name = names.get(row.entity_id, row.text)
        yield Mention(
            row.start_char - offset, row.end_char - offset, row.text, row.kind, row.label,
            row.form, row.entity_id, name, row.sentence_no, "", "",
        )  # fmt: skip


def read(tables: dict[str, pd.DataFrame], doc_id: str) -> list[Figure]:
    """The figures of a sample article."""
    text = tables["texts"].set_index("doc_id")["text"][doc_id]
    date = tables["documents"].set_index("doc_id")["date"].fillna("")[doc_id]
    offset = parse_header(text).body_start
    doc = BLANK(readable(text[offset:]).text)
    return find_figures(doc, mentions(tables, doc_id, offset), date, LEXICON)


@pytest.mark.parametrize("doc_id", [path.stem for path in sorted((ROOT / "seeds").glob("*.txt"))])
def test_published_figures_are_what_the_code_says(
    tables: dict[str, pd.DataFrame], doc_id: str
) -> None:
    table = tables["figures"]
    rows = table[table["doc_id"] == doc_id]
    published = [
        {name: "" if pd.isna(row[name]) else row[name] for name in SAME}
        for row in rows.to_dict("records")
    ]
    made = [
        {name: "" if (value := getattr(figure, name)) is None else value for name in SAME}
        for figure in read(tables, doc_id)
    ]
    assert made == published
