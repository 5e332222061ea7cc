"""How well articles are read that the links were not trained on: it may not fall unseen.

The figures stand a little under what was measured, so that a change for the worse is noticed and
noise is not. `troppetall evaluate` prints the same.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.evaluate import Evaluation, evaluate_tables
from pipeline.job import Options
from pipeline.runner import run
from pipeline.validate import validate_tables

#: One in so many articles of the larger corpus is read as well, to see that its tables hold.
EVERY = 20


@pytest.fixture(scope="module")
def tables(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run over the development articles and some others writes."""
    articles = tmp_path_factory.mktemp("articles")
    gold = root / "training" / "gold"
    lines = (gold / "dev.jsonl").read_text("utf-8").splitlines()
    lines += (gold / "more.jsonl").read_text("utf-8").splitlines()[::EVERY]
    for article in map(json.loads, lines):
        (articles / f"{article['doc_id']}.txt").write_text(article["text"], "utf-8")
    out = tmp_path_factory.mktemp("tables")
    run(articles, out, Options(jobs=1, workbook=False))
    return out


@pytest.fixture(scope="module")
def evaluation(tables: Path, root: Path) -> Evaluation:
    """The tables against the gold of the development articles."""
    return evaluate_tables(tables, root / "training" / "gold" / "dev.jsonl")


def test_tables_of_many_articles_hold_together(tables: Path) -> None:
    assert [str(problem) for problem in validate_tables(tables)] == []


@pytest.mark.parametrize(
    ("table", "least"),
    [("figures", 0.95), ("people", 0.98), ("organizations", 0.98), ("countries", 0.99)],
)
def test_what_is_there_is_found_and_nothing_else(
    evaluation: Evaluation, table: str, least: float
) -> None:
    assert evaluation.scores[table].f1 >= least


@pytest.mark.parametrize(
    ("attribute", "least"),
    [
        ("qualifier", 0.99),
        ("measure", 0.99),
        ("category", 0.98),
        ("event", 0.90),
        ("modality", 0.90),
        ("actor", 0.86),
        ("location", 0.84),
        ("as_of", 0.91),
    ],
)
def test_figures_are_linked_rightly(evaluation: Evaluation, attribute: str, least: float) -> None:
    assert evaluation.accuracy(attribute) >= least


def test_whole_rows_are_right(evaluation: Evaluation) -> None:
    assert evaluation.rows_wholly_right >= 0.61
