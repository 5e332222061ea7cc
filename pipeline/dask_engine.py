"""The engine that does the work on a Dask cluster (the extra `cluster`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from pipeline.engine import Elsewhere, Item, Result, Work
from pipeline.errors import InputError

try:
    from distributed import Client, LocalCluster
    from distributed.scheduler import KilledWorker
except ImportError as error:
    raise InputError(
        "--engine dask needs the extra `cluster`: pip install 'troppetall[cluster]'"
    ) from error


TIMEOUT = "20s"  # to wait for a scheduler's first answer


class Cluster(Elsewhere):
    """A Dask cluster, which itself gives the shards of a dead worker to another."""

    worker_died = KilledWorker

    def __init__(self, client: Client) -> None:
        self._client = client
        self.window = 3 * max(1, sum(client.ncores().values()))

    def submit(self, work: Work[Item, Result], shard: list[Item]) -> Any:
        """Return a future of the shard's result."""
        # Equal shards are equal work only by chance; each is a task of its own.
        return self._client.submit(work, shard, pure=False)

    def recover(self) -> None:
        """Do nothing: the scheduler keeps what is left of the cluster at work."""


@contextmanager
def dask_engine(jobs: int, scheduler: str = "") -> Iterator[Cluster]:
    """Yield an engine on the cluster at `scheduler`, or on one of `jobs` processes started here.

    Raises: InputError if no scheduler answers at that address.
    """
    with ExitStack() as stack:
        address: Any = scheduler
        if not scheduler:
            address = stack.enter_context(
                LocalCluster(
                    n_workers=jobs, threads_per_worker=1, processes=True, dashboard_address=None
                )
            )
        try:
            client = stack.enter_context(Client(address, timeout=TIMEOUT))
        except (OSError, ValueError) as error:
            raise InputError(f"No Dask scheduler answers at {scheduler}: {error}") from None
        yield Cluster(client)
