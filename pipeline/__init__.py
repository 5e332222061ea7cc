"""Troppetall: who had, sent, withdrew or lost how many soldiers, read from Norwegian news.

`run` reads articles and writes the tables, `load_tables` gives them as DataFrames, and `load_model`
the spaCy pipeline that finds names. What they raise is a `pipeline.errors.TroppetallError`.

>>> import pipeline
>>> summary = pipeline.run("seeds/002_nato-blir-i-irak.txt", "result")
>>> summary.n_rows["documents"], summary.n_skipped
(1, {})
>>> figures = pipeline.load_tables("result")["troop_figures"]
>>> figures.query("quote == 'omkring 70 soldater'")[["actor", "location"]].to_numpy().tolist()
[['Norge', 'Irak']]
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
