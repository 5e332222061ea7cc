"""The value of Norwegian number words, in Bokmål and Nynorsk, with old and new counting.

A closed grammar: the numbers below a hundred, joined with `hundre`, `tusen` and the big units,
written apart (`to hundre og femti`) or together (`tohundreogfemti`, `femogtjue`, `tjuefem`).
"""

from __future__ import annotations

from functools import lru_cache

ONES = {
    "null": 0,
    "en": 1, "én": 1, "ein": 1, "éin": 1, "ei": 1, "éi": 1,
    "et": 1, "ett": 1, "eitt": 1, "eit": 1, "éitt": 1, "éit": 1, "ét": 1, "étt": 1,
    "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "sju": 7, "syv": 7, "åtte": 8, "ni": 9,
}  # fmt: skip
TEENS = {
    "ti": 10, "elleve": 11, "tolv": 12, "tretten": 13, "fjorten": 14, "femten": 15,
    "seksten": 16, "sytten": 17, "atten": 18, "nitten": 19,
}  # fmt: skip
TENS = {
    "tjue": 20, "tyve": 20, "tretti": 30, "tredve": 30, "førti": 40, "førr": 40, "femti": 50,
    "seksti": 60, "sytti": 70, "åtti": 80, "nitti": 90,
}  # fmt: skip
BIG_UNITS = {
    "mill": 10**6, "million": 10**6, "millioner": 10**6, "millionar": 10**6,
    "millionane": 10**6, "millionene": 10**6,
    "mrd": 10**9, "milliard": 10**9, "milliarder": 10**9, "milliardar": 10**9,
    "milliardene": 10**9, "milliardane": 10**9, "millard": 10**9,
    "billion": 10**12, "billioner": 10**12, "billionar": 10**12,
}  # fmt: skip
# Words that a bare article may be (`en soldat`), so that one does not read a number into each.
ARTICLES = frozenset({"en", "ein", "ei", "et", "eit"})
LONGEST_WORD = 60  # `nihundreognittinitusennihundreognittini` has 39 letters


def _below_hundred() -> dict[str, int]:
    """Every one-word form of 0–99: `sju`, `tjuesju`, `tjueett`, `syvogtyve`, `sjuogtjue`."""
    table = {**ONES, **TEENS, **TENS}
    for tens, ten in TENS.items():
        for ones, one in ONES.items():
            if one:
                table[f"{tens}{ones}"] = ten + one
                table[f"{ones}og{tens}"] = ten + one
    return table


BELOW_HUNDRED = _below_hundred()


@lru_cache(maxsize=4096)
def word_value(word: str) -> int | None:
    """The value of one number word written together, or None.

    Args:
        word: a single word, any case.

    Returns:
        The whole number that it names: `tjuefem` 25, `femogtyve` 25, `tohundreogfemti` 250,
        `tusen` 1000. Big units (`millioner`) are no number by themselves: None.

    Example:
        >>> word_value("toogtredve")
        32
    """
    word = word.lower()
    if len(word) > LONGEST_WORD:
        return None
    if word in BELOW_HUNDRED:
        return BELOW_HUNDRED[word]
    for unit, size in (("tusen", 1000), ("hundre", 100)):
        head, found, tail = word.partition(unit)
        if not found:
            continue
        times = 1 if not head else word_value(head)
        rest = 0 if not tail else word_value(tail.removeprefix("og"))
        if times is None or rest is None or not 0 < times < 1000 or rest >= size:
            return None
        return times * size + rest
    return None


def words_value(words: list[str]) -> tuple[int, int] | None:
    """The value of the longest number at the start of a list of words.

    Args:
        words: words in order, lower case; `og` may stand between (`hundre og femti`).

    Returns:
        (value, words used), or None when the first word is no number. A number of its own that
        follows is left: `["to", "tre"]` gives (2, 1).

    Example:
        >>> words_value(["to", "hundre", "og", "femti", "mann"])
        (250, 4)
    """
    group = _group(words, 0)
    if group is None:
        return None
    value, used = group
    if used < len(words) and words[used] == "tusen" and 0 < value < 1000:
        value, used = value * 1000, used + 1
    if value >= 1000 and value % 1000 == 0:
        rest = _after(words, used, 1000)
        if rest is not None:
            value, used = value + rest[0], rest[1]
    return value, used


def _group(words: list[str], start: int) -> tuple[int, int] | None:
    """A number of one or a few words without `tusen` as a word of its own: (value, next index)."""
    if start >= len(words):
        return None
    value = word_value(words[start])
    if value is None:
        return None
    at = start + 1
    if at < len(words) and words[at] == "hundre" and 0 < value < 100:
        value, at = value * 100, at + 1
    if 100 <= value < 10_000 and value % 100 == 0:
        rest = _after(words, at, 100)
        if rest is not None:
            value, at = value + rest[0], rest[1]
    elif 0 < value < 10 and at + 1 < len(words) and words[at] == "og" and words[at + 1] in TENS:
        value, at = value + TENS[words[at + 1]], at + 2  # old counting: `to og tjue`
    return value, at


def _after(words: list[str], at: int, below: int) -> tuple[int, int] | None:
    """The smaller number that continues a round one: (value, next index), `og` allowed."""
    with_and = at < len(words) and words[at] == "og"
    rest = _group(words, at + with_and)
    if rest is None or not 0 < rest[0] < below:
        return None
    following = words[rest[1]] if rest[1] < len(words) else ""
    if following == "hundre" or (
        below == 1000 and (following == "tusen" or following in BIG_UNITS)
    ):
        return None  # `tusen og to hundre tusen`: the next number begins here
    return rest
