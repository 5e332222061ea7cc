"""`sentence_boundaries`: where sentences begin, by paragraph marks and a small network.

A blank line always ends a sentence, and so does a line break unless the line before is long
and goes on (text wrapped by hand). Within a paragraph `pipeline.nlp.boundaries` decides. White
space belongs to the sentence before it and never begins one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.errors import ModelError
from pipeline.nlp.boundaries import BoundaryScorer, is_closing
from pipeline.nlp.stored import StoredPipe
from pipeline.nlp.weights import shipped_readings
from pipeline.nlp.word_vectors import Floats, WordVectors

#: A line this long that ends without a mark may have been wrapped by hand.
WRAPPED_LINE = 55


@Language.factory("sentence_boundaries", assigns=["token.is_sent_start", "doc.sents"])
def make_sentence_boundaries(nlp: Language, name: str) -> SentenceBoundaries:  # noqa: ARG001
    """The component, empty until a saved pipeline fills it."""
    return SentenceBoundaries(name)


def goes_on(before: str, length: int, after: str) -> bool:
    """Whether a single line break only wraps a long line.

    Args:
        before: the last word before the break.
        length: how many characters the line before it has.
        after: the first word after it.
    """
    return length >= WRAPPED_LINE and not is_closing(before) and not after[:1].isupper()


def paragraph_tokens(doc: Doc) -> list[list[int]]:
    """The tokens of each paragraph or line, without white space.

    Example:
        >>> import spacy
        >>> doc = spacy.blank("nb")("Nytt angrep\\n\\nTo soldater døde.")
        >>> [[doc[i].text for i in tokens] for tokens in paragraph_tokens(doc)]
        [['Nytt', 'angrep'], ['To', 'soldater', 'døde', '.']]
    """
    found: list[list[int]] = [[]]
    gap = ""
    line_start = 0
    for token in doc:
        if token.is_space:
            gap += token.text
            continue
        if "\n" in gap and found[-1]:
            last = doc[found[-1][-1]]
            length = last.idx + len(last) - line_start
            if gap.count("\n") > 1 or not goes_on(last.text, length, token.text):
                found.append([])
            line_start = token.idx
        gap = ""
        found[-1].append(token.i)
    return [tokens for tokens in found if tokens]


class SentenceBoundaries(StoredPipe):
    """The sentence splitter as a spaCy component."""

    def __init__(self, name: str = "sentence_boundaries") -> None:
        super().__init__(name)
        self.scorer: BoundaryScorer | None = None

    def install(self, weights: dict[str, Floats], labels: dict[str, Any]) -> None:
        """Builds the network from its weights and its list of words."""
        words = WordVectors(weights, labels["words"], shipped_readings())
        self.scorer = BoundaryScorer(weights, words)

    def starts(self, paragraphs: Sequence[Sequence[str]]) -> list[list[int]]:
        """The tokens of each paragraph of a document at which sentences begin."""
        if self.scorer is None:
            message = f"The component {self.name!r} has no trained network; load a saved pipeline."
            raise ModelError(message)
        return self.scorer.starts(paragraphs)

    def __call__(self, doc: Doc) -> Doc:
        """The document with the start of every sentence marked."""
        marks = np.full(len(doc), -1, dtype=np.int64)
        texts = [token.text for token in doc]
        paragraphs = paragraph_tokens(doc)
        found = self.starts([[texts[i] for i in tokens] for tokens in paragraphs])
        for tokens, at in zip(paragraphs, found, strict=True):
            marks[[tokens[start] for start in at]] = 1
        if len(doc):
            # White space at the very beginning belongs to the first sentence.
            marks[np.flatnonzero(marks == 1)[:1]] = -1
            marks[0] = 1
            starts: Any = marks.astype(np.uint64)[:, None]
            doc.from_array(["SENT_START"], starts)
        return doc
