"""The tables in words: Markdown from `pipeline.tables`, for README, docs and command line."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.schema import Column, Reference, Table
from pipeline.tables import public_tables

# A reader wants the answers first and the evidence after. A table in no group comes last.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("The answers", ("troop_figures", "casualty_figures")),
    ("Who and where", ("people", "organizations", "countries", "places")),
    ("Which article says it", ("document_entities", "aliases")),
    (
        "The evidence, word by word",
        ("figures", "mentions", "documents", "texts", "sentences", "tokens"),
    ),
    ("What to look through", ("skipped", "unresolved", "suggested_merges")),
)


def grouped_tables() -> list[tuple[str, list[Table]]]:
    """Return the public tables under their headings, in reading order.

    Returns:
        One (heading, tables) pair a group; every public table is in exactly one.

    Example:
        >>> grouped_tables()[0][0]
        'The answers'
    """
    left = {table.name: table for table in public_tables()}
    groups = [
        (heading, [left.pop(name) for name in names if name in left]) for heading, names in GROUPS
    ]
    return [*groups, ("Other", list(left.values()))] if left else groups


def tables_markdown() -> str:
    """Return all tables as an overview, the columns of the first folded: the block in README.md."""
    first = grouped_tables()[0][1][0]
    return (
        f"{overview_markdown()}\n<details>\n<summary>The {len(first.columns)} columns of "
        f"<code>{first.name}</code></summary>\n\n{table_markdown(first)}\n</details>\n"
    )


def reference_markdown() -> str:
    """Return all tables with a heading each: the body of docs/tables.md."""
    parts = [overview_markdown()]
    for heading, tables in grouped_tables():
        parts.append(f"## {heading}\n")
        parts += [f"### `{table.name}`\n\n{table_markdown(table)}" for table in tables]
    return "\n".join(parts)


def overview_markdown() -> str:
    """Return one line a table: name, what a row is, key."""
    rows = (
        (f"`{table.name}`", table.description, _names(table.key))
        for _, tables in grouped_tables()
        for table in tables
    )
    return grid(("Table", "What it holds", "Key"), rows)


def table_markdown(table: Table) -> str:
    """Return one table's description, columns and references.

    Args:
        table: a declaration from `pipeline.tables`.

    Returns:
        Markdown that ends with a line break; columns in the order of the file.
    """
    columns = ((f"`{c.name}`", _type(c), _meaning(c)) for c in table.columns)
    text = f"{table.description} Key: {_names(table.key)}.\n\n"
    text += grid(("Column", "Type", "Meaning"), columns)
    if table.references:
        text += "\n" + "; ".join(_reference(r) for r in table.references) + ".\n"
    return text


def _type(column: Column) -> str:
    return column.type if column.required else f"{column.type}, may be empty"


def _meaning(column: Column) -> str:
    parts = [column.description]
    if column.unit:
        parts.append(f"Unit: {column.unit}")
    if column.allowed:
        parts.append("One of " + ", ".join(f"`{value}`" for value in column.allowed))
    return ". ".join(parts).replace("|", r"\|")


def _reference(reference: Reference) -> str:
    return f"{_names(reference.columns)} refers to {_names((reference.table,))}"


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def grid(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table in Markdown that ends with a line break; cells are taken as they are."""
    lines = [header, tuple("---" for _ in header), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)
