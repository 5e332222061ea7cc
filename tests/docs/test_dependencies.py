"""Every dependency, and every extra, is explained in docs/dependencies.md."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PAGE = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
ROWS = {row.strip("` ").lower() for row in re.findall(r"^\| ([^|]+) \|", PAGE, re.MULTILINE)}


@pytest.mark.parametrize("requirement", PROJECT["dependencies"])
def test_dependency_is_explained(requirement: str) -> None:
    assert re.split(r"[<>=\[ ]", requirement)[0].lower() in ROWS


@pytest.mark.parametrize("extra", PROJECT["optional-dependencies"])
def test_extra_is_explained(extra: str) -> None:
    assert extra in ROWS
