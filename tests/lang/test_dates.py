"""Times named in text, in both standards, against a document's date."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lang.dates import document_date, find_times, shift

# text, document date, the first expression, its past reading, its future reading, why
TIMES = [
    ("Krigen kom i 2003.", "2018-02", "2003", "2003", "2003", "a plain year"),
    ("De kom i desember.", "2018-02", "desember", "2017-12", "2018-12", "a month, back or ahead"),
    ("De reiser i mai.", "2015-04", "mai", "2014-05", "2015-05", "a month ahead"),
    ("I februar kom de.", "2018-02", "februar", "2018-02", "2018-02", "the document's own month"),
    ("I mars 2020 kom de.", "2021-07", "mars 2020", "2020-03", "2020-03", "month and year"),
    ("Han falt 26. oktober.", "2019-11", "26. oktober", "2019-10-26", "2020-10-26", "a day"),
    (
        "Den 8. mars 2011 falt byen.",
        "2018-02",
        "8. mars 2011",
        "2011-03-08",
        "2011-03-08",
        "a date",
    ),
    ("I fjor kom de.", "2018-02", "I fjor", "2017", "2017", "last year"),
    ("Neste år drar de.", "2018-02", "Neste år", "2019", "2019", "next year"),
    ("I fjor høst kom de.", "2018-02", "I fjor høst", "2017", "2017", "last autumn, nb"),
    ("I fjor haust kom dei.", "2018-02", "I fjor haust", "2017", "2017", "last autumn, nn"),
    ("Til høsten drar de.", "2018-02", "Til høsten", "2017", "2018", "the coming autumn"),
    ("Våren 1969 stod dei der.", "1985-04", "Våren 1969", "1969", "1969", "season and year"),
    ("For to år siden kom de.", "2018-02", "For to år siden", "2016", "2016", "years ago, nb"),
    ("For to år sidan kom dei.", "2018-02", "For to år sidan", "2016", "2016", "years ago, nn"),
    (
        "For tre uker siden kom de.",
        "2018-02",
        "For tre uker siden",
        "2018-01",
        "2018-01",
        "weeks ago",
    ),
    ("De falt i går.", "2010-06-28", "i går", "2010-06-27", "2010-06-27", "yesterday with a day"),
    ("De falt i går.", "2010-06", "i går", "2010-06", "2010-06", "yesterday with a month"),
    ("Sist uke kom de.", "2018-02-03", "Sist uke", "2018-01", "2018-01", "last week"),
    ("Førre månad kom dei.", "2018-01", "Førre månad", "2017-12", "2017-12", "last month, nn"),
    ("Innen nyttår er de hjemme.", "2015-04", "Innen nyttår", "2014-12", "2015-12", "a deadline"),
    ("Fra nyttår øker styrken.", "2024-10", "Fra nyttår", "2025", "2025", "from the new year"),
    (
        "Innen utgangen av 2027 er de der.",
        "2025-04",
        "utgangen av 2027",
        "2027-12",
        "2027-12",
        "end",
    ),
    ("De blir ut året.", "2016-01", "ut året", "2015-12", "2016-12", "through the year"),
    ("De drar om to år.", "2018-02", "om to år", "2020", "2020", "years ahead"),
    ("De kom onsdag.", "2018-02", "onsdag", "2018-02", "2018-02", "a weekday stays"),
    (
        "Det er i dag 30 år siden.",
        "2016-03-05",
        "i dag 30 år siden",
        "1986-03-05",
        "1986-03-05",
        "day",
    ),
]


@pytest.mark.parametrize(("text", "date", "words", "past", "future", "reason"), TIMES)
def test_times_resolve(  # noqa: PLR0913 (one a column of the table)
    text: str, date: str, words: str, past: str, future: str, reason: str
) -> None:
    found = find_times(text, date)
    assert [(t.text, t.past, t.future) for t in found] == [(words, past, future)], reason


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("I 2003 var de 5.000. Fire år senere var de 500.", "2007"),
        ("I 2003 var dei 5.000. Fire år seinare var dei 500.", "2007"),
        ("I 1987 kom tre. Året etter kom fire.", "1988"),
        ("I 1987 kom tre. Same hausten kom fire.", "1987"),
        ("De kom 3. mai 2004. Dagen etter falt byen.", "2004-05-04"),
    ],
)
def test_later_counts_from_the_time_named_last(text: str, last: str) -> None:
    assert find_times(text, "2018-02")[-1].past == last


@pytest.mark.parametrize(
    "text",
    ["2003 soldater kom.", "Over 2.000 mann.", "Resolusjon 1973 ble vedtatt.", "1800–1900 mann"],
)
def test_a_number_of_people_is_no_year(text: str) -> None:
    assert [t for t in find_times(text, "2018-02") if t.kind == "year"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Til høsten drar de.",
        "I mars kom de.",
        "Han falt 26. oktober.",
        "De drar innen nyttår.",
        "De kom i påsken.",
        "Førre veke kom dei.",
        "I går kom de.",
        "I fjor høst kom de.",
    ],
)
def test_without_a_date_what_is_told_from_it_is_unknown(text: str) -> None:
    assert {(time.past, time.future) for time in find_times(text, "")} <= {("", "")}


@pytest.mark.parametrize(
    ("text", "date", "past", "future"),
    [
        ("De drar ved utgangen av 2014.", "2013-02", "2014-12", "2014-12"),
        ("De har vært der siden nyttår.", "2013-02", "2013", "2013"),
        ("Neste vinter drar de.", "2013-02", "2013", "2014"),
        ("Samme år som i 2003, samme høst, dro de.", "2013-02", "2003", "2003"),
    ],
)
def test_turns_of_the_year_and_seasons(text: str, date: str, past: str, future: str) -> None:
    last = find_times(text, date)[-1]
    assert (last.past, last.future) == (past, future)


def test_without_a_date_only_what_is_named_is_known() -> None:
    assert [t.past for t in find_times("I fjor kom de. I 2011 dro de.", "")] == ["", "2011"]


@pytest.mark.parametrize(
    ("text", "header", "date"),
    [
        ("Moskva, 10. mars 2000 (NTB-Reuters): En kolonne ble omringet.", "", "2000-03-10"),
        ("Norbatt fira flagget laurdag 28. november 1998.", "", "1998-11-28"),
        ("Siden 4. juli 1999 har de vært der.", "", ""),
        ("Moskva, 10. mars 2000: En kolonne.", "2018-02", "2018-02"),
        ("Ingen dato her.", "", ""),
    ],
)
def test_the_opening_dates_a_document_without_header(text: str, header: str, date: str) -> None:
    assert document_date(text, header) == date


@given(st.integers(1900, 2099), st.integers(1, 12), st.integers(-400, 400))
def test_shifting_months_there_and_back_is_nothing(year: int, month: int, months: int) -> None:
    date = f"{year}-{month:02d}"
    assert shift(shift(date, months), -months) == date


@given(st.text(max_size=300))
def test_offsets_hold_and_never_overlap(text: str) -> None:
    end = 0
    for time in find_times(text, "2018-02-03"):
        assert time.start_char >= end
        assert text[time.start_char : time.end_char] == time.text
        end = time.end_char
