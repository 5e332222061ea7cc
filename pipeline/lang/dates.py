"""Times named in Norwegian text, and the dates they stand for.

Pure functions on strings, Bokmål and Nynorsk. A date is an ISO string as precise as the words
allow: `2011`, `2017-12`, `2019-03-14`. Many expressions (`i desember`, `til våren`) point back in a
report and forward in a plan, so each carries both readings and the caller chooses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date as Day
from datetime import timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jan",
            "februar feb",
            "mars",
            "april apr",
            "mai",
            "juni",
            "juli",
            "august aug",
            "september sept",
            "oktober okt",
            "november nov",
            "desember des",
        ),
        start=1,
    )
    for name in names.split()
}
# Season -> the months it spans; a winter begins in the year before.
SEASONS = {
    name: span
    for names, span in (
        ("vår våren vårs", (3, 5)),
        ("sommer sommeren sommar sommaren", (6, 8)),
        ("høst høsten haust hausten", (9, 11)),
        ("vinter vinteren", (12, 14)),
    )
    for name in names.split()
}
_COUNTS = {
    word: number
    for number, words in enumerate(
        "et eit ett én ein en éin éi ei|to|tre|fire|fem|seks|sju syv|åtte|ni|ti|elleve|tolv|tretten|"
        "fjorten|femten|seksten|sytten|atten|nitten|tjue tyve".split("|"),
        start=1,
    )
    for word in words.split()
} | {"tretti": 30, "førti": 40, "femti": 50, "seksti": 60, "sytti": 70, "hundre": 100}
_UNITS = {"dag": 1, "døgn": 1, "uke": 7, "veke": 7}  # in days; longer units are counted in months
_MONTH_UNITS = {"måned": 1, "månad": 1, "år": 12, "tiår": 120}

_MONTH = (
    r"(?P<month>januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember)"
)
_MONTH_SHORT = _MONTH[:-1] + r"|jan\.|feb\.|apr\.|aug\.|sept\.|okt\.|nov\.|des\.)"
_YEAR = r"(?P<year>1[6-9]\d\d|20\d\d)(?![\d.,]\d|[-–]\d|\s?%)"
_SEASON = r"(?P<season>våren|vår|sommeren|sommer|sommaren|sommar|høsten|høst|hausten|haust|vinteren|vinter)"
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(sorted(_COUNTS, key=len, reverse=True))}|et par|eit par|nokre få|noen få)"
_ABOUT = r"(?:(?:snart|vel|drøyt|over|godt og vel|nær|nesten|nærmere|nærare|bare|berre|om lag|rundt|kring|omtrent|snaut|mer enn|meir enn) )?"
_UNIT = (
    r"(?P<unit>tiår|år|måneder|måned|månader|månad|uker|uke|veker|veke|dager|dagar|dag|døgn)(?:a|en|et|ene|ane)?"
)
_WEEKDAY = r"(?P<weekday>mandag|måndag|tirsdag|tysdag|onsdag|torsdag|fredag|lørdag|laurdag|søndag|sundag)"
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


@dataclass(frozen=True, slots=True)
class _Now:
    """What relative expressions count from: the document's date and the time last named."""

    date: str
    anchor: str

    @property
    def year(self) -> int:
        return int(self.date[:4]) if self.date else 0

    @property
    def month(self) -> int:
        return int(self.date[5:7]) if len(self.date) >= 7 else 0


_Reading = tuple[str, str]
_Rule = tuple[str, re.Pattern[str], Callable[[re.Match[str], _Now], _Reading]]


def shift(date: str, months: int = 0, days: int = 0) -> str:
    """The date that many months and days later, as precise as the one given.

    Args: date: ISO date, month or year, or "". months, days: may be negative.
    Returns: an ISO string; "" for "". Days only move a full date.

    >>> shift("2018-02", -3), shift("2010-06-28", days=-1), shift("2003", 48)
    ('2017-11', '2010-06-27', '2007')
    """
    if not date:
        return ""
    year, month = int(date[:4]), int(date[5:7]) if len(date) >= 7 else 1
    index = year * 12 + month - 1 + months
    year, month = index // 12, index % 12 + 1
    if len(date) < 7:
        return f"{year:04d}"
    if len(date) < 10:
        return f"{year:04d}-{month:02d}"
    day = min(int(date[8:10]), _days_in(year, month))
    return (Day(year, month, day) + timedelta(days=days)).isoformat()


def _days_in(year: int, month: int) -> int:
    return (Day(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day


def _count(text: str) -> int:
    if text.isdigit():
        return int(text)
    return _COUNTS.get(text, 2)  # `et par`, `noen få`


def _month_reading(month: int, now: _Now, day: int = 0) -> _Reading:
    """The last and the next month (and day) of that name, the document's own month being both."""
    if not now.date:
        return "", ""
    tail = f"-{month:02d}" + (f"-{day:02d}" if day else "")
    here = now.month or 12
    past = now.year if month <= here else now.year - 1
    future = now.year if month >= here or not now.month else now.year + 1
    return f"{past}{tail}", f"{future}{tail}"


def _season_reading(season: str, now: _Now) -> _Reading:
    if not now.date:
        return "", ""
    first, last = SEASONS[season]
    here = now.month or 12
    past = now.year if here >= min(first, 12) or (last > 12 and here <= last - 12) else now.year - 1
    future = now.year if here <= min(last, 12) else now.year + 1
    return str(past), str(future)


def _both(value: str) -> _Reading:
    return value, value


def _of_day(match: re.Match[str], now: _Now) -> _Reading:
    month, day = MONTHS[match["month"].rstrip(".").lower()], int(match["day"])
    groups = match.groupdict()
    if groups.get("year"):
        return _both(f"{match['year']}-{month:02d}-{day:02d}")
    if groups.get("shift"):
        return _both(_shifted_year(match["shift"], now, f"-{month:02d}-{day:02d}"))
    return _month_reading(month, now, day)


def _of_month(match: re.Match[str], now: _Now) -> _Reading:
    month = MONTHS[match["month"].rstrip(".").lower()]
    groups = match.groupdict()
    if groups.get("year"):
        return _both(f"{match['year']}-{month:02d}")
    if groups.get("shift"):
        return _both(_shifted_year(match["shift"], now, f"-{month:02d}"))
    return _month_reading(month, now)


def _shifted_year(words: str, now: _Now, tail: str = "") -> str:
    """`i fjor`, `neste år`, `året etter`, `samme år` as a year with the given tail."""
    words = words.lower()
    if words.startswith(("året", "samme", "same", "det")):
        base = now.anchor or now.date
        step = 1 if "etter" in words or "derpå" in words else -1 if "før" in words else 0
    else:
        base = now.date
        step = -2 if "forfjor" in words else -1 if "fjor" in words or "forrige" in words or "førre" in words or "sist" in words else 1 if "neste" in words or "komm" in words else 0
    return f"{int(base[:4]) + step}{tail}" if base else ""


def _of_season(match: re.Match[str], now: _Now) -> _Reading:
    groups = match.groupdict()
    if groups.get("year"):
        return _both(match["year"])
    words = match[0].lower()
    past, future = _season_reading(match["season"].lower(), now)
    if groups.get("shift"):
        return _both(_shifted_year(match["shift"], now))
    if words.startswith(("samme", "same", "den ")):
        return _both(now.anchor[:4])
    if words.startswith(("sist", "forrige", "førre")):
        return past, past
    if words.startswith(("til ", "neste", "før ", "fra ", "frå ", "over ", "innen ", "innan ", "utover")):
        if future == past and "neste" in words:
            future = shift(future, 12)
        return past, future
    return past, future


def _of_ago(match: re.Match[str], now: _Now) -> _Reading:
    steps = _count(match["count"].lower())
    if re.search(r"\bi dag\b", match[0].lower()) and match["unit"].lower() == "år":
        return _both(shift(now.date, -12 * steps))  # an anniversary: the day itself
    return _both(_moved(now.date, -steps, match["unit"]))


def _moved(base: str, steps: int, unit: str) -> str:
    """A date moved by so many units, no more precise than the unit makes it."""
    unit = next(
        u for u in sorted(_UNITS | _MONTH_UNITS, key=len, reverse=True) if unit.lower().startswith(u)
    )
    if unit in _UNITS:
        if len(base) < 10 and _UNITS[unit] * abs(steps) > 15:
            return shift(base, round(_UNITS[unit] * steps / 30))
        moved = shift(base, days=_UNITS[unit] * steps)
        return moved if unit in ("dag", "døgn") else moved[:7]
    moved = shift(base, _MONTH_UNITS[unit] * steps)
    return moved[:4] if _MONTH_UNITS[unit] >= 12 else moved[:7]


def _of_half_year_ago(match: re.Match[str], now: _Now) -> _Reading:
    return _both(shift(now.date, -6)[:7] if "halv" in match[0] else "")


def _of_later(match: re.Match[str], now: _Now) -> _Reading:
    back = re.search(r"tidligere|tidlegare|før$", match[0].lower())
    steps = _count(match["count"].lower())
    return _both(_moved(now.anchor or now.date, -steps if back else steps, match["unit"]))


def _of_ahead(match: re.Match[str], now: _Now) -> _Reading:
    return _both(_moved(now.date, _count(match["count"].lower()), match["unit"]))


def _of_same(match: re.Match[str], now: _Now) -> _Reading:
    words, anchor = match[0].lower(), now.anchor or now.date
    if "år" in words:
        return _both(_shifted_year(words, now))
    step = 1 if "etter" in words else -1 if "før" in words else 0
    if "måned" in words or "månad" in words:
        return _both(shift(anchor[:7], step))
    return _both(shift(anchor, days=step))


def _of_week(match: re.Match[str], now: _Now) -> _Reading:
    words = match[0].lower()
    step = 1 if re.search(r"neste|komm|komande", words) else -1
    if "år" in words:
        return _both(_shifted_year(words, now))
    if "måned" in words or "månad" in words:
        return _both(shift(now.date, step)[:7])
    return _both(shift(now.date, days=7 * step)[:7])


def _of_day_word(match: re.Match[str], now: _Now) -> _Reading:
    words = match[0].lower()
    back = -1 if "går" in words and "for" not in words and "før" not in words else 0
    back = -2 if "forgårs" in words or "førgår" in words else back
    ahead = 1 if re.search(r"i morgen|i morgon", words) else 0
    return _both(shift(now.date, days=back + ahead))


def _of_year_end(match: re.Match[str], now: _Now) -> _Reading:
    words = match[0].lower()
    if match.groupdict().get("year"):
        return _both(f"{match['year']}-12")
    if not now.date:
        return "", ""
    if re.match(r"(?:fra|frå|over|etter|på)\b", words):
        near_new_year = now.month in (1, 2)  # `over nyttår` told in January looks back
        return (str(now.year), str(now.year)) if near_new_year else _both(str(now.year + 1))
    if re.match(r"(?:siden|sidan)\b", words):
        return _both(str(now.year))
    past = f"{now.year - 1}-12"
    return (past if now.month <= 6 else f"{now.year}-12"), f"{now.year}-12"


def _of_spring_feast(match: re.Match[str], now: _Now) -> _Reading:
    if not now.date:
        return "", ""
    return str(now.year), str(now.year + (now.month > 4))


def _of_year(match: re.Match[str], now: _Now) -> _Reading:
    return _both(match["year"])


def _of_this_year(match: re.Match[str], now: _Now) -> _Reading:
    return _both(_shifted_year(match[0], now))


def _of_this_month(match: re.Match[str], now: _Now) -> _Reading:
    return _both(now.date[:7])


def _of_now(match: re.Match[str], now: _Now) -> _Reading:
    return _both(now.date)


def _unknown(match: re.Match[str], now: _Now) -> _Reading:
    return "", ""


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){pattern}(?!\w)", re.IGNORECASE)


_SHIFT = r"(?P<shift>i fjor|i forfjor|i år|neste år|året etter|året før|samme år|same år|det året)"
_THIS_SEASON = r"(?:i|til neste|til|på|om|denne|neste|sist|forrige|førre|samme|same|den|før|fra|frå|utover|over|innen|innan) "
_RULES: tuple[_Rule, ...] = tuple(
    (kind, _compile(pattern), resolve)
    for kind, pattern, resolve in (
        ("day", rf"(?P<day>[0-3]?\d)\. {_MONTH_SHORT} {_YEAR}", _of_day),
        ("day", rf"(?P<day>[0-3]?\d)\. {_MONTH_SHORT},? {_SHIFT}", _of_day),
        ("day", rf"(?P<day>[0-3]?\d)\. {_MONTH_SHORT}", _of_day),
        ("month", rf"{_MONTH} {_YEAR}", _of_month),
        ("month", rf"{_MONTH},? {_SHIFT}", _of_month),
        ("month", rf"{_MONTH}(?:dag(?:ene|ane|ar))?", _of_month),
        ("season", rf"{_SEASON} {_YEAR}", _of_season),
        ("season", rf"{_SHIFT} {_SEASON}", _of_season),
        ("season", rf"{_SEASON} {_SHIFT}", _of_season),
        ("season", rf"{_THIS_SEASON}{_SEASON}", _of_season),
        ("year_end", rf"(?:utgangen|slutten) av {_YEAR}", _of_year_end),
        ("year_end", rf"(?:innen|innan|før) {_YEAR} er (?:omme|over|ute)", _of_year_end),
        (
            "year_end",
            r"(?:(?:innen|innan|før|ved|til|over|fra|frå|etter|siden|sidan|på) )?(?:nyåret|nyttår|årsskiftet)",
            _of_year_end,
        ),
        (
            "year_end",
            r"(?:årets slutt|slutten av året|utgangen av året|årets utgang|"
            r"(?:innen|innan|før) året er (?:omme|over|ute)|(?:innen|innan|før|til) jula?|"
            r"(?:innen|innan) utgangen av året|ut året)",
            _of_year_end,
        ),
        ("season", r"(?:innen|innan|før|til|etter) påskea?", _of_spring_feast),
        (
            "year",
            r"(?:i fjor|i forfjor|i år|neste år|i løpet av året|dette året|inneværende år|"
            r"året etter|året derpå|året før|samme år|same år|same året|det året|det samme året)",
            _of_this_year,
        ),
        ("month", r"(?:(?:denne|inneværende) (?:måneden|månaden)|(?:måneden|månaden) er omme|"
         r"i løpet av (?:måneden|månaden)|slutten av (?:måneden|månaden)|begynnelsen av måneden|"
         r"byrjinga av månaden)", _of_this_month),
        ("year", rf"{_LEAD} ?{_YEAR}", _of_year),
        ("decade", r"(?P<decade>1[6-9]\d0|20\d0|[2-9]0)-(?:tallet|talet|åra|årene)", _unknown),
        ("ago", rf"(?:for |i dag )?{_ABOUT}{_COUNT} {_UNIT} (?:siden|sidan)", _of_ago),
        ("ago", r"for (?:et|eit) (?:halvt) år (?:siden|sidan)", _of_half_year_ago),
        ("later", rf"{_ABOUT}{_COUNT} {_UNIT} (?:senere|seinare|etterpå|tidligere|tidlegare)", _of_later),
        ("ahead", rf"(?:om|innen|innan|i løpet av) {_ABOUT}{_COUNT} {_UNIT}", _of_ahead),
        (
            "same",
            r"(?:(?:samme|same) (?:dagen|dag|kvelden|kveld|natta|natten|måneden|måned|månaden|månad)|"
            r"dagen (?:etter|før)|måneden etter|månaden etter|(?:natta|natten) etter)",
            _of_same,
        ),
        (
            "week",
            r"(?:forrige|førre|sist|siste|neste|kommende|komande) (?:uke|veke|måned|månad|år|helg)",
            _of_week,
        ),
        ("week", r"(?:uka|uken|veka|måneden|månaden) som (?:gikk|gjekk|kommer|kjem)", _of_week),
        (
            "yesterday",
            r"(?:i går kveld|i går|i forgårs|i førgår|i morgen|i morgon)",
            _of_day_word,
        ),
        ("now", r"(?:i dag|i natt|i kveld|i morges|i ettermiddag|nå|for tiden|for tida|foreløpig|"
         r"førebels|hittil|så langt|dagens|til nå|til no|denne (?:uka|uken|veka))", _of_now),
        ("weekday", _WEEKDAY, _of_now),
    )
)
_PREPOSITION = re.compile(r"(\w{1,40})\s{0,5}(?:i (?:begynnelsen|slutten|løpet|midten) av |midten av |slutten av |"
                          r"begynnelsen av |byrjinga av |utgangen av |natt til |den )?$")
_ANCHORING = frozenset({"day", "month", "season", "year", "ago", "later", "year_end", "same", "week", "yesterday"})


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
        past, future = _valid(resolve(match, _Now(date, anchor)))
        start, end = _trimmed(match)
        before = _PREPOSITION.search(text, max(0, start - 40), start)
        found.append(
            TimeExpression(
                start, end, text[start:end], kind, past, future,
                before[1].lower() if before else match[0].split()[0].lower(),
            )
        )
        if kind in _ANCHORING and past:
            anchor = past
    return found


def _valid(reading: _Reading) -> _Reading:
    past, future = (value if _is_date(value) else "" for value in reading)
    return past, future


def _is_date(value: str) -> bool:
    try:
        Day.fromisoformat((value + "-01-01")[: 10] if len(value) < 7 else (value + "-01")[:10])
    except ValueError:
        return False
    return bool(value)


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    """The span without the word that only told a year from a number."""
    if match.groupdict().get("lead"):
        return match.span("year")
    return match.span()


def _longest(text: str) -> Iterator[tuple[str, re.Match[str], Callable[[re.Match[str], _Now], _Reading]]]:
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
        if time.kind == "day" and time.past and not before.endswith(("siden", "sidan", "fra", "frå", "til", "før")):
            return time.past
    return ""


def in_reading(time: TimeExpression, *, future: bool) -> str:
    """The date in the reading asked for, or in the other one where only that is known."""
    return (time.future or time.past) if future else (time.past or time.future)


def clipped(time: TimeExpression, start: int) -> TimeExpression:
    """The same expression with its offsets moved by `start` characters."""
    return replace(time, start_char=time.start_char + start, end_char=time.end_char + start)
