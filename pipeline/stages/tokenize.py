"""Tokenize: from a text's annotation to its rows in `sentences` and `tokens`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.lang.decoding import Readable
from pipeline.schema import Values

if TYPE_CHECKING:
    from pipeline.nlp.annotation import Annotation


def sentence_rows(doc_id: str, body: Readable, annotation: Annotation) -> list[Values]:
    """Return the rows of `sentences`, in order, with offsets in the text as printed."""
    return [
        (doc_id, number, *body.printed(start, end))
        for number, (start, end) in enumerate(annotation.sentences)
    ]


def token_rows(doc_id: str, body: Readable, annotation: Annotation) -> list[Values]:
    """Return the rows of `tokens`, in order, with offsets in the text as printed."""
    return [
        (
            doc_id,
            number,
            token.sentence,
            *body.printed(token.start, token.end),
            token.lemma,
            token.pos,
            token.morph,
            token.dep,
            token.head,
            token.entity,
        )
        for number, token in enumerate(annotation.tokens)
    ]
