"""Folders elsewhere are read and written like those of this machine."""

from __future__ import annotations

from pathlib import Path

import fsspec
import pytest

from pipeline.errors import InputError
from pipeline.job import Options
from pipeline.runner import run

HERE = Options(jobs=1, workbook=False)
TEXT = " date 2018-02 utenriks\n\nDanmark har om lag 65 soldater i Jordan.\n"


def test_a_run_from_and_to_elsewhere_writes_the_same_bytes(tmp_path: Path) -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe("/in/a.txt", TEXT.encode())
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    run(tmp_path / "in", tmp_path / "out", HERE)
    run("memory://in", "memory://out", HERE)
    for file in sorted((tmp_path / "out").glob("*.csv")):
        assert memory.cat(f"/out/{file.name}") == file.read_bytes(), file.name
    assert run("memory://in", "memory://out", HERE).kept


def test_a_place_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file or folder memory://nowhere"):
        run("memory://nowhere", tmp_path / "out", HERE)
