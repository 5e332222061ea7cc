"""The tables described as a Frictionless Data Package, so that any tool can check and join them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pipeline.schema import Column, Table
from pipeline.tableio import DEFAULT, DIALECTS, Dialect, csv_path, explained
from pipeline.tables import public_tables

FILE_NAME = "datapackage.json"

_TYPES = {"string": "string", "integer": "integer", "number": "number", "boolean": "boolean"}
_LICENSES = [
    {
        "name": "MIT",
        "path": "https://opensource.org/license/mit",
        "title": "MIT License: columns, names and figures as read by Troppetall. "
        "The articles' own words (texts, sentences, quotes) belong to their publishers.",
    }
]
_SOURCES = [
    {"title": "The articles in `documents`, as read from the input folder"},
    {"title": "Correlates of War country codes", "path": "https://correlatesofwar.org"},
    {
        "title": "Gleditsch and Ward list of independent states",
        "path": "http://ksgleditsch.com/statelist.html",
    },
]


def describe(directory: Path, dialect: str = "default") -> dict[str, Any]:
    """Return the data package of the tables that lie in a folder.

    Args:
        directory: an output folder.
        dialect: `default` or `norwegian-excel`: how its CSV files are written.

    Returns:
        The descriptor: a resource for each table with its fields, keys, size and hash. A reference
        is declared where both its tables are there.
    """
    tables = [t for t in public_tables() if csv_path(directory, t).is_file()]
    present = {table.name for table in tables}
    return {
        "profile": "tabular-data-package",
        "name": "troppetall",
        "title": "Troppetall: who had, sent, withdrew or lost how many soldiers",
        "description": "Figures of troops and casualties, people, organizations, countries and "
        "places read from Norwegian news articles. A text that a spreadsheet would run as a "
        "formula has an apostrophe before it, which `pipeline.load_tables` takes away.",
        "licenses": _LICENSES,
        "sources": _SOURCES,
        "resources": [_resource(directory, t, present, DIALECTS[dialect]) for t in tables],
    }


def write_datapackage(directory: Path, dialect: str = "default") -> Path:
    """Write `datapackage.json` beside the tables of a folder, and return its path.

    Raises: OutputError where the folder cannot be written.

    Example:
        >>> write_datapackage(Path("outputs")).name
        'datapackage.json'
    """
    path = directory / FILE_NAME
    text = json.dumps(describe(directory, dialect), ensure_ascii=False, indent=2) + "\n"
    with explained(path):
        path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _resource(directory: Path, table: Table, present: set[str], dialect: Dialect) -> dict[str, Any]:
    path = csv_path(directory, table)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "profile": "tabular-data-resource",
        "path": path.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "dialect": {
            "delimiter": dialect.delimiter,
            "quoteChar": '"',
            "doubleQuote": True,
            "lineTerminator": "\n",
            "header": True,
        },
        "schema": {
            "fields": [_field(column, dialect) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {
                    "fields": list(reference.columns),
                    "reference": {"resource": reference.table, "fields": list(reference.keys)},
                }
                for reference in table.references
                if reference.table in present
            ],
        },
    }


def _field(column: Column, dialect: Dialect) -> dict[str, Any]:
    # A date may be as short as a year, which no date type of Table Schema allows beside full dates.
    field: dict[str, Any] = {"name": column.name, "type": _TYPES.get(column.type, "string")}
    field["description"] = column.description + (f" ({column.unit})" if column.unit else "")
    if column.type == "number" and dialect is not DEFAULT:
        field["decimalChar"] = dialect.decimal
    if column.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    if column.pattern:
        constraints["pattern"] = column.pattern
    return field | ({"constraints": constraints} if constraints else {})
