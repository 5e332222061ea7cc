"""What README and docs say of tables and commands is what the code says."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from pipeline import tabledocs
from pipeline.tables import public_tables

ROOT = Path(__file__).parents[2]


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate = _generator()


@pytest.mark.parametrize(
    ("path", "name", "make"),
    generate.GENERATED,
    ids=[str(path.relative_to(ROOT)) for path, _, _ in generate.GENERATED],
)
def test_page_holds_what_the_code_says(path: Path, name: str, make: Callable[[], str]) -> None:
    page = path.read_text(encoding="utf-8")
    assert page == generate.filled(page, name, make()), "run: python docs/generate.py"


def test_every_public_table_is_in_the_overview_and_in_one_group() -> None:
    grouped = [table.name for _, tables in tabledocs.grouped_tables() for table in tables]
    assert sorted(grouped) == sorted(table.name for table in public_tables())
    assert tabledocs.grouped_tables()[-1][0] != "Other", "give the new table a group"


def test_a_column_shows_type_meaning_unit_and_allowed_values() -> None:
    figures = next(t for t in public_tables() if t.name == "figures")
    text = tabledocs.table_markdown(figures)
    assert "| `value_min` | number, may be empty |" in text
    assert "Unit: people or %" in text
    assert "One of `count`, `percent`" in text


def test_a_page_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="no markers"):
        generate.filled("# A page", "tables", "…")
