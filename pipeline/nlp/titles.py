"""Knows the titles and roles of the lexicon, inflected and in compounds (`forsvarsministeren`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pipeline.lexicon import Lexicon

_SHORTEST_FIRST_PART = 2
_LONGEST_SUFFIX = 16
_MOST_KNOWN = 50_000  # words that are remembered


@dataclass(frozen=True, slots=True)
class Title:
    """A title in the indefinite singular as this text writes it, and its kind."""

    text: str
    kind: str


class Titles:
    """All titles, by form and as the last part of compounds."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._forms: dict[str, Title] = {}
        self._suffixes: dict[str, Title] = {}
        self._known: dict[str, Title | None] = {}
        for row in lexicon.table("titles"):
            forms = (row["title"], *row.items_of("forms"))
            for form in forms:
                title = Title(_indefinite(form, forms), row["kind"])
                self._forms.setdefault(form, title)
                if row.is_yes("suffix"):
                    self._suffixes.setdefault(form, title)

    def of(self, word: str) -> Title | None:
        """The title that a word is, or None; a capital letter at its beginning does not matter.

        A compound with a hyphen gives its last part: `talsmann` for `Pentagon-talsmann`.
        """
        if word not in self._known:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            self._known[word] = self._look_up(word)
        return self._known[word]

    def _look_up(self, word: str) -> Title | None:
        last = word.rpartition("-")[2]
        lower = last.lower()
        if lower != last and last[1:] != lower[1:]:
            return None
        found = self._forms.get(lower)
        if found is not None:
            return found
        for length in range(min(len(lower) - _SHORTEST_FIRST_PART, _LONGEST_SUFFIX), 2, -1):
            suffix = self._suffixes.get(lower[-length:])
            if suffix is not None:
                return Title(lower[:-length] + suffix.text, suffix.kind)
        return None

    def is_name_holder(self, word: str) -> bool:
        """Whether a word is a title that a name may follow."""
        found = self.of(word)
        return found is not None and found.kind not in ("first", "time")


def _indefinite(form: str, forms: tuple[str, ...]) -> str:
    """The indefinite form of a title: `leiar` for `leiaren`, `talskvinne` for `talskvinna`."""
    for ending in ("en", "et", "n"):
        if form.endswith(ending) and form[: -len(ending)] in forms:
            return form[: -len(ending)]
    if form.endswith("a") and form[:-1] + "e" in forms:
        return form[:-1] + "e"
    return form


@lru_cache(maxsize=4)
def titles_of(lexicon: Lexicon) -> Titles:
    """The titles of a lexicon; made once for each lexicon."""
    return Titles(lexicon)
