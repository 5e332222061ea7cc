"""A cluster gives the same bytes as one process, also when one of its workers is killed."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from pipeline import drivers
from pipeline.engine import engine
from pipeline.errors import InputError
from pipeline.job import Options
from pipeline.runner import run
from pipeline.tables import public_tables

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def cluster() -> object:
    """A real cluster of two worker processes."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as local:
        yield local


def test_a_killed_worker_changes_nothing(
    cluster: object, tmp_path: Path, root: Path, outputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drivers, "_SHARD_ARTICLES", 2)
    address = cluster.scheduler_address  # type: ignore[attr-defined]
    with distributed.Client(address) as client:
        pid = next(iter(client.run(os.getpid).values()))
    killer = threading.Timer(3.0, os.kill, (pid, signal.SIGTERM))
    killer.start()
    options = Options(engine="dask", scheduler=address, workbook=False)
    run(root / "seeds", tmp_path / "out", options)
    killer.join()
    for table in public_tables():
        name = f"{table.name}.csv"
        assert (tmp_path / "out" / name).read_bytes() == (outputs / name).read_bytes(), name


def test_a_scheduler_that_does_not_answer_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.dask_engine.TIMEOUT", "1s")
    with (
        pytest.raises(InputError, match="No Dask scheduler answers"),
        engine(1, "dask", "tcp://127.0.0.1:9"),
    ):
        pass
