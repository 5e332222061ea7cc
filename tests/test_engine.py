"""A worker that dies takes nothing with it but the item that killed it."""

from __future__ import annotations

import os
import signal
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


def test_an_unknown_engine_is_an_error() -> None:
    with pytest.raises(InputError, match="local and dask"), engine(1, "spark"):
        pass
