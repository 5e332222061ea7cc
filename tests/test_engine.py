"""A worker that dies takes nothing with it but the item that killed it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.engine import Here, Processes, engine
from pipeline.errors import InputError


def double(shard: list[int]) -> list[int]:
    return [2 * n for n in shard]


def die_at_13(shard: list[int]) -> list[int]:
    if 13 in shard:
        os.kill(os.getpid(), signal.SIGKILL)
    return double(shard)


def die_once(shard: list[str]) -> list[str]:
    for mark in map(Path, shard):
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return shard


def minus(_: object) -> int:
    return -1


SHARDS = [[1, 2], [3], [], [12, 13, 14], [20], [21], [22], [23], [24], [25], [26]]


def test_results_come_in_order() -> None:
    with engine(2) as two, engine(1) as one:
        assert isinstance(one, Here)
        assert list(two.map(double, SHARDS, minus)) == list(one.map(double, SHARDS, minus))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system has no SIGKILL")
def test_only_what_kills_its_worker_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROPPETALL_START_METHOD", "fork")
    processes = Processes(2)
    expected = [double(shard) for shard in SHARDS]
    expected[3] = [24, -1, 28]
    assert list(processes.map(die_at_13, SHARDS, minus)) == expected
    processes.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system has no SIGKILL")
def test_a_worker_that_dies_once_costs_nothing(tmp_path: Path) -> None:
    marks = [str(tmp_path / name) for name in "ab"]
    processes = Processes(1)
    assert list(processes.map(die_once, [marks, ["x"][:0]], str)) == [marks, []]
    processes.close()


PARENT = """
import os, time
from pipeline.engine import Processes

def own_number(shard):
    time.sleep(0.2)
    return [os.getpid() for _ in shard]

if __name__ == "__main__":
    processes = Processes(2)
    numbers = processes.map(own_number, [[1], [2], [3], [4]], str)
    print(*{number for shard in numbers for number in shard}, flush=True)
    time.sleep(600)
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="the system lists no processes as files")
def test_workers_end_when_the_run_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    workers = [Path("/proc", number) for number in parent.stdout.readline().split()]
    assert workers
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for _ in range(300):
        if not any(worker.exists() for worker in workers):
            return
        time.sleep(0.1)
    raise AssertionError("workers outlive the run that started them")


def test_an_unknown_engine_is_an_error() -> None:
    with pytest.raises(InputError, match="local and dask"), engine(1, "spark"):
        pass
