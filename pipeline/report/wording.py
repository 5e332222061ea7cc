"""The words of the reports in Bokmål and English, and numbers as each language writes them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from pipeline.errors import InputError

LANGUAGES = ("nb", "en")
_NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True)
class Wording:
    """The words of one language.

    Example:
        >>> words = wording_of("nb")
        >>> words("search"), words.value("event", "deploy"), words.number(12500)
        ('Søk', 'sendes', '12\\xa0500')
    """

    lang: str
    found: Mapping[str, str]

    def __call__(self, key: str, **parts: object) -> str:
        """Return the text of a key with its `{parts}` filled in. Raises: KeyError."""
        text = self.found[key]
        for name, value in parts.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text

    def value(self, column: str, value: str | None) -> str:
        """Return what a table's value (`deploy`) is called; itself where it has no other name."""
        return self.found.get(f"{column}.{value}", value or "")

    def count(self, key: str, n: int) -> str:
        """Return `key` with a number of things, in the singular for one."""
        return self(f"{key}_one") if n == 1 else self(key, n=self.number(n))

    def number(self, value: float) -> str:
        """Return a number as the language writes it: `12 500` or `12,500`, `66,7` or `66.7`."""
        text = f"{value:,.1f}".removesuffix(".0") if value != int(value) else f"{int(value):,}"
        if self.lang == "nb":
            return text.translate({ord(","): _NO_BREAK_SPACE, ord("."): ","})
        return text


@cache
def wording_of(lang: str) -> Wording:
    """Return the words of a language. Raises: InputError for another than `nb` and `en`."""
    if lang not in LANGUAGES:
        raise InputError(f"There is no report in {lang!r}. Choose {' or '.join(LANGUAGES)}.")
    file = resources.files("pipeline.report") / "assets" / "words.csv"
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return Wording(lang, MappingProxyType({row["key"]: row[lang] for row in rows}))
