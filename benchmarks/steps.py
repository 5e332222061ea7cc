"""Processor seconds of each step of a run, in one process, after loading.

usage: python -m benchmarks.steps FOLDER        (prints JSON)

Also what the matrix products of the networks would take at the speed that this machine multiplies
matrices with: the floor below which no Python can push the reading.
"""

from __future__ import annotations

import json
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from pipeline.lang.decoding import Readable, readable
from pipeline.lexicon import load_lexicon
from pipeline.nlp import annotation
from pipeline.nlp.bilou_ner import BilouNer
from pipeline.nlp.figure_candidates import find_candidates
from pipeline.nlp.figure_links import figure_scene, link_figures
from pipeline.nlp.mentions import find_mentions
from pipeline.nlp.model import load_model
from pipeline.nlp.syntax import Syntax
from pipeline.stages.tokenize import sentence_rows, token_rows
from pipeline.tableio import encode_rows

NAMES = {
    "sentence_boundaries": "sentence boundaries",
    "morphologizer": "word classes and lemmas",
    "parser": "trees (`--tokens full` only)",
    "ner": "names",
}
Result = TypeVar("Result")


class Steps:
    """Processor seconds by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def time(self, name: str, work: Callable[[], Result]) -> Result:
        """Return what the work gives, and note what it took."""
        start = time.process_time()
        result = work()
        self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - start
        return result


def read(texts: list[str], steps: Steps) -> int:
    """Take texts through all steps; return the number of their tokens."""
    nlp, lexicon = load_model(), load_lexicon()
    bodies = [readable(text) for text in texts]
    with nlp.memory_zone():
        link_figures(figure_scene("", [], [], "", lexicon))  # reads the weights
        find_candidates(nlp.make_doc(""), lexicon)
        find_mentions(nlp.make_doc("Norge"), lexicon)  # reads the lists of names
        docs = steps.time("spaCy's tokenizer", lambda: [nlp.make_doc(b.text) for b in bodies])
        for name, pipe in nlp.pipeline:
            apply: Any = pipe
            docs = steps.time(NAMES[name], lambda a=apply, d=docs: [a(doc) for doc in d])  # type: ignore[misc]
        rows = "rows, CSV text, cache"
        made = steps.time(rows, lambda: [annotation._annotation(doc) for doc in docs])
        for body, one in zip(bodies, made, strict=True):
            steps.time(rows, lambda b=body, o=one: _rows(b, o))  # type: ignore[misc]
        docs = steps.time(
            rows,
            lambda: [
                annotation.rebuild(nlp.vocab, b.text, a) for b, a in zip(bodies, made, strict=True)
            ],
        )
        mentions = steps.time("mentions", lambda: [find_mentions(doc, lexicon) for doc in docs])
        figures = steps.time(
            "figures: which numbers", lambda: [find_candidates(doc, lexicon) for doc in docs]
        )
        for doc, found, named in zip(docs, figures, mentions, strict=True):
            if found:
                steps.time(
                    "figures: who, where, what, when",
                    lambda d=doc, f=found, m=named: link_figures(  # type: ignore[misc]
                        figure_scene(d.text, f, m, "2018-02", lexicon)
                    ),
                )
    return sum(len(one.tokens) for one in made)


def _rows(body: Readable, one: annotation.Annotation) -> None:
    encode_rows(sentence_rows("article", body, one))
    encode_rows(token_rows("article", body, one))
    annotation.Annotation.from_bytes(zlib.decompress(zlib.compress(one.to_bytes(), 1)))


def flops_a_token() -> dict[str, float]:
    """Return the floating-point operations that each network's products take for one token."""
    found: dict[str, float] = {}
    for name, pipe in load_model().pipeline:
        if isinstance(pipe, Syntax):
            blocks = [block.weights.size for block in pipe.tagger.blocks]
            heads = [pipe.tagger.weights[part].size for part in ("tag_hidden", "tag")]
            found["word classes"] = 2.0 * sum(blocks + heads)
            found["trees"] = 2.0 * sum(
                layer.hidden.size + sum(part.size for part in layer.input)
                for layer in pipe.trained().layers
            )
        elif isinstance(pipe, BilouNer):
            sizes = pipe.cfg["sizes"]
            layer = 3 * sizes["width"] * sizes["width"] * sizes["pieces"]
            found[name] = 2.0 * sizes["depth"] * layer
    return found


def multiplication_speed() -> float:
    """Return the floating-point operations a second of a large single-precision product."""
    left, right = np.ones((512, 384), np.float32), np.ones((384, 384), np.float32)
    best = 0.0
    for _ in range(5):
        start = time.process_time()
        for _ in range(50):
            left @ right
        best = max(best, 50 * 2.0 * left.size * 384 / (time.process_time() - start))
    return best


def main(folder: str) -> None:
    """Print seconds by step, tokens, operations a token and the machine's speed as JSON."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(folder).rglob("*.txt"))]
    steps = Steps()
    tokens = read(texts, steps)
    print(
        json.dumps(
            {
                "articles": len(texts),
                "tokens": tokens,
                "seconds": steps.seconds,
                "flops": flops_a_token(),
                "speed": multiplication_speed(),
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1])
