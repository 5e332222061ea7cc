"""Tables survive their files: every text, number and gap comes back as it went in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import OutputError, TableError
from pipeline.schema import Column, Table
from pipeline.tableio import (
    DEFAULT,
    DIALECTS,
    NORWEGIAN_EXCEL,
    Dialect,
    TableWriter,
    format_number,
    load_table,
    load_tables,
    read_rows,
)

TABLE = Table(
    "sample",
    "Sample",
    "For tests.",
    ("name",),
    (
        Column("name", "string", "a text"),
        Column("n", "integer", "a count"),
        Column("x", "number", "a number"),
        Column("yes", "boolean", "a truth"),
    ),
)
ROWS = st.tuples(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.none() | st.integers(-(10**12), 10**12),
    st.none() | st.floats(-1e15, 1e15, allow_nan=False).map(lambda x: float(format_number(x))),
    st.none() | st.booleans(),
)


def written(path: Path, rows: list[tuple[object, ...]], dialect: Dialect = DEFAULT) -> Path:
    with TableWriter(path, TABLE, dialect) as writer:
        writer.write(rows)
    return path


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=lambda d: d.name)
@given(rows=st.lists(ROWS, max_size=5))
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, dialect: Dialect, rows: list[tuple[object, ...]]
) -> None:
    path = written(tmp_path_factory.mktemp("t") / "sample.csv", rows, dialect)
    read = [tuple(row.values()) for row in read_rows(path, TABLE, dialect)]
    assert read == [tuple(row) for row in rows]


def test_the_file_is_as_spreadsheets_and_data_tools_expect(tmp_path: Path) -> None:
    path = written(tmp_path / "s.csv", [('a "b", c', 1, 4000.0, True), ("NA", None, 66.7, None)])
    assert path.read_bytes() == (b'\xef\xbb\xbfname,n,x,yes\n"a ""b"", c",1,4000,true\nNA,,66.7,\n')


def test_norwegian_excel_gets_semicolons_and_decimal_commas(tmp_path: Path) -> None:
    path = written(tmp_path / "s.csv", [("a;b", 1, 66.7, False)], NORWEGIAN_EXCEL)
    assert path.read_text("utf-8-sig") == 'name;n;x;yes\n"a;b";1;66,7;false\n'


def test_both_dialects_hold_equal_data(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [("=1+1", 7, 33.3, True), ("– Vi drar", None, None, None)]
    frames = [
        load_table(written(tmp_path / f"{d.name}.csv", rows, d), TABLE, d)
        for d in DIALECTS.values()
    ]
    assert frames[0].equals(frames[1])
    assert frames[0]["name"].tolist() == ["=1+1", "– Vi drar"]


def test_frames_are_typed_and_namibia_is_no_gap(tmp_path: Path) -> None:
    frame = load_table(
        written(tmp_path / "s.csv", [("NA", None, 1.5, None), ("", 2, None, True)]), TABLE
    )
    assert [str(t) for t in frame.dtypes] == ["string", "Int64", "Float64", "boolean"]
    assert frame["name"][0] == "NA"
    assert frame["n"].isna().tolist() == [True, False]


def test_a_file_that_is_not_ours_is_named(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(TableError, match=r"s\.csv, line 1: the columns are a, b"):
        list(read_rows(path, TABLE))


def test_a_table_of_another_version_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("name,n\nMali,2\n")
    with pytest.raises(TableError, match="no column x: it was written by another version"):
        load_table(path, TABLE)


def test_a_folder_without_tables_says_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="troppetall run"):
        load_tables(tmp_path)


def test_a_place_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        TableWriter(tmp_path / "no such folder" / "s.csv", TABLE)


@pytest.mark.parametrize(
    ("number", "text"),
    [(4000.0, "4000"), (66.7, "66.7"), (1e16, "10000000000000000"), (1e-5, "0.00001"), (0.0, "0")],
)
def test_numbers_are_never_written_with_an_exponent(number: float, text: str) -> None:
    assert format_number(number) == text
