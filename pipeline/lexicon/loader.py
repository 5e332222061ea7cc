"""Loads the lexicon: the files of this package, with a user's folder laid over them."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import resources
from itertools import chain
from pathlib import Path

from pipeline.errors import LexiconError
from pipeline.ids import kind_of_id
from pipeline.lexicon.files import FILES
from pipeline.lexicon.places import Place, PlaceIndex, PlaceRow
from pipeline.lexicon.reader import MAX_USER_BYTES, alias_conflicts, decode, read_rows
from pipeline.lexicon.schema import LexiconFile, Problem, Row

Tables = dict[str, tuple[Row, ...]]
_SHOWN_PROBLEMS = 20


@dataclass(frozen=True, eq=False, repr=False)
class Lexicon:
    """All linguistic and world knowledge, as rows by file.

    Two lexicons are equal when their files are: `lexicon_hash` is the hash of the contents, so a
    function of a lexicon may be cached on it.

    Attributes:
        tables: Rows by the file's stem; a user's rows stand last and replace those of their key.
        aliases: Ids by alias, by kind of entity, for every file that declares aliases.
        lexicon_hash: SHA-256 of the contents of all files.
    """

    tables: Mapping[str, tuple[Row, ...]]
    aliases: Mapping[str, Mapping[str, tuple[str, ...]]]
    lexicon_hash: str
    user_dir: str = field(default="")

    def __repr__(self) -> str:
        return f"Lexicon({self.lexicon_hash[:12]}, user_dir={self.user_dir!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lexicon) and self.lexicon_hash == other.lexicon_hash

    def __hash__(self) -> int:
        return hash(self.lexicon_hash)

    def table(self, stem: str) -> tuple[Row, ...]:
        """The rows of a file by its name without `.csv`; none if nobody wrote such a file.

        Example:
            >>> [row["name_nb"] for row in load_lexicon().table("countries")][:2]
            ['Aruba', 'Afghanistan']
        """
        return self.tables.get(stem, ())

    def ids_of(self, kind: str, alias: str) -> tuple[str, ...]:
        """The ids that an alias has among the entities of a kind; several if it is ambiguous."""
        return self.aliases.get(kind, {}).get(alias, ())

    @cached_property
    def country_names(self) -> dict[str, Row]:
        """The rows of `countries.csv` by ISO alpha-3 code."""
        return {row["country_id"]: row for row in self.table("countries")}

    @cached_property
    def places(self) -> PlaceIndex:
        """Cities, regions and bases by name and id; read when first used."""
        return PlaceIndex(
            chain(_cities(), map(PlaceRow.of, self.table("places"))), self.aliases.get("place", {})
        )

    def place(self, entity_id: str) -> Place | None:
        """The place with an id (`place:irq-mosul`), or None if the lexicon does not know it."""
        return self.places.get(entity_id)

    def __getstate__(self) -> dict[str, object]:
        return {k: v for k, v in self.__dict__.items() if k != "places"}


def load_lexicon(user_dir: Path | None = None) -> Lexicon:
    """The lexicon of this package, with a user's folder laid over it if one is given.

    Args:
        user_dir: A folder of CSV files with the columns of ours. Its rows add to ours, and replace
            those of the same key; its aliases win over ours.

    Returns:
        The lexicon; the same object for the same contents.

    Raises:
        LexiconError: A file or column is unknown, a value is not allowed, or an alias has two ids.
            The message names file and line of each.

    Example:
        >>> load_lexicon().country_names["IRQ"]["name_nb"]
        'Irak'
    """
    if user_dir is None:
        return _builtin()
    user, problems = read_user(user_dir)
    if problems:
        raise LexiconError(describe(problems))
    return user


def describe(problems: list[Problem]) -> str:
    """The problems as one message for the user, a line each, the first twenty."""
    lines = [str(problem) for problem in problems[:_SHOWN_PROBLEMS]]
    if len(problems) > len(lines):
        lines.append(f"and {len(problems) - len(lines)} more; `troppetall lexicon check` lists all")
    return "\n".join(lines)


@lru_cache(maxsize=1)
def _builtin() -> Lexicon:
    contents = _package_contents()
    problems: list[Problem] = []
    tables = _tables(contents, problems)
    problems += check_tables(tables, tables)
    if problems:
        raise LexiconError(describe(problems))
    return Lexicon(tables, _alias_index(tables), _digest(contents))


def read_user(user_dir: Path) -> tuple[Lexicon, list[Problem]]:
    """The lexicon with a user's folder laid over it, and everything that is wrong in the folder.

    Raises:
        LexiconError: The folder does not exist.
    """
    problems: list[Problem] = []
    contents = _user_contents(user_dir, problems)
    added = _tables(contents, problems)
    base = _builtin()
    tables = dict(base.tables)
    for declared in FILES:
        if declared.stem in added:
            rows = tables.get(declared.stem, ())
            tables[declared.stem] = _overlay(declared, rows, added[declared.stem])
    problems += check_tables(added, tables)
    aliases = {kind: dict(names) for kind, names in base.aliases.items()}
    for kind, names in _alias_index(added).items():
        aliases.setdefault(kind, {}).update(names)
    digest = hashlib.sha256((base.lexicon_hash + _digest(contents)).encode()).hexdigest()
    lexicon = Lexicon(tables, aliases, digest, str(user_dir))
    problems.extend(_unknown_entities(added.get("aliases", ()), lexicon))
    return lexicon, sorted(problems)


def _unknown_entities(rows: tuple[Row, ...], lexicon: Lexicon) -> Iterator[Problem]:
    """A problem for every alias of a country or place that the lexicon does not know.

    People and organizations need no row of their own: articles name many that no lexicon knows.
    """
    for row in rows:
        entity_id = row["entity_id"]
        kind = kind_of_id(entity_id)
        if kind == "country" and entity_id not in lexicon.country_names:
            yield Problem(row.file, row.line, f"no country has the code '{entity_id}'.")
        elif kind == "place" and lexicon.place(entity_id) is None:
            message = f"no place has the id '{entity_id}'. Add it to places.csv."
            yield Problem(row.file, row.line, message)


def _package_contents() -> dict[str, bytes]:
    """The bytes of this package's files, by stem."""
    folder = resources.files("pipeline.lexicon")
    paths = {declared.stem: folder / declared.file_name for declared in FILES}
    return {stem: path.read_bytes() for stem, path in paths.items() if path.is_file()}


def _cities() -> Iterator[PlaceRow]:
    """The rows of `cities.csv`, unchecked: the tests have checked what the package holds."""
    path = resources.files("pipeline.lexicon") / "cities.csv"
    with path.open(encoding="utf-8") as file:
        reader = csv.reader(file)  # no cell of ours holds a line break
        next(reader)
        yield from map(PlaceRow._make, reader)


def _user_contents(user_dir: Path, problems: list[Problem]) -> dict[str, bytes]:
    """The bytes of the CSV files in a user's folder, by stem."""
    if not user_dir.is_dir():
        raise LexiconError(
            f"{user_dir}: no such folder. `troppetall lexicon init {user_dir}` makes one."
        )
    allowed = {declared.file_name: declared for declared in FILES if declared.user}
    contents: dict[str, bytes] = {}
    for path in sorted(user_dir.iterdir()):
        if path.name.startswith(".") or path.suffix.lower() in (".md", ".txt"):
            continue
        if path.name not in allowed or not path.is_file():
            message = f"unknown file. The files are: {', '.join(sorted(allowed))}."
            problems.append(Problem(path.name, 0, message))
        elif path.stat().st_size > MAX_USER_BYTES:
            limit = MAX_USER_BYTES // 1_000_000
            problems.append(Problem(path.name, 0, f"larger than {limit} MB. Split or shorten it."))
        else:
            contents[path.stem] = path.read_bytes()
    return contents


def _tables(contents: Mapping[str, bytes], problems: list[Problem]) -> Tables:
    """The rows of every file, in the order of the declarations."""
    tables: Tables = {}
    for declared in FILES:
        if declared.stem in contents and not declared.lazy:
            text = decode(contents[declared.stem], declared.file_name, problems)
            if text:
                tables[declared.stem] = tuple(read_rows(declared, text, problems))
    return tables


def _overlay(
    declared: LexiconFile, rows: tuple[Row, ...], added: tuple[Row, ...]
) -> tuple[Row, ...]:
    """The rows that no added row has the key of, then the added ones."""
    keys = {tuple(row[name] for name in declared.key) for row in added}
    kept = (row for row in rows if tuple(row[name] for name in declared.key) not in keys)
    return (*kept, *added)


def check_tables(tables: Tables, known: Tables) -> list[Problem]:
    """What is wrong between rows: two ids of an alias, references to nothing, misfit forms."""
    problems = list(alias_conflicts(FILES, tables))
    problems.extend(_dangling(tables, known))
    problems.extend(_misfits(tables, known))
    return problems


def _misfits(tables: Tables, known: Tables) -> Iterator[Problem]:
    """A problem for every country form that its paradigm cannot inflect: `irak` as an -er word."""
    endings = {row["paradigm"]: row["base"] for row in known.get("paradigms", ())}
    for row in tables.get("country_forms", ()):
        ending = endings.get(row["paradigm"], "")
        if not row["form"].endswith(ending):
            message = f"'{row['form']}' does not end in -{ending}, as '{row['paradigm']}' words do."
            yield Problem(row.file, row.line, message)


def _dangling(tables: Tables, known: Tables) -> Iterator[Problem]:
    for declared in FILES:
        for column in declared.columns:
            if not column.reference:
                continue
            stem, _, name = column.reference.partition(".")
            good = {row[name] for row in known.get(stem, ())}
            for row in tables.get(declared.stem, ()):
                value = row[column.name]
                if value and value not in good:
                    message = f"'{value}' in '{column.name}' is not in {stem}.csv."
                    yield Problem(row.file, row.line, message)


def _alias_index(tables: Tables) -> dict[str, dict[str, tuple[str, ...]]]:
    """Ids by alias, by kind of entity."""
    index: dict[str, dict[str, dict[str, None]]] = {}
    for declared in FILES:
        spec = declared.aliases
        for row in tables.get(declared.stem, ()) if spec else ():
            assert spec is not None
            entity = row[spec.id_column]
            names = index.setdefault(spec.group or kind_of_id(entity), {})
            for column in spec.columns:
                for alias in row.items_of(column):
                    names.setdefault(alias, {})[entity] = None
    return {k: {alias: tuple(ids) for alias, ids in v.items()} for k, v in index.items()}


def _digest(contents: Mapping[str, bytes]) -> str:
    """A hash of all files that is the same for the same contents."""
    total = hashlib.sha256()
    for stem in sorted(contents):
        total.update(stem.encode() + b"\0" + hashlib.sha256(contents[stem]).digest())
    return total.hexdigest()
