"""Tokenize: from a text's annotation to its rows in `sentences` and `tokens`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.lang.decoding import Readable

if TYPE_CHECKING:
    from pipeline.nlp.annotation import Annotation

Row = tuple[object, ...]


def sentence_rows(
    doc_id: str, text: str, offset: int, body: Readable, annotation: Annotation
) -> list[Row]:
    """Return the rows of `sentences`, in order.

    Args:
        text: the whole text as printed; offsets count in it.
        offset: where the body begins in `text`.
        body: the body as the model read it.
    """
    rows: list[Row] = []
    for number, (start, end) in enumerate(annotation.sentences):
        first, last = body.printed_span(start, end)
        first, last = first + offset, last + offset
        rows.append((doc_id, number, first, last, text[first:last]))
    return rows


def token_rows(
    doc_id: str, text: str, offset: int, body: Readable, annotation: Annotation
) -> list[Row]:
    """Return the rows of `tokens`, in order; arguments as for `sentence_rows`."""
    rows: list[Row] = []
    for number, token in enumerate(annotation.tokens):
        first, last = body.printed_span(token.start, token.end)
        first, last = first + offset, last + offset
        rows.append(
            (
                doc_id,
                number,
                token.sentence,
                first,
                last,
                text[first:last],
                token.lemma,
                token.pos,
                token.morph,
                token.dep,
                token.head,
                token.entity,
            )
        )
    return rows
