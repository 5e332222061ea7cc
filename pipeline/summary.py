"""What a run says when it ends: articles read and skipped, rows, and the latest troop figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.runner import Summary
from pipeline.stages.join import latest
from pipeline.tableio import Dialect, csv_path, format_number, read_rows
from pipeline.tables import TROOP_FIGURES

if TYPE_CHECKING:
    from rich.table import Table as RichTable
    from rich.text import Text

_N_LATEST = 8


def summary_lines(summary: Summary, dialect: Dialect) -> Iterator[Text | RichTable]:
    """Yield what to print about a run, a line or a table at a time."""
    from rich.text import Text

    n_skipped = sum(summary.n_skipped.values())
    reasons = ", ".join(f"{reason} {n}" for reason, n in summary.n_skipped.items())
    yield Text(
        f"{summary.n_rows.get('documents', 0)} articles read, {n_skipped} skipped"
        + (f" ({reasons}; see skipped.csv)" if reasons else "")
    )
    if summary.kept:
        yield Text(f"Still valid from an earlier run: {', '.join(summary.kept)}")
    rows = ", ".join(f"{name} {n}" for name, n in summary.n_rows.items())
    yield Text(f"Rows in {summary.directory}: {rows}")
    for note in summary.notes:
        yield Text(note)
    path = csv_path(summary.directory, TROOP_FIGURES)
    if path.exists() and summary.n_rows.get(TROOP_FIGURES.name):
        yield _latest_table(path, dialect)


def _latest_table(path: object, dialect: Dialect) -> RichTable:
    from rich.table import Table
    from rich.text import Text

    from pipeline.report.terminal import without_controls

    table = Table(title="Latest troop figures", title_justify="left")
    for name in ("as of", "actor", "number", "unit", "event", "where", "source"):
        table.add_column(name, justify="right" if name == "number" else "left")
    for row in latest(read_rows(path, TROOP_FIGURES, dialect), _N_LATEST):  # type: ignore[arg-type]
        number = (
            f"{format_number(row['value_min'])}+"
            if row["value"] is None
            else format_number(row["value"])
        )
        if row["measure"] == "percent":
            number += " %"
        where = row["location"] or row["location_country_name"]
        cells = (
            row["as_of"],
            row["actor"],
            number,
            row["unit"],
            row["event"],
            where,
            row["source"],
        )
        # What articles say must be read neither as markup nor as orders to the terminal.
        table.add_row(*(Text(without_controls(cell or "")) for cell in cells))
    return table


def card_lines(card: dict[str, Any]) -> Iterator[str]:
    """Yield a model card's lines: what the model is, and its figures on held-out text."""
    yield f"{card['lang']}_{card['name']} {card['version']}"
    if card.get("description"):
        yield card["description"]
    yield from _figure_lines(card.get("performance", {}), "")


def _figure_lines(figures: dict[str, Any], path: str) -> Iterator[str]:
    """Yield one line a figure, named by its place in the card: `nb grammar upos   0.982`."""
    for name, value in figures.items():
        if isinstance(value, dict):
            yield from _figure_lines(value, f"{path}{name} ")
        elif isinstance(value, float):
            yield f"  {path + name:<28}{value:.3f}"
