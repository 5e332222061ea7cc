"""The tables as one Excel workbook, typed and linked, that opens right whatever the locale."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.report.outputs import Outputs, model_name, replace_file, temporary
from pipeline.report.wording import Wording, wording_of
from pipeline.schema import Column, Row, Table
from pipeline.spreadsheet_safety import is_live
from pipeline.tableio import explained
from pipeline.tables import TABLES

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MAX_ROWS = 1_048_575  # of a sheet, below its header
MAX_CELL = 32_767  # characters
MAX_LINKS = 65_000  # of a sheet; Excel allows 65,530
MAX_WORD_ROWS = 50_000  # a sheet of words longer than this serves nobody, and takes minutes to open
MAX_SAFE_NUMBER = 10**15  # Excel keeps 15 digits

_FIRST = (
    "troop_figures",
    "casualty_figures",
    "people",
    "organizations",
    "countries",
    "places",
    "figures",
    "documents",
)
_LAST = ("sentences", "texts", "tokens")
_READING = ("troop_figures", "casualty_figures")
_WIDTHS = {
    "doc_id": 26,
    "sentence": 70,
    "quote": 30,
    "text": 70,
    "path": 26,
    "sha256": 14,
    "detail": 60,
}
_SENTENCE_LINE = 68  # characters of a sentence on a line of its column
_LINE_HEIGHT, _MOST_LINES = 15, 9
_WIDTHS_BY_TYPE = {"integer": 11, "number": 11, "boolean": 9, "date": 12, "string": 18}
_FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_UNDATED = datetime(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class WorkbookSummary:
    """What `write_workbook` wrote.

    Attributes:
        file: the workbook.
        sheets: rows written by table.
        notes: what a sheet could not hold, in words for the user; empty when all is there.
    """

    file: Path
    sheets: dict[str, int]
    notes: tuple[str, ...]


@dataclass(slots=True)
class _Sheet:
    """One table on its way into the workbook."""

    table: Table
    n_rows: int = 0  # of the table
    n_written: int = 0
    n_long: int = 0  # cells that were cut
    n_links: int = 0
    dates: frozenset[str] = frozenset()  # columns whose every value is a whole date


@dataclass(slots=True)
class _Book:
    """The workbook while it is written: formats, and where the rows that links lead to stand."""

    workbook: Workbook
    formats: dict[str, Format]
    words: Wording
    sources: str | None = None
    row_of_document: dict[str, int] = field(default_factory=dict)
    row_of_sentence: dict[tuple[str, int], int] = field(default_factory=dict)
    sentence_of_figure: dict[tuple[str, int], int] = field(default_factory=dict)


def write_workbook(
    directory: Path, file: Path, *, lang: str = "nb", sources: Path | None = None
) -> WorkbookSummary:
    """Write the tables of a folder to an Excel workbook with a front sheet that explains them.

    Args:
        directory: an output folder.
        file: the workbook to write; replaced where it exists.
        lang: language of the front sheet, `nb` or `en`.
        sources: the folder that the articles were read from, for links to the files themselves.

    Returns: The rows of each sheet, and notes on what did not fit.
    Raises: OutputError, TableError.

    Example:
        >>> write_workbook(Path("outputs"), Path("troppetall.xlsx")).sheets["documents"]
        14
    """
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    outputs = Outputs(directory)
    made = temporary(file)
    options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with explained(file):
        try:
            workbook = xlsxwriter.Workbook(os.fspath(made), options)
            book = _Book(workbook, _formats(workbook), wording_of(lang), _relative(sources, file))
            sheets = _write_all(book, outputs)
            workbook.close()
        except XlsxWriterException as error:
            raise OSError(str(error)) from error
        replace_file(made, file)
    notes = tuple(note for sheet in sheets if (note := _note(sheet, book.words)))
    return WorkbookSummary(file, {s.table.name: s.n_written for s in sheets}, notes)


def _relative(sources: Path | None, file: Path) -> str | None:
    if sources is None:
        return None
    try:
        return Path(os.path.relpath(sources.resolve(), file.resolve().parent)).as_posix()
    except ValueError:  # another drive on Windows
        return sources.resolve().as_posix()


def _formats(workbook: Workbook) -> dict[str, Format]:
    top = {"valign": "top", "font_name": "Calibri", "font_size": 11}
    link = {**top, "font_color": "#1B5E8C", "underline": 1, "align": "left", "indent": 1}
    wrap = {"text_wrap": True, "align": "left", "indent": 1}
    texts = {"text": top | {"align": "left", "indent": 1}, "wrap": top | wrap, "link": link}
    live = {f"{name}_live": look | {"quote_prefix": True} for name, look in texts.items()}
    return {
        **{name: workbook.add_format(look) for name, look in (texts | live).items()},
        "title": workbook.add_format({"bold": True, "font_size": 20, "font_color": "#16324F"}),
        "subtitle": workbook.add_format({"font_size": 12, "font_color": "#51606F"}),
        "label": workbook.add_format({**top, "bold": True, "font_color": "#51606F"}),
        "head": workbook.add_format(
            {
                **top,
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": "#24527A",
                "align": "left",
                "indent": 1,
            }
        ),
        "whole": workbook.add_format({**top, "num_format": "#,##0"}),
        "plain": workbook.add_format({**top, "num_format": "0"}),
        "number": workbook.add_format({**top, "num_format": "General"}),
        "date": workbook.add_format(
            {**top, "num_format": "yyyy-mm-dd", "align": "left", "indent": 1}
        ),
        "note": workbook.add_format(
            {**top, "text_wrap": True, "font_color": "#9A4A00", "align": "left", "indent": 1}
        ),
    }


def _write_all(book: _Book, outputs: Outputs) -> list[_Sheet]:
    names = [t.name for t in outputs.tables]
    middle = [n for n in names if n not in _FIRST + _LAST]
    ordered = [n for n in (*_FIRST, *middle, *_LAST) if n in names]
    sheets = {name: _survey(book, outputs, TABLES[name]) for name in ordered}
    front = book.workbook.add_worksheet(book.words("sheet.front"))
    for name, sheet in sheets.items():
        if not _left_out(sheet):
            _write_table(book, book.workbook.add_worksheet(name), sheet, outputs.rows(name))
    _write_front(book, front, outputs, list(sheets.values()))
    finished = str(outputs.run.get("finished_at", ""))
    created = _UNDATED
    if _FULL_DATE.match(finished):
        created = datetime.fromisoformat(finished).replace(tzinfo=None)
    book.workbook.set_properties(
        {"title": book.words("sheet.title"), "author": "troppetall", "created": created}
    )
    return list(sheets.values())


def _survey(book: _Book, outputs: Outputs, table: Table) -> _Sheet:
    """Count the rows, find the columns of whole dates, and remember where links will lead."""
    dated = {c.name for c in table.columns if c.type == "date"}
    sheet = _Sheet(table)
    for row in outputs.rows(table.name):
        sheet.n_rows += 1
        dated = {c for c in dated if not row[c] or _FULL_DATE.fullmatch(row[c])}
        if table.name == "documents":
            book.row_of_document[row["doc_id"]] = sheet.n_rows
        elif table.name == "sentences" and sheet.n_rows <= MAX_ROWS:
            book.row_of_sentence[row["doc_id"], row["sentence_no"]] = sheet.n_rows
        elif table.name == "figures":
            book.sentence_of_figure[row["doc_id"], row["figure_no"]] = row["sentence_no"]
    # Where one value is only a month, all stay text: a column of two types would sort wrongly.
    sheet.dates = frozenset(dated)
    return sheet


def _left_out(sheet: _Sheet) -> bool:
    return sheet.table.name == "tokens" and sheet.n_rows > MAX_WORD_ROWS


def _write_table(book: _Book, page: Worksheet, sheet: _Sheet, rows: Iterable[Row]) -> None:
    columns = sheet.table.columns
    page.freeze_panes(1, 2 if sheet.table.name in _READING else 1)
    _set_paper(page)
    page.repeat_rows(0)
    for n, column in enumerate(columns):
        width = _WIDTHS.get(column.name, _WIDTHS_BY_TYPE[column.type])
        page.set_column(n, n, max(width, len(column.name) + 4))
        page.write_string(0, n, column.name, book.formats["head"])
        page.write_comment(0, n, _comment(column), {"x_scale": 2, "author": "troppetall"})
    links = _Links(book, sheet)
    for line, row in enumerate(rows, start=1):
        if line > MAX_ROWS:
            break
        if lines := len(row.get("sentence") or "") // _SENTENCE_LINE:
            # LibreOffice keeps rows at one line if it is not told otherwise.
            page.set_row(line, _LINE_HEIGHT * (1 + min(lines, _MOST_LINES)))
        for n, column in enumerate(columns):
            value = row[column.name]
            if value is None or value == "":
                continue
            url = links.url(column, row)
            if url is None:
                _write_cell(book, page, (line, n), value, (sheet, column))
            else:
                page.write_url(line, n, url, _look(book, "link", value), str(value))
        sheet.n_written = line
    page.autofilter(0, 0, max(sheet.n_written, 1), len(columns) - 1)


def _set_paper(page: Worksheet) -> None:
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)


def _comment(column: Column) -> str:
    lines = [column.description.replace("`", "")]
    if column.unit:
        lines.append(f"Unit: {column.unit}.")
    if column.allowed:
        lines.append("One of: " + ", ".join(column.allowed) + ".")
    return "\n".join(lines)


def _write_cell(
    book: _Book,
    page: Worksheet,
    place: tuple[int, int],
    value: Any,
    of: tuple[_Sheet, Column],
) -> None:
    sheet, column = of
    line, n = place
    formats = book.formats
    if isinstance(value, bool):
        page.write_boolean(line, n, value, formats["text"])
    elif isinstance(value, int | float):
        _write_number(page, place, value, formats)
    elif column.name in sheet.dates:
        page.write_datetime(line, n, date.fromisoformat(value), formats["date"])
    else:
        if len(value) > MAX_CELL:
            sheet.n_long += 1
            value = value[: MAX_CELL - 1] + "…"
        look = _look(book, "wrap" if column.name == "sentence" else "text", value)
        page.write_string(line, n, value, look)


def _look(book: _Book, name: str, value: object) -> Format:
    """Return a format; Excel's own mark for text where editing the cell could make it a formula."""
    return book.formats[f"{name}_live" if isinstance(value, str) and is_live(value) else name]


def _write_number(
    page: Worksheet, place: tuple[int, int], value: float, formats: dict[str, Format]
) -> None:
    if abs(value) >= MAX_SAFE_NUMBER:
        page.write_string(*place, f"{value:.0f}", formats["text"])
    elif value != int(value):
        page.write_number(*place, value, formats["number"])
    else:
        page.write_number(*place, value, formats["whole" if abs(value) >= 10_000 else "plain"])


@dataclass(slots=True)
class _Links:
    """Where a cell leads: to article, sentence or file; nowhere past the limit of a sheet."""

    book: _Book
    sheet: _Sheet

    def url(self, column: Column, row: Row) -> str | None:
        if self.sheet.n_links >= MAX_LINKS or len(str(row[column.name])) > MAX_CELL:
            return None
        url = self._target(column.name, row)
        self.sheet.n_links += url is not None
        return url

    def _target(self, name: str, row: Row) -> str | None:
        table = self.sheet.table.name
        if name == "path" and table in (*_READING, "documents") and self.book.sources is not None:
            return _file_url(f"{self.book.sources}/{row['path']}")
        if table not in (*_READING, "figures"):
            return None
        if name in ("doc_id", "path"):
            line = self.book.row_of_document.get(row["doc_id"])
            return None if line is None else f"internal:'documents'!A{line + 1}"
        if name == "quote":
            number = self.book.sentence_of_figure.get((row["doc_id"], row["figure_no"]), -1)
            line = self.book.row_of_sentence.get((row["doc_id"], number))
            return None if line is None else f"internal:'sentences'!A{line + 1}"
        return None


def _file_url(path: str) -> str | None:
    # XlsxWriter takes `#` for a place inside the file, and Excel allows 2,079 characters.
    return None if "#" in path or len(path) > 2_000 else f"external:{path}"


def _write_front(book: _Book, page: Worksheet, outputs: Outputs, sheets: list[_Sheet]) -> None:
    words, formats = book.words, book.formats
    page.hide_gridlines(2)
    _set_paper(page)
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 12)
    page.set_column(2, 2, 100)
    page.set_row(0, 30)
    page.write_string(0, 0, words("title"), formats["title"])
    page.write_string(1, 0, words("subtitle"), formats["subtitle"])
    line = 3
    for label, text in _facts(outputs, sheets, words):
        page.write_string(line, 0, label, formats["label"])
        page.write_string(line, 1, text, formats["text"])
        line += 1
    page.write_string(line + 1, 0, words("read_note"))
    page.write_string(line + 2, 0, words("sheet.help"))
    line += 4
    for n, key in enumerate(("sheet.sheet", "sheet.rows", "sheet.about")):
        page.write_string(line, n, words(key), formats["head"])
    for sheet in sheets:
        line += 1
        name = sheet.table.name
        if _left_out(sheet):
            page.write_string(line, 0, name, formats["text"])
        else:
            page.write_url(line, 0, f"internal:'{name}'!A1", formats["link"], name)
        page.write_number(line, 1, sheet.n_rows, formats["whole"])
        about = words.found.get(f"about.{name}", sheet.table.description)
        page.write_string(line, 2, about, formats["text"])
        if note := _note(sheet, words):
            line += 1
            page.write_string(line, 2, note, formats["note"])
    page.activate()


def _facts(outputs: Outputs, sheets: list[_Sheet], words: Wording) -> Iterator[tuple[str, str]]:
    rows = {sheet.table.name: sheet.n_rows for sheet in sheets}
    yield words("sheet.read"), words.count("n_articles", rows.get("documents", 0))
    if rows.get("skipped"):
        yield words("skipped"), words.number(rows["skipped"])
    if finished := outputs.run.get("finished_at"):
        yield words("sheet.finished"), str(finished)[:16].replace("T", " ") + " UTC"
    if version := outputs.run.get("version"):
        yield words("sheet.version"), str(version)
    if model := model_name(outputs, words):
        yield words("model"), model


def _note(sheet: _Sheet, words: Wording) -> str:
    n, file = words.number(sheet.n_rows), f"{sheet.table.name}.csv"
    if _left_out(sheet):
        return words("sheet.left", n=n, file=file)
    notes = []
    if sheet.n_rows > sheet.n_written:
        notes.append(words("sheet.cut", shown=words.number(sheet.n_written), n=n, file=file))
    if sheet.n_long:
        notes.append(words("sheet.long", n=words.number(sheet.n_long), file=file))
    return " ".join(notes)
