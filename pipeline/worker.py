"""What a worker process does with a shard of articles: annotate them, or read them.

Model and lexicon are loaded once a process, by what their settings name. Results are lines of CSV
and plain values, so that the process that writes only has to append.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.lang.decoding import Readable, readable
from pipeline.lang.header import parse_header
from pipeline.schema import Values
from pipeline.tableio import DEFAULT, Dialect, encode_rows
from pipeline.tables import EXTRACTED_FIGURES, EXTRACTED_MENTIONS
from pipeline.vocabulary import DEFAULT_TOKENS

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.lexicon import Lexicon
    from pipeline.nlp.annotation import Annotation


@dataclass(frozen=True, slots=True)
class Settings:
    """What a worker must know; plain values, so that it can be sent to another machine."""

    model: str | None = None
    lexicon: str | None = None
    tokens: str = DEFAULT_TOKENS
    version: str = ""  # of what the names above hold now: a process may outlive a change
    dialect: Dialect = DEFAULT


@dataclass(frozen=True, slots=True)
class ToRead:
    """One article on its way through a stage; `annotation` is what an earlier run kept of it."""

    doc_id: str
    text: str
    date: str
    path: str = ""
    sha256: str = ""
    annotation: bytes | None = None


@dataclass(frozen=True, slots=True)
class Annotated:
    """Rows of `sentences` and `tokens`, and the annotation for the cache; or what went wrong."""

    doc_id: str
    sentences: list[Values]
    tokens: list[Values]
    n_tokens: int = 0
    annotation: bytes = b""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class AnnotatedLines:
    """What `Annotated` says, its rows as lines of CSV: quicker to send than many small values."""

    sentences: str
    tokens: str
    n_sentences: int = 0
    n_tokens: int = 0
    annotation: bytes = b""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Extracted:
    """Rows of `extracted_mentions` and `extracted_figures`; or what went wrong."""

    doc_id: str
    mentions: list[Values]
    figures: list[Values]
    problem: str = ""


@lru_cache(maxsize=2)
def model_for(settings: Settings) -> Language:
    """Return the pipeline that the settings name, loaded once a process. Raises: ModelError."""
    from pipeline.nlp.model import load_model

    return load_model(settings.model)


@lru_cache(maxsize=2)
def lexicon_for(settings: Settings) -> Lexicon:
    """Return the lexicon that the settings name, loaded once a process. Raises: LexiconError."""
    from pipeline.lexicon import load_lexicon

    return load_lexicon(Path(settings.lexicon) if settings.lexicon else None)


def lost_annotation(item: ToRead) -> AnnotatedLines:  # noqa: ARG001 (as the engine asks)
    """Return the result for an article that took its worker down."""
    return AnnotatedLines("", "", problem="the process that read it died, three times")


def lost_extraction(item: ToRead) -> Extracted:
    """Return the result for an article that took its worker down."""
    return Extracted(item.doc_id, [], [], problem="the process that read it died, three times")


def annotate_to_lines(settings: Settings, shard: list[ToRead]) -> list[AnnotatedLines]:
    """Return sentences and tokens of each article, in order, ready to be appended to the tables."""
    return [
        AnnotatedLines(
            encode_rows(one.sentences, settings.dialect),
            encode_rows(one.tokens, settings.dialect),
            len(one.sentences),
            one.n_tokens,
            one.annotation,
            one.problem,
        )
        for one in annotate_shard(settings, shard)
    ]


def annotate_shard(settings: Settings, shard: list[ToRead]) -> list[Annotated]:
    """Return sentences and tokens of each article, in order."""
    from pipeline.nlp.annotation import Annotation
    from pipeline.stages.tokenize import sentence_rows, token_rows

    bodies = [_body(item.text) for item in shard]
    new = [n for n, item in enumerate(shard) if item.annotation is None]
    made = dict(zip(new, _annotate_each(settings, [bodies[n].text for n in new]), strict=True))
    results = []
    for n, (item, body) in enumerate(zip(shard, bodies, strict=True)):
        annotation: Annotation | str = (
            made[n] if item.annotation is None else Annotation.from_bytes(item.annotation)
        )
        if isinstance(annotation, str):
            results.append(Annotated(item.doc_id, [], [], problem=annotation))
            continue
        results.append(
            Annotated(
                item.doc_id,
                sentence_rows(item.doc_id, body, annotation),
                token_rows(item.doc_id, body, annotation) if settings.tokens != "none" else [],
                len(annotation.tokens),
                annotation.to_bytes() if n in made else b"",
            )
        )
    return results


def extract_shard(settings: Settings, shard: list[ToRead]) -> list[Extracted]:
    """Return mentions and figures of each article, in order."""
    if not shard:
        return []
    with model_for(settings).memory_zone():
        return [_extract(settings, item) for item in shard]


def _extract(settings: Settings, item: ToRead) -> Extracted:
    from pipeline.nlp.annotation import Annotation, rebuild
    from pipeline.stages.extract import extract_document, extracted_rows

    body = _body(item.text)
    annotation: Annotation | str
    if item.annotation is None:  # the cache was full, or is gone
        annotation = _annotate_each(settings, [body.text])[0]
    else:
        annotation = Annotation.from_bytes(item.annotation)
    if isinstance(annotation, str):
        return Extracted(item.doc_id, [], [], annotation)
    nlp, lexicon = model_for(settings), lexicon_for(settings)  # their errors are the user's
    try:
        doc = rebuild(nlp.vocab, body.text, annotation)
        mentions, figures = extract_document(doc, item.date, lexicon)
    except Exception as error:  # one article must never stop the others
        return Extracted(item.doc_id, [], [], _problem(error))
    # The table of sentences is what a row points to, so its numbers are the ones that count.
    mentions = [replace(m, sentence_no=annotation.sentence_at(m.start_char)) for m in mentions]
    figures = [replace(f, sentence_no=annotation.sentence_at(f.start_char)) for f in figures]
    return Extracted(
        item.doc_id,
        extracted_rows(EXTRACTED_MENTIONS, item.doc_id, body, mentions),
        extracted_rows(EXTRACTED_FIGURES, item.doc_id, body, figures),
    )


def pack_extraction(result: Extracted) -> bytes:
    """Return the rows as bytes for the cache, without the article's id, which may change."""
    rows = [[row[1:] for row in result.mentions], [row[1:] for row in result.figures]]
    return json.dumps(rows, ensure_ascii=False).encode("utf-8")


def unpack_extraction(doc_id: str, data: bytes) -> Extracted:
    """Return the rows that `pack_extraction` kept, as rows of this article."""
    mentions, figures = json.loads(data)
    return Extracted(
        doc_id, [(doc_id, *row) for row in mentions], [(doc_id, *row) for row in figures]
    )


def _annotate_each(settings: Settings, texts: list[str]) -> list[Annotation | str]:
    """Return each text's annotation, or the problem that it alone met."""
    from pipeline.nlp.annotation import annotate

    if not texts:
        return []
    nlp = model_for(settings)
    try:
        return list(annotate(nlp, texts, settings.tokens))
    except Exception as error:  # find the one that fails, and keep the others
        if len(texts) == 1:
            return [_problem(error)]
        return [one for text in texts for one in _annotate_each(settings, [text])]


def _problem(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]


def _body(text: str) -> Readable:
    """Return the article's own text, after its header, as the model reads it."""
    return readable(text, parse_header(text).body_start)
