"""Ways to map a function over shards of work, results in order: here, in processes, on a cluster."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Protocol, TypeVar

from pipeline.errors import TroppetallError

Item = TypeVar("Item")
Result = TypeVar("Result")

Shard = list[Item]
Work = Callable[[list[Item]], list[Result]]
_IN_FLIGHT = 3  # shards that wait for each process: enough to keep it busy, few enough for memory
_ATTEMPTS = 3


class Engine(Protocol):
    """Maps `work` (list in, list of the same length out) over shards; yields results in order.

    `lost` makes the result for an item whose worker died each time it was tried.
    """

    def map(
        self, work: Work[Item, Result], shards: Iterable[list[Item]], lost: Callable[[Item], Result]
    ) -> Iterator[list[Result]]: ...


class Here:
    """Does the work in this process."""

    def map(
        self, work: Work[Item, Result], shards: Iterable[list[Item]], lost: Callable[[Item], Result]
    ) -> Iterator[list[Result]]:
        for shard in shards:
            yield work(shard)


class Processes:
    """Does the work in several processes, started afresh so that it is the same on every system."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self._pool = self._start()

    def _start(self) -> ProcessPoolExecutor:
        method = os.environ.get("TROPPETALL_START_METHOD", "spawn")
        return ProcessPoolExecutor(self.jobs, mp_context=multiprocessing.get_context(method))

    def map(
        self, work: Work[Item, Result], shards: Iterable[list[Item]], lost: Callable[[Item], Result]
    ) -> Iterator[list[Result]]:
        waiting: deque[tuple[list[Item], Future[list[Result]]]] = deque()
        todo = iter(shards)
        more = True
        while more or waiting:
            while more and len(waiting) < self.jobs * _IN_FLIGHT:
                shard = next(todo, None)
                if shard is None:
                    more = False
                else:
                    waiting.append((shard, self._submit(work, shard)))
            if not waiting:
                return
            shard, future = waiting.popleft()
            try:
                result = future.result()
            except BrokenProcessPool:
                self._restart()
                result = self._one_by_one(work, shard, lost)
                # The pool took all that waited with it; none of that is lost, only asked for anew.
                again = [s for s, _ in waiting]
                waiting = deque((s, self._submit(work, s)) for s in again)
            yield result

    def _submit(self, work: Work[Item, Result], shard: list[Item]) -> Future[list[Result]]:
        try:
            return self._pool.submit(work, shard)
        except BrokenProcessPool:
            self._restart()
            return self._pool.submit(work, shard)

    def _restart(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._start()

    def _one_by_one(
        self, work: Work[Item, Result], shard: list[Item], lost: Callable[[Item], Result]
    ) -> list[Result]:
        """Redo a shard whose worker died, so that only the item that kills it is given up."""
        results: list[Result] = []
        for item in shard:
            for attempt in range(_ATTEMPTS):
                try:
                    results += self._submit(work, [item]).result()
                    break
                except BrokenProcessPool:
                    self._restart()
                    if attempt == _ATTEMPTS - 1:
                        results.append(lost(item))
        return results

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def engine(jobs: int, name: str = "local", scheduler: str = "") -> Iterator[Engine]:
    """Yield the engine for a number of processes, or for a Dask cluster.

    Raises: TroppetallError where Dask is asked for and not installed, or not reached.
    """
    if name == "dask":
        from pipeline.dask_engine import dask_engine

        with dask_engine(jobs, scheduler) as cluster:
            yield cluster
        return
    if name != "local":
        raise TroppetallError(f"There is no engine {name!r}; there are local and dask.")
    if jobs == 1:
        yield Here()
        return
    processes = Processes(jobs)
    try:
        yield processes
    finally:
        processes.close()
