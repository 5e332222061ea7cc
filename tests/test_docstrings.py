"""The examples in docstrings hold, on the committed articles and tables."""

from __future__ import annotations

import doctest
import shutil
from importlib import import_module
from pathlib import Path

import pytest

import pipeline

PACKAGE = Path(pipeline.__file__).parent


def modules_with_examples() -> list[str]:
    """Names of the modules whose docstrings hold examples."""
    return [
        ".".join(("pipeline", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
            ".__init__"
        )
        for path in sorted(PACKAGE.rglob("*.py"))
        if ">>> " in path.read_text(encoding="utf-8")
    ]


@pytest.fixture(scope="module")
def working_folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that an example may write in, with `seeds` and `outputs`."""
    folder = tmp_path_factory.mktemp("examples")
    for name in ("seeds", "outputs"):
        shutil.copytree(root / name, folder / name)
    return folder


@pytest.mark.parametrize("name", modules_with_examples())
def test_examples_hold(
    name: str, working_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.chdir(working_folder)
    found = doctest.testmod(import_module(name))
    assert found.attempted > 0
    assert found.failed == 0, capsys.readouterr().out
