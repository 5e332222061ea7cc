"""What a table is made of: columns, and references to the keys of other tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Type = Literal["string", "integer", "number", "boolean", "date"]
Row = dict[str, Any]  # a row as it is read: values by column
Values = tuple[object, ...]  # a row as it is written: values in the order of the columns

# A `date` is as precise as its source: YYYY, YYYY-MM or YYYY-MM-DD.
DATE_PATTERN = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, type, meaning, and what a value may be."""

    name: str
    type: Type
    description: str
    unit: str = ""
    required: bool = False
    allowed: tuple[str, ...] = ()
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns of one table whose values must be keys of another."""

    columns: tuple[str, ...]
    table: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file: name, what a row is, key columns, columns, and references to other tables."""

    name: str
    title: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    references: tuple[Reference, ...] = ()
    internal: bool = False  # working evidence between two stages, kept out of the user's sight

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, in the order of the file."""
        return tuple(c.name for c in self.columns)

    def column(self, name: str) -> Column:
        """Return the column of this name. Raises: KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
