"""The wire header is parsed off in all its variants, and never taken for text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lang.header import agency_of, calendar_date, parse_header


@pytest.mark.parametrize(
    ("text", "date", "section", "body"),
    [
        (" date 2018-02 utenriks\n\nStyrkene dro.", "2018-02", "utenriks", "Styrkene dro."),
        (" date 2018-02 NTB Innenriks\n\nHæren øver.", "2018-02", "NTB Innenriks", "Hæren øver."),
        (" date 2019-03-14 Utanriks\nFem døde.", "2019-03-14", "Utanriks", "Fem døde."),
        (" date 2020-01 – Nato blir.", "2020-01", "", "– Nato blir."),
        (" date 2017-04 Tyrkiske styrker kom inn.", "2017-04", "", "Tyrkiske styrker kom inn."),
        (" date 2017-04 300 soldater\n\nDe kom.", "2017-04", "", "300 soldater\n\nDe kom."),
        (" date 2021\n\nI fjor.", "2021", "", "I fjor."),
        (" date 2018-13 utenriks\n\nTekst.", "", "utenriks", "Tekst."),
        ("date 2018-02 utenriks\n\nTekst.", "2018-02", "utenriks", "Tekst."),
        ("NTB Utenriks\n\nTekst.", "", "NTB Utenriks", "Tekst."),
        ("Ingen dato her.", "", "", "Ingen dato her."),
        ("Vi tok date 2018-02 som navn.", "", "", "Vi tok date 2018-02 som navn."),
    ],
)  # fmt: skip
def test_header_variants(text: str, date: str, section: str, body: str) -> None:
    header = parse_header(text)
    assert (header.date, header.section, text[header.body_start :]) == (date, section, body)


def test_an_impossible_date_is_noted() -> None:
    assert "2018-13" in parse_header(" date 2018-13 utenriks\n\nTekst.").note


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018-2", "2018-02"),
        ("2018-02-30", ""),
        ("2020-02-29", "2020-02-29"),
        ("0000", ""),
        ("i går", ""),
    ],
)
def test_only_dates_that_a_calendar_has(text: str, expected: str) -> None:
    assert calendar_date(text) == expected


@pytest.mark.parametrize(
    ("text", "section", "agency"),
    [
        ("Saken er avgjort. (©NTB)", "", "NTB"),
        ("Saka er avgjord. (©NPK)", "", "NPK"),
        ("Genève (NTB-Reuter-AFP): Styrkane held byen.", "", "NTB"),
        ("Tekst.", "NTB Innenriks", "NTB"),
        ("Han sa det til NTB.", "utenriks", ""),
    ],
)
def test_agency(text: str, section: str, agency: str) -> None:
    assert agency_of(text, section) == agency


@given(st.text(max_size=200))
def test_any_text_has_a_body_inside_it(text: str) -> None:
    header = parse_header(text)
    assert 0 <= header.body_start <= len(text)
    assert header.body_start == len(text) or not text[header.body_start].isspace()
