"""Run Troppetall and the yardstick over the same articles, in turns, and print the ratios.

usage: python -m benchmarks.run [N_ARTICLES ...]        (default: 1000)

Each measurement is a process of its own, from start to exit, all loading included; the two are run
one after the other, so that what else the machine does falls on both.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import bare_spacy
from benchmarks.corpus import write_folder

CACHE = Path(__file__).parent / ".cache"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds by the clock, seconds of processor time, memory in MB.

    Memory is the peak of the largest of its processes. Processor time says more than the clock
    where something else is running.
    """

    wall: float
    processor: float
    peak: float


def timed(*command: str) -> tuple[Cost, str]:
    """Return what a Python command took, children included, and its output."""
    code = (
        "import json, resource, subprocess, sys, time\n"
        "begin = time.perf_counter()\n"
        "done = subprocess.run(sys.argv[1:], capture_output=True, text=True)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "sys.stdout.write(done.stdout); sys.stderr.write(done.stderr)\n"
        "seconds = time.perf_counter() - begin\n"
        "print(json.dumps([seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))\n"
        "sys.exit(done.returncode)"
    )
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    done = subprocess.run(
        [sys.executable, "-c", code, sys.executable, *command],
        capture_output=True, text=True, check=False, env=os.environ | one_thread,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    *output, cost = done.stdout.splitlines()
    return Cost(*json.loads(cost)), "\n".join(output)


def our_run(folder: Path, jobs: int, level: str, out: Path) -> Cost:
    """Return what one run took, from the start of the process to its end."""
    cost, _ = timed(
        "-m", "pipeline", "run", str(folder), "--out", str(out), "--jobs", str(jobs),
        "--tokens", level, "--quiet", "--no-workbook",
    )  # fmt: skip
    return cost


def measure(folder: Path, jobs: int) -> Iterator[tuple[str, Cost]]:
    """Yield the name and cost of the yardstick, of its tokenizer alone, and of our runs."""
    yardstick = ("-m", "benchmarks.bare_spacy", str(folder), str(jobs))
    yield "bare spaCy, sm architecture", timed(*yardstick)[0]
    if jobs == 1:
        yield "spaCy's tokenizer alone", timed(*yardstick, "tokenizer")[0]
    for level in ("full", "basic", "none"):
        out = CACHE / "out"
        shutil.rmtree(out, ignore_errors=True)
        yield f"run --tokens {level}", our_run(folder, jobs, level, out)
        if level == "full" and jobs == 1:
            yield "the same again, nothing new", our_run(folder, jobs, level, out)
            new = folder / "new"
            write_folder(new, 10, seed=1814)
            yield "the same again, ten articles more", our_run(folder, jobs, level, out)
            shutil.rmtree(new)


def main(sizes: list[int]) -> None:
    """Print one table for each number of articles."""
    if not bare_spacy.MODEL.exists():
        bare_spacy.make_model()
    for n in sizes:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            words = write_folder(folder, n)
            print(f"\n{n:,} articles, {words:,} words\n")
            print("| run | jobs | seconds | words/s | ratio | processor s | ratio | peak MB |")
            print("|---|--:|--:|--:|--:|--:|--:|--:|", flush=True)
            for jobs in (1, 2):
                bare: Cost | None = None
                for name, cost in measure(folder, jobs):
                    bare = bare or cost
                    print(
                        f"| {name} | {jobs} | {cost.wall:.1f} | {words / cost.wall:,.0f} "
                        f"| {bare.wall / cost.wall:.2f} | {cost.processor:.1f} "
                        f"| {bare.processor / cost.processor:.2f} | {cost.peak:,.0f} |",
                        flush=True,
                    )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1000])
