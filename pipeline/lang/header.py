"""The wire header: ` date 2018-02 utenriks`, in all its variants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_HEADER = re.compile(r"\s{0,20}date[ \t]{1,20}(?P<date>\d{4}(?:-\d{1,2}){0,2})(?=\s|$)[ \t]{0,20}")
# A section name is a few words that run to the end of the line: no sentence, no speech.
_SECTION = re.compile(
    r"(?P<section>[^\W\d_][\w/&-]{0,30}(?: [^\W\d_][\w/&-]{0,30}){0,2})[ \t]{0,20}(?:\n|$)"
)
_AGENCIES = "NTB|NPK|AFP|AP|Reuters|DPA|TT|Ritzau|FNB"
_SIGNATURE = re.compile(rf"\((?:©|\(c\))?\s?(?P<agency>{_AGENCIES})\)", re.IGNORECASE)
_DATELINE = re.compile(rf"[^\n()]{{2,60}} \((?P<agency>{_AGENCIES})(?:[-/]\w+){{0,3}}\)\s?:")


@dataclass(frozen=True, slots=True)
class Header:
    """What an article's first line says, and where the article's own text begins."""

    date: str
    section: str
    body_start: int
    note: str = ""


def parse_header(text: str) -> Header:
    r"""Return the date, the section and the start of the body of an article.

    A date that is in no calendar is left out and noted. An article may begin on the header's line.

    >>> parse_header(" date 2018-02 utenriks\n\nUSA har …")
    Header(date='2018-02', section='utenriks', body_start=24, note='')
    >>> parse_header(" date 2020-01 – Nato blir").section
    ''
    """
    match = _HEADER.match(text)
    if not match:
        section = _bare_section(text)
        return Header("", section, _skip_space(text, text.index("\n") if section else 0))
    section_match = _SECTION.match(text, match.end())
    section = section_match["section"] if section_match else ""
    end = section_match.end() if section_match else match.end()
    date = calendar_date(match["date"])
    note = "" if date else f"impossible date in the header: {match['date']}"
    return Header(date, section, _skip_space(text, end), note)


_BARE_SECTION = re.compile(
    r"(?P<section>(?:NTB|NPK) (?:Innenriks|Utenriks|Innanriks|Utanriks|Sport|Kultur|Økonomi))"
    r"[ \t]{0,20}\n"
)


def _bare_section(text: str) -> str:
    match = _BARE_SECTION.match(text)
    return match["section"] if match else ""


def calendar_date(text: str) -> str:
    """Return `text` as an ISO date of the same precision, or "" if no calendar has it.

    >>> calendar_date("2018-2"), calendar_date("2018-13"), calendar_date("2019-02-29")
    ('2018-02', '', '')
    """
    parts = text.split("-")
    if not all(part.isdecimal() for part in parts) or not 1 <= len(parts) <= 3:
        return ""
    numbers = [int(part) for part in parts]
    try:
        whole = date(*numbers, *[1] * (3 - len(numbers)))
    except ValueError:
        return ""
    return whole.isoformat()[: (4, 7, 10)[len(numbers) - 1]]


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def agency_of(text: str, section: str) -> str:
    """Return the news agency that signs the article (`NTB`, `NPK` …), or "".

    The section (`NTB Innenriks`), a signature (`(©NTB)`) and a dateline (`Genève (NTB-Reuter):`)
    are looked at, in that order.

    >>> agency_of("Saka er avgjord. (©NPK)", "")
    'NPK'
    """
    first = section.partition(" ")[0].upper()
    if first in _AGENCIES.upper().split("|"):
        return first
    match = _SIGNATURE.search(text[-400:]) or _SIGNATURE.search(text[:400])
    match = match or _DATELINE.match(text)
    return match["agency"].upper() if match else ""
