"""How each stage is fed and emptied: tables stream in, shard by shard, and rows stream out."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from functools import partial
from itertools import groupby
from operator import itemgetter

from pipeline import versions
from pipeline.entity_store import EntityStore
from pipeline.entity_tables import entity_tables
from pipeline.errors import NothingToReadError
from pipeline.inbox import Inbox
from pipeline.inputs import read_input
from pipeline.job import Job
from pipeline.language_id import language_detector
from pipeline.records import Skipped
from pipeline.schema import Row, Table
from pipeline.stages import join as joining
from pipeline.stages import normalize as normalizing
from pipeline.stages.ingest import document_row, read_article
from pipeline.tableio import TableWriter, explained, read_rows
from pipeline.tables import (
    CASUALTY_FIGURES,
    DOCUMENTS,
    EXTRACTED_FIGURES,
    EXTRACTED_MENTIONS,
    FIGURES,
    MENTIONS,
    SENTENCES,
    SKIPPED,
    TEXTS,
    TOKENS,
    TROOP_FIGURES,
)
from pipeline.vocabulary import STAGE_NAMES
from pipeline.worker import (
    Extracted,
    ToRead,
    annotate_to_lines,
    extract_shard,
    lexicon_for,
    lost_annotation,
    lost_extraction,
    pack_extraction,
    unpack_extraction,
)

# Small enough that no process waits long for another's last shard, and none holds much.
_SHARD_CHARACTERS = 40_000
_SHARD_ARTICLES = 64


def ingest(job: Job) -> str:
    """Read the input into `documents` and `texts`; return a hash of what was read."""
    assert job.source is not None
    job.progress.begin("ingest", None)
    detect = language_detector()
    skipped: list[Skipped] = []
    content = hashlib.sha256()
    with (
        explained(job.workspace.directory),
        closing(Inbox(job.workspace.next_file("inbox.part"))) as inbox,
    ):
        n_found = 0
        for found in read_input(job.source, job.options.columns):
            n_found += 1
            job.progress.advance(1)
            read = found if isinstance(found, Skipped) else read_article(found, detect)
            if isinstance(read, Skipped):
                skipped.append(read)
            else:
                assert not isinstance(found, Skipped)
                inbox.add(found, read)
        if not n_found:
            raise NothingToReadError(
                f"{job.source} holds no article. Put .txt files in it (or .jsonl or .csv)."
            )
        with _writers(job, DOCUMENTS, TEXTS) as (documents, texts):
            last = ""
            for doc_id, article in inbox.sorted_articles():
                if doc_id == last:
                    detail = f"another article already has the id {doc_id!r}"
                    skipped.append(Skipped(article.path, "ingest", "failed", detail))
                    continue
                last = doc_id
                row = document_row(doc_id, article)
                content.update(repr(row).encode())
                documents.write([row])
                texts.write([(doc_id, article.text)])
    content.update(_write_skipped(job, "ingest", skipped).encode())
    job.progress.end(f"{len(skipped)} skipped" if skipped else "")
    return content.hexdigest()


def tokenize(job: Job) -> None:
    """Annotate every text into `sentences` and `tokens`, and count them in `documents`."""
    stage = partial(annotate_to_lines, job.settings)
    failed: list[Skipped] = []
    n, n_characters = _size(job)
    job.progress.begin("tokenize", n)
    rows = _rows(job, DOCUMENTS)
    version = _annotation_version(job)
    shards = (_with_annotations(job, shard) for shard in _shards(job))
    with _writers(job, DOCUMENTS, SENTENCES, TOKENS) as (documents, sentences, tokens):
        for shard in job.engine(n_characters).map(stage, shards, lost_annotation):
            kept = []
            for result in shard:
                row = next(rows)
                if result.problem:
                    failed.append(Skipped(row["path"], "tokenize", "failed", result.problem))
                if result.annotation:
                    kept.append((_annotation_key(version, row["sha256"]), result.annotation))
                row["n_sentences"] = result.n_sentences
                row["n_tokens"] = result.n_tokens
                documents.write([tuple(row.values())])
                sentences.write_text(result.sentences, result.n_sentences)
                tokens.write_text(result.tokens, result.n_tokens if result.tokens else 0)
            job.cache.put_many(kept)
            job.progress.advance(len(shard))
    _write_skipped(job, "tokenize", failed)
    job.progress.end(f"{len(failed)} failed" if failed else "")


def extract(job: Job) -> None:
    """Read mentions and figures out of every annotated text."""
    failed: list[Skipped] = []
    n, n_characters = _size(job)
    job.progress.begin("extract", n)
    with _writers(job, EXTRACTED_MENTIONS, EXTRACTED_FIGURES) as (mentions, figures):
        for shard in _extracted(job, n_characters):
            for item, result in shard:
                if result.problem:
                    failed.append(Skipped(item.path, "extract", "failed", result.problem))
                mentions.write(result.mentions)
                figures.write(result.figures)
            job.progress.advance(len(shard))
    _write_skipped(job, "extract", failed)
    job.progress.end(f"{len(failed)} failed" if failed else "")


def _extracted(job: Job, n_characters: int) -> Iterator[list[tuple[ToRead, Extracted]]]:
    """Yield each article with what was read from it, now or in an earlier run."""
    aside: deque[tuple[list[ToRead], list[str], dict[str, bytes]]] = deque()
    version = _extraction_version(job)

    def unknown() -> Iterator[list[ToRead]]:
        for shard in _shards(job):
            keys = [_extraction_key(version, item) for item in shard]
            known = job.cache.get_many(keys)
            aside.append((shard, keys, known))
            yield _with_annotations(
                job, [item for item, key in zip(shard, keys, strict=True) if key not in known]
            )

    stage = partial(extract_shard, job.settings)
    for made in job.engine(n_characters).map(stage, unknown(), lost_extraction):
        shard, keys, known = aside.popleft()
        fresh = iter(made)
        results = [
            unpack_extraction(item.doc_id, known[key]) if key in known else next(fresh)
            for item, key in zip(shard, keys, strict=True)
        ]
        job.cache.put_many(
            (key, pack_extraction(result))
            for key, result in zip(keys, results, strict=True)
            if key not in known and not result.problem
        )
        yield list(zip(shard, results, strict=True))


def normalize(job: Job) -> None:
    """Decide who is who across articles: entity tables, and the final mentions and figures."""
    lexicon = lexicon_for(job.settings)
    decisions = normalizing.Decisions.from_lexicon(lexicon)
    job.progress.begin("normalize", _size(job)[0])
    with (
        explained(job.workspace.directory),
        closing(EntityStore(job.workspace.next_file("entities.part"))) as store,
    ):
        with _writers(job, MENTIONS, FIGURES) as (mentions, figures):
            of_mentions = _by_document(job, EXTRACTED_MENTIONS)
            of_figures = _by_document(job, EXTRACTED_FIGURES)
            for document in _rows(job, DOCUMENTS):
                doc_id = document["doc_id"]
                said = normalizing.decided_mentions(of_mentions(doc_id), decisions)
                counted = normalizing.decided_figures(of_figures(doc_id), decisions)
                store.add(document, said, counted)
                mentions.write(normalizing.mention_rows(said))
                figures.write(tuple(row.values()) for row in counted)
                job.progress.advance(1)
        for table, rows in entity_tables(store, lexicon):
            with _writers(job, table) as (writer,):
                writer.write_all(rows)
    job.progress.end()


def join(job: Job) -> None:
    """Join figures with names, dates, sentences and paths, for reading."""
    job.progress.begin("join", _size(job)[0])
    names = joining.entity_names({table.name: _rows(job, table) for table in joining.NAMED_TABLES})
    with _writers(job, TROOP_FIGURES, CASUALTY_FIGURES) as (troops, casualties):
        of_sentences = _by_document(job, SENTENCES)
        of_figures = _by_document(job, FIGURES)
        for document in _rows(job, DOCUMENTS):
            figures = of_figures(document["doc_id"])
            sentences = of_sentences(document["doc_id"])
            rows = joining.reading_rows(document, figures, sentences, names)
            troops.write(row for category, row in rows if category == "troops")
            casualties.write(row for category, row in rows if category == "casualties")
            job.progress.advance(1)
    job.progress.end()


def _rows(job: Job, table: Table) -> Iterator[Row]:
    """Yield the rows of a table's newest file."""
    path = job.workspace.path(table)
    return read_rows(path, table, job.workspace.dialect_of(table))


def _by_document(job: Job, table: Table) -> Callable[[str], list[Row]]:
    """Return a function from doc_id to the rows of that article; ask in the order of the file."""
    groups = groupby(_rows(job, table), key=itemgetter("doc_id"))
    waiting: list[tuple[str, list[Row]]] = []

    def rows_of(doc_id: str) -> list[Row]:
        if not waiting:
            group = next(groups, None)
            if group is None:
                return []
            waiting.append((group[0], list(group[1])))
        return waiting.pop()[1] if waiting[0][0] == doc_id else []

    return rows_of


def _shards(job: Job) -> Iterator[list[ToRead]]:
    """Yield the articles in order, a few at a time: as much text as a worker should hold."""
    shard: list[ToRead] = []
    size = 0
    for document, text in zip(_rows(job, DOCUMENTS), _rows(job, TEXTS), strict=True):
        item = ToRead(
            document["doc_id"],
            text["text"],
            document["date"] or "",
            document["path"],
            document["sha256"],
        )
        if shard and (size + len(item.text) > _SHARD_CHARACTERS or len(shard) == _SHARD_ARTICLES):
            yield shard
            shard, size = [], 0
        shard.append(item)
        size += len(item.text)
    if shard:
        yield shard


def _with_annotations(job: Job, shard: list[ToRead]) -> list[ToRead]:
    """Return the articles with what an earlier run kept of their annotation."""
    version = _annotation_version(job)
    keys = [_annotation_key(version, item.sha256) for item in shard]
    known = job.cache.get_many(keys)
    return [replace(item, annotation=known.get(key)) for item, key in zip(shard, keys, strict=True)]


def _annotation_version(job: Job) -> str:
    return versions.combined(
        versions.reading_code(), versions.model_version(job.options.model), job.options.tokens
    )


def _annotation_key(version: str, sha256: str) -> str:
    return versions.combined("annotation", version, sha256)


def _extraction_version(job: Job) -> str:
    return versions.combined(
        _annotation_version(job), versions.reading_lexicon(job.options.lexicon)
    )


def _extraction_key(version: str, item: ToRead) -> str:
    return versions.combined("extraction", version, item.sha256, item.date)


def _size(job: Job) -> tuple[int, int]:
    """Return how many articles there are, and their characters in all; counted once a run."""
    if job.size is None:
        n = n_characters = 0
        for row in _rows(job, DOCUMENTS):
            n += 1
            n_characters += row["n_characters"]
        job.size = n, n_characters
    return job.size


@contextmanager
def _writers(job: Job, *tables: Table) -> Iterator[tuple[TableWriter, ...]]:
    """Yield writers for the next version of some tables; they take their place if all goes well."""
    with ExitStack() as stack:
        writers = tuple(stack.enter_context(job.workspace.writer(table)) for table in tables)
        yield writers
    for writer in writers:
        job.workspace.finish(writer)


def _write_skipped(job: Job, stage: str, skipped: list[Skipped]) -> str:
    """Write `skipped` anew: what earlier stages gave up, and what this one did; return its hash."""
    earlier = STAGE_NAMES[: STAGE_NAMES.index(stage)]
    rows = [(s.path, s.stage, s.reason, s.detail) for s in skipped]
    if earlier:
        rows += [tuple(r.values()) for r in _rows(job, SKIPPED) if r["stage"] in earlier]
    with _writers(job, SKIPPED) as (writer,):
        writer.write(sorted(rows, key=lambda row: (row[0], row[1], row[3])))
    return writer.sha256
