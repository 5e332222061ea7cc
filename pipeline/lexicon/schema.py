"""How a lexicon file is declared: its columns, its key, and the aliases that it gives to ids."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a lexicon file.

    `kind` is `text`, `integer`, `number`, `yes` (the word `yes` or empty), `id` (of an entity) or
    `list` (values separated by `|`). `values` lists what may stand there, if not anything.
    `reference` names the file and column (`countries.country_id`) in which a value must exist.
    """

    name: str
    description: str
    kind: str = "text"
    required: bool = False
    values: tuple[str, ...] = ()
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Aliases:
    """Which columns of a file give names to which id.

    Within one `group` (all organizations, say) an alias belongs to one id, across all files of
    the group, unless a row that holds it says `yes` in the column `ambiguous`. An empty group
    means the kind of entity that the id names.
    """

    group: str
    id_column: str
    columns: tuple[str, ...]
    ambiguous: str = ""


@dataclass(frozen=True, slots=True)
class LexiconFile:
    """One lexicon file: `stem` is its name without `.csv`; `key` identifies a row.

    `user` says whether a user's folder may hold a file of this name, `example` a row for the
    template that a new user folder gets. `lazy` files are large; they are read when first used.
    """

    stem: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    aliases: Aliases | None = None
    user: bool = True
    lazy: bool = False
    example: tuple[str, ...] = ()

    @property
    def file_name(self) -> str:
        """The file's name: `countries.csv`."""
        return f"{self.stem}.csv"

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)


class Row(dict[str, str]):
    """One row of a lexicon file: a dict of its cells that knows the file and line it stands on.

    Example:
        >>> row = Row({"alias": "Daesh|IS"}, file="organizations.csv", line=3)
        >>> row.items_of("alias")
        ('Daesh', 'IS')
    """

    __slots__ = ("file", "line")

    def __init__(self, cells: dict[str, str], file: str = "", line: int = 0) -> None:
        super().__init__(cells)
        self.file = file
        self.line = line

    def __reduce__(self) -> tuple[type[Row], tuple[dict[str, str], str, int]]:
        return Row, (dict(self), self.file, self.line)

    def items_of(self, column: str) -> tuple[str, ...]:
        """The values of a `list` cell, separated by `|`, without empty ones."""
        cell = self[column]
        if "|" not in cell:
            return (cell,) if cell else ()
        return tuple(part for part in (p.strip() for p in cell.split("|")) if part)

    def is_yes(self, column: str) -> bool:
        """Whether the cell of a `yes` column says so."""
        return self[column] == "yes"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a lexicon file, with the line that it stands on (0: the whole file)."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}: {self.message}"
