"""Break the code in small ways and see whether the tests notice (extra `mutation`: mutmut).

usage: python tools/mutants.py [MUTANTS_A_FILE [LEAST_PERCENT]]        (default: 100, 85; 0 for all)

Which files are broken and which tests are asked stands in `pyproject.toml` under `tool.mutmut`. Of
each file's mutants a sample is drawn, the same one for the same code. A mutant that makes the tests
hang counts as killed; one that no test reaches does not. Prints the killed share of each file and
of each folder (`lang` is the number grammar, `nlp` the linking), and fails where too few are killed
in a folder.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

MUTANTS = Path("mutants")  # mutmut's own folder
SEED = 2018
KILLED = frozenset({1, 3, 24, 36, 152, 255, -24, -11, -9})  # failed, too slow, or crashed


def mutmut(*names: str) -> str:
    """Try the mutants of those names; return what was said, which matters if nothing was tried."""
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", "1", *names]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:  # its spinner says very much
        subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, check=False)
        log.seek(0)
        return log.read()[-3000:]


def verdicts() -> dict[str, dict[str, int | None]]:
    """Return the exit code of the tests for each mutant of each file, None where not tried."""
    files = sorted(MUTANTS.rglob("*.py.meta"))
    return {
        file.relative_to(MUTANTS).as_posix().removesuffix(".meta"): mutants
        for file in files
        if (mutants := json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"])
    }


def percent(killed: list[bool]) -> float:
    """Return the share of what was killed."""
    return 100 * sum(killed) / len(killed)


def main(n: int, least: float) -> int:
    """Try a sample of `n` mutants a file; return 1 if too few were killed in a folder."""
    mutmut("none.of.this.name")  # makes the mutants
    chance = random.Random(SEED)
    chosen: dict[str, list[str]] = {}
    for file, mutants in verdicts().items():
        names = sorted(mutants)
        chosen[file] = sorted(chance.sample(names, n)) if 0 < n < len(names) else names
    said = mutmut(*(name for names in chosen.values() for name in names))
    found = verdicts()
    parts: dict[str, list[bool]] = {}
    for file, names in chosen.items():
        codes = [found[file][name] for name in names]
        if None in codes:
            print(said)
            raise SystemExit(f"Some mutants of {file} were not tried.")
        killed = [code in KILLED for code in codes]
        print(f"{file}: {percent(killed):.0f} % of {len(codes)} (of {len(found[file])} in all)")
        parts.setdefault(str(Path(file).parent), []).extend(killed)
    for folder, killed in parts.items():
        print(f"{folder}: {percent(killed):.1f} % of {len(killed)} killed")
    low = [folder for folder, killed in parts.items() if percent(killed) < least]
    if low:
        print(f"Less than {least:.0f} %: {', '.join(low)}. `mutmut results` names the survivors.")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main(*([int(a) for a in sys.argv[1:]] + [100, 85][len(sys.argv) - 1 :])))
