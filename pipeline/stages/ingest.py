"""Ingest: from an article as found to its row in `documents` and its text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.lang.header import agency_of, calendar_date, parse_header
from pipeline.records import RawArticle, Skipped
from pipeline.schema import Values

MAX_CHARACTERS = 300_000
# Taking a word apart costs its square; the longest ones of any use are addresses on the net.
MAX_WORD = 2_000
NORWEGIAN = ("nb", "nn")


@dataclass(frozen=True, slots=True)
class Article:
    """An article that was read, all but its id, which depends on its neighbours."""

    path: str
    date: str
    section: str
    language: str
    agency: str
    n_characters: int
    sha256: str
    encoding: str
    notes: str
    text: str


def document_row(doc_id: str, article: Article) -> Values:
    """Return the article's row of `documents`; what `tokenize` counts is still empty."""
    return (
        doc_id,
        article.path,
        article.date,
        article.section,
        article.language,
        article.agency,
        article.n_characters,
        None,
        None,
        article.sha256,
        article.encoding,
        article.notes,
    )


def read_article(raw: RawArticle, detect_language: Callable[[str], str]) -> Article | Skipped:
    """Return the article's row, or why it is left out.

    Args:
        raw: text and metadata as found; a date or section given beside the text wins over the
            header's.
        detect_language: from a text to `nb`, `nn` or another ISO 639-1 code.
    """

    def skip(reason: str, detail: str) -> Skipped:
        return Skipped(raw.path, "ingest", reason, detail)

    if len(raw.text) > MAX_CHARACTERS:
        return skip(
            "too_large",
            f"{len(raw.text):,} characters; the limit for one article is {MAX_CHARACTERS:,}",
        )
    header = parse_header(raw.text)
    body = raw.text[header.body_start :]
    if not body.strip():
        return skip("empty", "no text" if not raw.text.strip() else "nothing after the header")
    if max(map(len, body.split())) > MAX_WORD:
        return skip("not_text", f"a word of more than {MAX_WORD:,} characters")
    language = detect_language(body)
    if language not in NORWEGIAN:
        return skip("not_norwegian", f"the language is {language!r}")
    date, date_note = header.date, header.note
    if raw.date:
        date = calendar_date(raw.date.strip()[:10])
        date_note = "" if date else f"impossible date in the corpus file: {raw.date[:40]}"
    section = raw.section or header.section
    return Article(
        path=raw.path,
        date=date,
        section=section,
        language=language,
        agency=agency_of(body, section),
        n_characters=len(raw.text),
        sha256=hashlib.sha256(raw.text.encode("utf-8")).hexdigest(),
        encoding=raw.encoding,
        notes="; ".join(note for note in (raw.note, date_note) if note),
        text=raw.text,
    )
