"""The examples in the reports' docstrings hold on the committed tables."""

from __future__ import annotations

import doctest
import shutil
from importlib import import_module
from pathlib import Path

import pytest

MODULES = [
    "pipeline.datapackage",
    "pipeline.spreadsheet_safety",
    *(
        f"pipeline.report.{name}"
        for name in (
            "charts",
            "drawing",
            "exports",
            "highlight",
            "html",
            "language",
            "outputs",
            "terminal",
            "workbook",
        )
    ),
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(
    name: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(root / "outputs", tmp_path / "outputs")
    monkeypatch.chdir(tmp_path)
    found = doctest.testmod(import_module(name))
    assert found.attempted > 0
    assert found.failed == 0
