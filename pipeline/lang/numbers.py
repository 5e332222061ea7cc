"""Number expressions in Norwegian text: where they are, and which values and bounds they give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.lang.number_kinds import kind_of
from pipeline.lang.number_parts import PERCENT, Part, may_begin, read_part
from pipeline.lang.qualifiers import Qualifiers, default_qualifiers
from pipeline.lang.quantity import Quantity, bounds
from pipeline.lang.words import DASHES, Word, split_words

__all__ = ["Quantity", "find_quantities", "quantities_among"]

BETWEEN = "mellom"
FROM = frozenset({"fra", "frå"})
# `redusert med 300 til 640` gives a change and a level, no range.
CHANGE_STEMS = (
    "øk", "auk", "redus", "kutt", "skjær", "skjer", "skåre", "skore", "styrk", "utvid", "krymp",
    "senk", "minsk", "vok", "veks", "ned", "opp", "slank",
)  # fmt: skip
CHANGE_WINDOW = 12  # words
FINITE = frozenset({"ble", "blei", "blev", "vart", "var", "er"})


def find_quantities(text: str, qualifiers: Qualifiers | None = None) -> list[Quantity]:
    """Every number expression in a text, in order and without overlap.

    Args:
        text: any Norwegian text, Bokmål or Nynorsk.
        qualifiers: the qualifier words; those of the package if None.

    Returns:
        One quantity per expression: a range is one, `fra 500 til 300` two.

    Example:
        >>> [(q.value, q.qualifier) for q in find_quantities("rundt 2.500 soldater, minst ti døde")]
        [(2500.0, 'approx'), (10.0, 'at_least')]
    """
    return quantities_among(split_words(text), qualifiers)


def quantities_among(words: Sequence[Word], qualifiers: Qualifiers | None = None) -> list[Quantity]:
    """Every number expression among the words of a text: `find_quantities` where they are known."""
    known = qualifiers or default_qualifiers()
    found: list[Quantity] = []
    at = 0
    while at < len(words):
        begins = may_begin(words[at]) or words[at].lower == BETWEEN
        reading = (_range(words, at) or _single(words, at)) if begins else None
        if reading is None:
            at += 1
            continue
        quantity, at = _qualified(words, reading, known)
        found.append(quantity)
    return found


def _single(words: Sequence[Word], at: int) -> tuple[Part, Part | None] | None:
    part = read_part(words, at)
    return None if part is None else (part, None)


def _range(words: Sequence[Word], at: int) -> tuple[Part, Part | None] | None:
    """The two bounds of a range that begins at a word: `10–15.000` is 10,000 to 15,000."""
    between = words[at].lower == BETWEEN
    low = (
        read_part(words, at + between, with_and=not between) if at + between < len(words) else None
    )
    if low is None or low.after + 1 >= len(words) or not _may_bound(low, between):
        return None
    if not _links(words, low, between) or words[low.after + 1].new_line:
        return None
    high = read_part(words, low.after + 1)
    if high is None or high.qualifier:
        return None
    low = _like(words, low, high, between)
    either = words[low.after].lower == "eller" and high.value > 2 * low.value
    shares = high.form == "share" and words[high.after - 1].lower not in PERCENT
    return None if low.value >= high.value or either or shares else (replace(low, first=at), high)


def _may_bound(part: Part, between: bool) -> bool:
    """Whether a number can be the lower bound of a range."""
    return not part.qualifier and part.form != "article" and (between or part.form != "share")


def _like(words: Sequence[Word], low: Part, high: Part, between: bool) -> Part:
    """The lower bound with the percent sign, unit or zeros that stand only at the upper one."""
    if high.measure == "percent":
        return replace(low, form="share", measure="percent")
    return _scaled(words, low, high, between)


def _links(words: Sequence[Word], low: Part, between: bool) -> bool:
    """Whether the word after a number makes it the lower bound of a range."""
    link = words[low.after]
    if link.new_line:
        return False
    if between:
        return link.lower == "og"
    if link.text in DASHES:
        return not link.spaced and not words[low.after + 1].spaced
    if link.lower == "til":
        return not _is_change(words, low.first)
    return link.lower == "eller"


def _is_change(words: Sequence[Word], first: int) -> bool:
    """Whether a number before `til` is where a change starts, or its size."""
    window = words[max(0, first - CHANGE_WINDOW) : first]
    nearest = [word.lower for word in reversed(window[-4:])]
    start = next((word for word in nearest if word in FROM or word == "med"), "")
    if start in FROM:
        return True
    return start == "med" and any(word.lower.startswith(CHANGE_STEMS) for word in window)


def _scaled(words: Sequence[Word], low: Part, high: Part, between: bool) -> Part:
    """The lower bound with the zeros or the unit that it shares with the upper one."""
    if high.size > 1 and low.size == 1 and low.value < high.value / high.size:
        return replace(low, value=low.value * high.size)
    if low.form != "digits" or high.form != "digits" or words[low.first].text.count("."):
        return low
    powers = (3,) if between or words[low.after].lower in ("til", "eller") else (3, 2)
    for power in powers:
        factor = 10**power
        whole = power == 3 or high.value % factor == 0
        if whole and low.value < factor <= high.value and low.value * factor < high.value:
            return replace(low, value=low.value * factor)
    return low


def _qualified(
    words: Sequence[Word], reading: tuple[Part, Part | None], known: Qualifiers
) -> tuple[Quantity, int]:
    """The quantity of a reading with the qualifier around it, and the index to go on from."""
    part, high = reading
    after = high.after if high else part.after
    first, last = part.first, after
    qualifier = "range" if high else (part.qualifier or "exact")
    before = None if words[first].lower == BETWEEN else known.ending_at(words, first)
    if before and not _is_conjunction(words, before, part.first, after):
        first = before[1]
        qualifier = before[0] if qualifier in ("exact", "approx") else qualifier
    behind = known.starting_at(words, after)
    if behind and qualifier == "exact":
        qualifier, last = behind
    elif qualifier == "exact" and after < len(words) and words[after].kind == "word":
        beyond = known.starting_at(words, after + 1)  # `800 mann eller mer`
        qualifier = beyond[0] if beyond else qualifier
    values = bounds(part.value, qualifier)
    if high:
        values = ((part.value + high.value) / 2, part.value, high.value)
    kind = _range_kind(words, part, high) if high else kind_of(words, part)
    quantity = Quantity(
        words[first].start, words[last - 1].end, words[part.first].start, words[after - 1].end,
        *values, qualifier, high.measure if high else part.measure, kind, part.form,
    )  # fmt: skip
    return quantity, last


def _range_kind(words: Sequence[Word], low: Part, high: Part) -> str:
    """The kind of a range: that of its first bound, but `300–400` is no score."""
    kinds = {kind_of(words, low), kind_of(words, high)} - {"plain", "score"}
    return min(kinds) if kinds else "plain"


def _is_conjunction(words: Sequence[Word], found: tuple[str, int], first: int, after: int) -> bool:
    """Whether `inntil` is a conjunction: `rolig inntil 9 ble såret`."""
    lone = first - found[1] == 1 and words[found[1]].lower == "inntil"
    return lone and found[1] > 0 and after < len(words) and words[after].lower in FINITE
