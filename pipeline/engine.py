"""Ways to map a function over shards of work, in order: here, in processes, on a cluster."""

from __future__ import annotations

import multiprocessing
import os
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any, Protocol, TypeVar

from pipeline.errors import InputError

Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[list[Item]], list[Result]]

_ATTEMPTS = 3  # times that an item may take its worker down before it is given up


class Engine(Protocol):
    """Maps `work` (a list in, a list of the same length out) over shards; yields in order."""

    def map(
        self, work: Work[Item, Result], shards: Iterable[list[Item]], lost: Callable[[Item], Result]
    ) -> Iterator[list[Result]]:
        """Yield the result of each shard; `lost` makes that of an item that kills its worker."""
        ...


class Here:
    """Does the work in this process."""

    def map(
        self,
        work: Work[Item, Result],
        shards: Iterable[list[Item]],
        lost: Callable[[Item], Result],  # noqa: ARG002 (who dies here tells nobody)
    ) -> Iterator[list[Result]]:
        """Yield the result of each shard, made when it is asked for."""
        for shard in shards:
            yield work(shard)


class Elsewhere(ABC):
    """Does the work in other processes, a few shards ahead of what was asked for."""

    worker_died: type[Exception]
    window: int  # shards under way: enough to keep workers busy, few enough for memory

    @abstractmethod
    def submit(self, work: Work[Item, Result], shard: list[Item]) -> Any:
        """Return a future of the shard's result."""

    @abstractmethod
    def recover(self) -> None:
        """Make the engine fit for work again after a worker died."""

    def map(
        self, work: Work[Item, Result], shards: Iterable[list[Item]], lost: Callable[[Item], Result]
    ) -> Iterator[list[Result]]:
        """Yield the result of each shard, in order."""
        waiting: deque[tuple[list[Item], Any]] = deque()
        todo = iter(shards)
        more = True
        while more or waiting:
            while more and len(waiting) < self.window:
                shard = next(todo, None)
                more = shard is not None
                if shard is not None:
                    waiting.append((shard, self.submit(work, shard)))
            if not waiting:
                return
            shard, future = waiting.popleft()
            try:
                result = future.result()
            except self.worker_died:
                self.recover()
                result = self._one_by_one(work, shard, lost)
                # Others may have gone down with it; nothing is lost, only asked for anew.
                waiting = deque((other, self.submit(work, other)) for other, _ in waiting)
            yield result

    def _one_by_one(
        self, work: Work[Item, Result], shard: list[Item], lost: Callable[[Item], Result]
    ) -> list[Result]:
        """Redo a shard whose worker died, so that only the item that kills it is given up."""
        results: list[Result] = []
        for item in shard:
            for attempt in range(_ATTEMPTS):
                try:
                    results += self.submit(work, [item]).result()
                    break
                except self.worker_died:
                    self.recover()
                    if attempt == _ATTEMPTS - 1:
                        results.append(lost(item))
        return results


def _end_with_parent() -> None:
    """Make this worker end when the process that started it is killed, and not wait for it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


class Processes(Elsewhere):
    """Several processes of this machine, started afresh so that all systems behave the same."""

    worker_died = BrokenProcessPool

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self.window = 3 * jobs
        self._pool = self._start()

    def _start(self) -> ProcessPoolExecutor:
        method = os.environ.get("TROPPETALL_START_METHOD", "spawn")
        context = multiprocessing.get_context(method)
        return ProcessPoolExecutor(self._jobs, mp_context=context, initializer=_end_with_parent)

    def submit(self, work: Work[Item, Result], shard: list[Item]) -> Any:
        """Return a future of the shard's result; a pool that is broken is started anew."""
        try:
            return self._pool.submit(work, shard)
        except BrokenProcessPool:
            self.recover()
            return self._pool.submit(work, shard)

    def recover(self) -> None:
        """Start new processes."""
        self.close()
        self._pool = self._start()

    def close(self) -> None:
        """End the processes without waiting for what nobody will ask for."""
        self._pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def engine(jobs: int, name: str = "local", scheduler: str = "") -> Iterator[Engine]:
    """Yield the engine for a number of processes, or for a Dask cluster.

    Args:
        jobs: processes; 1 does the work in this one.
        name: `local` or `dask`.
        scheduler: address of a Dask scheduler; without it a cluster is started on this machine.

    Raises: InputError where Dask is not installed, or the scheduler not reached.
    """
    if name == "dask":
        from pipeline.dask_engine import dask_engine

        with dask_engine(jobs, scheduler) as cluster:
            yield cluster
    elif name != "local":
        raise InputError(f"There is no engine {name!r}; there are local and dask.")
    elif jobs == 1:
        yield Here()
    else:
        processes = Processes(jobs)
        try:
            yield processes
        finally:
            processes.close()
