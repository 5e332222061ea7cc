"""Measure the tables on gold and write the scores into README.md.

    python docs/scores.py

Takes two minutes, so the tests do not compare; run it before a release.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from generate import ROOT, filled

from pipeline.evaluate import ATTRIBUTES, Evaluation, evaluate_tables
from pipeline.inputs import CorpusColumns
from pipeline.job import Options
from pipeline.runner import run
from pipeline.tabledocs import grid

TEST, DEV = (ROOT / f"training/gold/{name}.jsonl" for name in ("test", "dev"))
SETS = (
    ("test articles (126)", TEST, TEST),
    ("development articles (36)", DEV, DEV),
    ("sample articles (14)", ROOT / "seeds", ROOT / "tests/gold/seeds.jsonl"),
)


def measured(source: Path, gold: Path) -> Evaluation:
    """Return how well the tables of a run on `source` agree with gold."""
    with tempfile.TemporaryDirectory() as folder:
        options = Options(columns=CorpusColumns(id=("doc_id",)), workbook=False, jobs=1)
        run(source, folder, options)
        return evaluate_tables(Path(folder), gold)


def scores_markdown(evaluations: Sequence[Evaluation]) -> str:
    """Return F1 by kind, and how many of the fields of found figures are right, as a table."""
    first = evaluations[0]
    rows = [
        (f"{kind}, precision / recall / F1", *(_three(e, kind) for e in evaluations))
        for kind in first.scores
    ]
    rows += [
        (f"figures found: `{name}` right", *(f"{e.accuracy(name):.0%}" for e in evaluations))
        for name in ATTRIBUTES
    ]
    rows.append(("figures wholly right", *(f"{e.rows_wholly_right:.0%}" for e in evaluations)))
    return grid(("", *(name for name, _, _ in SETS)), rows)


def confidence_markdown(evaluation: Evaluation) -> str:
    """Return how many rows are wholly right by their confidence, as a table."""
    rows = ((sure, str(count), f"{share:.0%}") for sure, count, share in evaluation.by_confidence())
    return grid(("`confidence`", "rows", "wholly right"), rows)


def _three(evaluation: Evaluation, kind: str) -> str:
    score = evaluation.scores[kind]
    return f"{score.precision:.2f} / {score.recall:.2f} / {score.f1:.2f}"


if __name__ == "__main__":
    readme = ROOT / "README.md"
    evaluations = [measured(source, gold) for _, source, gold in SETS]
    page = filled(readme.read_text(encoding="utf-8"), "scores", scores_markdown(evaluations))
    page = filled(page, "confidence", confidence_markdown(evaluations[0]))
    readme.write_text(page, encoding="utf-8", newline="\n")
