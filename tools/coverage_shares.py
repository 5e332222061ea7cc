"""Print which shares of lines and of branches the tests reach; fail where one is too low.

usage: python tools/coverage_shares.py COVERAGE.json

pytest-cov's own total is of lines and branches together, which hides branches behind lines.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

LEAST = {"lines": 95.0, "branches": 95.0}  # percent


def main(file: str) -> int:
    """Print both shares; return 1 if one is below its least."""
    totals = json.loads(Path(file).read_text(encoding="utf-8"))["totals"]
    shares = {
        "lines": (totals["covered_lines"], totals["num_statements"]),
        "branches": (totals["covered_branches"], totals["num_branches"]),
    }
    percent = {name: 100 * covered / number for name, (covered, number) in shares.items()}
    for name, (covered, number) in shares.items():
        print(f"Coverage of {name}: {percent[name]:.1f} % ({covered:,} of {number:,})")
    low = [name for name, share in percent.items() if share < LEAST[name]]
    for name in low:
        print(f"Less than {LEAST[name]:.0f} % of {name}: write tests of what they do.")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
