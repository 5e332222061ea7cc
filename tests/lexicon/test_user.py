"""`troppetall lexicon init` and `check`: templates that load, and every problem listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import LexiconError
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.files import FILES
from pipeline.lexicon.user import check_lexicon, template, write_templates


def test_templates_are_in_order_and_change_nothing(tmp_path: Path) -> None:
    written = write_templates(tmp_path / "mitt" / "leksikon")
    assert {file.stem for file in written} == {f.stem for f in FILES if f.user}
    assert check_lexicon(written[0].parent) == []
    assert load_lexicon(written[0].parent).aliases == load_lexicon().aliases


def test_templates_explain_every_column(tmp_path: Path) -> None:
    for file in write_templates(tmp_path):
        text = file.read_text(encoding="utf-8")
        declared = next(f for f in FILES if f.stem == file.stem)
        assert all(f"#   {column.name}" in text for column in declared.columns)


@pytest.mark.parametrize(
    "declared", [f for f in FILES if f.user and f.example], ids=lambda f: f.stem
)
def test_examples_have_a_cell_for_each_column(declared: object) -> None:
    assert len(declared.example) == len(declared.columns)  # type: ignore[attr-defined]
    assert template(declared).endswith("\n")  # type: ignore[arg-type]


def test_init_leaves_files_that_are_there(tmp_path: Path) -> None:
    mine = tmp_path / "aliases.csv"
    mine.write_text("alias,entity_id\nA,org:a\n", encoding="utf-8")
    assert mine not in write_templates(tmp_path)
    assert mine.read_text(encoding="utf-8") == "alias,entity_id\nA,org:a\n"
    with pytest.raises(LexiconError, match="Nothing was written"):
        write_templates(tmp_path)


def test_check_lists_all_problems_by_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "aliases.csv").write_text("alias,entity_id\nA,feil\nB,galt\n", encoding="utf-8")
    (tmp_path / "annet.csv").write_text("x\n", encoding="utf-8")
    found = [(problem.file, problem.line) for problem in check_lexicon(tmp_path)]
    assert found == [("aliases.csv", 2), ("aliases.csv", 3), ("annet.csv", 0)]
