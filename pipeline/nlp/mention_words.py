"""The words of a document as mention finding sees them: offsets, case, label, what lists know."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from spacy.tokens import Doc

from pipeline.nlp.annotation import text_of
from pipeline.nlp.wordtable import BIT, WordTable

_WORD_LIST = Path(__file__).parent.parent / "model" / "ner" / "words.xz"
_KNOWN = BIT["noun"] | BIT["verb"] | BIT["adjective"] | BIT["adverb"] | BIT["nynorsk"]
_OPENERS = frozenset("«\"“”„'‘–—-:;•*(")
_OWN = frozenset(["egen", "eget", "egne", "eigen", "eige", "eiga", "eigne"])  # `Baraks egen plan`
_FINAL = '.!?:…»"”)'
_HEADING_WORDS = 9


class Word(NamedTuple):
    """One token that is not white space.

    `initial` is true where a capital says nothing: first in a sentence, a line, a quotation.
    `heading` is true on a short line without a full stop. `label` is the name reader's.
    """

    start: int
    end: int
    text: str
    number: int
    sentence_no: int
    initial: bool
    heading: bool
    label: str
    pos: str

    @property
    def capital(self) -> bool:
        """Whether the word begins with a capital letter (`al-Hadithi` and `d'Estaing` do)."""
        if self.text[:1].isupper():
            return True
        head, _, tail = self.text.replace("’", "'").replace("'", "-").partition("-")
        return head in _SMALL_HEADS and tail[:1].isupper()


_SMALL_HEAD_WORDS = """
al el as ad ar an at ash bin ibn d l de ul ur ud
"""
_SMALL_HEADS = frozenset(_SMALL_HEAD_WORDS.split())


class Words:
    """All words of a document, found by character or by number."""

    def __init__(self, doc: Doc) -> None:
        self.text = text_of(doc)
        self.words = _words(doc)
        self._starts = [word.start for word in self.words]

    def __len__(self) -> int:
        return len(self.words)

    def __getitem__(self, number: int) -> Word:
        return self.words[number]

    def at(self, char: int) -> int:
        """The number of the word that holds a character, or of the last one before it."""
        return max(0, bisect_right(self._starts, char) - 1)

    def within(self, start: int, end: int) -> list[Word]:
        """The words that overlap a span of characters."""
        first = self.at(start)
        last = bisect_left(self._starts, end)
        return [word for word in self.words[first:last] if word.end > start and word.start < end]

    def before(self, char: int) -> Word | None:
        """The word that ends at or before a character."""
        number = bisect_left(self._starts, char) - 1
        return self.words[number] if number >= 0 else None

    def after(self, char: int) -> Word | None:
        """The word that begins at or after a character."""
        number = bisect_left(self._starts, char)
        return self.words[number] if number < len(self.words) else None

    def noun_follows(self, end: int) -> bool:
        """Whether the word after `end` can be what a genitive owns: a noun, with its adjectives.

        Where the document has no parts of speech, any word in lower case can.
        """
        after = self.after(end)
        if after is None or self.text[end : after.start] != " " or not after.text[0].isalnum():
            return False
        if not after.pos:
            return after.text[0].islower()
        if after.pos in ("NOUN", "ADJ", "NUM"):
            return True
        return after.text in _OWN or (after.pos == "PROPN" and after.text[0].isupper())

    def gap(self, one: Word, other: Word) -> str:
        """The text between two words."""
        return self.text[one.end : other.start]

    def joined(self, one: Word, other: Word) -> bool:
        """Whether two words stand on one line with a blank between, as parts of a name do."""
        gap = self.gap(one, other)
        return gap in (" ", "\xa0") or (gap == "" and one.text[-1:].isalnum() is False)


def _words(doc: Doc) -> list[Word]:
    text = text_of(doc)
    headings = _heading_lines(text)
    words: list[Word] = []
    sentence, previous_end = -1, 0
    fresh = True
    # One array is several times faster than a Python object a token.
    facts: Any = doc.to_array(["ORTH", "SENT_START", "IS_SPACE", "IDX", "ENT_TYPE", "POS"])
    name_of = doc.vocab.strings
    for orth, start, is_space, at, label, pos in facts.tolist():
        form = name_of[orth]
        if start == 1 or sentence < 0:
            sentence += 1
            # A sentence that begins after a word, with no sign between, is a reader's mistake.
            fresh = fresh or not words or not words[-1].text[-1].isalnum()
        if is_space:
            fresh = fresh or "\n" in form
            continue
        end = at + len(form)
        fresh = fresh or "\n" in text[previous_end:at]
        words.append(
            Word(
                at,
                end,
                form,
                len(words),
                sentence,
                fresh,
                _covers(headings, at),
                name_of[label] if label else "",
                name_of[pos] if pos else "",
            )
        )
        previous_end = end
        opens = form[0] in _OPENERS and form not in "-("
        fresh = opens or (fresh and not form[0].isalnum())
    return words


def _covers(lines: tuple[list[int], list[int]], char: int) -> bool:
    number = bisect_right(lines[0], char) - 1
    return number >= 0 and lines[1][number] > char


def _heading_lines(text: str) -> tuple[list[int], list[int]]:
    """Starts and ends of the short lines that do not end like a sentence."""
    starts, ends, position = [], [], 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped and stripped[-1] not in _FINAL and len(stripped.split()) <= _HEADING_WORDS:
            starts.append(position)
            ends.append(position + len(line))
        position += len(line) + 1
    return starts, ends


@lru_cache(maxsize=1)
def _word_table() -> WordTable:
    return WordTable.from_disk(_WORD_LIST) if _WORD_LIST.is_file() else WordTable.from_words({})


@lru_cache(maxsize=50_000)
def _mask(form: str) -> int:
    return _word_table().mask_of(form)


_NEAR_WORDS = """
i på ved nær utenfor utanfor rundt kring omkring nord sør øst vest aust sentralt innenfor
byen utenom gjennom langs
"""
_NEAR = frozenset(_NEAR_WORDS.split())
_TOWARDS = frozenset({"fra", "frå", "til", "mot", "via", "over", "mellom", "for"})


def stands_after_place_word(words: Words, word: Word) -> str:
    """How a preposition before a word speaks for a place: `surely`, `maybe` or empty.

    `i Bartella`, `nord for Tawila` surely; `til Manbij` maybe.
    """
    if word.number == 0 or not words.joined(words[word.number - 1], word):
        return ""
    before = words[word.number - 1].text.lower()
    if before in _NEAR:
        return "surely"
    if before == "for" and word.number > 1:
        earlier = words[word.number - 2].text.lower()
        return "surely" if earlier in _NEAR else ""
    return "maybe" if before in _TOWARDS else ""


def is_common_word(form: str) -> bool:
    """Whether the form, in lower case, is a Norwegian word (`styrken`), inflected or not."""
    lower = form.lower()
    if _mask(lower) & _KNOWN:
        return True
    return lower.endswith("s") and bool(_mask(lower[:-1]) & _KNOWN)


_SHORTEST_TAIL, _SHORTEST_HEAD = 5, 3


def is_noun_like(form: str) -> bool:
    """Whether the form is a Norwegian word or a compound of some: `lynoffensiv`, `Styrkenivået`."""
    if is_common_word(form):
        return True
    lower = form.lower()
    if not lower.isalpha():
        return False
    for at in range(_SHORTEST_HEAD, len(lower) - _SHORTEST_TAIL + 1):
        head = lower[:at]
        if not is_common_word(lower[at:]):
            continue
        if is_common_word(head) or (head[-1] in "se" and is_common_word(head[:-1])):
            return True
    return False


def is_given_name(form: str) -> bool:
    """Whether the form is on the list of given names (the parts of `Anne-Grete` too)."""
    parts = (form, form.partition("-")[0])
    return any(_mask(part.lower()) & BIT["given"] for part in parts if part)


def is_family_name(form: str) -> bool:
    """Whether the form is on the list of family names."""
    return bool(_mask(form.lower()) & BIT["family"])


def is_town_name(form: str) -> bool:
    """Whether the form is the name of a town or village, however small."""
    return bool(_mask(form.lower()) & (BIT["village"] | BIT["town"] | BIT["city"]))


def is_place_name(form: str) -> bool:
    """Whether the form is the name of a town, a region or a country."""
    places = BIT["city"] | BIT["town"] | BIT["place"] | BIT["region"] | BIT["country"]
    return bool(_mask(form.lower()) & places)
