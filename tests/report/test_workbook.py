"""The workbook opens with the right types, links and looks, and runs nothing."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from pipeline.errors import OutputError, TableError
from pipeline.report import workbook as module
from pipeline.report.outputs import Outputs
from pipeline.report.workbook import write_workbook
from pipeline.tableio import NORWEGIAN_EXCEL
from pipeline.tables import TROOP_FIGURES


@pytest.fixture(scope="module")
def file(sample_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("book") / "troppetall.xlsx"
    write_workbook(sample_dir, place, sources=place.parent / "artikler")
    return place


@pytest.fixture(scope="module")
def book(file: Path) -> Workbook:
    return openpyxl.load_workbook(file)


def cell(book: Workbook, sheet: str, line: int, column: str) -> openpyxl.cell.cell.Cell:
    head = [c.value for c in book[sheet][1]]
    return book[sheet].cell(line, head.index(column) + 1)


def test_front_sheet_comes_first_and_explains(book: Workbook, sample_dir: Path) -> None:
    names = [table.name for table in Outputs(sample_dir).tables]
    assert book.sheetnames[:3] == ["Om", "troop_figures", "casualty_figures"]
    assert sorted(book.sheetnames[1:]) == sorted(names)
    shown = {row[0].value: row[1].value for row in book["Om"].iter_rows()}
    assert shown["Lest"] == "3 artikler"
    assert shown["troop_figures"] == 5
    assert book["Om"]["A10"].hyperlink.location.startswith("'")


def test_cells_are_typed(book: Workbook) -> None:
    assert cell(book, "troop_figures", 3, "value").value == 120
    assert cell(book, "troop_figures", 3, "confidence").value == 0.9
    assert cell(book, "troop_figures", 4, "value_min").value is None
    assert cell(book, "troop_figures", 2, "doc_id").value == "007"  # leading zeros are no number
    assert cell(book, "troop_figures", 3, "source").value == "Åse Bø"
    assert cell(book, "countries", 2, "cow_code").value == 366


def test_dates_are_dates_only_where_all_are_whole(
    sample_dir: Path, tmp_path: Path, book: Workbook
) -> None:
    # A month and a day in one column would sort apart, so a mixed column stays text.
    assert cell(book, "troop_figures", 2, "as_of").value == "2022-01-15"
    assert cell(book, "troop_figures", 3, "as_of").value == "2021-05"
    shutil.copytree(sample_dir, tmp_path / "whole")
    documents = tmp_path / "whole" / "documents.csv"
    documents.write_text(
        documents.read_text(encoding="utf-8").replace("2021-05,", "2021-05-01,"), encoding="utf-8"
    )
    write_workbook(tmp_path / "whole", tmp_path / "whole.xlsx")
    whole = openpyxl.load_workbook(tmp_path / "whole.xlsx")
    assert cell(whole, "documents", 2, "date").value == datetime(2022, 1, 15)


def test_no_cell_is_a_formula(book: Workbook) -> None:
    assert not [c for sheet in book for row in sheet for c in row if c.data_type == "f"]
    hostile = cell(book, "sentences", 5, "text")
    assert hostile.value.startswith("=HYPERLINK(A1)")
    assert hostile.quotePrefix  # stays text when edited


def test_header_is_frozen_filtered_and_commented(book: Workbook) -> None:
    sheet = book["troop_figures"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:{get_column_letter(len(TROOP_FIGURES.columns))}6"
    comment = cell(book, "troop_figures", 1, "qualifier").comment.text
    assert TROOP_FIGURES.column("qualifier").description in comment
    assert "at_least" in comment


def test_a_figure_links_to_its_sentence_article_and_file(book: Workbook) -> None:
    link = cell(book, "troop_figures", 3, "quote").hyperlink
    sheet, _, at = link.location.replace("'", "").partition("!")
    target = book[sheet][at].row
    assert cell(book, "sentences", target, "doc_id").value == "a1"
    sentence = cell(book, "troop_figures", 3, "sentence").value
    assert cell(book, "sentences", target, "text").value == sentence
    assert cell(book, "troop_figures", 3, "doc_id").hyperlink.location.startswith("'documents'!A")
    path = cell(book, "troop_figures", 3, "path").hyperlink.target
    assert path.replace("\\", "/") == "artikler/a1.txt"


def test_rows_past_the_limit_are_noted(
    sample_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_ROWS", 2)
    monkeypatch.setattr(module, "MAX_WORD_ROWS", 10)
    monkeypatch.setattr(module, "MAX_CELL", 60)
    monkeypatch.setattr(module, "MAX_LINKS", 1)
    summary = write_workbook(sample_dir, tmp_path / "cut.xlsx")
    assert summary.sheets["troop_figures"] == 2
    assert "Bare de 2 første av 5 rader får plass i et ark. Alle står i troop_figures.csv." in (
        " ".join(summary.notes)
    )
    assert any("tokens.csv" in note for note in summary.notes)
    assert any("kuttet" in note and "texts.csv" in note for note in summary.notes)
    book = openpyxl.load_workbook(tmp_path / "cut.xlsx")
    assert "tokens" not in book.sheetnames
    assert cell(book, "texts", 2, "text").value.endswith("…")


def test_front_sheet_tells_what_the_run_was(sample_dir: Path, tmp_path: Path) -> None:
    shutil.copytree(sample_dir, tmp_path / "out")
    model = {"name": "shipped", "hash": "1680bd4188"}
    run = {"version": "1.2.3", "model": model, "finished_at": "2026-11-22T01:57:17+00:00"}
    (tmp_path / "out" / "run.json").write_text(json.dumps(run), encoding="utf-8")
    write_workbook(tmp_path / "out", tmp_path / "book.xlsx", lang="en")
    front = openpyxl.load_workbook(tmp_path / "book.xlsx")["About"]
    told = {row[0].value: row[1].value for row in front.iter_rows()}
    assert told["Finished"] == "2026-11-22 01:57 UTC"
    assert told["Version"] == "1.2.3"
    assert told["Language model"] == "shipped (1680bd41)"


def test_same_tables_give_the_same_bytes(sample_dir: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one.xlsx", tmp_path / "other.xlsx"
    write_workbook(sample_dir, one)
    write_workbook(sample_dir, other)
    assert one.read_bytes() == other.read_bytes()


def test_either_dialect_gives_the_same_workbook(
    sample_dir: Path, tmp_path: Path, write_sample: object
) -> None:
    norwegian = write_sample(tmp_path / "norwegian", NORWEGIAN_EXCEL)  # type: ignore[operator]
    write_workbook(sample_dir, tmp_path / "one.xlsx")
    write_workbook(norwegian, tmp_path / "other.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "other.xlsx").read_bytes()


def test_errors_say_what_to_do(sample_dir: Path, tmp_path: Path) -> None:
    with pytest.raises(TableError, match="troppetall run"):
        write_workbook(tmp_path, tmp_path / "x.xlsx")
    with pytest.raises(OutputError, match="does not exist"):
        write_workbook(sample_dir, tmp_path / "no" / "x.xlsx")


def test_libreoffice_opens_it_with_every_value(file: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    subprocess.run(
        [
            office,
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
            "--outdir",
            str(tmp_path),
            str(file),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    front = (tmp_path / "troppetall-Om.csv").read_text(encoding="utf-8")
    assert "Hvem hadde, sendte, trakk tilbake eller mistet hvor mange soldater" in front
    with (tmp_path / "troppetall-troop_figures.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["doc_id"] for row in rows] == ["007", "a1", "a1", "b_script", "b_script"]
    assert [row["value"] for row in rows] == ["60", "120", "60", "350", ""]
    assert rows[1]["source"] == "Åse Bø"
    with (tmp_path / "troppetall-sentences.csv").open(encoding="utf-8", newline="") as opened:
        texts = [row["text"] for row in csv.DictReader(opened)]
    assert texts[0].startswith("- Vi trekker ut 60 prosent")
    assert texts[3].startswith("=HYPERLINK(A1) frå <script>")
