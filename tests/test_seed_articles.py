"""The sample articles and their gold: the same text, and every difficulty shown at least once."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipeline.vocabulary import CASUALTY_EVENTS, MODALITIES, QUALIFIERS, TROOP_EVENTS

ROOT = Path(__file__).parents[1]
SEEDS = {p.stem: p.read_text(encoding="utf-8") for p in sorted((ROOT / "seeds").glob("*.txt"))}
GOLD: list[dict[str, Any]] = [
    json.loads(line)
    for line in (ROOT / "tests" / "gold" / "seeds.jsonl").read_text(encoding="utf-8").splitlines()
]
FIGURES = [figure for article in GOLD for figure in article["figures"]]


def test_gold_and_files_hold_the_same_articles() -> None:
    assert {article["doc_id"]: article["text"] for article in GOLD} == SEEDS


@pytest.mark.parametrize("article", GOLD, ids=lambda article: article["doc_id"])
def test_every_quote_stands_where_gold_says(article: dict[str, Any]) -> None:
    text = article["text"]
    spans = [(f["start"], f["start"] + len(f["quote"])) for f in article["figures"]]
    assert [text[a:b] for a, b in spans] == [f["quote"] for f in article["figures"]]
    assert [pair for pair in pairwise(spans) if pair[0][1] > pair[1][0]] == []


@pytest.mark.parametrize("article", GOLD, ids=lambda article: article["doc_id"])
def test_articles_are_as_long_as_news(article: dict[str, Any]) -> None:
    assert 150 <= len(article["text"].split()) <= 450


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("qualifier", QUALIFIERS),
        ("event", (*TROOP_EVENTS, *CASUALTY_EVENTS)),
        ("modality", MODALITIES),
        ("measure", ("count", "percent")),
    ],
)
def test_every_value_of_a_field_occurs(field: str, values: tuple[str, ...]) -> None:
    assert {figure[field] for figure in FIGURES} == set(values)


@pytest.mark.parametrize("field", ["actor", "location", "as_of", "source"])
def test_every_link_is_sometimes_unsaid(field: str) -> None:
    assert {figure[field] is None for figure in FIGURES} == {True, False}


def test_both_standards_and_an_article_without_figures() -> None:
    languages = [article["lang"] for article in GOLD]
    assert (languages.count("nb"), languages.count("nn")) == (9, 5)
    assert [a["doc_id"] for a in GOLD if not a["figures"]] == ["008_girnav-fra-kongsberg"]


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"\A date \d{4}-\d\d [a-z]+\n", "header with month and section"),
        (r"\A date \d{4}-\d\d-\d\d \w+\n", "header with a day"),
        (r"\A date \d{4}-\d\d-\d\d NTB \w+\n", "section of two words"),
        (r"\A date \d{4}-\d\d – ", "article begins on the header's line"),
        (r"\A[A-Z]\w+: ", "no header, but a dateline"),
        (r"\A(?! date)[A-Z]\w+ \w+", "no header at all"),
        (r"[a-zå]\.[A-ZÆØÅ]", "missing space after a full stop"),
        ("«[^»]*\"'", "stray quotation marks"),
        (r"\(©NTB\)", "signature of NTB"),
        (r"\(©NPK\)", "signature of NPK"),
        (r"\n– .*, sier ", "dash speech"),
        (r"\n\n[\d.]+ \w+\n\n", "cross-heading with a figure"),
        (r"mellom 10 og 15\.000", "elided range in words"),
        (r"\b5-6000\b|\b5–600\b", "elided range with a dash"),
        (r"fra [\d.]+ til [\d.]+ soldater", "from X to Y"),
        (r"redusert med \d+ til \d+", "cut by and to"),
        (r"Fire år sein|Fire år sen", "time counted from another time"),
        (r"Vest-Tyskland|Zaire|Burma", "former names of states"),
        (r"USA-ledede|FN-soldater|Frankrike-ledede", "compounds"),
    ],
)
def test_difficulty_is_shown(pattern: str, why: str) -> None:
    assert any(re.search(pattern, text) for text in SEEDS.values()), why
