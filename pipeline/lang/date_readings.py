"""What a time expression stands for, given the document's date and the time named last.

Each function reads one kind of expression and gives two dates: one if what is told has happened,
one if it is to happen. Standard library only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as calendar_day
from datetime import timedelta

Reading = tuple[str, str]

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
COUNTS = {
    word: number
    for number, words in enumerate(
        [
            "et eit ett én ein en éin éi ei",
            "to",
            "tre",
            "fire",
            "fem",
            "seks",
            "sju syv",
            "åtte",
            "ni",
            "ti",
            "elleve",
            "tolv",
            "tretten",
            "fjorten",
            "femten",
            "seksten",
            "sytten",
            "atten",
            "nitten",
            "tjue tyve",
        ],
        start=1,
    )
    for word in words.split()
} | {"tretti": 30, "førti": 40, "femti": 50, "seksti": 60, "sytti": 70, "hundre": 100}
_UNITS = {"dag": 1, "døgn": 1, "uke": 7, "veke": 7}  # in days; longer units are counted in months
_MONTH_UNITS = {"måned": 1, "månad": 1, "år": 12, "tiår": 120}


@dataclass(frozen=True, slots=True)
class Now:
    """What relative expressions count from: the document's date and the time last named."""

    date: str
    anchor: str

    @property
    def year(self) -> int:
        """The document's year; 0 if its date is not known."""
        return int(self.date[:4]) if self.date else 0

    @property
    def month(self) -> int:
        """The document's month, 1 to 12; 0 if its date is no more precise than a year."""
        return int(self.date[5:7]) if len(self.date) >= 7 else 0


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
    return (calendar_day(year, month, day) + timedelta(days=days)).isoformat()


def _days_in(year: int, month: int) -> int:
    return (calendar_day(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day


def _count(text: str) -> int:
    if text.isdigit():
        return int(text)
    return COUNTS.get(text, 2)  # `et par`, `noen få`


def _month_reading(month: int, now: Now, day: int = 0) -> Reading:
    """The last and the next month (and day) of that name, the document's own month being both."""
    if not now.date:
        return "", ""
    tail = f"-{month:02d}" + (f"-{day:02d}" if day else "")
    here = now.month or 12
    past = now.year if month <= here else now.year - 1
    future = now.year if month >= here or not now.month else now.year + 1
    return f"{past}{tail}", f"{future}{tail}"


def _season_reading(season: str, now: Now) -> Reading:
    if not now.date:
        return "", ""
    first, last = SEASONS[season]
    here = now.month or 12
    past = now.year if here >= min(first, 12) or (last > 12 and here <= last - 12) else now.year - 1
    future = now.year if here <= min(last, 12) else now.year + 1
    return str(past), str(future)


def both(value: str) -> Reading:
    """One date for both readings."""
    return value, value


def of_day(match: re.Match[str], now: Now) -> Reading:
    """A day of a month: `26. oktober`, `8. mars 2011`."""
    month, day = MONTHS[match["month"].rstrip(".").lower()], int(match["day"])
    groups = match.groupdict()
    if groups.get("year"):
        return both(f"{match['year']}-{month:02d}-{day:02d}")
    if groups.get("shift"):
        return both(_shifted_year(match["shift"], now, f"-{month:02d}-{day:02d}"))
    return _month_reading(month, now, day)


def of_month(match: re.Match[str], now: Now) -> Reading:
    """A month: `desember`, `mars i fjor`, `mai 2004`."""
    month = MONTHS[match["month"].rstrip(".").lower()]
    groups = match.groupdict()
    if groups.get("year"):
        return both(f"{match['year']}-{month:02d}")
    if groups.get("shift"):
        return both(_shifted_year(match["shift"], now, f"-{month:02d}"))
    return _month_reading(month, now)


def _shifted_year(words: str, now: Now, tail: str = "") -> str:
    """`i fjor`, `neste år`, `året etter`, `samme år` as a year with the given tail."""
    words = words.lower()
    if words.startswith(("året", "samme", "same", "det")):
        base = now.anchor or now.date
        step = 1 if "etter" in words or "derpå" in words else -1 if "før" in words else 0
    else:
        base = now.date
        step = (
            -2
            if "forfjor" in words
            else -1
            if "fjor" in words or "forrige" in words or "førre" in words or "sist" in words
            else 1
            if "neste" in words or "komm" in words
            else 0
        )
    return f"{int(base[:4]) + step}{tail}" if base else ""


def of_season(match: re.Match[str], now: Now) -> Reading:
    """A season: `til høsten`, `i fjor vår`, `våren 1969`."""
    groups = match.groupdict()
    if groups.get("year"):
        return both(match["year"])
    words = match[0].lower()
    past, future = _season_reading(match["season"].lower(), now)
    if groups.get("shift"):
        return both(_shifted_year(match["shift"], now))
    if words.startswith(("samme", "same", "den ")):
        return both(now.anchor[:4])
    if words.startswith(("sist", "forrige", "førre")):
        return past, past
    if words.startswith(
        ("til ", "neste", "før ", "fra ", "frå ", "over ", "innen ", "innan ", "utover")
    ):
        if future == past and "neste" in words:
            future = shift(future, 12)
        return past, future
    return past, future


def of_ago(match: re.Match[str], now: Now) -> Reading:
    """So long ago: `for to år siden`."""
    steps = _count(match["count"].lower())
    if re.search(r"\bi dag\b", match[0].lower()) and match["unit"].lower() == "år":
        return both(shift(now.date, -12 * steps))  # an anniversary: the day itself
    return both(_moved(now.date, -steps, match["unit"]))


def _moved(base: str, steps: int, unit: str) -> str:
    """A date moved by so many units, no more precise than the unit makes it."""
    unit = next(
        u
        for u in sorted(_UNITS | _MONTH_UNITS, key=len, reverse=True)
        if unit.lower().startswith(u)
    )
    if unit in _UNITS:
        if len(base) < 10 and _UNITS[unit] * abs(steps) > 15:
            return shift(base, round(_UNITS[unit] * steps / 30))
        moved = shift(base, days=_UNITS[unit] * steps)
        return moved if unit in ("dag", "døgn") else moved[:7]
    moved = shift(base, _MONTH_UNITS[unit] * steps)
    return moved[:4] if _MONTH_UNITS[unit] >= 12 else moved[:7]


def of_half_year_ago(match: re.Match[str], now: Now) -> Reading:
    """Half a year ago."""
    return both(shift(now.date, -6)[:7] if "halv" in match[0] else "")


def of_later(match: re.Match[str], now: Now) -> Reading:
    """So long after or before the time named last: `fire år senere`."""
    back = re.search(r"tidligere|tidlegare|før$", match[0].lower())
    steps = _count(match["count"].lower())
    return both(_moved(now.anchor or now.date, -steps if back else steps, match["unit"]))


def of_ahead(match: re.Match[str], now: Now) -> Reading:
    """So long ahead: `om to år`, `innen tre måneder`."""
    return both(_moved(now.date, _count(match["count"].lower()), match["unit"]))


def of_same(match: re.Match[str], now: Now) -> Reading:
    """The time named last, or the day, month or year beside it."""
    words, anchor = match[0].lower(), now.anchor or now.date
    if "år" in words:
        return both(_shifted_year(words, now))
    step = 1 if "etter" in words else -1 if "før" in words else 0
    if "måned" in words or "månad" in words:
        return both(shift(anchor[:7], step))
    return both(shift(anchor, days=step))


def of_week(match: re.Match[str], now: Now) -> Reading:
    """The week, month or year before or after: `forrige uke`."""
    words = match[0].lower()
    step = 1 if re.search(r"neste|komm|komande", words) else -1
    if "år" in words:
        return both(_shifted_year(words, now))
    if "måned" in words or "månad" in words:
        return both(shift(now.date, step)[:7])
    return both(shift(now.date, days=7 * step)[:7])


def of_day_word(match: re.Match[str], now: Now) -> Reading:
    """`i går`, `i morgen`."""
    words = match[0].lower()
    back = -1 if "går" in words and "for" not in words and "før" not in words else 0
    back = -2 if "forgårs" in words or "førgår" in words else back
    ahead = 1 if re.search(r"i morgen|i morgon", words) else 0
    return both(shift(now.date, days=back + ahead))


def of_year_end(match: re.Match[str], now: Now) -> Reading:
    """The turn of the year: `innen nyttår`, `ved årets slutt`, `fra nyttår`."""
    words = match[0].lower()
    if match.groupdict().get("year"):
        return both(f"{match['year']}-12")
    if not now.date:
        return "", ""
    if re.match(r"(?:fra|frå|over|etter|på)\b", words):
        near_new_year = now.month in (1, 2)  # `over nyttår` told in January looks back
        return (str(now.year), str(now.year)) if near_new_year else both(str(now.year + 1))
    if re.match(r"(?:siden|sidan)\b", words):
        return both(str(now.year))
    past = f"{now.year - 1}-12"
    return (past if now.month <= 6 else f"{now.year}-12"), f"{now.year}-12"


def of_spring_feast(_match: re.Match[str], now: Now) -> Reading:
    """Easter."""
    if not now.date:
        return "", ""
    return str(now.year), str(now.year + (now.month > 4))


def of_year(match: re.Match[str], _now: Now) -> Reading:
    """A year by its number."""
    return both(match["year"])


def of_this_year(match: re.Match[str], now: Now) -> Reading:
    """`i år`, `i fjor`, `året etter`."""
    return both(_shifted_year(match[0], now))


def of_this_month(_match: re.Match[str], now: Now) -> Reading:
    """The month of the document."""
    return both(now.date[:7])


def of_now(_match: re.Match[str], now: Now) -> Reading:
    """The date of the document."""
    return both(now.date)


def unknown(_match: re.Match[str], _now: Now) -> Reading:
    """A time that no date says: `på 90-tallet`."""
    return "", ""
