"""An article and its figures, and the main facts of a run, for the terminal."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.errors import InputError
from pipeline.report.outputs import Outputs
from pipeline.report.views import how_many
from pipeline.report.wording import wording_of
from pipeline.schema import Row

_STYLES = {
    "person": "magenta",
    "organization": "cyan",
    "country": "yellow",
    "place": "green",
    "troops": "bold reverse blue",
    "casualties": "bold reverse red",
}
_SHOWN_NEAR = 5
_WIDE = 110  # columns that all fields of a figure need


def without_controls(text: str) -> str:
    """Return text that cannot steer a terminal, as long as before.

    Escape sequences, and the marks that turn the direction of writing, become `�`; line feeds and
    tabs stay.

    >>> without_controls("rød\\x1b[31m")
    'rød�[31m'
    """
    return "".join(c if c in "\n\t" or not _steers(c) else "\ufffd" for c in text)


def _steers(character: str) -> bool:
    if unicodedata.category(character) == "Cc":
        return True
    return unicodedata.bidirectional(character) in _TURNS


_TURNS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def show_document(directory: Path, doc_id: str, console: Console) -> None:
    """Print an article with its names and figures in colour, and its figures as rows below.

    Args:
        directory: an output folder.
        doc_id: the article.
        console: where to print.

    Raises: InputError where there is no such article, naming some that there are; TableError.
    """
    outputs = Outputs(directory)
    document = next((r for r in outputs.rows("documents") if r["doc_id"] == doc_id), None)
    if document is None:
        raise InputError(_no_document(outputs, doc_id))
    text = next((r["text"] for r in outputs.rows("texts") if r["doc_id"] == doc_id), "")
    figures = [r for r in outputs.rows("figures") if r["doc_id"] == doc_id]
    mentions = [r for r in outputs.rows("mentions") if r["doc_id"] == doc_id]
    title = " · ".join(str(document[c]) for c in ("doc_id", "date", "section") if document[c])
    console.rule(Text(without_controls(title), style="bold"))
    console.print(_coloured(text, mentions, figures), soft_wrap=False)
    console.print(_legend())
    if figures:
        console.print(_figure_table(figures, outputs.names, console.width))
    else:
        console.print(wording_of("nb")("no_figures"))


def _no_document(outputs: Outputs, doc_id: str) -> str:
    ids = [row["doc_id"] for row in outputs.rows("documents")]
    near = [i for i in ids if doc_id.casefold() in i.casefold()] or ids
    shown = ", ".join(near[:_SHOWN_NEAR]) + (" …" if len(near) > _SHOWN_NEAR else "")
    return f"{outputs.directory}: there is no article {doc_id!r}. There is: {shown or 'none'}."


def _coloured(text: str, mentions: Iterable[Row], figures: Iterable[Row]) -> Text:
    shown = Text(without_controls(text))
    for row in mentions:
        shown.stylize(_STYLES[row["kind"]], row["start_char"], row["end_char"])
    for row in figures:
        shown.stylize(_STYLES[row["category"]], row["start_char"], row["end_char"])
    return shown


def _legend() -> Text:
    words = wording_of("nb")
    names = {kind: words(kind) for kind in ("person", "organization", "country", "place")}
    names |= {kind: words.value("category", kind) for kind in ("troops", "casualties")}
    legend = Text()
    for kind, name in names.items():
        legend.append(f" {name} ", style=_STYLES[kind])
        legend.append(" ")
    return legend


def _figure_table(figures: Iterable[Row], names: dict[str, str], width: int) -> Table:
    """Return figures as a table; on a narrow terminal, status stands with the event."""
    words = wording_of("nb")
    keys = ["quote", "who", "what", "how_many", "where", "when", "how_sure", "who_says"]
    is_narrow = width < _WIDE
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for key in keys[:-2] if is_narrow else keys:
        table.add_column(
            words(key),
            justify="right" if key == "how_many" else "left",
            no_wrap=key in ("how_many", "when", "how_sure"),  # half a number misleads
            overflow="fold",
        )
    for row in figures:
        event = words.value("event", row["event"])
        status = words.value("modality", row["modality"])
        if is_narrow and row["modality"] != "actual":
            event = f"{event} ({status})"
        cells = [
            row["quote"],
            names.get(row["actor_id"], row["actor_id"]),
            event,
            how_many(row, words),
            names.get(row["location_id"], row["location_id"]),
            row["as_of"],
            status,
            names.get(row["source_id"], row["source"]),
        ]
        shown = cells[:-2] if is_narrow else cells
        table.add_row(*(Text(without_controls(cell or "")) for cell in shown))
    return table


def show_top(directory: Path, console: Console, n: int = 10) -> None:
    """Print the actors and places with most figures, and the latest figures.

    Args:
        directory: an output folder.
        console: where to print.
        n: rows of each list.

    Raises: TableError.
    """
    outputs, words = Outputs(directory), wording_of("nb")
    names = outputs.names
    figures = list(outputs.rows("figures"))
    dates = {row["doc_id"]: row["date"] or "" for row in outputs.rows("documents")}
    if not figures:
        console.print(words("empty_report"))
        return
    actors = Counter(r["actor_id"] for r in figures if r["actor_id"])
    places = Counter(r["location_id"] for r in figures if r["location_id"])
    for title, counts in ((words("top.actors"), actors), (words("top.places"), places)):
        if counts:
            console.print(_count_table(title, counts, names, n))
    figures.sort(key=lambda r: (dates[r["doc_id"]], r["doc_id"], -r["figure_no"]), reverse=True)
    latest = _figure_table(figures[:n], names, console.width)
    latest.title = words("top.latest")
    latest.title_justify = "left"
    console.print(latest)


def _count_table(title: str, counts: Counter[str], names: dict[str, str], n: int) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_column()
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:n]
    for entity_id, count in ranked:
        bar = "█" * max(1, round(20 * count / ranked[0][1]))
        name = Text(without_controls(names.get(entity_id, entity_id)))
        table.add_row(name, str(count), Text(bar, style="blue"))
    return table
