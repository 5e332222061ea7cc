"""One number as it is written: digits, words, a collective, a magnitude or a share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.lang.numerals import ARTICLES, BIG_UNITS, word_value, words_value
from pipeline.lang.words import DASHES, Word, digits_value

LONGEST_NUMBER = 12  # words: `ni hundre og nittini tusen ni hundre og nittini`
SIZES = {"hundre": 100, "tusen": 1000, **BIG_UNITS}
MANY = frozenset({"flere", "fleire", "mange", "noen", "nokre", "nokon", "atskillige", "åtskillige"})
PAIR = "par"
ROUND = {
    "titall": 10, "titalls": 10, "tital": 10, "titals": 10, "dusin": 12, "snes": 20,
    "hundre": 100, "hundretall": 100, "hundretalls": 100, "hundretal": 100, "hundretals": 100,
    "tusen": 1000, "titusen": 10_000, "hundretusen": 100_000, **BIG_UNITS,
}  # fmt: skip
MAGNITUDES = {
    "titallsvis": 10, "titalsvis": 10, "dusinvis": 12, "hundrevis": 100, "tusenvis": 1000,
    "titusenvis": 10_000, "hundretusenvis": 100_000, "millionvis": 10**6, "millionervis": 10**6,
    "tusener": 1000, "tusenar": 1000, "tusental": 1000, "tusentalls": 1000, "titusener": 10_000,
    "titusenar": 10_000, "hundretusener": 100_000, "hundretusenar": 100_000,
}  # fmt: skip
TALLY = frozenset({"tall", "talls", "tal", "tals"})  # `et 20-talls`; `20-tallet` is a decade
HALVES = frozenset({"halv", "halvt"})
ONE_AND_HALF = frozenset({"halvannen", "halvannet", "halvannan", "halvanna"})
PERCENT = frozenset({"prosent", "prosents", "pst", "%"})
HALF = frozenset({"halvparten", "helvta", "helvten", "halvdelen"})
DIVISORS = {
    "tre": 3, "tredje": 3, "fire": 4, "fjerde": 4, "fem": 5, "femte": 5, "seks": 6, "sjette": 6,
    "sju": 7, "syv": 7, "sjuende": 7, "sjuande": 7, "syvende": 7, "åtte": 8, "åttende": 8,
    "åttande": 8, "ni": 9, "niende": 9, "niande": 9, "ti": 10, "tiende": 10, "tiande": 10,
}  # fmt: skip
FRACTIONS = {
    f"{stem}del{ending}": divisor
    for stem, divisor in DIVISORS.items()
    for ending in ("", "en", "er", "ar", "ene", "ane")
} | {"kvart": 4, "kvarten": 4}  # fmt: skip
EVERY = frozenset({"hver", "kvar", "hvert", "kvart"})
EVERY_NTH = {
    "annen": 2, "andre": 2, "anna": 2, "annet": 2,
    **{stem: divisor for stem, divisor in DIVISORS.items() if word_value(stem) is None},
}  # fmt: skip
LARGEST_OUT_OF = 10  # `to av tre` is a share, `12 av 87` two counts


STARTERS = (
    MANY | ONE_AND_HALF | HALVES | HALF | EVERY | MAGNITUDES.keys() | ROUND.keys() | {"halve"}
)


@dataclass(frozen=True, slots=True)
class Part:
    """One number in `words[first:after]`; `qualifier` is set where its own words give one.

    `size` is the unit it is counted in (`tusen` in `tre tusen`): a range may share it.
    """

    first: int
    after: int
    value: float
    form: str
    qualifier: str = ""
    measure: str = "count"
    size: int = 1


def may_begin(word: Word) -> bool:
    """Whether a number can begin with a word; rules most words out at once."""
    if word.kind != "word":
        return word.kind == "number"
    return word.lower in STARTERS or word_value(word.lower) is not None


def read_part(words: Sequence[Word], at: int, with_and: bool = True) -> Part | None:
    """The number that begins at a word, or None.

    Args:
        words: the text's words.
        at: index of the first word.
        with_and: whether `og` may join numbers; not between the bounds of `mellom … og …`.

    Returns:
        The longest reading there; a percentage includes its sign or word.
    """
    for reader in (_magnitude, _pair, _tally, _share, _with_half):
        part = reader(words, at)
        if part is not None:
            return part
    part = _digits(words, at) or _number_words(words, at, with_and)
    if part is None:
        return None
    return _one_in(words, part) or _fraction(words, part) or with_percent(words, part)


def with_percent(words: Sequence[Word], part: Part) -> Part:
    """The number as a percentage if its sign or word follows."""
    if _lower(words, part.after) in PERCENT and not words[part.after].new_line:
        return replace(part, after=part.after + 1, form="share", measure="percent")
    return part


def _lower(words: Sequence[Word], at: int) -> str:
    """The lower-case form at an index, empty beyond the ends."""
    return words[at].lower if 0 <= at < len(words) else ""


def glued(words: Sequence[Word], at: int) -> bool:
    """Whether a number is part of a name or compound: `F-16`, `27-åring`, `E6`, `1A`."""
    before, after = at - 1, at + 1
    if before >= 0 and not words[at].spaced:
        left = words[before]
        if left.kind == "word":
            return True
        linked = left.text in DASHES and not left.spaced and before >= 1
        if linked and words[before - 1].kind == "word":
            first = before - 1
            return word_value(words[first].lower) is None
    if after < len(words) and not words[after].spaced:
        right = words[after]
        if right.kind == "word":
            return right.lower not in SIZES
        if right.text in DASHES and after + 1 < len(words) and not words[after + 1].spaced:
            follower = words[after + 1]
            return follower.kind == "word" and word_value(follower.lower) is None
    return False


def _sizes(words: Sequence[Word], at: int) -> tuple[int, int]:
    """The product of round words from an index on, and the index after: `hundre tusen`."""
    total = 1
    while at < len(words) and words[at].lower in ROUND and not words[at].new_line:
        total *= ROUND[words[at].lower]
        at += 1
        if _lower(words, at - 1) in ("mill", "mrd") and _lower(words, at) == ".":
            at += 1
    return total, at


def _magnitude(words: Sequence[Word], at: int) -> Part | None:
    """`tusenvis`, `flere hundre`, `mange titalls`, `noen få tusen`; `millioner av`."""
    start = at
    if words[at].lower in MANY:
        at += 1
        if _lower(words, at) == "få":
            at += 1
        size, after = _sizes(words, at)
        if after > at:
            return Part(start, after, size, "magnitude", "magnitude")
    word = _lower(words, at)
    if word in MAGNITUDES:
        if _lower(words, at + 1) == "av" and _lower(words, at + 2) in SIZES:
            size, after = _sizes(words, at + 2)  # `hundrevis av millioner`
            return Part(start, after, MAGNITUDES[word] * size, "magnitude", "magnitude")
        return Part(start, at + 1, MAGNITUDES[word], "magnitude", "magnitude")
    size, after = _sizes(words, at)
    unnumbered = word in BIG_UNITS or word.startswith(("tital", "hundretal"))
    if at == start and unnumbered and (_lower(words, after) == "av" or word not in BIG_UNITS):
        return Part(start, after, size, "magnitude", "magnitude")
    return None


def _pair(words: Sequence[Word], at: int) -> Part | None:
    """`et par hundre` 200, `et par` 2, `et dusin` 12, `et titalls` 10, `et hundretalls` 100."""
    if words[at].lower not in ("et", "eit", "ein", "ett"):
        return None
    second = _lower(words, at + 1)
    if second == PAIR:
        size, after = _sizes(words, at + 2)
        return Part(at, after, 2 * size, "collective", "approx")
    if second in ROUND and second not in SIZES:
        return Part(at, at + 2, ROUND[second], "collective", "approx")
    return None


def _tally(words: Sequence[Word], at: int) -> Part | None:
    """`et 20-talls`, `eit 60-tal`, `et femtitalls`, `20-talls`."""
    start = at
    if words[at].lower in ("et", "eit"):
        at += 1
    if at >= len(words) or words[at].new_line:
        return None
    word = words[at]
    if word.kind == "number" and _lower(words, at + 1) in DASHES:
        value = digits_value(word.text)
        if value and _lower(words, at + 2) in TALLY and not words[at + 2].spaced:
            return Part(start, at + 3, value, "collective", "approx")
        return None
    for ending in sorted(TALLY, key=len, reverse=True):
        if start < at and word.lower.endswith(ending):
            stem = word_value(word.lower.removesuffix(ending))
            if stem and stem >= 10:
                return Part(start, at + 1, stem, "collective", "approx")
    return None


def _share(words: Sequence[Word], at: int) -> Part | None:
    """`halvparten`, `hver femte`, `halve styrken` and lone fractions (`en tredel` is elsewhere)."""
    word = words[at].lower
    if word in HALF:
        return Part(at, at + 1, 50, "share", measure="percent")
    if word in EVERY and _lower(words, at + 1) in EVERY_NTH:
        value = round(100 / EVERY_NTH[words[at + 1].lower], 1)
        return Part(at, at + 2, value, "share", measure="percent")
    if word == "halve" and _lower(words, at + 1).endswith(("en", "a", "et")):
        return Part(at, at + 1, 50, "share", measure="percent")
    return None


def _with_half(words: Sequence[Word], at: int) -> Part | None:
    """`halvannen million`, `en halv million`, `to og en halv million`."""
    start, whole = at, 0.0
    if words[at].lower in ONE_AND_HALF:
        whole, at = 1.5, at + 1
    else:
        number = _digits(words, at) or _number_words(words, at, with_and=False)
        if number is not None and _lower(words, number.after) == "og":
            whole, at = number.value, number.after + 1
        if _lower(words, at) in ARTICLES or _lower(words, at) in ("én", "éin", "ett"):
            at += 1
        if _lower(words, at) not in HALVES:
            return None
        whole, at = whole + 0.5, at + 1
    size, after = _sizes(words, at)
    if after == at:
        return None
    return Part(start, after, whole * size, "words", size=size)


def _digits(words: Sequence[Word], at: int) -> Part | None:
    """`2.500`, `15 tusen`, `1,2 millioner`, `3 mill.`"""
    if words[at].kind != "number" or glued(words, at):
        return None
    value = digits_value(words[at].text)
    if value is None:
        return None
    size, after = 1, at + 1
    while after < len(words) and words[after].lower in SIZES and not words[after].new_line:
        size *= SIZES[words[after].lower]
        after += 1
        if words[after - 1].lower in ("mill", "mrd") and _lower(words, after) == ".":
            after += 1
    return Part(at, after, round(value * size, 6), "digits", size=size)


def _number_words(words: Sequence[Word], at: int, with_and: bool) -> Part | None:
    """`tjue`, `to hundre og femti`, `tre tusen`, `en million`; a lone `en` is an article."""
    if words[at].kind != "word" or glued(words, at):
        return None
    run: list[str] = []
    for word in words[at : at + LONGEST_NUMBER]:
        if word.kind != "word" or (run and (word.new_line or not word.spaced)):
            break
        if word.lower == "og" and not with_and:
            break
        run.append(word.lower)
    found = words_value(run)
    if found is None:
        return None
    value, used = float(found[0]), found[1]
    size = next((SIZES[w] for w in reversed(run[:used]) if w in SIZES), 1) if used > 1 else 1
    while used < len(run) and run[used] in BIG_UNITS:
        size = BIG_UNITS[run[used]]
        value, used = value * size, used + 1
        rest = words_value(run[used:])
        if rest is not None and 100 <= rest[0] < size:
            value, used = value + rest[0], used + rest[1]
    form = "article" if used == 1 and run[0] in ARTICLES else "words"
    return Part(at, at + used, value, form, size=size)


def _fraction(words: Sequence[Word], part: Part) -> Part | None:
    """`en tredel`, `tre firedeler`, `to tredjedeler`, `ein kvart`."""
    divisor = FRACTIONS.get(_lower(words, part.after))
    if divisor is None or not 0 < part.value <= divisor or words[part.after].new_line:
        return None
    value = round(100 * part.value / divisor, 1)
    return Part(part.first, part.after + 1, value, "share", measure="percent")


def _one_in(words: Sequence[Word], part: Part) -> Part | None:
    """`to av tre`, `én av ti`."""
    if _lower(words, part.after) != "av" or part.after + 1 >= len(words):
        return None
    whole = _digits(words, part.after + 1) or _number_words(words, part.after + 1, False)
    if (
        whole is None
        or not 0 < part.value < whole.value <= LARGEST_OUT_OF
        or whole.form == "article"
    ):
        return None
    value = round(100 * part.value / whole.value, 1)
    return Part(part.first, whole.after, value, "share", measure="percent")
