"""Validation lists everything that is wrong, with table, column and key."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import TableError
from pipeline.validate import validate_tables


@pytest.fixture
def tables(outputs: Path, tmp_path: Path) -> Path:
    """A copy of valid tables, to be spoilt."""
    return Path(shutil.copytree(outputs, tmp_path / "tables", ignore=lambda *_: [".troppetall"]))


def spoil(file: Path, change: Callable[[str], str]) -> None:
    before = file.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    file.write_text(after, encoding="utf-8")


def problems(directory: Path) -> list[str]:
    return [str(problem) for problem in validate_tables(directory)]


def without_row(number: int) -> Callable[[str], str]:
    return lambda text: "".join(
        line for n, line in enumerate(text.splitlines(keepends=True)) if n != number
    )


def test_valid_tables_have_no_problem(tables: Path) -> None:
    assert problems(tables) == []


@pytest.mark.parametrize(
    ("table", "change", "expected"),
    [
        ("countries", lambda t: t.replace("NOR,NO", "NO,NO"), "countries.country_id"),
        ("countries", without_row(1), "is not in countries"),
        ("documents", without_row(1), "is not in documents"),
        ("figures", lambda t: t.replace(",exact,", ",omtrent,", 1), "is not one of exact, approx"),
        ("figures", lambda t: t.replace(",count,", ",,", 1), "is empty"),
        ("sentences", lambda t: t.replace(",0,", ",x,", 1), "is no whole number"),
        ("figures", lambda t: t.replace(",4000,,,", ",fire,,,", 1), "is no number"),
        ("people", lambda t: t + t.splitlines(keepends=True)[-1], "is there twice"),
        ("people", lambda t: t.replace("person_id,name", "id,name"), "people.header"),
        ("aliases", lambda t: t + "org:nato\n", "1 cells, not 4"),
        ("mentions", lambda t: t.replace(",country,", ",land,", 1), "is not one of person"),
        ("documents", lambda t: t.replace("2018-02", "2018-20"), "does not look like"),
        ("document_entities", lambda t: t.replace("org:nato", "gjeng:nato"), "is no entity id"),
    ],
)
def test_each_kind_of_problem_is_found(
    tables: Path, table: str, change: Callable[[str], str], expected: str
) -> None:
    spoil(tables / f"{table}.csv", change)
    assert any(expected in problem for problem in problems(tables))


def test_rows_out_of_order_are_found(tables: Path) -> None:
    def swapped(text: str) -> str:
        header, first, second, *rest = text.splitlines(keepends=True)
        return "".join([header, second, first, *rest])

    spoil(tables / "countries.csv", swapped)
    assert any("is out of order" in problem for problem in problems(tables))


def test_a_quote_that_does_not_stand_in_its_text_is_found(tables: Path) -> None:
    spoil(tables / "texts.csv", lambda text: text.replace("soldater", "SOLDATER"))
    assert any("does not stand at its offsets" in problem for problem in problems(tables))


@pytest.mark.parametrize("missing", ["texts", "mentions"])
def test_a_table_that_nothing_points_to_may_be_left_out(tables: Path, missing: str) -> None:
    (tables / f"{missing}.csv").unlink()
    assert problems(tables) == []


def test_rows_that_point_to_a_missing_table_are_found(tables: Path) -> None:
    (tables / "documents.csv").unlink()
    assert any("is not in documents" in problem for problem in problems(tables))


@pytest.mark.parametrize("end", ["", "x"])
def test_offsets_that_are_no_numbers_are_found_and_do_no_harm(tables: Path, end: str) -> None:
    def without_end(text: str) -> str:
        header, first, *rest = text.splitlines(keepends=True)
        cells = first.split(",")
        cells[header.split(",").index("end_char")] = end
        return "".join([header, ",".join(cells), *rest])

    spoil(tables / "mentions.csv", without_end)
    assert any("mentions.end_char" in problem for problem in problems(tables))


def test_a_folder_without_tables_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="holds no table"):
        problems(tmp_path)
