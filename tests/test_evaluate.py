"""Evaluation counts as the guidelines say, from annotated articles or a corrected table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import InputError
from pipeline.evaluate import Evaluation, Score, evaluate_tables, evaluation_text, read_gold
from pipeline.tableio import load_tables


@pytest.fixture(scope="module")
def perfect(outputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gold file that says exactly what our tables say."""
    tables = {
        name: frame.astype(object).where(frame.notna(), None)
        for name, frame in load_tables(outputs).items()
    }
    names = dict(zip(tables["people"]["person_id"], tables["people"]["name"], strict=True))
    organizations = tables["organizations"]
    names |= dict(zip(organizations["organization_id"], organizations["name"], strict=True))
    coalitions = set(organizations[organizations["type"] == "coalition"]["organization_id"])
    lines = []
    for doc_id in tables["documents"]["doc_id"]:
        entities = tables["document_entities"].query("doc_id == @doc_id")

        def of(kind: str, rows: Any = entities) -> list[str]:
            ids = rows[rows["kind"] == kind]["entity_id"]
            return [entity_id for entity_id in ids if entity_id not in coalitions]

        figures = [
            {
                **{key: row[key] for key in ("quote", "value", "value_min", "value_max")},
                **{key: row[key] for key in ("qualifier", "measure", "category", "event")},
                **{key: row[key] for key in ("modality", "as_of", "source")},
                "start": row["start_char"],
                "actor": names.get(row["actor_id"], row["actor_id"]),
                "location": row["location_country"],
                "optional": False,
            }
            for row in tables["figures"].query("doc_id == @doc_id").to_dict("records")
        ]
        document = {
            "doc_id": doc_id,
            "people": [{"name": names[e], "forms": []} for e in of("person")],
            "organizations": [{"name": names[e], "forms": []} for e in of("organization")],
            "countries": of("country"),
            "figures": figures,
        }
        lines.append(json.dumps(document, ensure_ascii=False))
    path = tmp_path_factory.mktemp("gold") / "perfect.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_tables_agree_wholly_with_themselves(outputs: Path, perfect: Path) -> None:
    evaluation = evaluate_tables(outputs, perfect)
    assert evaluation.misses == []
    assert {name: score.f1 for name, score in evaluation.scores.items()} == {
        "people": 1.0,
        "organizations": 1.0,
        "countries": 1.0,
        "figures": 1.0,
    }
    assert evaluation.rows_wholly_right == 1.0


def test_a_corrected_table_is_gold_too(outputs: Path, tmp_path: Path) -> None:
    rows = (outputs / "figures.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    corrected = tmp_path / "figures.csv"
    corrected.write_text("".join(rows).replace(",present,", ",remain,", 1), encoding="utf-8")
    evaluation = evaluate_tables(outputs, corrected)
    assert evaluation.scores["figures"].f1 == 1.0
    assert evaluation.compared == len(rows) - 1
    (miss,) = evaluation.misses
    assert ": event: " in miss
    assert miss.endswith("gold remain, got present")


def changed(perfect: Path, tmp_path: Path, **values: object) -> Path:
    """Return gold in which the first figure has other values."""
    documents = [json.loads(line) for line in perfect.read_text(encoding="utf-8").splitlines()]
    first = next(d for d in documents if d["figures"])
    first["figures"][0].update(values)
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(d) for d in documents), encoding="utf-8")
    return path


def test_another_number_is_a_miss_and_a_false_alarm(
    outputs: Path, perfect: Path, tmp_path: Path
) -> None:
    gold = changed(perfect, tmp_path, value=1, value_min=1, value_max=1, qualifier="exact")
    score = evaluate_tables(outputs, gold).scores["figures"]
    assert (score.missed, score.extra) == (1, 1)


def test_an_optional_figure_is_neither_hit_nor_miss(
    outputs: Path, perfect: Path, tmp_path: Path
) -> None:
    plain = evaluate_tables(outputs, perfect).scores["figures"]
    gold = changed(perfect, tmp_path, optional=True)
    score = evaluate_tables(outputs, gold).scores["figures"]
    assert (score.hits, score.missed, score.extra) == (plain.hits - 1, 0, 0)


@pytest.mark.parametrize(
    ("as_of", "is_right"), [("2018", True), ("2018-02-14", True), ("1999", False), (None, False)]
)
def test_a_less_precise_time_is_right_too(
    outputs: Path, perfect: Path, tmp_path: Path, as_of: str | None, is_right: bool
) -> None:
    documents = [json.loads(line) for line in perfect.read_text(encoding="utf-8").splitlines()]
    figure = next(f for d in documents for f in d["figures"] if f["as_of"] == "2018-02")
    figure["as_of"] = as_of
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(json.dumps(d) for d in documents), encoding="utf-8")
    evaluation = evaluate_tables(outputs, gold)
    assert (evaluation.misses == []) is is_right


def test_the_result_is_a_table_and_misses_on_request(outputs: Path, perfect: Path) -> None:
    evaluation = evaluate_tables(outputs, perfect)
    evaluation.misses.append("noe var galt")
    assert "Rows wholly right  1.000" in evaluation_text(evaluation)
    assert "noe var galt" not in evaluation_text(evaluation)
    assert evaluation_text(evaluation, with_misses=True).endswith("noe var galt")


def test_rows_are_judged_by_confidence(outputs: Path, perfect: Path) -> None:
    evaluation = evaluate_tables(outputs, perfect)
    ranges = evaluation.by_confidence()
    assert sum(rows for _, rows, _ in ranges) == evaluation.compared
    assert {share for _, _, share in ranges} == {1.0}


def test_a_row_that_is_no_figure_is_wrong_however_sure() -> None:
    evaluation = Evaluation(1, judged=[(0.0, True), (0.85, True), (1.0, False), (0.849, True)])
    assert evaluation.by_confidence() == [
        ("0.85 to 1.00", 2, 0.5),
        ("0.70 to 0.85", 1, 1.0),
        ("0.00 to 0.30", 1, 1.0),
    ]


def test_nothing_found_and_nothing_wanted_is_no_division_by_zero() -> None:
    assert (Score().precision, Score().recall, Score().f1) == (0.0, 0.0, 0.0)


def test_a_bad_gold_line_is_named(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('\n{"doc_id": 1}\n')
    with pytest.raises(InputError, match=r"gold\.jsonl, line 2: not a gold article"):
        list(read_gold(gold))
