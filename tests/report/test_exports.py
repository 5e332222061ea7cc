"""Every format holds the same rows, with the same keys."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from pipeline.errors import OutputError, TableError
from pipeline.report.exports import export_csv, export_parquet, export_sqlite
from pipeline.tableio import NORWEGIAN_EXCEL, load_tables
from pipeline.tables import FIGURES, TABLES


def test_both_dialects_hold_equal_data(sample_dir: Path, tmp_path: Path) -> None:
    counts = export_csv(sample_dir, tmp_path / "excel", "norwegian-excel")
    usual, norwegian = load_tables(sample_dir), load_tables(tmp_path / "excel")
    assert counts == {name: len(frame) for name, frame in usual.items()}
    assert list(usual) == list(norwegian)
    for name, frame in usual.items():
        pd.testing.assert_frame_equal(frame, norwegian[name])


def test_norwegian_excel_is_spelled_as_excel_expects(sample_dir: Path, tmp_path: Path) -> None:
    export_csv(sample_dir, tmp_path / "excel", "norwegian-excel")
    raw = (tmp_path / "excel" / "figures.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfdoc_id;figure_no;")
    assert b";0,9\n" in raw
    assert (tmp_path / "excel" / "datapackage.json").is_file()


def test_going_back_gives_the_same_bytes(sample_dir: Path, tmp_path: Path) -> None:
    export_csv(sample_dir, tmp_path / "excel", "norwegian-excel")
    export_csv(tmp_path / "excel", tmp_path / "back", "default")
    for file in sorted(sample_dir.glob("*.csv")):
        assert (tmp_path / "back" / file.name).read_bytes() == file.read_bytes(), file.name


def test_sqlite_holds_keys_and_values(sample_dir: Path, tmp_path: Path) -> None:
    counts = export_sqlite(sample_dir, tmp_path / "t.db")
    database = sqlite3.connect(tmp_path / "t.db")
    assert counts["troop_figures"] == 5
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    for name in counts:
        info = database.execute(f'PRAGMA table_info("{name}")').fetchall()
        key = [row[1] for row in sorted(info, key=lambda row: row[5]) if row[5]]
        assert tuple(key) == TABLES[name].key
        foreign = {row[2] for row in database.execute(f'PRAGMA foreign_key_list("{name}")')}
        assert foreign == {r.table for r in TABLES[name].references}
    row = database.execute(
        "SELECT value, value_min, value_max, source_id FROM figures WHERE doc_id = 'b_script' "
        "AND figure_no = 1"
    ).fetchone()
    assert row == (None, 1000.0, None, None)
    text = database.execute("SELECT text FROM texts WHERE doc_id = 'b_script'").fetchone()[0]
    assert text.startswith("=HYPERLINK(A1)")  # a database runs no formula
    database.close()


def test_sqlite_replaces_only_a_database(sample_dir: Path, tmp_path: Path) -> None:
    export_sqlite(sample_dir, tmp_path / "t.db")
    export_sqlite(sample_dir, tmp_path / "t.db")
    (tmp_path / "letter.txt").write_text("Kjære venn", encoding="utf-8")
    with pytest.raises(OutputError, match="not a SQLite database"):
        export_sqlite(sample_dir, tmp_path / "letter.txt")
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "Kjære venn"


def test_sqlite_refuses_a_broken_reference(
    tmp_path: Path, write_sample: Callable[..., Path]
) -> None:
    directory = write_sample(tmp_path / "broken", NORWEGIAN_EXCEL)
    file = directory / "sentences.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:-1]), encoding="utf-8")
    with pytest.raises(TableError, match="refers to no row of sentences"):
        export_sqlite(directory, tmp_path / "t.db")
    assert list(tmp_path.glob("*t.db*")) == []


def test_parquet_is_typed_and_says_its_keys(sample_dir: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the parquet extra is not installed")
    counts = export_parquet(sample_dir, tmp_path / "parquet")
    table = parquet.read_table(tmp_path / "parquet" / "figures.parquet")
    assert counts["figures"] == table.num_rows == 6
    assert str(table.schema.field("value").type) == "double"
    assert str(table.schema.field("sentence_no").type) == "int64"
    assert not table.schema.field("quote").nullable
    meta = table.schema.metadata
    assert json.loads(meta[b"primaryKey"]) == list(FIGURES.key)
    assert [k["reference"]["resource"] for k in json.loads(meta[b"foreignKeys"])] == [
        r.table for r in FIGURES.references
    ]
    assert table.column("value_min").to_pylist()[-1] == 1000.0
    assert table.column("as_of").to_pylist()[-2] is None


def test_errors_say_what_to_do(sample_dir: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="another folder"):
        export_csv(sample_dir, sample_dir)
    with pytest.raises(OutputError, match="norwegian-excel"):
        export_csv(sample_dir, tmp_path / "x", "danish")
    with pytest.raises(TableError, match="troppetall run"):
        export_sqlite(tmp_path, tmp_path / "t.db")
