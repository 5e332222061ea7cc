"""Hashes that say whether something was made by the same code, model and knowledge as now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from pipeline.lexicon import load_lexicon

_PACKAGE = Path(__file__).parent
# Files of a user's lexicon that decide after reading, and so never ask for a new reading.
_DECISIONS = ("merges.csv", "splits.csv")


def package_version() -> str:
    """Return the version of the installed distribution."""
    return metadata.version("troppetall")


@lru_cache(maxsize=1)
def reading_code() -> str:
    """Return a hash of the code and data that read a text."""
    folders = ("lang", "nlp", "nlp/data", "stages")
    files = [f for folder in folders for f in (_PACKAGE / folder).glob("*") if f.is_file()]
    return _hash_files(sorted(files), _PACKAGE)


@lru_cache(maxsize=1)
def package_code() -> str:
    """Return a hash of all the code that decides what the tables hold."""
    files = sorted(f for f in _PACKAGE.glob("*.py") if f.name != "cli.py")
    return _join(reading_code(), _hash_files(files, _PACKAGE))


@lru_cache(maxsize=4)
def model_version(model: str | None) -> str:
    """Return a hash of a pipeline's files: the shipped one's, or those of one on disk."""
    if model is None:
        folder = _PACKAGE / "model"
    elif Path(model).exists():
        folder = Path(model)
    else:
        try:
            return f"{model} {metadata.version(model)}"
        except metadata.PackageNotFoundError:
            return model  # loading it will say what is wrong
    return _hash_files(sorted(f for f in folder.rglob("*") if f.is_file()), folder)


def model_figures(model: str | None) -> dict[str, Any]:
    """Return how well a pipeline reads held-out text, as its own `meta.json` says; or nothing."""
    folder = _PACKAGE / "model" if model is None else Path(model)
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    figures = meta.get("performance", {}) if isinstance(meta, dict) else {}
    return figures if isinstance(figures, dict) else {}


def reading_lexicon(user_dir: Path | None) -> str:
    """Return a hash of the knowledge that reading a text uses. Raises: LexiconError."""
    if user_dir is None:
        return load_lexicon().lexicon_hash
    files = sorted(f for f in user_dir.glob("*.csv") if f.name not in _DECISIONS)
    return _join(load_lexicon().lexicon_hash, _hash_files(files, user_dir))


def whole_lexicon(user_dir: Path | None) -> str:
    """Return a hash of all knowledge, decisions included. Raises: LexiconError."""
    return load_lexicon(user_dir).lexicon_hash


def combined(*parts: str) -> str:
    """Return one hash for several parts, in order."""
    return _join(*parts)


def _join(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _hash_files(files: Iterable[Path], root: Path) -> str:
    total = hashlib.sha256()
    for file in files:
        if file.suffix in (".pyc", ".pyo") or file.name.startswith("."):
            continue
        total.update(str(file.relative_to(root)).encode() + b"\0")
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()
