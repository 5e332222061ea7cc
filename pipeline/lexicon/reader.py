"""Reads a lexicon file into rows, and says everything that is wrong with it."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from pipeline.ids import kind_of_id
from pipeline.lexicon.schema import Column, LexiconFile, Problem, Row

MAX_USER_BYTES = 10_000_000
"""How large a file in a user's lexicon folder may be."""

_DELIMITERS = (",", ";", "\t")  # a Norwegian spreadsheet saves CSV with semicolons


def decode(data: bytes, file_name: str, problems: list[Problem]) -> str:
    """The text of a file, in normal form C and without byte order mark; a problem if not UTF-8."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.append(Problem(file_name, line, "not UTF-8. Save the file as 'CSV UTF-8'."))
        return ""
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        problems.append(Problem(file_name, line, "holds a NUL character: this is no text file."))
        return ""
    return unicodedata.normalize("NFC", text)


def read_rows(declared: LexiconFile, text: str, problems: list[Problem]) -> list[Row]:
    """The rows of one lexicon file, each checked against the declaration.

    Lines that begin with `#` are comments. A row with a problem is left out and the problem noted,
    so that one reading reports them all.

    Args:
        declared: The file's declaration.
        text: The file's text.
        problems: Where problems are added.

    Returns:
        The good rows, in the order of the file.

    Example:
        >>> cities = LexiconFile("cities", "", (Column("city", ""), Column("size", "")), ("city",))
        >>> read_rows(cities, "city,size\\n# a comment\\nOslo,1\\n", problems := [])
        [{'city': 'Oslo', 'size': '1'}]
    """
    records = _records(declared.file_name, text, problems)
    _, header = next(records, (0, []))
    columns = _columns(declared, header, problems)
    if columns is None:
        return []
    rows = []
    absent = {name: "" for name in declared.header if name not in header}
    for line, cells in records:
        if len(cells) != len(header):
            message = (
                f"{len(cells)} cells under a header of {len(header)}. "
                "Quote cells that hold the separator."
            )
            problems.append(Problem(declared.file_name, line, message))
            continue
        row = Row(dict(zip(header, cells, strict=True)) | absent, declared.file_name, line)
        found = [message for column in columns for message in _wrong(column, row)]
        problems.extend(Problem(declared.file_name, line, message) for message in found)
        if not found:
            rows.append(row)
    return _without_repeats(declared, rows, problems)


def _records(file_name: str, text: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """The records of a CSV text with their line numbers; comments and blank lines left out."""
    lines = ["\n" if line.startswith("#") else line for line in io.StringIO(text, newline="")]
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for record in reader:
            cells = [cell.strip() for cell in record]
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        problems.append(Problem(file_name, reader.line_num, f"not readable as CSV ({error})."))


def _columns(
    declared: LexiconFile, header: list[str], problems: list[Problem]
) -> list[Column] | None:
    """The declared columns, or None if the header is not one of this file."""
    known = {column.name: column for column in declared.columns}
    allowed = ", ".join(known)
    before = len(problems)
    if not header:
        problems.append(Problem(declared.file_name, 0, f"no header. The columns are: {allowed}."))
        return None
    for name in header:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            message = f"unknown column '{name}'.{hint} The columns are: {allowed}."
            problems.append(Problem(declared.file_name, 1, message))
        elif header.count(name) > 1:
            problems.append(Problem(declared.file_name, 1, f"column '{name}' stands twice."))
    for column in declared.columns:
        if column.required and column.name not in header:
            message = f"column '{column.name}' is missing. The columns are: {allowed}."
            problems.append(Problem(declared.file_name, 1, message))
    return list(declared.columns) if len(problems) == before else None


def _wrong(column: Column, row: Row) -> Iterator[str]:
    """What is wrong with a row's cell in a column."""
    value = row[column.name]
    if not value:
        if column.required:
            yield f"'{column.name}' is empty."
        return
    values = row.items_of(column.name) if column.kind == "list" else (value,)
    if column.values:
        for item in values:
            if item not in column.values:
                allowed = ", ".join(column.values)
                yield f"'{item}' is no {column.name}. Allowed: {allowed}."
    elif column.kind == "yes" and value != "yes":
        yield f"'{value}' in '{column.name}': write yes, or leave it empty."
    elif column.kind == "id" and not _ENTITY_ID.fullmatch(value):
        yield f"'{value}' is no id. Write org:…, person:…, place:… or an ISO alpha-3 code."
    elif column.kind in ("integer", "number") and not _is_number(value, column.kind):
        yield f"'{value}' in '{column.name}' is not {_NUMBER_NAMES[column.kind]}."


_ENTITY_ID = re.compile(r"(?:org|person|place):\S+|[A-Z]{3}")
_NUMBER_NAMES = {"integer": "a whole number", "number": "a number (with a decimal point)"}


def _is_number(value: str, kind: str) -> bool:
    digits = value.removeprefix("-")
    if kind == "number":
        digits = digits.replace(".", "", 1)
    return digits.isascii() and digits.isdecimal()


def _without_repeats(declared: LexiconFile, rows: list[Row], problems: list[Problem]) -> list[Row]:
    """The rows whose key stands for the first time."""
    first: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = tuple(row[name] for name in declared.key)
        if key in first:
            shown = ", ".join(key)
            message = f"'{shown}' stands already on line {first[key].line}. Keep one of them."
            problems.append(Problem(declared.file_name, row.line, message))
        else:
            first[key] = row
    return list(first.values())


def alias_conflicts(
    files: Iterable[LexiconFile], tables: Mapping[str, Iterable[Row]]
) -> Iterator[Problem]:
    """Every alias that two rows of one group give to different ids.

    Args:
        files: The declarations; those without aliases are passed over.
        tables: Rows by the file's stem.

    Yields:
        A problem that names both lines, on the later row.
    """
    owners: dict[tuple[str, str], tuple[str, Row, bool]] = {}
    for declared in files:
        spec = declared.aliases
        if spec is None:
            continue
        for row in tables.get(declared.stem, ()):
            ambiguous = bool(spec.ambiguous) and row.is_yes(spec.ambiguous)
            entity = row[spec.id_column]
            names = dict.fromkeys(name for c in spec.columns for name in row.items_of(c))
            for name in names:
                group = spec.group or kind_of_id(entity)
                other, where, exempt = owners.setdefault((group, name), (entity, row, ambiguous))
                if other != entity and not (ambiguous or exempt):
                    yield Problem(row.file, row.line, _conflict(name, entity, where, other))


def _conflict(name: str, entity: str, where: Row, other: str) -> str:
    place = f"{where.file}, line {where.line}"
    return (
        f"alias '{name}' has two ids ({other}, {entity}). Keep one, or mark it ambiguous. "
        f"The other stands on {place}."
    )
