"""When the disk is full or a file goes away, a message says so, and former outputs are whole."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline import drivers
from pipeline.errors import OutputError
from pipeline.inputs import read_input
from pipeline.job import Options
from pipeline.records import RawArticle, Skipped
from pipeline.runner import run
from pipeline.tableio import TableWriter, load_tables

HERE = Options(jobs=1, workbook=False)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Norge har 70 soldater i Irak.\n", encoding="utf-8")
    return folder


@contextmanager
def files_of_at_most(n_bytes: int) -> Iterator[None]:
    """Let no file grow larger, as on a disk that is nearly full."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="the system has no file-size limits")
@pytest.mark.parametrize("limit", [100, 5_000, 20_000, 40_000])
def test_no_space_is_a_message_and_leaves_former_outputs_whole(
    tmp_path: Path, articles: Path, limit: int
) -> None:
    run(articles, tmp_path / "out", HERE)
    before = {file.name: file.read_bytes() for file in (tmp_path / "out").glob("*.csv")}
    for n in range(12):
        text = f"Norge sendte {n + 20} soldater til Mali.\n" * 15
        (articles / f"{n}.txt").write_text(text, encoding="utf-8")
    with files_of_at_most(limit), pytest.raises(OutputError, match="cannot be written"):
        run(articles, tmp_path / "out", HERE)
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").glob("*.csv")} == before
    run(articles, tmp_path / "out", HERE)
    assert len(load_tables(tmp_path / "out")["documents"]) == 13


def test_a_write_that_fails_halfway_leaves_former_outputs_whole(
    tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(articles, tmp_path / "out", HERE)
    before = {file.name: file.read_bytes() for file in (tmp_path / "out").glob("*.csv")}
    (articles / "b.txt").write_text("Sverige har 30 soldater i Mali.\n", encoding="utf-8")
    real = TableWriter.write_text

    def failing(writer: TableWriter, text: str, n_rows: int) -> None:
        if writer.table.name == "figures" and n_rows:
            raise OutputError("disken er full")
        real(writer, text, n_rows)

    monkeypatch.setattr(TableWriter, "write_text", failing)
    with pytest.raises(OutputError, match="disken er full"):
        run(articles, tmp_path / "out", HERE)
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").glob("*.csv")} == before


def test_a_file_that_goes_away_is_reported(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(path: Path) -> bytes:
        raise FileNotFoundError(2, "No such file or directory", str(path))

    monkeypatch.setattr(Path, "read_bytes", gone)
    (found,) = read_input(articles)
    assert isinstance(found, Skipped)
    assert (found.reason, found.detail) == ("unreadable", "No such file or directory")


def test_files_that_vanish_while_the_run_is_on_are_reported_and_the_rest_is_read(
    tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("b.txt", "c.txt"):
        (articles / name).write_text("Sverige har 30 soldater i Mali.\n", encoding="utf-8")
    real = drivers.read_article

    def tidying(raw: RawArticle, detect: Callable[[str], str]) -> object:
        (articles / "b.txt").unlink(missing_ok=True)  # after the folder was listed
        return real(raw, detect)

    monkeypatch.setattr(drivers, "read_article", tidying)
    run(articles, tmp_path / "out", HERE)
    tables = load_tables(tmp_path / "out")
    assert tables["documents"]["doc_id"].tolist() == ["a", "c"]
    assert tables["skipped"][["path", "reason"]].values.tolist() == [["b.txt", "unreadable"]]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything is allowed to root"
)
def test_what_may_not_be_read_or_written_is_named(tmp_path: Path, articles: Path) -> None:
    (articles / "a.txt").chmod(0)
    (found,) = read_input(articles)
    assert isinstance(found, Skipped)
    assert found.reason == "unreadable"
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(OutputError, match="cannot be written"):
        run(articles, closed / "out", HERE)
