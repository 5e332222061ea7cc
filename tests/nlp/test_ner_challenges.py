"""Names in the kind of text that wire copy is, on sentences of our own."""

import csv
from pathlib import Path

import pytest
from spacy.language import Language

ROWS = list(
    csv.DictReader((Path(__file__).parent / "data" / "ner_challenges.csv").open(encoding="utf8"))
)
GPE = {"GPE_LOC": "GPE", "GPE_ORG": "GPE"}


def names_in(nlp: Language, text: str) -> list[str]:
    """The names that the model finds, as `form/label`; both kinds of states count as GPE."""
    return [f"{ent.text}/{GPE.get(ent.label_, ent.label_)}" for ent in nlp(text).ents]


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=f"{row['category']}: {row['text'][:40]}") for row in ROWS]
)
def test_names_of_challenge(nlp: Language, row: dict[str, str]) -> None:
    text = row["text"].replace("\\n", "\n")
    expected = row["names"].split("|") if row["names"] else []
    assert names_in(nlp, text) == expected


def test_the_challenges_are_many_and_in_both_written_standards() -> None:
    assert len(ROWS) >= 120
    assert sum(row["language"] == "nn" for row in ROWS) >= 50
    assert len({row["text"] for row in ROWS}) == len(ROWS)
