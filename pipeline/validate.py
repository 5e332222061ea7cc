"""Checks an output folder against the declarations: every problem is listed, not only the first."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.csv_rows import all_rows
from pipeline.errors import TableError
from pipeline.ids import kind_of_id
from pipeline.schema import Column, Table
from pipeline.spreadsheet_safety import restore
from pipeline.tableio import Dialect, csv_path, dialect_of_folder
from pipeline.tables import ENTITY_TABLES, TABLES, public_tables

_ENTITY_COLUMNS = ("entity_id", "actor_id", "location_id", "source_id")
_OWN_ORDER = ("unresolved", "suggested_merges")  # most frequent or most alike first
_SPANS = {"sentences": "text", "tokens": "text", "mentions": "text", "figures": "quote"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where."""

    table: str
    column: str
    key: str
    reason: str
    value: str = ""

    def __str__(self) -> str:
        shown = f": {self.value!r}" if self.value else ""
        return f"{self.table}.{self.column} [{self.key}] {self.reason}{shown}"


def validate_tables(directory: Path) -> Iterator[Problem]:
    """Yield everything that is wrong in the tables of an output folder.

    Checked are columns, types, required and allowed values, patterns, keys (one row each, sorted),
    references between tables, entity ids, and that every span's text stands at its offsets.

    Raises: TableError if the folder holds no table at all.
    """
    if not any(csv_path(directory, table).exists() for table in public_tables()):
        raise TableError(
            f"{directory} holds no table. Make them with: troppetall run INPUT --out {directory}"
        )
    dialect = dialect_of_folder(directory)
    keys_of = lru_cache(maxsize=None)(lambda name: _keys(directory, TABLES[name], dialect))
    for table in public_tables():
        if csv_path(directory, table).exists():
            yield from _table_problems(directory, table, dialect, keys_of)
    yield from _span_problems(directory, dialect)


Cells = dict[str, str]
Keys = frozenset[tuple[str, ...]]


def _rows(path: Path, dialect: Dialect) -> Iterator[tuple[list[str], list[str]]]:
    """Yield (header, cells) of each row, texts restored."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=dialect.delimiter)
        header = next(reader, [])
        yield header, []
        for cells in all_rows(reader):
            yield header, [restore(cell) for cell in cells]


def _keys(directory: Path, table: Table, dialect: Dialect) -> Keys:
    path = csv_path(directory, table)
    if not path.exists():
        return frozenset()
    keys = set()
    for header, cells in _rows(path, dialect):
        if len(cells) == len(header) and set(table.key) <= set(header):
            row = dict(zip(header, cells, strict=True))
            keys.add(tuple(row[name] for name in table.key))
    return frozenset(keys)


def _table_problems(
    directory: Path, table: Table, dialect: Dialect, keys_of: Callable[[str], Keys]
) -> Iterator[Problem]:
    checks = {column.name: _cell_check(column, dialect) for column in table.columns}
    seen: set[tuple[str, ...]] = set()
    last: tuple[int | str, ...] | None = None
    for line, (header, cells) in enumerate(_rows(csv_path(directory, table), dialect), start=1):
        if line == 1:
            if tuple(header) != table.column_names:
                wanted = ", ".join(table.column_names)
                yield Problem(
                    table.name, "header", "line 1", f"should be {wanted}", ", ".join(header)
                )
                return
            continue
        if len(cells) != len(header):
            yield Problem(table.name, "", f"row {line}", f"{len(cells)} cells, not {len(header)}")
            continue
        row = dict(zip(header, cells, strict=True))
        key = tuple(row[name] for name in table.key)
        shown = ", ".join(key)
        for name, check in checks.items():
            if reason := check(row[name]):
                yield Problem(table.name, name, shown, reason, row[name][:80])
        if key in seen:
            yield Problem(table.name, "+".join(table.key), shown, "is there twice")
        seen.add(key)
        order = _order(table, row)
        if table.name not in _OWN_ORDER and last is not None and order < last:
            yield Problem(table.name, "+".join(table.key), shown, "is out of order")
        last = order
        yield from _reference_problems(table, row, shown, keys_of)


def _order(table: Table, row: Cells) -> tuple[int | str, ...]:
    """Return a row's key as it sorts: numbers by size, texts by letter."""
    return tuple(
        int(row[name] or 0)
        if is_number and row[name].isdecimal()
        else (0 if is_number else row[name])
        for name, is_number in ((n, table.column(n).type == "integer") for n in table.key)
    )


def _reference_problems(
    table: Table, row: Cells, shown: str, keys_of: Callable[[str], Keys]
) -> Iterator[Problem]:
    for reference in table.references:
        value = tuple(row[name] for name in reference.columns)
        if any(value) and value not in keys_of(reference.table):
            columns = "+".join(reference.columns)
            reason = f"is not in {reference.table}"
            yield Problem(table.name, columns, shown, reason, ", ".join(value))
    for name in _ENTITY_COLUMNS:
        entity_id = row.get(name)
        if not entity_id or table.name in ("unresolved", "suggested_merges"):
            continue
        try:
            entity_table, _ = ENTITY_TABLES[kind_of_id(entity_id)]
        except KeyError:
            yield Problem(table.name, name, shown, "is no entity id", entity_id)
            continue
        if (entity_id,) not in keys_of(entity_table.name):
            yield Problem(table.name, name, shown, f"is not in {entity_table.name}", entity_id)


def _cell_check(column: Column, dialect: Dialect) -> Callable[[str], str]:
    """Return a function from a cell to what is wrong with it, "" if nothing is."""
    pattern = re.compile(column.pattern) if column.pattern else None
    number = re.compile(r"-?\d+(?:" + re.escape(dialect.decimal) + r"\d+)?")
    integer = re.compile(r"-?\d+")

    def check(cell: str) -> str:  # noqa: PLR0911 (one return a rule)
        if not cell:
            return "is empty" if column.required else ""
        if column.type == "integer" and not integer.fullmatch(cell):
            return "is no whole number"
        if column.type == "number" and not number.fullmatch(cell):
            return "is no number"
        if column.type == "boolean" and cell not in ("true", "false"):
            return "is neither true nor false"
        if column.allowed and cell not in column.allowed:
            return f"is not one of {', '.join(column.allowed)}"
        if pattern and not pattern.fullmatch(cell):
            return f"does not look like {column.pattern}"
        return ""

    return check


def _span_problems(directory: Path, dialect: Dialect) -> Iterator[Problem]:
    """Yield every span whose text does not stand at its offsets; one text is held at a time."""
    texts_path = csv_path(directory, TABLES["texts"])
    if not texts_path.exists():
        return
    for name, column in _SPANS.items():
        path = csv_path(directory, TABLES[name])
        if not path.exists():
            continue
        texts = _rows(texts_path, dialect)
        doc_id, text = "", ""
        for header, cells in _rows(path, dialect):
            if len(cells) != len(header) or not cells:
                continue
            row = dict(zip(header, cells, strict=True))
            while row["doc_id"] != doc_id:
                _, pair = next(texts, ([], ["", ""]))
                if pair == ["", ""]:
                    return  # rows without a text are reported as broken references
                doc_id, text = pair if len(pair) == 2 else ("", "")
            start, end = row["start_char"], row["end_char"]
            if not (start.isdecimal() and end.isdecimal()):
                continue
            if text[int(start) : int(end)] != row[column]:
                key = f"{doc_id}, {start}"
                yield Problem(name, column, key, "does not stand at its offsets", row[column][:80])
