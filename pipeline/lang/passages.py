"""The words, clauses, sentences and paragraphs of an article, as plain offsets.

A light reading of layout and punctuation, for code that weighs words by where they stand. It knows
what wire copy does to punctuation: a missing space after a full stop, dashes for speech, short
lines as cross-headings.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

_WORD = re.compile(
    r"\d+(?:[.,  ]\d{3})+(?:,\d+)?(?!\d)|\d+(?:[.,]\d+)?|[^\W\d_]+(?:[-'’&][^\W_]+)*|[^\w\s]"
)
# A full stop after these, or after a bare number, does not end a sentence.
_ABBREVIATIONS = frozenset(
    [
        "bl.a",
        "ca",
        "f.eks",
        "dvs",
        "jf",
        "kl",
        "nr",
        "osv",
        "pst",
        "mill",
        "mrd",
        "mv",
        "bl",
        "a",
        "eks",
        "gen",
        "kap",
        "kol",
        "maj",
        "lt",
        "dr",
        "st",
        "hr",
        "jr",
        "sr",
        "sta",
        "tlf",
        "jan",
        "feb",
        "apr",
        "aug",
        "sept",
        "okt",
        "nov",
        "des",
        "inkl",
        "ev",
        "evt",
        "tidl",
        "u.s",
    ]
)
_SENTENCE_END = re.compile(
    r"(?<=[^\W\d_])\.(?=[A-ZÆØÅ][a-zæøå])"  # `Irak.Minst`
    r"|[.!?…]+[\"»”’)]*(?=\s+[\"«“(–-]?\s?[A-ZÆØÅÖÄÜ0-9])"
)
_BOUNDARY_WORDS = frozenset(
    [
        "men",
        "mens",
        "medan",
        "som",
        "at",
        "fordi",
        "dersom",
        "hvis",
        "viss",
        "når",
        "da",
        "då",
        "slik",
        "enn",
        "før",
        "etter",
        "ettersom",
        "selv",
        "sjølv",
        "hvor",
        "der",
        "og",
        "eller",
    ]
)
_BOUNDARY_SIGNS = frozenset(',;:–—()«»"')
_BOUNDARIES = _BOUNDARY_WORDS | _BOUNDARY_SIGNS
_HEADING_LENGTH = 60


class Word(NamedTuple):
    """One word or sign: offsets, the text, its lower-case form, and the clause that it stands in.

    Clauses are numbered through the whole text, so the difference of two numbers tells how many
    boundaries lie between them.
    """

    start: int
    end: int
    text: str
    lower: str
    clause: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its offsets and words, its paragraph, and what kind of line it stands on."""

    start: int
    end: int
    first: int  # index of the first word
    last: int  # one past the index of the last word
    paragraph: int
    heading: bool
    speech: bool  # the paragraph opens with a dash


@dataclass(frozen=True, slots=True)
class Passages:
    """An article as words and sentences."""

    text: str
    words: tuple[Word, ...]
    sentences: tuple[Sentence, ...]
    starts: tuple[int, ...]
    word_starts: tuple[int, ...]

    def sentence_at(self, char: int) -> int:
        """The number of the sentence that holds a character (or the one before it)."""
        return max(0, bisect_right(self.starts, char) - 1)

    def word_at(self, char: int) -> int:
        """The index of the word at a character, or of the first one after it."""
        index = bisect_right(self.word_starts, char) - 1
        if index >= 0 and char < self.words[index].end:
            return index
        return min(index + 1, max(0, len(self.words) - 1))


def read_passages(text: str) -> Passages:
    r"""The words, sentences and paragraphs of an article's body.

    Args: text: the body, without the header line.
    Returns: all offsets in `text`; an empty text gives no sentence.

    >>> p = read_passages("Nei\n\n– Vi drar, sier han. De 2. mai kom 400.")
    >>> [(text[0], s.heading, s.speech) for s in p.sentences for text in [p.text[s.start:s.end]]]
    [('N', True, False), ('–', False, True), ('D', False, True)]
    """
    words: list[Word] = []
    sentences: list[Sentence] = []
    clause = 0
    for number, (start, end) in enumerate(_paragraphs(text)):
        paragraph = text[start:end]
        heading = len(paragraph) <= _HEADING_LENGTH and paragraph[-1] not in '.!?:»"”)'
        speech = paragraph[0] in "–—-"
        for first, last in _sentences(text, start, end):
            begin = len(words)
            clause = _add_words(words, text, (first, last), clause + 1, len(sentences))
            if len(words) > begin:
                sentences.append(Sentence(first, last, begin, len(words), number, heading, speech))
    return Passages(
        text,
        tuple(words),
        tuple(sentences),
        tuple(sentence.start for sentence in sentences),
        tuple(word.start for word in words),
    )


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """The spans of the lines, blank ones and margins left out."""
    spans = []
    for match in re.finditer(r"[^\n]+", text):
        stripped = match[0].strip()
        if stripped:
            start = match.start() + match[0].index(stripped[0])
            spans.append((start, start + len(stripped)))
    return spans


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans, begin = [], start
    for match in _SENTENCE_END.finditer(text, start, end):
        if match.end() >= end or _not_an_end(text, begin, match):
            continue
        spans.append((begin, match.end()))
        begin = match.end()
        while begin < end and text[begin].isspace():
            begin += 1
    spans.append((begin, end))
    return spans


def _not_an_end(text: str, begin: int, match: re.Match[str]) -> bool:
    """Whether the sign belongs to an abbreviation, an initial or an ordinal."""
    if match[0] != ".":
        return False
    before = text[begin : match.start()].rsplit(None, 1)
    word = before[-1].lower() if before else ""
    following = text[match.end() : match.end() + 3].strip()[:1]
    if word.isdigit() and len(word) <= 2:
        return bool(following) and len(text[begin : match.start()].split()) < 2
    return word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha())


def _add_words(
    words: list[Word], text: str, span: tuple[int, int], clause: int, sentence: int
) -> int:
    """Append the words of a sentence; return the number of its last clause."""
    for match in _WORD.finditer(text, *span):
        start, end = match.span()
        form = match[0]
        lower = form.lower()
        if start > span[0] and lower in _BOUNDARIES:
            clause += 1
        words.append(Word(start, end, form, lower, clause, sentence))
    return clause
