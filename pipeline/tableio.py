"""The only code that reads or writes the CSV tables."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO

from pipeline.csv_rows import all_rows
from pipeline.errors import OutputError, TableError
from pipeline.schema import Column, Row, Table
from pipeline.spreadsheet_safety import defuse, restore
from pipeline.tables import public_tables

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is spelled in a file: what stands between cells, and in numbers."""

    name: str
    delimiter: str
    decimal: str


DEFAULT = Dialect("default", ",", ".")
NORWEGIAN_EXCEL = Dialect("norwegian-excel", ";", ",")
DIALECTS = {dialect.name: dialect for dialect in (DEFAULT, NORWEGIAN_EXCEL)}

_BOM = "\ufeff"
_NEEDS_QUOTES = re.compile('[,;"\r\n]')
_LONG = 80  # characters; longer cells seldom come again


def csv_path(directory: Path, table: Table) -> Path:
    """Return where a table's file lies in an output folder."""
    return directory / f"{table.name}.csv"


def encode_rows(rows: Iterable[Sequence[object]], dialect: Dialect = DEFAULT) -> str:
    """Return rows (values in column order) as CSV lines, each ended by a line feed.

    The standard writer leaves a bare carriage return unquoted on Python 3.11, so cells are
    quoted here.
    """
    encode = _encoder(dialect)
    delimiter = dialect.delimiter
    return "".join(delimiter.join([encode(value) for value in row]) + "\n" for row in rows)


def batched(rows: Iterable[Sequence[object]], size: int) -> Iterator[list[Sequence[object]]]:
    """Yield the rows in lists of at most `size`."""
    rows = iter(rows)
    while part := list(islice(rows, size)):
        yield part


def _encoder(dialect: Dialect) -> Any:
    decimal = dialect.decimal

    def encode(value: object) -> str:
        if value.__class__ is str:
            return _known_text(value) if len(value) < _LONG else _text(value)
        if value is None:
            return ""
        if value is True or value is False:
            return "true" if value else "false"
        if value.__class__ is float:
            return format_number(value).replace(".", decimal)
        return str(value)

    return encode


def _text(value: str) -> str:
    text = defuse(value)
    if _NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


_known_text = lru_cache(maxsize=50_000)(_text)  # words, tags and ids come again and again


def format_number(value: float) -> str:
    """Return the shortest decimal spelling: no exponent, no trailing `.0`.

    >>> format_number(4000.0), format_number(66.7), format_number(1e16)
    ('4000', '66.7', '10000000000000000')
    """
    if value == int(value):
        return str(int(value))
    text = repr(value)
    return text if "e" not in text else f"{value:.15f}".rstrip("0").rstrip(".")


class TableWriter:
    """Writes one table to a temporary file beside its place; `close` syncs it to disk.

    Rows come in key order from the caller. `sha256` is the hash of the bytes written so far.
    """

    def __init__(self, path: Path, table: Table, dialect: Dialect = DEFAULT) -> None:
        self.path = path
        self.table = table
        self.n_rows = 0
        self._dialect = dialect
        self._hash = hashlib.sha256()
        self._file: TextIO | None = None
        with explained(path):
            self._file = path.open("w", encoding="utf-8", newline="")
        self.write_text(_BOM + dialect.delimiter.join(table.column_names) + "\n", 0)

    def write(self, rows: Iterable[Sequence[object]]) -> None:
        """Append rows, each a sequence of values in column order."""
        rows = list(rows)
        self.write_text(encode_rows(rows, self._dialect), len(rows))

    def write_all(self, rows: Iterable[Sequence[object]]) -> None:
        """Append any number of rows, a few at a time."""
        for part in batched(rows, 1000):
            self.write(part)

    def write_text(self, text: str, n_rows: int) -> None:
        """Append lines that `encode_rows` made elsewhere (in a worker process)."""
        assert self._file is not None
        with explained(self.path):
            self._file.write(text)
        self._hash.update(text.encode("utf-8"))
        self.n_rows += n_rows

    @property
    def sha256(self) -> str:
        """The hash of the bytes written so far, in hexadecimal."""
        return self._hash.hexdigest()

    def close(self) -> None:
        """Flush to the disk itself, so that a rename afterwards never publishes half a file."""
        if self._file is None:
            return
        with explained(self.path):
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        self._file = None

    def __enter__(self) -> TableWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()
        elif self._file is not None:
            with suppress(OSError):
                self._file.close()


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn an operating system's error while writing `path` into one that a user can act on."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputError(
            f"{path}: cannot be written ({reason}). Free some space, "
            "close the file where it is open, or choose another folder with --out."
        ) from error


def read_rows(path: Path, table: Table, dialect: Dialect = DEFAULT) -> Iterator[Row]:
    """Yield the rows of a table's file, values typed as its columns are declared.

    Raises: TableError naming file, line and column for anything that the declaration forbids.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter=dialect.delimiter, strict=True)
            header = next(reader, [])
            if tuple(header) != table.column_names:
                raise TableError(
                    f"{path}, line 1: the columns are {', '.join(header) or 'missing'}; "
                    f"expected {', '.join(table.column_names)}. Run the stage again with --fresh."
                )
            parsers = [_parser(column, dialect) for column in table.columns]
            names = table.column_names
            for cells in all_rows(reader):
                if len(cells) != len(names):
                    raise TableError(
                        f"{path}, line {reader.line_num}: {len(cells)} cells where the header "
                        f"has {len(names)}."
                    )
                yield {
                    name: parse(cell)
                    for name, parse, cell in zip(names, parsers, cells, strict=True)
                }
    except FileNotFoundError:
        raise TableError(f"{path} is missing.") from None
    except (csv.Error, UnicodeDecodeError, ValueError) as error:
        raise TableError(f"{path}: not a table of ours ({error}).") from error


def _parser(column: Column, dialect: Dialect) -> Any:
    if column.type == "integer":
        return lambda cell: int(cell) if cell else None
    if column.type == "number":
        return lambda cell: float(cell.replace(dialect.decimal, ".")) if cell else None
    if column.type == "boolean":
        return lambda cell: cell == "true" if cell else None
    return restore


_PANDAS_TYPES = {
    "string": "string",
    "date": "string",  # a date may be as short as a year
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
}


def load_table(path: Path, table: Table, dialect: Dialect = DEFAULT) -> pd.DataFrame:
    """Return one table as a DataFrame: strings, Int64, Float64, boolean; empty cells are missing.

    `NA` (Namibia's code) stays a string. Raises: TableError.
    """
    import pandas as pd

    try:
        frame = pd.read_csv(
            path,
            dtype=str,
            sep=dialect.delimiter,
            encoding="utf-8-sig",
            keep_default_na=False,
            na_values=[""],
            lineterminator="\n",
        )
    except FileNotFoundError:
        raise TableError(f"{path} is missing.") from None
    except (pd.errors.ParserError, UnicodeDecodeError, csv.Error) as error:
        raise TableError(f"{path}: not a table of ours ({error}).") from error
    missing = [name for name in table.column_names if name not in frame.columns]
    if missing:
        raise TableError(
            f"{path} has no column {missing[0]}: it was written by another version of Troppetall. "
            f"Make it anew with: troppetall run INPUT --out {path.parent}"
        )
    for column in table.columns:
        values = frame[column.name]
        if column.type == "number":
            values = values.str.replace(dialect.decimal, ".", regex=False)
        if column.type in ("integer", "number"):
            values = pd.to_numeric(values)
        elif column.type == "boolean":
            values = values.map({"true": True, "false": False})
        else:
            values = values.map(restore, na_action="ignore")
        frame[column.name] = values.astype(_PANDAS_TYPES[column.type])  # type: ignore[call-overload]
    return frame


def load_tables(directory: str | Path) -> dict[str, pd.DataFrame]:
    """Return every table of an output folder as a typed DataFrame, keyed by table name.

    Args:
        directory: what `troppetall run … --out` wrote, in either dialect.

    Returns:
        Frames with a row for each row of the file and the columns of `troppetall tables`: words and
        dates as `string` (a date may be as short as a year), whole numbers as `Int64`, others as
        `Float64`, yes and no as `boolean`. What is empty is missing (`pandas.NA`), never 0.

    Raises:
        TableError: the folder holds no table, or a file that is not one.

    Examples:
        >>> tables = load_tables("outputs")
        >>> tables["countries"][["country_id", "cow_code"]].dtypes.astype(str).tolist()
        ['string', 'Int64']
    """
    folder = Path(directory)
    dialect = dialect_of_folder(folder)
    found = {
        table.name: load_table(csv_path(folder, table), table, dialect)
        for table in public_tables()
        if csv_path(folder, table).exists()
    }
    if not found:
        raise TableError(
            f"{folder} holds no table. Make them with: troppetall run INPUT --out {folder}"
        )
    return found


def dialect_of_folder(directory: Path) -> Dialect:
    """Return the dialect that an output folder's tables are written in."""
    for table in public_tables():
        path = csv_path(directory, table)
        if path.exists():
            with path.open(encoding="utf-8-sig") as file:
                head = file.readline()
            is_norwegian = NORWEGIAN_EXCEL.delimiter in head
            return NORWEGIAN_EXCEL if is_norwegian else DEFAULT
    return DEFAULT
