"""The command as a user meets it: help, messages and exit codes; never a traceback."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a command that only fails is called."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A file with one figure."""
    file = tmp_path / "in" / "æøå sak.txt"
    file.parent.mkdir()
    file.write_text(" date 2018-02 utenriks\n\nNorge har 70 soldater i Irak.\n", encoding="utf-8")
    return file


def test_a_run_ends_with_a_summary(troppetall: Command, article: Path, tmp_path: Path) -> None:
    (article.parent / "tom.txt").touch()
    done = troppetall("run", article.parent, "--out", tmp_path / "out")
    assert done.code == 0, done.err
    assert "1 articles read, 1 skipped (empty 1; see skipped.csv)" in done.out
    assert "Latest troop figures" in done.out
    assert (tmp_path / "out" / "troppetall.xlsx").exists()
    assert troppetall("validate", tmp_path / "out").code == 0
    assert "70 soldater" in troppetall("show", tmp_path / "out", article.stem).out


def test_a_run_in_which_no_article_could_be_read_says_so_and_why(
    troppetall: Command, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "tom.txt").touch()
    (tmp_path / "in" / "bilde.jpg").write_bytes(b"\xff\xd8\xff")
    for _ in range(2):  # the second time, everything was kept
        done = troppetall("run", tmp_path / "in", "--out", tmp_path / "out", "-q", "--no-workbook")
        assert (done.code, done.out) == (1, "")
        assert "No article could be read (empty 1, not_text 1). Why is in" in done.err
    reasons = (tmp_path / "out" / "skipped.csv").read_text(encoding="utf-8-sig")
    assert "tom.txt" in reasons
    assert "bilde.jpg" in reasons


def test_quiet_is_quiet(article: Path, tmp_path: Path) -> None:
    """In a process of its own, as a user calls it: no library prints anything either."""
    command = ["run", article, "--out", tmp_path / "out", "--quiet", "--no-workbook"]
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *command], capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["run", "finnes-ikke"], 2, "no file or folder"),
        (["run", "."], 1, "holds no article"),
        (["extract", "finnes-ikke"], 2, "no folder"),
        (["validate", "."], 2, "holds no table"),
        (["evaluate", ".", "gold.jsonl"], 2, "no gold file"),
        (["run", ".", "--tokens", "mange"], 2, "--tokens is full, basic, none"),
        (["run", ".", "--dialect", "svensk"], 2, "--dialect is"),
        (["run", ".", "--from", "slutt"], 2, "no stage 'slutt'"),
        (["run", ".", "--from", "join", "--to", "ingest"], 2, "comes after"),
        (["export", "."], 2, "Say what to write"),
        (["run"], 2, "Missing argument"),
        (["lexicon", "check", "finnes-ikke"], 2, "finnes-ikke"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
@pytest.mark.usefixtures("empty_folder")
def test_errors_are_messages(
    troppetall: Command, arguments: list[str], code: int, message: str
) -> None:
    done = troppetall(*arguments)
    assert done.code == code
    assert message in done.err
    assert "Traceback" not in done.err


def test_a_model_that_is_not_there_says_how_to_get_it(
    troppetall: Command, article: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = troppetall("run", article, "--out", out, "--model", "nb_core_news_sm")
    assert done.code == 2
    assert "spacy download nb_core_news_sm" in done.err
    assert "shipped model needs nothing" in done.err


def test_version(troppetall: Command) -> None:
    assert troppetall("--version").out.startswith("troppetall 0.")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other interrupts")
def test_an_interrupted_run_says_how_to_go_on(tmp_path: Path, root: Path) -> None:
    command = [sys.executable, "-m", "pipeline", "run", root / "seeds", "--out", tmp_path / "out"]
    process = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        # A test run in the background hands down that it ignores interrupts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    while not (tmp_path / "out" / ".troppetall").exists() and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Run the same command again" in stderr
    assert "Traceback" not in stderr


def test_each_stage_is_a_command_and_the_tables_go_on_to_every_reader(
    troppetall: Command, article: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    said = []
    for command in (
        ["ingest", article, "--out", out],
        ["tokenize", out, "--jobs", "1", "-q"],
        ["extract", out, "--jobs", "1", "-q"],
        ["normalize", out, "-q"],
        ["join", out, "--no-workbook"],
        ["validate", out],
        ["top", out],
        ["show", out, article.stem],
        ["report", out],
        ["export", out, "--sqlite", tmp_path / "t.db", "--csv", tmp_path / "csv"],
        ["export", out, "--excel", tmp_path / "t.xlsx"],
        ["lexicon", "init", tmp_path / "lexicon"],
        ["lexicon", "check", tmp_path / "lexicon"],
        ["tables"],
    ):
        done = troppetall(*command)
        assert done.code == 0, (command, done.err)
        said.append(done.out)
    assert "1 articles read, 0 skipped" in said[0]
    assert "Latest troop figures" in said[4]
    assert "All tables are valid." in said[5]
    assert "70 soldater" in said[7]
    assert "### `suggested_merges`" in said[-1]
    for name in ("t.db", "csv/figures.csv", "t.xlsx", "out/report.html", "lexicon"):
        assert (tmp_path / name).exists(), name


def test_validate_lists_every_problem_and_fails(
    troppetall: Command, outputs: Path, tmp_path: Path
) -> None:
    tables = tmp_path / "tables"
    shutil.copytree(outputs, tables, ignore=lambda *_: [".troppetall"])
    file = tables / "countries.csv"
    file.write_text(file.read_text("utf-8").replace("NOR,NO", "NO,NO"), "utf-8")
    done = troppetall("validate", tables)
    assert done.code == 1
    assert "countries.country_id" in done.out
    assert "problems." in done.err


def test_a_lexicon_with_a_mistake_is_named_with_its_line(
    troppetall: Command, tmp_path: Path
) -> None:
    assert troppetall("lexicon", "init", tmp_path / "mitt").code == 0
    assert troppetall("lexicon", "check", tmp_path / "mitt").code == 0
    with (tmp_path / "mitt" / "aliases.csv").open("a", encoding="utf-8") as file:
        file.write("org:nato,Atlanterhavspakten,for mye,og mer,enda mer,mest\n")
    done = troppetall("lexicon", "check", tmp_path / "mitt")
    assert done.code == 1
    assert "aliases.csv" in done.out


def test_export_says_what_can_be_written(troppetall: Command, outputs: Path) -> None:
    done = troppetall("export", outputs)
    assert done.code == 2
    assert "--excel, --sqlite, --parquet or --csv" in done.err


def test_the_model_is_intact(troppetall: Command) -> None:
    done = troppetall("model")
    assert (done.code, done.err) == (0, "")
    assert "The installed model is intact." in done.out


def test_a_damaged_model_is_an_error(troppetall: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.nlp.model.damaged_files", lambda: ["ner/weights.npz"])
    done = troppetall("model")
    assert done.code == 2
    assert "Damaged model files: ner/weights.npz" in done.err


def test_tables_are_measured_against_gold(troppetall: Command, outputs: Path, root: Path) -> None:
    done = troppetall("evaluate", outputs, root / "tests" / "gold" / "seeds.jsonl", "--misses")
    assert done.code == 0, done.err
    assert "figures" in done.out


def test_what_was_kept_is_said(troppetall: Command, article: Path, tmp_path: Path) -> None:
    command = ("run", article, "--out", tmp_path / "out", "--no-workbook")
    assert "Still valid" not in troppetall(*command).out
    assert "Still valid from an earlier run: ingest, tokenize" in troppetall(*command).out


def test_a_reader_that_closes_the_pipe_is_no_error_of_ours(
    troppetall: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object, **__: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("pipeline.cli.app", closed)
    done = troppetall("tables")
    assert (done.code, done.out, done.err) == (1, "", "")
