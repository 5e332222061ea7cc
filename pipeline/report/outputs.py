"""An output folder as the reports read it: typed rows table by table, and the run's own account."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.errors import OutputError, TableError
from pipeline.report.wording import Wording
from pipeline.schema import Row, Table
from pipeline.tableio import Dialect, csv_path, dialect_of_folder, explained, read_rows
from pipeline.tables import ENTITY_TABLES, TABLES, public_tables

RUN_FILE = "run.json"


@dataclass(frozen=True)
class Outputs:
    """The tables that `troppetall run` left in a folder.

    Example:
        >>> outputs = Outputs(Path("outputs"))
        >>> sum(1 for _ in outputs.rows("documents"))
        14
    """

    directory: Path

    def __post_init__(self) -> None:
        if not self.tables:
            raise TableError(
                f"{self.directory} holds no table. "
                f"Make them with: troppetall run INPUT --out {self.directory}"
            )

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The public tables that have a file here, in the order of the pipeline."""
        return tuple(t for t in public_tables() if csv_path(self.directory, t).is_file())

    @cached_property
    def dialect(self) -> Dialect:
        """The dialect that the files are written in, seen from their first header line."""
        return dialect_of_folder(self.directory)

    def rows(self, name: str) -> Iterator[Row]:
        """Yield the rows of a table in key order; none where this run did not make it.

        Raises: TableError where a cell is not of its declared type.
        """
        table = TABLES[name]
        path = csv_path(self.directory, table)
        return read_rows(path, table, self.dialect) if path.is_file() else iter(())

    @cached_property
    def run(self) -> dict[str, Any]:
        """What `run.json` says of version, model, options and counts; empty where there is none."""
        try:
            found = json.loads((self.directory / RUN_FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of every person, organization, country (in Bokmål) and place, by id."""
        found = {}
        for table, key in ENTITY_TABLES.values():
            column = "name_nb" if table.name == "countries" else "name"
            found.update({row[key]: row[column] for row in self.rows(table.name)})
        return found


def model_name(outputs: Outputs, words: Wording) -> str:
    """Return the language model as `run.json` names it, with the start of its hash."""
    model = outputs.run.get("model")
    if not isinstance(model, dict) or not model.get("name"):
        return ""
    name = words.value("model", str(model["name"]))
    return f"{name} ({str(model.get('hash', ''))[:8]})"


def replace_file(made: Path, place: Path) -> None:
    """Move a finished temporary file to its place, over what was there. Raises: OutputError."""
    with explained(place):
        made.replace(place)


def temporary(place: Path) -> Path:
    """Return where a file is written before it is moved to `place`, in the same folder.

    Raises: OutputError where the folder does not exist or the place is a folder.
    """
    if place.is_dir():
        raise OutputError(f"{place} is a folder. Name a file.")
    if not place.parent.is_dir():
        raise OutputError(f"{place.parent} does not exist. Make it first, or name another file.")
    return place.with_name(f".{place.name}.tmp")
