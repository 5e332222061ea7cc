"""The same tables in other formats: SQLite, Parquet, and CSV in another dialect."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.datapackage import write_datapackage
from pipeline.errors import OutputError, TableError
from pipeline.report.outputs import Outputs, replace_file, temporary
from pipeline.schema import Row, Table
from pipeline.tableio import DIALECTS, TableWriter, csv_path, explained

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH = 20_000
_SQLITE_TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
_SQLITE_MAGIC = b"SQLite format 3\0"


def export_csv(directory: Path, out: Path, dialect: str = "norwegian-excel") -> dict[str, int]:
    """Write the tables of a folder as CSV files in another dialect, with their data package.

    Args:
        directory: an output folder.
        out: the folder to write, made where it is missing; another than `directory`.
        dialect: `default` or `norwegian-excel` (`;` between cells, decimal comma).

    Returns: The number of rows by table.
    Raises: OutputError, TableError.

    Example:
        >>> export_csv(Path("outputs"), Path("excel"))["documents"]
        14
    """
    if dialect not in DIALECTS:
        raise OutputError(f"There is no dialect {dialect!r}; there are {', '.join(DIALECTS)}.")
    if out.resolve() == directory.resolve():
        raise OutputError(f"{out} holds the tables to export. Name another folder.")
    outputs = Outputs(directory)
    _make_folder(out)
    counts = {}
    for table in outputs.tables:
        place = csv_path(out, table)
        made = temporary(place)
        with TableWriter(made, table, DIALECTS[dialect]) as writer:
            for rows in _batches(outputs.rows(table.name), table):
                writer.write(rows)
        replace_file(made, place)
        counts[table.name] = writer.n_rows
    write_datapackage(out, dialect)
    return counts


def export_sqlite(directory: Path, file: Path) -> dict[str, int]:
    """Write the tables of a folder to a SQLite database with the same primary and foreign keys.

    Args:
        directory: an output folder.
        file: the database to write; an older SQLite database there is replaced.

    Returns: The number of rows by table.
    Raises: OutputError where the file cannot be written or is something else than a database;
        TableError where a reference between the tables does not hold.

    Example:
        >>> export_sqlite(Path("outputs"), Path("troppetall.db"))["documents"]
        14
    """
    outputs = Outputs(directory)
    made = temporary(file)
    _refuse_to_replace(file)
    with explained(file):
        made.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(made)) as database:
            counts = _fill(database, outputs)
    except (sqlite3.Error, TableError) as error:
        made.unlink(missing_ok=True)
        if isinstance(error, TableError):
            raise
        raise OutputError(f"{file}: cannot be written ({error}).") from error
    replace_file(made, file)
    return counts


def _refuse_to_replace(file: Path) -> None:
    with explained(file):
        if not file.exists():
            return
        with file.open("rb") as old:
            start = old.read(len(_SQLITE_MAGIC))
    if start not in (b"", _SQLITE_MAGIC):
        raise OutputError(f"{file} is not a SQLite database, so it is left as it is.")


def _fill(database: sqlite3.Connection, outputs: Outputs) -> dict[str, int]:
    present = {table.name for table in outputs.tables}
    counts = {}
    for table in outputs.tables:
        database.execute(_create_statement(table, present))
        marks = ", ".join("?" * len(table.columns))
        counts[table.name] = 0
        for rows in _batches(outputs.rows(table.name), table):
            database.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', rows)
            counts[table.name] += len(rows)
    broken = database.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise TableError(
            f"{outputs.directory}: row {broken[1]} of {broken[0]} refers to no row of {broken[2]}. "
            "See all with: troppetall validate"
        )
    database.commit()
    return counts


def _create_statement(table: Table, present: set[str]) -> str:
    lines = [
        f'"{c.name}" {_SQLITE_TYPES.get(c.type, "TEXT")}{" NOT NULL" if c.required else ""}'
        for c in table.columns
    ]
    lines.append(f"PRIMARY KEY ({_quoted(table.key)})")
    lines += [
        f'FOREIGN KEY ({_quoted(r.columns)}) REFERENCES "{r.table}" ({_quoted(r.keys)})'
        for r in table.references
        if r.table in present
    ]
    return f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join(lines) + "\n)"


def _quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def export_parquet(directory: Path, out: Path) -> dict[str, int]:
    """Write each table of a folder as a Parquet file, typed, with keys in the schema's metadata.

    Args:
        directory: an output folder.
        out: the folder to write, made where it is missing.

    Returns: The number of rows by table.
    Raises: OutputError where pyarrow is not installed or the folder cannot be written.

    Example:
        >>> export_parquet(Path("outputs"), Path("parquet"))["documents"]
        14
    """
    try:
        from pyarrow import Table as ArrowTable
        from pyarrow.parquet import ParquetWriter
    except ImportError as error:
        raise OutputError(
            "Parquet needs pyarrow. Install it with: pip install 'troppetall[parquet]'"
        ) from error
    outputs = Outputs(directory)
    _make_folder(out)
    counts = {}
    for table in outputs.tables:
        place = out / f"{table.name}.parquet"
        made = temporary(place)
        schema = _arrow_schema(table)
        counts[table.name] = 0
        with explained(place), ParquetWriter(made, schema, compression="zstd") as writer:
            for rows in _batches(outputs.rows(table.name), table):
                columns = [list(values) for values in zip(*rows, strict=True)]
                writer.write_table(ArrowTable.from_arrays(_arrays(columns, schema), schema=schema))
                counts[table.name] += len(rows)
        replace_file(made, place)
    return counts


def _arrays(columns: list[list[Any]], schema: pa.Schema) -> list[pa.Array]:
    import pyarrow as pa

    return [pa.array(c, type=t) for c, t in zip(columns, schema.types, strict=True)]


def _arrow_schema(table: Table) -> pa.Schema:
    import pyarrow as pa

    types = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    fields = [
        pa.field(
            c.name,
            types.get(c.type, pa.string()),
            nullable=not c.required,
            metadata={"description": c.description, "unit": c.unit},
        )
        for c in table.columns
    ]
    foreign = [
        {"fields": r.columns, "reference": {"resource": r.table, "fields": r.keys}}
        for r in table.references
    ]
    metadata = {
        "title": table.title,
        "primaryKey": json.dumps(table.key),
        "foreignKeys": json.dumps(foreign),
    }
    return pa.schema(fields, metadata=metadata)


def _batches(rows: Iterator[Row], table: Table) -> Iterator[list[list[object]]]:
    names = table.column_names
    while batch := [[_null_if_empty(row[n]) for n in names] for row in islice(rows, _BATCH)]:
        yield batch


def _null_if_empty(value: object) -> object:
    return None if value == "" else value


def _make_folder(out: Path) -> None:
    with explained(out):
        out.mkdir(parents=True, exist_ok=True)
