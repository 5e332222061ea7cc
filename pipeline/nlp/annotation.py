"""What the language model says of a text, as plain rows that leave and re-enter spaCy."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

# What each level of token annotation (`tables.TOKEN_LEVELS`) does without.
_LEFT_OUT = {
    "full": (),
    "basic": ("parser",),
    "none": ("parser", "lemmatizer", "trainable_lemmatizer"),
}
_TEXT = "troppetall.text"
_BOUNDARY_MAKERS = ("sentence_boundaries", "senter", "sentencizer")


class TokenRow(NamedTuple):
    """One token. Offsets are characters in the text that was read; `head` is a token number."""

    sentence: int
    start: int
    end: int
    lemma: str
    pos: str
    morph: str
    dep: str
    head: int | None
    entity: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """Tokens (white space left out) and sentence spans of one text."""

    tokens: tuple[TokenRow, ...]
    sentences: tuple[tuple[int, int], ...]

    def sentence_at(self, char: int) -> int:
        """Return the number of the sentence that a character stands in (or follows)."""
        return max(0, bisect_right(self.sentences, char, key=itemgetter(0)) - 1)

    def to_bytes(self) -> bytes:
        """Return the annotation as bytes for the cache; `from_bytes` is the way back."""
        return json.dumps([self.sentences, self.tokens], ensure_ascii=False).encode("utf-8")

    @classmethod
    def from_bytes(cls, data: bytes) -> Annotation:
        """Return the annotation that `to_bytes` packed."""
        sentences, tokens = json.loads(data)
        return cls(tuple(TokenRow(*t) for t in tokens), tuple((s, e) for s, e in sentences))


def components_left_out(nlp: Language, level: str) -> list[str]:
    """Return the components that a level of token annotation does not need.

    A pipeline whose sentence starts come from its parser keeps the parser at every level.
    """
    unneeded = [name for name in _LEFT_OUT[level] if name in nlp.pipe_names]
    if "parser" in unneeded and not any(name in nlp.pipe_names for name in _BOUNDARY_MAKERS):
        unneeded.remove("parser")
    return unneeded


def annotate(nlp: Language, texts: Iterable[str], level: str) -> Iterator[Annotation]:
    """Yield what the pipeline says of each text, in order."""
    # A zone frees the words of a shard when it ends; zones do not nest.
    nested = nlp.vocab.in_memory_zone  # type: ignore[attr-defined]  # spaCy's stubs lack it
    zone = nullcontext() if nested else nlp.memory_zone()
    with nlp.select_pipes(disable=components_left_out(nlp, level)), zone:
        for doc in nlp.pipe(texts, batch_size=64):
            yield _annotation(doc)


def _annotation(doc: Doc) -> Annotation:
    numbers: dict[int, int] = {}
    rows: list[TokenRow] = []
    sentences: list[list[int]] = []
    new_paragraph = True
    for token in doc:
        if token.is_space:
            new_paragraph = new_paragraph or "\n" in token.text
            continue
        end = token.idx + len(token)
        if new_paragraph or token.is_sent_start:
            sentences.append([token.idx, end])
            new_paragraph = False
        sentences[-1][1] = end
        numbers[token.i] = len(rows)
        iob = token.ent_iob_
        entity = f"{iob}-{token.ent_type_}" if iob in ("B", "I") else "O"
        rows.append(
            TokenRow(
                len(sentences) - 1,
                token.idx,
                end,
                token.lemma_,
                token.pos_,
                str(token.morph),
                token.dep_,
                token.head.i,
                entity,
            )
        )
    has_heads = doc.has_annotation("DEP")
    tokens = tuple(
        row._replace(head=numbers.get(row.head or 0, n) if has_heads else None)
        for n, row in enumerate(rows)
    )
    return Annotation(tokens, tuple((start, end) for start, end in sentences))


def rebuild(vocab: Vocab, text: str, annotation: Annotation) -> Doc:
    """Return a Doc of the annotated text, with its sentences, names and parts of speech.

    Mentions and figures are read from this Doc, whether its annotation was made a moment ago or
    kept from an earlier run, and whether trees were asked for or not: so the rows are the same.
    """
    words: list[str] = []
    spaces: list[bool] = []
    rows: list[TokenRow | None] = []
    at = 0
    for token in annotation.tokens:
        _add_gap(text[at : token.start], words, spaces, rows)
        words.append(text[token.start : token.end])
        spaces.append(False)
        rows.append(token)
        at = token.end
    _add_gap(text[at:], words, spaces, rows)
    sentence = -1
    starts: list[bool] = []
    for row in rows:
        starts.append(row is not None and row.sentence != sentence)
        sentence = row.sentence if row is not None else sentence
    return Doc(
        vocab,
        words=words,
        spaces=spaces,
        pos=[row.pos if row else "SPACE" for row in rows],
        ents=[row.entity if row else "O" for row in rows],
        sent_starts=starts,  # type: ignore[arg-type]
    )


def text_of(doc: Doc) -> str:
    """The text of a document, put together once: `doc.text` does it anew each time."""
    if _TEXT not in doc.user_data:
        doc.user_data[_TEXT] = doc.text
    text: str = doc.user_data[_TEXT]
    return text


def words_of(doc: Doc) -> list[str]:
    """The text of each token, read at once: a loop over the tokens makes an object of each."""
    strings = doc.vocab.strings
    return [strings[number] for number in doc.to_array("ORTH").tolist()]


def _add_gap(gap: str, words: list[str], spaces: list[bool], rows: list[TokenRow | None]) -> None:
    """Add the white space between two tokens: one space belongs to the word before it."""
    if gap.startswith(" ") and words:
        spaces[-1] = True
        gap = gap[1:]
    if gap:
        words.append(gap)
        spaces.append(False)
        rows.append(None)
