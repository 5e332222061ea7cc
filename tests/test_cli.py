"""The command as a user meets it: help, messages and exit codes; never a traceback."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest


def troppetall(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_a_run_ends_with_a_summary(tmp_path: Path) -> None:
    article = tmp_path / "in" / "æøå sak.txt"
    article.parent.mkdir()
    article.write_text(
        " date 2018-02 utenriks\n\nNorge har 70 soldater i Irak.\n", encoding="utf-8"
    )
    (tmp_path / "in" / "tom.txt").touch()
    done = troppetall("run", tmp_path / "in", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "1 articles read, 1 skipped (empty 1; see skipped.csv)" in done.stdout
    assert "Latest troop figures" in done.stdout
    assert (tmp_path / "out" / "troppetall.xlsx").exists()
    assert troppetall("validate", tmp_path / "out").returncode == 0
    shown = troppetall("show", tmp_path / "out", "æøå sak")
    assert "70 soldater" in shown.stdout


def test_a_run_in_which_no_article_could_be_read_says_so_and_why(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "tom.txt").touch()
    (tmp_path / "in" / "bilde.jpg").write_bytes(b"\xff\xd8\xff")
    for _ in range(2):  # the second time, everything was kept
        done = troppetall("run", tmp_path / "in", "--out", tmp_path / "out", "-q", "--no-workbook")
        assert (done.returncode, done.stdout) == (1, "")
        assert "No article could be read (empty 1, not_text 1). Why is in" in done.stderr
    reasons = (tmp_path / "out" / "skipped.csv").read_text(encoding="utf-8-sig")
    assert "tom.txt" in reasons
    assert "bilde.jpg" in reasons


def test_quiet_is_quiet(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Norge har 70 soldater i Irak.\n")
    done = troppetall("run", tmp_path / "a.txt", "--out", tmp_path / "out", "-q", "--no-workbook")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


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
def test_errors_are_messages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = troppetall(*arguments)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_model_that_is_not_there_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Norge har 70 soldater i Irak.\n")
    done = troppetall(
        "run", tmp_path / "a.txt", "--out", tmp_path / "out", "--model", "nb_core_news_sm"
    )
    assert done.returncode == 2
    assert "spacy download nb_core_news_sm" in done.stderr
    assert "shipped model needs nothing" in done.stderr


def test_version() -> None:
    assert troppetall("--version").stdout.startswith("troppetall 0.")


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


def test_each_stage_is_a_command_and_the_tables_go_on_to_every_reader(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from pipeline.cli import app

    article, out = tmp_path / "a.txt", tmp_path / "out"
    article.write_text(
        " date 2018-02 utenriks\n\nNorge har 70 soldater i Irak.\n", encoding="utf-8"
    )
    said = []
    for command in (
        ["ingest", article, "--out", out],
        ["tokenize", out, "--jobs", "1", "-q"],
        ["extract", out, "--jobs", "1", "-q"],
        ["normalize", out, "-q"],
        ["join", out, "--no-workbook"],
        ["validate", out],
        ["top", out],
        ["show", out, "a"],
        ["report", out],
        ["export", out, "--sqlite", tmp_path / "t.db", "--csv", tmp_path / "csv"],
        ["export", out, "--excel", tmp_path / "t.xlsx"],
        ["lexicon", "init", tmp_path / "lexicon"],
        ["lexicon", "check", tmp_path / "lexicon"],
        ["tables"],
        ["model"],
        ["--version"],
    ):
        done = CliRunner().invoke(app, [str(word) for word in command])
        assert done.exit_code == 0, (command, done.output)
        said.append(done.output)
    assert "1 articles read, 0 skipped" in said[0]
    assert "Latest troop figures" in said[4]
    assert "All tables are valid." in said[5]
    assert "70 soldater" in said[7]
    for name in ("t.db", "csv/figures.csv", "t.xlsx", "out/report.html", "lexicon"):
        assert (tmp_path / name).exists(), name


def test_validate_lists_every_problem_and_fails(outputs: Path, tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    shutil.copytree(outputs, tables, ignore=lambda *_: [".troppetall"])
    file = tables / "countries.csv"
    file.write_text(file.read_text("utf-8").replace("NOR,NO", "NO,NO"), "utf-8")
    done = troppetall("validate", tables)
    assert done.returncode == 1
    assert "countries.country_id" in done.stdout
    assert "problems." in done.stderr


def test_a_lexicon_with_a_mistake_is_named_with_its_line(tmp_path: Path) -> None:
    assert troppetall("lexicon", "init", tmp_path / "mitt").returncode == 0
    assert troppetall("lexicon", "check", tmp_path / "mitt").returncode == 0
    with (tmp_path / "mitt" / "aliases.csv").open("a", encoding="utf-8") as file:
        file.write("org:nato,Atlanterhavspakten,for mye,og mer,enda mer,mest\n")
    done = troppetall("lexicon", "check", tmp_path / "mitt")
    assert done.returncode == 1
    assert "aliases.csv" in done.stdout


def test_export_says_what_can_be_written(outputs: Path) -> None:
    done = troppetall("export", outputs)
    assert done.returncode == 2
    assert "--excel, --sqlite, --parquet or --csv" in done.stderr


def test_the_model_is_intact() -> None:
    done = troppetall("model")
    assert (done.returncode, done.stderr) == (0, "")
    assert "The installed model is intact." in done.stdout
