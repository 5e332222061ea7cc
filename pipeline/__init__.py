"""Troppetall: who had, sent, withdrew or lost how many soldiers, read from Norwegian news.

>>> from pipeline import load_tables, run            # doctest: +SKIP
>>> run("articles", "outputs")                       # doctest: +SKIP
>>> load_tables("outputs")["troop_figures"]          # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module, metadata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.nlp.model import load_model
    from pipeline.runner import run
    from pipeline.tableio import load_tables

__all__ = ["load_model", "load_tables", "run"]

_HOMES = {
    "load_model": "pipeline.nlp.model",
    "load_tables": "pipeline.tableio",
    "run": "pipeline.runner",
}


def __getattr__(name: str) -> Any:
    # pandas and spaCy take a second to import; whoever asks for neither should not wait for them.
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name == "__version__":
        return metadata.version("troppetall")
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
