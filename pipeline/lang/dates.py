"""Times named in Norwegian text, and the dates they stand for.

Pure functions on strings, Bokmål and Nynorsk. A date is an ISO string as precise as the words
allow: `2011`, `2017-12`, `2019-03-14`. Many expressions (`i desember`, `til våren`) point back in a
report and forward in a plan, so each carries both readings and the caller chooses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date as calendar_day

from pipeline.lang.date_readings import (
    COUNTS,
    Now,
    Reading,
    of_ago,
    of_ahead,
    of_day,
    of_day_word,
    of_half_year_ago,
    of_later,
    of_month,
    of_now,
    of_same,
    of_season,
    of_spring_feast,
    of_this_month,
    of_this_year,
    of_week,
    of_year,
    of_year_end,
    shift,
    unknown,
)

__all__ = ["TimeExpression", "document_date", "find_times", "shift"]

_MONTH = (
    r"(?P<month>januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember)"
)
_MONTH_SHORT = _MONTH[:-1] + r"|jan\.|feb\.|apr\.|aug\.|sept\.|okt\.|nov\.|des\.)"
_YEAR = r"(?P<year>1[6-9]\d\d|20\d\d)(?![\d.,]\d|[-–]\d|\s?%)"
_SEASON = (
    r"(?P<season>våren|vår|sommeren|sommer|sommaren|sommar|høsten|høst|hausten|haust|"
    r"vinteren|vinter)"
)
_NUMBER_WORDS = "|".join(sorted(COUNTS, key=len, reverse=True))
_COUNT = rf"(?P<count>\d{{1,3}}|{_NUMBER_WORDS}|et par|eit par|nokre få|noen få)"
_ABOUT = (
    r"(?:(?:snart|vel|drøyt|over|godt og vel|nær|nesten|nærmere|nærare|bare|berre|om lag|rundt|"
    r"kring|omtrent|snaut|mer enn|meir enn) )?"
)
_UNIT = (
    r"(?P<unit>tiår|år|måneder|måned|månader|månad|uker|uke|veker|veke|dager|dagar|dag|døgn)"
    r"(?:a|en|et|ene|ane)?"
)
_WEEKDAY = (
    r"(?P<weekday>mandag|måndag|tirsdag|tysdag|onsdag|torsdag|fredag|lørdag|laurdag|søndag|sundag)"
)
# Words after which a bare four-digit number is a year and not a count of people.
_LEAD = (
    r"(?P<lead>i|innen|innan|siden|sidan|fra|frå|til|før|etter|av|mot|over|under|enn|året|åra|årene|"
    r"halvår|kvartal|omkring|kring|rundt|husker|hugsar|og|ut|inn i|[(])"
)


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time named in the text. `past` and `future` are its readings; empty where unknown."""

    start_char: int
    end_char: int
    text: str
    kind: str  # day | month | season | year | decade | ago | later | same | week | weekday | now …
    past: str  # the date, if what is told has happened
    future: str  # the date, if what is told is to happen
    preposition: str = ""  # the word before it: `i`, `innen`, `siden`, `fra` …


_Rule = tuple[str, re.Pattern[str], Callable[[re.Match[str], Now], Reading]]


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){pattern}(?!\w)", re.IGNORECASE)


_SHIFT = r"(?P<shift>i fjor|i forfjor|i år|neste år|året etter|året før|samme år|same år|det året)"
_THIS_SEASON = (
    r"(?:i|til neste|til|på|om|denne|neste|sist|forrige|førre|samme|same|den|før|fra|frå|utover|"
    r"over|innen|innan) "
)
_RULES: tuple[_Rule, ...] = tuple(
    (kind, _compile(pattern), resolve)
    for kind, pattern, resolve in (
        ("day", rf"(?P<day>[0-3]?\d)\. {_MONTH_SHORT} {_YEAR}", of_day),
        ("day", rf"(?P<day>[0-3]?\d)\. {_MONTH_SHORT},? {_SHIFT}", of_day),
        ("day", rf"(?P<day>[0-3]?\d)\. {_MONTH_SHORT}", of_day),
        ("month", rf"{_MONTH} {_YEAR}", of_month),
        ("month", rf"{_MONTH},? {_SHIFT}", of_month),
        ("month", rf"{_MONTH}(?:dag(?:ene|ane|ar))?", of_month),
        ("season", rf"{_SEASON} {_YEAR}", of_season),
        ("season", rf"{_SHIFT} {_SEASON}", of_season),
        ("season", rf"{_SEASON} {_SHIFT}", of_season),
        ("season", rf"{_THIS_SEASON}{_SEASON}", of_season),
        ("year_end", rf"(?:utgangen|slutten) av {_YEAR}", of_year_end),
        ("year_end", rf"(?:innen|innan|før) {_YEAR} er (?:omme|over|ute)", of_year_end),
        (
            "year_end",
            r"(?:(?:innen|innan|før|ved|til|over|fra|frå|etter|siden|sidan|på) )?"
            r"(?:nyåret|nyttår|årsskiftet)",
            of_year_end,
        ),
        (
            "year_end",
            r"(?:årets slutt|slutten av året|utgangen av året|årets utgang|"
            r"(?:innen|innan|før) året er (?:omme|over|ute)|(?:innen|innan|før|til) jula?|"
            r"(?:innen|innan) utgangen av året|ut året)",
            of_year_end,
        ),
        ("season", r"(?:innen|innan|før|til|etter) påskea?", of_spring_feast),
        (
            "year",
            r"(?:i fjor|i forfjor|i år|neste år|i løpet av året|dette året|inneværende år|"
            r"året etter|året derpå|året før|samme år|same år|same året|det året|det samme året)",
            of_this_year,
        ),
        (
            "month",
            r"(?:(?:denne|inneværende) (?:måneden|månaden)|(?:måneden|månaden) er omme|"
            r"i løpet av (?:måneden|månaden)|slutten av (?:måneden|månaden)|begynnelsen av måneden|"
            r"byrjinga av månaden)",
            of_this_month,
        ),
        ("year", rf"{_LEAD} ?{_YEAR}", of_year),
        ("decade", r"(?P<decade>1[6-9]\d0|20\d0|[2-9]0)-(?:tallet|talet|åra|årene)", unknown),
        ("ago", rf"(?:for |i dag )?{_ABOUT}{_COUNT} {_UNIT} (?:siden|sidan)", of_ago),
        ("ago", r"for (?:et|eit) (?:halvt) år (?:siden|sidan)", of_half_year_ago),
        (
            "later",
            rf"{_ABOUT}{_COUNT} {_UNIT} (?:senere|seinare|etterpå|tidligere|tidlegare)",
            of_later,
        ),
        ("ahead", rf"(?:om|innen|innan|i løpet av) {_ABOUT}{_COUNT} {_UNIT}", of_ahead),
        (
            "same",
            r"(?:(?:samme|same) (?:dagen|dag|kvelden|kveld|natta|natten|måneden|måned|"
            r"månaden|månad)|dagen (?:etter|før)|måneden etter|månaden etter|"
            r"(?:natta|natten) etter)",
            of_same,
        ),
        (
            "week",
            r"(?:forrige|førre|sist|siste|neste|kommende|komande) (?:uke|veke|måned|månad|år|helg)",
            of_week,
        ),
        ("week", r"(?:uka|uken|veka|måneden|månaden) som (?:gikk|gjekk|kommer|kjem)", of_week),
        (
            "yesterday",
            r"(?:i går kveld|i går|i forgårs|i førgår|i morgen|i morgon)",
            of_day_word,
        ),
        (
            "now",
            r"(?:i dag|i natt|i kveld|i morges|i ettermiddag|nå|for tiden|for tida|foreløpig|"
            r"førebels|hittil|så langt|dagens|til nå|til no|denne (?:uka|uken|veka))",
            of_now,
        ),
        ("weekday", _WEEKDAY, of_now),
    )
)
_PREPOSITION = re.compile(
    r"(\w{1,40})\s{0,5}(?:i (?:begynnelsen|slutten|løpet|midten) av |midten av |slutten av |"
    r"begynnelsen av |byrjinga av |utgangen av |natt til |den )?$"
)
_ANCHORING = frozenset(
    {"day", "month", "season", "year", "ago", "later", "year_end", "same", "week", "yesterday"}
)


def find_times(text: str, date: str = "") -> list[TimeExpression]:
    """The time expressions of a text, in order, with the dates they stand for.

    Args:
        text: running text, Bokmål or Nynorsk.
        date: the document's date, as precise as it is known, or "".
    Returns: non-overlapping expressions; where two rules meet, the longer one stands.

    >>> [(t.text, t.past, t.future) for t in find_times("De kom i desember.", "2018-02")]
    [('desember', '2017-12', '2018-12')]
    >>> [t.past for t in find_times("Krigen kom i 2003. Fire år senere dro de.", "2018-02")]
    ['2003', '2007']
    """
    anchor, found = "", []
    for kind, match, resolve in _longest(text):
        past, future = _valid(resolve(match, Now(date, anchor)))
        start, end = _trimmed(match)
        before = _PREPOSITION.search(text, max(0, start - 40), start)
        found.append(
            TimeExpression(
                start,
                end,
                text[start:end],
                kind,
                past,
                future,
                before[1].lower() if before else match[0].split()[0].lower(),
            )
        )
        if kind in _ANCHORING and past:
            anchor = past
    return found


def _valid(reading: Reading) -> Reading:
    past, future = (value if _is_date(value) else "" for value in reading)
    return past, future


def _is_date(value: str) -> bool:
    try:
        calendar_day.fromisoformat(
            (value + "-01-01")[:10] if len(value) < 7 else (value + "-01")[:10]
        )
    except ValueError:
        return False
    return bool(value)


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    """The span without the word that only told a year from a number."""
    if match.groupdict().get("lead"):
        return match.span("year")
    return match.span()


def _longest(
    text: str,
) -> Iterator[tuple[str, re.Match[str], Callable[[re.Match[str], Now], Reading]]]:
    hits = [
        (match.start(), -match.end(), order, kind, match, resolve)
        for order, (kind, pattern, resolve) in enumerate(_RULES)
        for match in pattern.finditer(text)
    ]
    taken = -1
    for start, negative_end, _, kind, match, resolve in sorted(hits, key=lambda hit: hit[:3]):
        if start >= taken:
            taken = -negative_end
            yield kind, match, resolve


def document_date(text: str, date: str = "") -> str:
    """The document's date: the header's, else the full date that its opening names, else "".

    Args: text: the body. date: the date of the header line, or "".
    Returns: an ISO string of the header's precision, or a full date.

    >>> document_date("Moskva, 10. mars 2000 (NTB): Kolonnen ble omringet.")
    '2000-03-10'
    """
    if date:
        return date
    opening = text[:600]
    for time in find_times(opening):
        before = opening[: time.start_char].rstrip().lower()
        if (
            time.kind == "day"
            and time.past
            and not before.endswith(("siden", "sidan", "fra", "frå", "til", "før"))
        ):
            return time.past
    return ""
