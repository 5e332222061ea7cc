"""A text that a spreadsheet would run is made harmless, and comes back as it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.spreadsheet_safety import LIVE_CHARACTERS, defuse, is_live, restore

TEXTS = st.text() | st.text(alphabet="'=+-@\t\r\n＝ab–")


@given(TEXTS)
def test_every_text_survives_the_round_trip(text: str) -> None:
    assert restore(defuse(text)) == text


PAGE = (Path(__file__).parents[1] / "docs" / "tables.md").read_text(encoding="utf-8")
(DOCUMENTED,) = re.findall(r"^```text\n(\^'.+)\n```$", PAGE, re.MULTILINE)


@given(TEXTS)
def test_the_documented_pattern_gives_the_original_back_too(text: str) -> None:
    assert re.sub(DOCUMENTED, r"\1", defuse(text)) == text


@given(TEXTS)
def test_no_defused_text_is_live(text: str) -> None:
    assert not is_live(defuse(text))


@given(TEXTS, TEXTS)
def test_two_texts_never_become_one(one: str, other: str) -> None:
    assert (defuse(one) == defuse(other)) == (one == other)


@pytest.mark.parametrize("character", LIVE_CHARACTERS)
def test_each_character_of_the_list_is_defused(character: str) -> None:
    assert defuse(f"{character}1+1") == f"'{character}1+1"


@pytest.mark.parametrize(
    "text",
    [
        "– Vi trekker oss ut, sier hun.",  # a quotation dash is no minus
        "— Nei.",
        "'n Sentrum",  # an apostrophe of the text's own
        "a=b",
        " =1",
        "4 000–5 000",
        "",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert defuse(text) == text
    assert restore(text) == text
