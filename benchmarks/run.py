"""Run Troppetall and the yardstick over the same articles, and write what they took.

usage: python -m benchmarks.run [N_ARTICLES] [--scale N_ITEMS ...]      (default: 1000, 1000 10000)

Each measurement is a process of its own, from start to exit, all loading included; they are run one
after the other, so that what else the machine does falls on all. Results go into `results.json`,
and from there into the tables and the plot of `README.md`, which `benchmarks.report` writes.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks import bare_spacy
from benchmarks.corpus import SPARSE, articles, short_items, write_folder
from benchmarks.report import read_results, write_results
from pipeline.tableio import csv_path, read_rows
from pipeline.tables import FIGURES
from pipeline.vocabulary import DEFAULT_TOKENS

STEPS = 300  # at most so many articles have their steps timed one by one
BARE = "bare spaCy, sm architecture"
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
    yield BARE, timed(*yardstick)[0]
    if jobs == 1:
        yield "spaCy's tokenizer alone", timed(*yardstick, "tokenizer")[0]
    for level in (DEFAULT_TOKENS, "full", "none") if jobs == 1 else (DEFAULT_TOKENS,):
        out = CACHE / "out"
        shutil.rmtree(out, ignore_errors=True)
        yield f"run --tokens {level}", our_run(folder, jobs, level, out)
        if level == DEFAULT_TOKENS and jobs == 1:
            yield "the same again, nothing new", our_run(folder, jobs, level, out)
            new = folder / "new"
            write_folder(new, articles(10, seed=1814))
            yield "the same again, ten articles more", our_run(folder, jobs, level, out)
            shutil.rmtree(new)


def compare(n: int) -> dict[str, Any]:
    """Return what our runs and the yardstick took for `n` articles, with one process and two."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        words = write_folder(folder, articles(n))
        rows: list[dict[str, Any]] = []
        for jobs in (1, 2):
            for name, cost in measure(folder, jobs):
                rows.append({"name": name, "jobs": jobs, **asdict(cost)})
                print(rows[-1], flush=True)
        return {"articles": n, "words": words, "figures": n_figures(CACHE / "out"), "rows": rows}


def compare_sparse(n: int) -> dict[str, Any]:
    """Return what a default run and the yardstick took for `n` articles with hardly a figure."""
    with tempfile.TemporaryDirectory() as temporary:
        folder, out = Path(temporary, "in"), Path(temporary, "out")
        words = write_folder(folder, articles(n, without=SPARSE))
        costs = {
            BARE: timed("-m", "benchmarks.bare_spacy", str(folder), "1")[0],
            f"run --tokens {DEFAULT_TOKENS}": our_run(folder, 1, DEFAULT_TOKENS, out),
        }
        rows = [{"name": name, "jobs": 1, **asdict(cost)} for name, cost in costs.items()]
        print(*rows, sep="\n", flush=True)
        return {"articles": n, "words": words, "figures": n_figures(out), "rows": rows}


def n_figures(out: Path) -> int:
    """Return how many figures a run found."""
    return sum(1 for _ in read_rows(csv_path(out, FIGURES), FIGURES))


def steps(n: int) -> dict[str, Any]:
    """Return the processor seconds of each step for `n` articles."""
    with tempfile.TemporaryDirectory() as temporary:
        write_folder(Path(temporary), articles(n))
        _, output = timed("-m", "benchmarks.steps", temporary)
    found: dict[str, Any] = json.loads(output)
    print(found, flush=True)
    return found


def scale(n: int) -> dict[str, Any]:
    """Return what one default run over `n` short items took."""
    with tempfile.TemporaryDirectory() as temporary:
        folder, out = Path(temporary, "in"), Path(temporary, "out")
        words = write_folder(folder, short_items(n))
        cost = our_run(folder, 1, DEFAULT_TOKENS, out)
    found = {"items": n, "words": words, **asdict(cost)}
    print(found, flush=True)
    return found


def main() -> None:
    """Measure what was asked for, keep it, and write it into the README."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=int, nargs="?", default=1000)
    parser.add_argument("--scale", type=int, nargs="*", default=[1000, 10_000])
    args = parser.parse_args()
    if not bare_spacy.MODEL.exists():
        bare_spacy.make_model()
    results = read_results()
    if args.articles:
        results["speed"] = compare(args.articles)
        write_results(results)
        results["sparse"] = compare_sparse(args.articles)
        write_results(results)
        results["steps"] = steps(min(args.articles, STEPS))
        write_results(results)
    for n in args.scale:
        kept = [row for row in results.get("scale", []) if row["items"] != n]
        results["scale"] = sorted([*kept, scale(n)], key=lambda row: int(row["items"]))
        write_results(results)


if __name__ == "__main__":
    main()
