"""How names are compared: without case, accents, hyphens, stops and spaces."""

from __future__ import annotations

import unicodedata

_KEPT = frozenset("æøåäöÅÄÖ")


def _folded(character: str) -> str:
    """The letter without its accent; letters of the Nordic alphabets stay as they are."""
    if character in _KEPT:
        return character
    plain = unicodedata.normalize("NFKD", character)
    return "".join(c for c in plain if not unicodedata.combining(c))


_ACCENTED = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))]
_FOLD = str.maketrans(
    {character: _folded(character) for character in _ACCENTED if character.isalpha()}
    | {"ı": "i", "ł": "l", "Ł": "l", "đ": "d"}
    | dict.fromkeys("-‐‑–—.'’‘´`ʿʾ \u00a0&/", "")
)


def fold(text: str) -> str:
    """A name as it is looked up: lower case, no accents but in æøåäö, no hyphens, stops or spaces.

    Example:
        >>> fold("Sør-Korea"), fold("U.S.A."), fold("São Tomé"), fold("Lashkar Gāh")
        ('sørkorea', 'usa', 'saotome', 'lashkargah')
    """
    return text.casefold().translate(_FOLD)
