"""Which countries a single written word holds, whole or inside a compound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.lexicon.country_forms import CountryForm, CountryForms
from pipeline.lexicon.folding import fold

_PART = re.compile(r"[^\W_]+")
_MOST_PIECES = 5  # of a name: Saint-Pierre-et-Miquelon has four
_SHORTEST_STEM = 3
_SHORTEST_TAIL = 3
_SHORTEST_COMPOUND = 6
# A short name begins many words (`iranøs`, `maliciøs`), a long one only its own compounds.
_DISTINCTIVE = 6
_MAX_CACHED = 50_000
_LONGEST_WORD = 80  # characters; what is longer is no word, and costs its square to take apart


@dataclass(frozen=True, slots=True)
class CountryPart:
    """The part of a word, by characters, that is a country form; and what it may mean.

    `key` is the folded form. `compound` is true where the word is more than its country forms.
    """

    start: int
    end: int
    key: str
    meanings: tuple[CountryForm, ...]
    compound: bool


class CountryWords:
    """Reads words for the country forms in them, remembering what it has read.

    Example:
        >>> from pipeline.lexicon import load_lexicon
        >>> from pipeline.lexicon.country_forms import country_forms
        >>> words = CountryWords(country_forms(load_lexicon()))
        >>> [part.meanings[0].country_id for part in words.parts("fransk-britisk")]
        ['FRA', 'GBR']
        >>> [part.meanings[0].country_id for part in words.parts("Vietnamkrigen")]
        ['VNM']
        >>> words.parts("guineagris")
        ()
    """

    def __init__(self, forms: CountryForms) -> None:
        self._forms = forms
        self._read: dict[str, tuple[CountryPart, ...]] = {}
        self._lengths: dict[str, int] = {}

    def parts(self, word: str) -> tuple[CountryPart, ...]:
        """The country forms in a word, from left to right, without overlap; mostly none."""
        if len(word) > _LONGEST_WORD:
            return ()
        found = self._read.get(word)
        if found is None:
            if len(self._read) >= _MAX_CACHED:
                self._read.clear()
            found = self._read[word] = tuple(self._find(word))
        return found

    def phrase(self, words: list[str]) -> tuple[str, tuple[CountryForm, ...]] | None:
        """The folded phrase and its meanings (none if it is blocked), or None if it is no form."""
        key = fold("".join(words))
        if key in self._forms.blocks:
            return key, ()
        meanings = self._forms.forms.get(key)
        return (key, meanings) if meanings else None

    def phrase_length(self, word: str) -> int:
        """How many words the longest phrase may have that begins with this word; 0 for none."""
        found = self._lengths.get(word)
        if found is None:
            if len(self._lengths) >= _MAX_CACHED:
                self._lengths.clear()
            first_words = self._forms.first_words
            found = first_words.get(word.casefold(), 0) or first_words.get(fold(word), 0)
            self._lengths[word] = found
        return found

    def _find(self, word: str) -> Iterator[CountryPart]:
        if len(word) < 2:
            return
        key = fold(word)
        if key in self._forms.blocks:
            return
        meanings = self._forms.forms.get(key)
        if meanings:
            yield CountryPart(0, _bare_length(word), key, meanings, compound=False)
            return
        pieces = [match.span() for match in _PART.finditer(word)]
        if len(pieces) == 1:
            yield from self._closed(word, *pieces[0])
        elif pieces:
            yield from self._hyphenated(word, pieces)

    def _hyphenated(self, word: str, pieces: list[tuple[int, int]]) -> Iterator[CountryPart]:
        """The country forms among the pieces of `Sør-Korea-besøket`, the longest first."""
        found: list[CountryPart] = []
        at = covered = 0
        while at < len(pieces):
            taken = self._longest(word, pieces[at:])
            if taken is None:
                found.extend(self._closed(word, *pieces[at]))
                at += 1
                continue
            length, part = taken
            covered += length
            at += length
            if part is not None:
                found.append(part)
        yield from map(_alone, found) if covered == len(pieces) else found

    def _longest(
        self, word: str, pieces: list[tuple[int, int]]
    ) -> tuple[int, CountryPart | None] | None:
        """How many pieces the longest form takes from the first on, and the form if not blocked."""
        for length in range(min(len(pieces), _MOST_PIECES), 0, -1):
            start, end = pieces[0][0], pieces[length - 1][1]
            key = fold(word[start:end])
            if key in self._forms.blocks or self._is_sea(key, word, end):
                return length, None
            meanings = self._forms.forms.get(key)
            if meanings:
                return length, CountryPart(start, end, key, meanings, compound=True)
        return None

    def _is_sea(self, key: str, word: str, end: int) -> bool:
        """Whether a form is followed by a part that makes it something else: `Oman-bukta`."""
        return key in self._forms.forms and self._is_other(fold(word[end:]))

    def _closed(self, word: str, start: int, end: int) -> Iterator[CountryPart]:
        """The country forms in a compound that is written as one word."""
        key = fold(word[start:end])
        if len(key) < _SHORTEST_COMPOUND or len(key) != end - start or self._is_blocked(key):
            return
        for length in range(len(key) - _SHORTEST_TAIL, _SHORTEST_STEM - 1, -1):
            stem = key[:length]
            meanings = self._forms.forms.get(stem)
            if meanings is None and stem not in self._forms.before:
                continue
            if meanings is None:
                rest = self._forms.forms.get(key[length:])
                if rest:
                    yield CountryPart(start + length, end, key[length:], rest, compound=True)
                    return
                continue
            second = self._second(key, length)
            if second:
                rest = self._forms.forms[key[second:]]
                yield CountryPart(start, start + second, stem, meanings, compound=True)
                yield CountryPart(start + second, end, key[second:], rest, compound=True)
                return
            tail = key[length:]
            if self._is_other(tail) or (stem[-1] == "s" and self._is_other("s" + tail)):
                return
            if self._may_continue(meanings, stem, tail):
                yield CountryPart(start, start + length, stem, meanings, compound=True)
                return

    def _is_other(self, tail: str) -> bool:
        """Whether what follows a form makes the word mean something else: `grønlandshavet`."""
        return tail.startswith(self._forms.not_after) or (
            tail.startswith("s") and tail[1:].startswith(self._forms.not_after)
        )

    def _is_blocked(self, key: str) -> bool:
        return any(key[:length] in self._forms.blocks for length in range(4, len(key)))

    def _second(self, key: str, length: int) -> int:
        """Where a second country form begins after the first: `norsk|amerikanske`; 0 for none."""
        return length if key[length:] in self._forms.forms and len(key) - length >= 4 else 0

    def _may_continue(self, meanings: tuple[CountryForm, ...], stem: str, tail: str) -> bool:
        """Whether a word that begins with a form can be a compound of it.

        Each may take any listed part after it; long names and inhabitants take any at all.
        """
        if tail.startswith(self._forms.after):
            return True
        first = meanings[0]
        if first.kind not in ("name", "inhabitant"):
            return False
        return len(stem) >= _DISTINCTIVE and len(tail) > _SHORTEST_TAIL


def _bare_length(word: str) -> int:
    """How long a word is without the apostrophe, hyphen or full stop that clings to it."""
    bare = word.rstrip("'’´`-–")
    if bare.endswith(".") and "." not in bare[:-1]:  # not that of U.S.A.
        bare = bare[:-1]
    return len(bare)


def _alone(part: CountryPart) -> CountryPart:
    """The part of a word that consists of country forms only: `fransk-britisk`."""
    return CountryPart(part.start, part.end, part.key, part.meanings, compound=False)
