"""Every input becomes an article or a reason; nothing is passed over in silence."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest

from pipeline import inputs
from pipeline.errors import InputError
from pipeline.inputs import CorpusColumns, read_input
from pipeline.job import Options
from pipeline.records import RawArticle, Skipped
from pipeline.runner import run
from pipeline.tableio import load_tables

# More of them take minutes: TROPPETALL_FILES=100000 python -m pytest tests/test_inputs.py
FILES = int(os.environ.get("TROPPETALL_FILES", "300"))


def names(folder: Path) -> list[str]:
    return [found.path for found in read_input(folder)]


def test_a_folder_is_walked_with_its_subfolders_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "å/ø.txt", "a b.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Tekst.", encoding="utf-8")
    assert names(tmp_path) == [
        "a/z.txt", "a b.txt", "b.txt", "å/ø.txt",
    ]  # fmt: skip


def test_very_many_files_in_one_folder_are_all_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(FILES):
        text = f"Norge sendte {number} soldater til Mali i fjor, sier ministeren.\n"
        (tmp_path / "in" / f"{number:06d}.txt").write_text(text, encoding="utf-8")
    run(tmp_path / "in", tmp_path / "out", Options(), last="ingest")
    names = load_tables(tmp_path / "out")["documents"]["doc_id"].tolist()
    assert names == [f"{number:06d}" for number in range(FILES)]


def test_hidden_files_are_no_articles(tmp_path: Path) -> None:
    (tmp_path / ".DS_Store").write_bytes(b"\0")
    (tmp_path / "a.txt").write_text("Tekst.")
    assert names(tmp_path) == ["a.txt"]


def test_links_are_followed_once_and_loops_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text("Tekst.")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "link.txt").symlink_to(tmp_path / "a" / "x.txt")
    assert names(tmp_path) == ["a/x.txt", "link.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no FIFOs")
def test_what_is_no_file_is_reported_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (found,) = read_input(tmp_path)
    assert isinstance(found, Skipped)
    assert found.reason == "unreadable"


def test_a_dangling_link_is_reported(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (found,) = read_input(tmp_path)
    assert isinstance(found, Skipped)


def test_a_name_that_is_no_text_is_shown_in_one_that_is(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"r\xe5d\n.txt")).write_text("Tekst.")
    except OSError:
        pytest.skip("the file system allows only UTF-8 names")
    assert names(tmp_path) == ["r\\xe5d\n.txt"]


def test_other_kinds_of_file_are_reported(tmp_path: Path) -> None:
    (tmp_path / "bilde.jpg").write_bytes(b"\xff\xd8\xff")
    (found,) = read_input(tmp_path)
    assert isinstance(found, Skipped)
    assert (found.reason, found.path) == ("not_text", "bilde.jpg")


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file or folder"):
        list(read_input(tmp_path / "finnes ikke"))


def test_jsonl_rows_are_articles_and_bad_ones_are_named_by_line(tmp_path: Path) -> None:
    file = tmp_path / "korpus.jsonl"
    rows = [
        json.dumps({"id": "en", "text": "Første.", "date": "2018-02", "section": "utenriks"}),
        "{ikke json",
        json.dumps({"id": "en", "text": "Samme id."}),
        json.dumps({"id": "to"}),
        json.dumps([1]),
        json.dumps({"text": "Uten id.\r\nNy linje. \ud800"}),
    ]
    file.write_text("\n".join(rows), encoding="utf-8")
    found = list(read_input(file))
    articles = [f for f in found if isinstance(f, RawArticle)]
    assert [(a.name, a.text) for a in articles] == [
        ("en", "Første."),
        ("korpus-6", "Uten id.\nNy linje. ?"),
    ]
    assert (articles[0].date, articles[0].section) == ("2018-02", "utenriks")
    assert [f.path for f in found if isinstance(f, Skipped)] == [
        f"korpus.jsonl, line {n}" for n in (2, 3, 4, 5)
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_rows_are_articles_whatever_stands_between_cells(
    tmp_path: Path, delimiter: str
) -> None:
    file = tmp_path / "korpus.csv"
    rows = [("id", "tekst"), ("en", '"Første, linje.\nAndre; linje."'), ("to",), ("tre", "Siste.")]
    file.write_text("\n".join(delimiter.join(row) for row in rows), encoding="utf-8-sig")
    found = list(read_input(file))
    assert [f.name for f in found if isinstance(f, RawArticle)] == ["en", "tre"]
    (skipped,) = (f for f in found if isinstance(f, Skipped))
    assert "line 4" in skipped.path
    assert "1 cells" in skipped.detail


def test_a_corpus_without_the_text_column_says_which_columns_there_are(tmp_path: Path) -> None:
    file = tmp_path / "korpus.csv"
    file.write_text("a,b\n1,2\n3,4\n")
    (skipped,) = read_input(file, CorpusColumns(text=("innhold",)))
    assert isinstance(skipped, Skipped)
    assert "innhold" in skipped.detail
    assert "a, b" in skipped.detail


def test_a_corpus_in_an_old_encoding_is_read(tmp_path: Path) -> None:
    file = tmp_path / "korpus.csv"
    file.write_bytes("id,text\n1,Hæren på Østlandet\n".encode("cp1252"))
    (found,) = read_input(file)
    assert isinstance(found, RawArticle)
    assert (found.text, found.encoding) == ("Hæren på Østlandet", "windows-1252")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig"])
def test_an_encoding_has_one_name_in_a_corpus_and_in_files(tmp_path: Path, codec: str) -> None:
    for name, text in (("korpus.csv", "id,text\n1,Hæren på Østlandet\n"), ("fil.txt", "Hæren på")):
        (tmp_path / name).write_bytes(text.encode(codec))
    articles = [found for found in read_input(tmp_path) if isinstance(found, RawArticle)]
    assert [(article.name, article.encoding) for article in articles] == [
        ("fil", "utf-8"), ("1", "utf-8"),
    ]  # fmt: skip


def test_a_line_that_is_too_long_is_reported_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "MAX_FILE_BYTES", 100)
    lines = [
        json.dumps({"id": "lang", "text": "x" * 350}),
        "",
        json.dumps({"id": "to", "text": "B"}),
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "b.txt").write_text("x" * 101)
    long, read, large = read_input(tmp_path)
    assert isinstance(long, Skipped)
    assert (long.path, long.reason) == ("a.jsonl, line 1", "too_large")
    assert isinstance(read, RawArticle)
    assert (read.name, read.text) == ("to", "B")
    assert isinstance(large, Skipped)
    assert large.reason == "too_large"


def test_a_corpus_in_utf_16_is_read_and_empty_rows_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\n\n1,Hæren\n", encoding="utf-16")
    (found,) = read_input(tmp_path)
    assert isinstance(found, RawArticle)
    assert (found.text, found.encoding) == ("Hæren", "utf-16")


def test_a_cell_that_is_too_long_is_reported_and_the_next_row_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "MAX_FILE_BYTES", 100)
    (tmp_path / "a.csv").write_text(f"id,text\n1,{'x' * 350}\n2,B\n", encoding="utf-8")
    long, read = read_input(tmp_path)
    assert isinstance(long, Skipped)
    assert isinstance(read, RawArticle)
    assert read.name == "2"


def test_a_header_that_is_too_long_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "MAX_FILE_BYTES", 100)
    (tmp_path / "a.csv").write_text(f"id,{'x' * 350}\n1,A\n", encoding="utf-8")
    (found,) = read_input(tmp_path)
    assert isinstance(found, Skipped)
    assert found.path == "a.csv, line 1"


def test_reading_a_corpus_leaves_the_limit_of_the_csv_module_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\n1,A\n2,B\n", encoding="utf-8")
    before = csv.field_size_limit()
    articles = read_input(tmp_path)
    next(articles)
    assert csv.field_size_limit() == before
    assert len(list(articles)) == 1
    assert csv.field_size_limit() == before


def test_a_path_that_no_file_can_have_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Check the path"):
        list(read_input(tmp_path / ("x" * 5000)))
