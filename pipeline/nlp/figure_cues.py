"""Cue words: what the verbs and nouns around a figure say happened, from `lexicon/cues.csv`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.lang.passages import Passages

_LONGEST_PHRASE = 4
_LONGEST_STEM = 14


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue in the text: words `first` to `last` (exclusive), the lexicon's form, its class."""

    first: int
    last: int
    form: str
    name: str


class CueLexicon:
    """Cue classes by word, by phrase and by stem (`drep*`)."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        self._forms: dict[str, tuple[str, ...]] = {}
        self._stems: dict[str, tuple[str, ...]] = {}
        for form, name in rows:
            table, key = (self._stems, form[:-1]) if form.endswith("*") else (self._forms, form)
            table[key] = (*table.get(key, ()), name)
        self._phrase_starts = frozenset(form.split()[0] for form in self._forms if " " in form)

    def find(self, passages: Passages) -> list[Cue]:
        """Every cue of a text in order of its first word; a word may give several."""
        words = [word.lower for word in passages.words]
        cues = []
        for index, word in enumerate(words):
            for name in self._forms.get(word, ()):
                cues.append(Cue(index, index + 1, word, name))
            cues.extend(self._by_stem(index, word))
            if word in self._phrase_starts:
                cues.extend(self._phrases(index, words))
        return cues

    def _by_stem(self, index: int, word: str) -> list[Cue]:
        for length in range(min(len(word), _LONGEST_STEM), 2, -1):
            if names := self._stems.get(word[:length]):
                return [Cue(index, index + 1, word[:length] + "*", name) for name in names]
        return []

    def _phrases(self, index: int, words: list[str]) -> list[Cue]:
        return [
            Cue(index, index + length, phrase, name)
            for length in range(2, _LONGEST_PHRASE + 1)
            for phrase in [" ".join(words[index : index + length])]
            for name in self._forms.get(phrase, ())
        ]
