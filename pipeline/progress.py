"""Progress bars for long work, on standard error; silent when asked, or when nobody looks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Progress(Protocol):
    """Told how many articles a stage has to do, and how many it has done since last told."""

    def begin(self, stage: str, total: int | None) -> None:
        """Begin a stage of `total` articles; None if nobody knows yet."""

    def advance(self, n: int) -> None:
        """Count `n` more articles as done."""

    def end(self, note: str = "") -> None:
        """End the stage, with a remark to show beside it."""


class Silent:
    """Says nothing."""

    def begin(self, stage: str, total: int | None) -> None:
        """Say nothing."""

    def advance(self, n: int) -> None:
        """Say nothing."""

    def end(self, note: str = "") -> None:
        """Say nothing."""


class Bars:
    """One bar a stage, drawn by rich; the finished ones stay on the screen."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
        )

        self._progress = Progress(
            TextColumn("{task.description:<10}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[note]}"),
            console=Console(stderr=True),
        )
        self._task = self._progress.add_task("", visible=False, note="")

    def begin(self, stage: str, total: int | None) -> None:
        """Draw a new bar."""
        self._task = self._progress.add_task(stage, total=total, note="")

    def advance(self, n: int) -> None:
        """Move the bar."""
        self._progress.advance(self._task, n)

    def end(self, note: str = "") -> None:
        """Fill the bar, and leave it on the screen."""
        task = self._progress.tasks[self._task]
        total = task.total if task.total is not None else task.completed
        self._progress.update(self._task, total=total, completed=total, note=note)

    def __enter__(self) -> Bars:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()


@contextmanager
def shown_progress(*, quiet: bool) -> Iterator[Progress]:
    """Yield what shows progress: bars, or silence if `quiet`."""
    if quiet:
        yield Silent()
        return
    with Bars() as bars:
        yield bars
