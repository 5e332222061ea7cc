"""What a number is when it plainly counts no people: a year, a date, a clock time, a score …"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.lang.number_parts import Part
from pipeline.lang.words import DASHES, Word, word_set

MONTHS = word_set(
    "januar februar mars april mai juni juli august september oktober november desember "
    "jan feb mar apr jun jul aug sep sept okt nov des"
)
YEAR_CUES = (
    word_set(
        "i siden sidan året år våren høsten hausten sommeren sommaren vinteren innen innan "
        "fra frå før etter årene åra årsskiftet utgangen løpet slutten begynnelsen starten "
        "midten"
    )
    | MONTHS
)
LOOSE_YEAR_CUES = word_set("til mot av ut halvår kvartal")
# … and the words before those that make them speak of time: `fram mot 2027`, `i løpet av 1998`
TIME_CUES = word_set(
    "fram frem løpet utgangen slutten begynnelsen starten midten åra årene første andre "
    "fyrste tredje fjerde gradvis innen"
)  # fmt: skip
LABEL_CUES = word_set(
    "artikkel artikkelen resolusjon resolusjonen paragraf paragrafen kapittel kapitlet "
    "nr nummer punkt side sidene riksvei riksveg fylkesvei fylkesveg europavei europaveg "
    "rute kanal kategori nivå type klasse versjon episode sesong runde fase bind vedlegg "
    "protokoll § rom plass plassering gruppe trinn tlf telefon telefonen"
)
CLOCK_CUES = frozenset({"kl", "klokka", "klokken"})
MONEY_SIGNS = frozenset({"$", "€", "£", "kr", "nok", "usd"})
OLDEST = 120
HOURS = 24
FIRST_YEAR, LAST_YEAR = 1400, 2100


def kind_of(words: Sequence[Word], part: Part) -> str:
    """What a number is, by its form and the words beside it.

    Args:
        words: the text's words.
        part: the number.

    Returns:
        `year`, `date`, `clock`, `age`, `money`, `score`, `ordinal`, `label`, `decimal`, or `plain`
        where it may count anything.
    """
    if part.form != "digits":
        if _is_decade(words, part):
            return "year"
        return "clock" if _is_hour(words, part) else "plain"
    for test in (_date_or_ordinal, _pointed, _label, _year, _age, _money, _score):
        kind = test(words, part)
        if kind:
            return kind
    return "plain" if float(part.value).is_integer() else "decimal"


def _text(words: Sequence[Word], at: int) -> str:
    return words[at].lower if 0 <= at < len(words) else ""


def _date_or_ordinal(words: Sequence[Word], part: Part) -> str:
    """`17. april`, `den 19.`, `2. bataljon`."""
    follower = part.after + 1
    if _text(words, part.after) in MONTHS and part.value <= 31:
        return "date"
    if _text(words, part.after) != "." or words[part.after].spaced or follower >= len(words):
        return ""
    after = words[follower]
    if words[part.first].text.isdigit() and not after.new_line:
        if after.lower in MONTHS:
            return "date"
        if after.kind == "word" and after.text[0].islower() and after.spaced:
            return "ordinal"
        if part.value <= 31 and _text(words, part.first - 1) == "den":
            return "date"
    return ""


def _pointed(words: Sequence[Word], part: Part) -> str:
    """`10.30`, `17.4.2020`, `14:05`: a point between digits that is no thousands separator."""
    for near, far in ((part.after, part.after + 1), (part.first - 1, part.first - 2)):
        if _text(words, near) in (".", ":") and 0 <= far < len(words):
            inner = words[max(far, part.first)]
            short = len(words[far].text) <= 2 and len(words[part.first].text) <= 2
            if words[far].kind == "number" and short and not (words[near].spaced or inner.spaced):
                return "clock"
    before = _text(words, part.first - 1)
    if before == ".":
        before = _text(words, part.first - 2)
    return "clock" if before in CLOCK_CUES and part.value <= 24 else ""


def _label(words: Sequence[Word], part: Part) -> str:
    """`resolusjon 1701`, `artikkel 5`, `nr. 3`."""
    before = part.first - 1
    if _text(words, before) == "." and _text(words, before - 1) == "nr":
        return "label"
    return (
        "label" if _text(words, before) in LABEL_CUES and words[part.first].text.isdigit() else ""
    )


def _year(words: Sequence[Word], part: Part) -> str:
    """`i 2014`, `siden 1998`, `mars 2020`."""
    text = words[part.first].text
    if part.after - part.first > 1 or not text.isdigit() or len(text) != 4:
        return ""
    if not FIRST_YEAR <= part.value <= LAST_YEAR:
        return ""
    before = _text(words, part.first - 1)
    if before in YEAR_CUES:
        return "year"
    if before == "/" or (before == "ut" and part.value >= 1900):
        return "year"
    timely = before in LOOSE_YEAR_CUES and _text(words, part.first - 2) in TIME_CUES
    return "year" if timely else ""


def _is_decade(words: Sequence[Word], part: Part) -> bool:
    """`tidleg 1980-tal`; not `et 20-talls`."""
    first = words[part.first]
    return (
        part.form == "collective"
        and first.kind == "number"
        and len(first.text) == 4
        and FIRST_YEAR <= part.value <= LAST_YEAR
    )


def _is_hour(words: Sequence[Word], part: Part) -> bool:
    """`klokka ni`, `klokka halv ni`."""
    before = part.first - 1
    if _text(words, before) in ("halv", "over", "på"):  # `kvart over ni`
        before -= 1 + (_text(words, before - 1) in ("kvart", "ti", "fem"))
    before -= _text(words, before) == "."  # `kl. ti`
    return part.value <= HOURS and _text(words, before) in CLOCK_CUES


def _age(words: Sequence[Word], part: Part) -> str:
    """`Jens Hansen (48)`."""
    closed = _text(words, part.first - 1) == "(" and _text(words, part.after) == ")"
    if not closed or part.value > OLDEST or part.first < 2:
        return ""
    return "age" if words[part.first - 2].kind == "word" else ""


def _money(words: Sequence[Word], part: Part) -> str:
    before = _text(words, part.first - 1)
    if before in ("minus", "pluss"):
        return "measure"  # degrees
    return "money" if before in MONEY_SIGNS else ""


def _score(words: Sequence[Word], part: Part) -> str:
    """The halves of `31–27`: a dash to a number that is not larger."""
    for dash, other in ((part.after, part.after + 1), (part.first - 1, part.first - 2)):
        if not 0 <= other < len(words) or _text(words, dash) not in DASHES:
            continue
        if words[other].kind == "number" and not words[max(dash, other)].spaced:
            return "score"
    return ""
