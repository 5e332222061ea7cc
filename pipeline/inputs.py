"""Where articles come from: a folder, a file, or a corpus file with one article a row.

Every input becomes a `RawArticle` or a `Skipped`; nothing is passed over in silence, but for hidden
files (`.name`), which are not articles.
"""

from __future__ import annotations

import csv
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.csv_rows import next_row
from pipeline.errors import InputError
from pipeline.lang.decoding import NotTextError, decode
from pipeline.records import RawArticle, Skipped

MAX_FILE_BYTES = 50_000_000
TEXT_ENDINGS = (".txt", ".text")
CORPUS_ENDINGS = (".jsonl", ".ndjson", ".csv", ".tsv")


@dataclass(frozen=True, slots=True)
class CorpusColumns:
    """The columns of a corpus file; the first that is there is used."""

    text: tuple[str, ...] = ("text", "tekst", "body", "content")
    id: tuple[str, ...] = ("id", "doc_id", "article_id")
    date: tuple[str, ...] = ("date", "dato", "published")
    section: tuple[str, ...] = ("section", "seksjon")


Found = RawArticle | Skipped


def printable_path(path: str) -> str:
    """Return a path that any file can hold: bytes that are no text are shown as `\\xff`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def read_input(source: Path, columns: CorpusColumns | None = None) -> Iterator[Found]:
    """Yield every article under `source` (a folder, an article, or a corpus file), sorted by path.

    Raises: InputError if there is no such file or folder.
    """
    columns = columns or CorpusColumns()
    try:
        is_folder = source.is_dir()
        if not is_folder and not source.exists():
            raise InputError(f"There is no file or folder {source}. Check the path.")
    except OSError as error:
        raise InputError(f"{source}: {error.strerror}. Check the path.") from None
    if not is_folder:
        yield from _read_one(source, source.name, columns, named=True)
        return
    for path, relative in _walk(source):
        yield from _read_one(path, relative, columns, named=False)


def _walk(top: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files under a folder, sorted by path; links never lead into a folder twice."""
    seen: set[tuple[int, int]] = set()
    pending: list[tuple[Path, str]] = [(top, "")]
    while pending:
        path, relative = pending.pop()
        try:
            is_folder = path.is_dir()
        except OSError:
            is_folder = False
        if not is_folder:
            yield path, relative
            continue
        try:
            status = path.stat()
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            names = sorted((p.name for p in path.iterdir() if p.name[0] != "."), reverse=True)
        except OSError:
            if not relative:
                raise InputError(f"{path} cannot be read. Check its permissions.") from None
            yield path, relative
            continue
        pending.extend((path / name, f"{relative}/{name}" if relative else name) for name in names)


def _read_one(path: Path, relative: str, columns: CorpusColumns, *, named: bool) -> Iterator[Found]:
    shown = printable_path(relative)
    ending = path.suffix.lower()
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            yield Skipped(
                shown, "ingest", "unreadable", "not a regular file, or a folder that cannot be read"
            )
            return
        if ending in CORPUS_ENDINGS:
            yield from _read_corpus(path, shown, columns)
            return
        if not named and ending not in TEXT_ENDINGS:
            yield Skipped(
                shown,
                "ingest",
                "not_text",
                f"articles end in .txt; this ends in {ending or 'nothing'}",
            )
            return
        if status.st_size > MAX_FILE_BYTES:
            yield Skipped(
                shown,
                "ingest",
                "too_large",
                f"{status.st_size:,} bytes; at most {MAX_FILE_BYTES:,}. Split it into articles.",
            )
            return
        decoded = decode(path.read_bytes())
    except NotTextError as error:
        yield Skipped(shown, "ingest", "not_text", str(error))
    except OSError as error:
        yield Skipped(shown, "ingest", "unreadable", error.strerror or type(error).__name__)
    else:
        folder, _, name = shown.rpartition("/")
        stem = name[: -len(path.suffix)] if path.suffix else name
        yield RawArticle(stem, folder, shown, decoded.text, decoded.encoding, decoded.note)


@dataclass(slots=True)
class _CorpusRow:
    line: int
    values: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    reason: str = "unreadable"


def _read_corpus(path: Path, shown: str, columns: CorpusColumns) -> Iterator[Found]:
    encoding = _corpus_encoding(path)
    is_json = path.suffix.lower() in (".jsonl", ".ndjson")
    rows = _json_rows(path, encoding) if is_json else _csv_rows(path, encoding)
    stem = shown.rpartition("/")[2].rpartition(".")[0]
    seen: set[str] = set()
    for row in rows:
        where = f"{shown}, line {row.line}"
        if row.problem:
            yield Skipped(where, "ingest", row.reason, row.problem)
            continue
        text = _first(row.values, columns.text)
        if text is None:
            yield Skipped(
                where,
                "ingest",
                "unreadable",
                f"no text column ({', '.join(columns.text)}); there are: "
                f"{', '.join(row.values) or 'none'}. Name it with --text-column.",
            )
            if not is_json:
                return  # a missing column is missing in every row
            continue
        name = _first(row.values, columns.id) or f"{stem}-{row.line}"
        if name in seen:
            yield Skipped(where, "ingest", "failed", f"the id {name!r} is used by an earlier row")
            continue
        seen.add(name)
        yield RawArticle(
            name,
            stem,
            shown,
            text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff"),
            encoding.removesuffix("-sig"),
            date=_first(row.values, columns.date) or "",
            section=_first(row.values, columns.section) or "",
        )


def _first(values: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((values[name] for name in names if name in values), None)


def _corpus_encoding(path: Path) -> str:
    """Return `utf-8-sig` (with or without mark), `utf-16` or `windows-1252`, in small pieces."""
    with path.open("rb") as file:
        if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
    try:
        with path.open(encoding="utf-8") as file:
            while file.read(1_000_000):
                pass
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8-sig"


def _json_rows(path: Path, encoding: str) -> Iterator[_CorpusRow]:
    with path.open(encoding=encoding, errors="replace", newline="\n") as file:
        number = 0
        while line := file.readline(MAX_FILE_BYTES):
            number += 1
            if len(line) == MAX_FILE_BYTES and not line.endswith("\n"):
                while not line.endswith("\n") and (line := file.readline(MAX_FILE_BYTES)):
                    pass
                yield _CorpusRow(number, problem="the line is too long", reason="too_large")
                continue
            if not line.strip():
                continue
            try:
                value = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield _CorpusRow(number, problem=f"invalid JSON: {error}")
                continue
            if not isinstance(value, dict):
                yield _CorpusRow(number, problem="not a JSON object")
                continue
            yield _CorpusRow(number, {str(k): _text(v) for k, v in value.items() if v is not None})


def _text(value: object) -> str:
    # An escaped half of a surrogate pair is no character; UTF-8 cannot hold it.
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _csv_rows(path: Path, encoding: str) -> Iterator[_CorpusRow]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first = file.readline(MAX_FILE_BYTES)
        file.seek(0)
        delimiter = max(",;\t", key=first.count)
        reader = csv.reader(file, delimiter=delimiter)
        header: list[str] = []
        while True:
            line = reader.line_num + 1
            try:
                cells = next_row(reader, MAX_FILE_BYTES)
            except csv.Error as error:
                yield _CorpusRow(line, problem=str(error))
                continue
            if cells is None:
                return
            if not cells:
                continue
            if not header:
                header = [name.strip().removeprefix("\ufeff") for name in cells]
                continue
            if len(cells) != len(header):
                problem = f"{len(cells)} cells where the header has {len(header)}"
                yield _CorpusRow(line, problem=problem)
                continue
            yield _CorpusRow(line, dict(zip(header, cells, strict=True)))
