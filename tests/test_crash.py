"""Kill a run anywhere and run again: it ends with the same bytes as one that was left alone."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.tables import public_tables
from pipeline.validate import validate_tables

# A full proof takes minutes: TROPPETALL_KILLS=50 python -m pytest tests/test_crash.py
KILLS = int(os.environ.get("TROPPETALL_KILLS", "4"))


def command(articles: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "pipeline", "run", str(articles), "--out", str(out), "-q",
            "--jobs", "1", "--no-workbook"]  # fmt: skip


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system has no SIGKILL")
def test_killed_runs_end_like_one_that_was_left_alone(
    tmp_path: Path, root: Path, outputs: Path
) -> None:
    moments = random.Random(20180201)
    out = tmp_path / "out"
    n_killed = 0
    for _ in range(KILLS):
        process = subprocess.Popen(command(root / "seeds", out))
        try:
            process.wait(timeout=moments.uniform(0.05, 6.0))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            n_killed += 1
    assert n_killed
    subprocess.run(command(root / "seeds", out), check=True)
    for table in public_tables():
        name = f"{table.name}.csv"
        assert (out / name).read_bytes() == (outputs / name).read_bytes(), name
    assert [str(problem) for problem in validate_tables(out)] == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system has no SIGKILL")
def test_a_killed_run_leaves_the_former_outputs_whole(tmp_path: Path, root: Path) -> None:
    articles = tmp_path / "in"
    articles.mkdir()
    (articles / "a.txt").write_text("Norge har 70 soldater i Irak.\n", encoding="utf-8")
    out = tmp_path / "out"
    subprocess.run(command(articles, out), check=True)
    before = {file.name: file.read_bytes() for file in out.glob("*.csv")}
    for seed in (root / "seeds").glob("*.txt"):
        (articles / seed.name).write_bytes(seed.read_bytes())
    process = subprocess.Popen(command(articles, out))
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=1.5)
    process.kill()
    process.wait()
    assert {file.name: file.read_bytes() for file in out.glob("*.csv")} == before


def test_of_runs_into_one_folder_at_once_one_writes_and_the_others_say_why(
    tmp_path: Path, root: Path, outputs: Path
) -> None:
    out = tmp_path / "out"
    runs = [
        subprocess.Popen(command(root / "seeds", out), stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [run.communicate(timeout=240)[1] for run in runs]
    codes = sorted(run.returncode for run in runs)
    assert codes[0] == 0
    for run, message in zip(runs, said, strict=True):
        assert run.returncode == 0 or "is being written by another run" in message
        assert "Traceback" not in message
    for table in public_tables():
        name = f"{table.name}.csv"
        assert (out / name).read_bytes() == (outputs / name).read_bytes(), name
