"""What several test files share. The model is loaded once a session."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from pipeline.lexicon import Lexicon, load_lexicon
from pipeline.nlp.model import load_model

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).parent.parent
# A busy machine is no error of the program.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The shipped pipeline."""
    return load_model()


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The built-in lexicon."""
    return load_lexicon()


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run of the sample articles writes."""
    from pipeline.job import Options
    from pipeline.runner import run

    directory = tmp_path_factory.mktemp("outputs")
    run(ROOT / "seeds", directory, Options(jobs=1, workbook=False))
    return directory


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture
def troppetall(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Said]:
    """The command line, called in this process: a new one would load all libraries again."""
    from pipeline.cli import main

    def call(*arguments: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["troppetall", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Said(int(ended.value.code or 0), said.out, said.err)

    return call
