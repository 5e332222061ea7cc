"""Load the language model: the one that ships with the package, or any other spaCy pipeline."""

import json
from collections.abc import Iterable
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from pipeline.errors import ModelError
from pipeline.nlp import bilou_ner as _ner  # noqa: F401  (registers the factory)
from pipeline.nlp import sentences as _sentences  # noqa: F401
from pipeline.nlp import syntax as _syntax  # noqa: F401

SHIPPED = Path(__file__).parent.parent / "model"
CHECKSUMS = "checksums.json"
SENTENCE_ATTRIBUTES = frozenset({"token.is_sent_start", "doc.sents"})


def load_model(name_or_path: str | Path | None = None) -> Language:
    """The pipeline of that name or in that folder; without either, the one that ships with us.

    A model given by path is data that spaCy loads: it may name components of installed packages,
    so use only folders that you trust, as with any program's input that holds settings.

    Args:
        name_or_path: an installed spaCy package such as `nb_core_news_sm`, or a folder.

    Returns:
        A pipeline with names (`doc.ents`) and sentences (`doc.sents`). The caller caches it.

    Raises:
        ModelError: the package is not installed, the folder holds no pipeline, the pipeline cannot
            be read, or it lacks a component that the stages need.

    Examples:
        >>> nlp = load_model()
        >>> [(ent.text, ent.label_) for ent in nlp("Jens Stoltenberg leder Nato.").ents]
        [('Jens Stoltenberg', 'PER'), ('Nato', 'ORG')]
    """
    source = SHIPPED if name_or_path is None else name_or_path
    if not Path(source).is_dir() and find_spec_of(str(source)) is None:
        raise ModelError(_not_found(str(source)))
    try:
        nlp = spacy.load(source)
    except (OSError, ValueError, KeyError, ImportError, TypeError, AttributeError) as error:
        message = (
            f"The model {str(source)!r} cannot be loaded: {error} "
            "The shipped model needs nothing: leave out --model."
        )
        raise ModelError(message) from error
    missing = missing_components(nlp)
    if missing:
        message = (
            f"The model {str(source)!r} lacks {', '.join(missing)}: it has "
            f"{', '.join(nlp.pipe_names) or 'no component'}. Use a pipeline that finds names and "
            "sentences, or leave out --model for the shipped one."
        )
        raise ModelError(message)
    return nlp


def find_spec_of(name: str) -> Any:
    """The import spec of an installed package, None where there is none or the name is no name."""
    return find_spec(name) if name.isidentifier() else None


def _not_found(name: str) -> str:
    if "/" in name or "\\" in name or not name.isidentifier():
        return (
            f"There is no model folder {name!r}. Give a folder that spaCy's `to_disk` wrote, or "
            "leave out --model: the shipped model needs nothing."
        )
    return (
        f"The model package {name!r} is not installed. Install it with `python -m spacy download "
        f"{name}`, or leave out --model: the shipped model needs nothing."
    )


def missing_components(nlp: Language) -> list[str]:
    """What the stages need and no enabled component of the pipeline gives, by component name."""
    assigned = {
        attribute for name in nlp.pipe_names for attribute in nlp.get_pipe_meta(name).assigns
    }
    missing = [] if "doc.ents" in assigned else ["ner"]
    return missing if assigned & SENTENCE_ATTRIBUTES else [*missing, "parser or senter"]


def model_card(path: Path = SHIPPED) -> dict[str, Any]:
    """What the model's `meta.json` says: name, version, labels, sources, and `performance`.

    Raises:
        ModelError: there is no readable `meta.json`.
    """
    try:
        card: dict[str, Any] = json.loads((path / "meta.json").read_text(encoding="utf8"))
    except (OSError, ValueError) as error:
        message = (
            f"The model in {str(path)!r} has no readable meta.json; install the package again."
        )
        raise ModelError(message) from error
    return card


def damaged_files(path: Path = SHIPPED) -> list[str]:
    """The model's files that are missing or changed since it was made, sorted; empty when intact.

    Raises:
        ModelError: the list of checksums is missing or unreadable.
    """
    try:
        expected: dict[str, str] = json.loads((path / CHECKSUMS).read_text(encoding="utf8"))
    except (OSError, ValueError) as error:
        message = (
            f"The model in {str(path)!r} has no readable {CHECKSUMS}; install the package again."
        )
        raise ModelError(message) from error
    found = checksums(path, expected)
    return sorted(name for name in expected if found.get(name) != expected[name])


def checksums(path: Path, names: Iterable[str]) -> dict[str, str]:
    """The SHA-256 of each of these files that exists under the folder."""
    return {
        name: sha256((path / name).read_bytes()).hexdigest()
        for name in names
        if (path / name).is_file()
    }
