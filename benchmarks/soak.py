"""Read very many short articles in one run, and watch the memory: it must not grow with them.

usage: python -m benchmarks.soak [N_ARTICLES]        (default: 20000)

Prints the largest memory of the process in each quarter of each stage, and fails if the last
quarter of a stage that goes article by article needed a tenth more than the second.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from benchmarks.corpus import articles
from pipeline.job import Options
from pipeline.runner import run
from pipeline.validate import validate_tables

WORDS = 50
GROWTH = 1.1
STAGES = ("ingest", "tokenize", "extract")  # these go article by article
SECONDS = 0.2  # between two looks at the memory


def short_articles(n: int) -> Iterator[tuple[str, str]]:
    """Yield names and texts of articles of some fifty words, cut from longer ones."""

    def parts() -> Iterator[str]:
        for text in articles(n):
            part: list[str] = []
            for paragraph in text.split("\n\n"):
                part.append(paragraph)
                if sum(len(p.split()) for p in part) >= WORDS:
                    yield "\n\n".join(part)
                    part = []

    for number, text in enumerate(islice(parts(), n)):
        yield f"{number // 1000:04d}/{number:07d}.txt", f"{text}\n\nSak nummer {number}."


def resident() -> float:
    """Return the memory that this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


class Watch:
    """Progress that keeps the largest memory seen in each quarter of each stage."""

    def __init__(self, n: int) -> None:
        self.peaks: dict[str, list[float]] = {}
        self._n = n
        self._done = 0
        self._stage = ""

    def begin(self, stage: str, total: int | None) -> None:  # noqa: ARG002 (the protocol's)
        self._stage, self._done = stage, 0
        self.peaks[stage] = [0.0] * 4

    def advance(self, n: int) -> None:
        self._done += n
        self.look()

    def end(self, note: str = "") -> None:  # noqa: ARG002
        self.look()

    def look(self) -> None:
        """Note what memory is held now."""
        if self._stage:
            quarter = min(3, 4 * self._done // self._n)
            peaks = self.peaks[self._stage]
            peaks[quarter] = max(peaks[quarter], resident())


@contextmanager
def looking(watch: Watch) -> Iterator[None]:
    """Look at the memory all the time, also where a stage tells of no progress."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(SECONDS):
            watch.look()

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def main(n: int) -> int:
    """Read `n` short articles; return 1 if memory grew or a table is not valid."""
    watch = Watch(n)
    with tempfile.TemporaryDirectory() as temporary:
        folder, out = Path(temporary, "in"), Path(temporary, "out")
        for name, text in short_articles(n):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        options = Options(jobs=1, tokens="none", workbook=False)
        with looking(watch):
            summary = run(folder, out, options, progress=watch)
        problems = [str(problem) for problem in validate_tables(out)]
    rows = ", ".join(f"{summary.n_rows[name]:,} {name}" for name in ("documents", "figures"))
    print(f"{rows}; skipped: {summary.n_skipped or 'none'}; problems: {problems or 'none'}")
    print("| stage | 1/4 MB | 1/2 MB | 3/4 MB | end MB |\n|---|--:|--:|--:|--:|")
    for stage, peaks in watch.peaks.items():
        print(f"| {stage} | " + " | ".join(f"{peak:,.0f}" for peak in peaks) + " |")
    grown = [s for s in STAGES if watch.peaks[s][3] > GROWTH * watch.peaks[s][1]]
    if grown:
        print(f"Memory grew in {', '.join(grown)}.")
    return 1 if grown or problems or summary.n_rows["documents"] != n else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
