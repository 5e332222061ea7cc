"""Run Troppetall and the yardstick over the same articles, in turns, and print the ratios.

usage: python -m benchmarks.run [N_ARTICLES ...]        (default: 1000)

Each measurement is a process of its own, from start to exit, all loading included; the two are run
one after the other, so that what else the machine does falls on both.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import bare_spacy
from benchmarks.corpus import write_folder

CACHE = Path(__file__).parent / ".cache"


def timed(*command: str) -> tuple[float, float, str]:
    """Return a process's seconds, its peak memory in MB (children included), and its output."""
    begin = time.perf_counter()
    code = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run(sys.argv[1:], capture_output=True, text=True)\n"
        "sys.stdout.write(done.stdout); sys.stderr.write(done.stderr)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)\n"
        "sys.exit(done.returncode)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, sys.executable, *command],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    *output, peak = done.stdout.splitlines()
    return time.perf_counter() - begin, float(peak), "\n".join(output)


def measure(folder: Path, words: int, jobs: int) -> list[dict[str, object]]:
    """Return a row for the yardstick and for each level of our own run, cold and then warm."""
    rows: list[dict[str, object]] = []

    def add(name: str, seconds: float, peak: float) -> None:
        ratio = seconds_of_yardstick / seconds
        rows.append(
            {"run": name, "jobs": jobs, "words/s": round(words / seconds),
             "ratio": round(ratio, 2), "peak MB": round(peak)}
        )  # fmt: skip

    _, _, output = timed("-m", "benchmarks.bare_spacy", str(folder), str(jobs))
    yardstick = json.loads(output.splitlines()[-1])
    seconds_of_yardstick = yardstick["seconds"]
    add("bare spaCy, sm architecture", seconds_of_yardstick, yardstick["peak_mb"])
    for level in ("full", "basic", "none"):
        out = CACHE / "out"
        shutil.rmtree(out, ignore_errors=True)
        command = ("-m", "pipeline", "run", str(folder), "--out", str(out), "--jobs", str(jobs),
                   "--tokens", level, "--quiet", "--no-workbook")  # fmt: skip
        seconds, peak, _ = timed(*command)
        add(f"run --tokens {level}", seconds, peak)
        if level == "full":
            seconds, peak, _ = timed(*command)
            add("the same again, nothing new", seconds, peak)
    return rows


def main(sizes: list[int]) -> None:
    """Print one table for each number of articles."""
    if not bare_spacy.MODEL.exists():
        bare_spacy.make_model()
    for n in sizes:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            words = write_folder(folder, n)
            rows = [row for jobs in (1, 2) for row in measure(folder, words, jobs)]
        print(f"\n{n:,} articles, {words:,} words\n")
        print("| " + " | ".join(rows[0]) + " |")
        print("|" + " --- |" * len(rows[0]))
        for row in rows:
            print("| " + " | ".join(str(value) for value in row.values()) + " |", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1000])
