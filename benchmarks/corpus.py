"""Articles in any number, recombined from our own annotated ones.

An article takes its header and first paragraphs from one of ours and the rest from others, so that
length, figures per article and vocabulary stay those of our articles, and no two are the same.
Short items of some fifty words are cut from such articles, for runs over very many.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

GOLD = Path(__file__).parent.parent / "training" / "gold" / "train.jsonl"
# So many of each hundred articles have no figure. Few hold many in the corpus that all is measured
# on; in the sparse one hardly any does, as in general news, which seldom tells of soldiers.
WITHOUT_FIGURES = 70
SPARSE = 95
SHORT = 45  # words after which a short item ends with its paragraph


def articles(n: int, seed: int = 2018, without: int = WITHOUT_FIGURES) -> Iterator[str]:
    """Yield `n` articles, so many of a hundred without a figure; the same ones for one seed."""
    chance = random.Random(seed)
    with GOLD.open(encoding="utf-8") as file:
        gold = [json.loads(line) for line in file]
    dense = [article["text"].split("\n\n") for article in gold if article["figures"]]
    sparse = [_without_figures(article) for article in gold]
    sparse = [paragraphs for paragraphs in sparse if len(paragraphs) > 1]
    for number in range(n):
        source = sparse if chance.randrange(100) < without else dense
        parts = [chance.choice(source) for _ in range(3)]
        paragraphs = [p for part in parts for p in part[: chance.randint(2, 7)]]
        yield "\n\n".join([*paragraphs, f"Sak nummer {number}."])


def short_items(n: int, seed: int = 2018) -> Iterator[str]:
    """Yield `n` items of whole paragraphs, some fifty words each, cut from `articles`."""
    made = 0
    part: list[str] = []
    for text in articles(n, seed):
        for paragraph in text.split("\n\n"):
            part.append(paragraph)
            if sum(len(p.split()) for p in part) >= SHORT:
                yield "\n\n".join([*part, f"Sak nummer {made}."])
                made += 1
                part = []
                if made == n:
                    return


def _without_figures(article: dict[str, object]) -> list[str]:
    """Return the paragraphs of an article that hold none of its figures."""
    text = str(article["text"])
    figures: list[dict[str, int]] = article["figures"]  # type: ignore[assignment]
    starts = [figure["start"] for figure in figures]
    kept: list[str] = []
    at = 0
    for paragraph in text.split("\n\n"):
        end = at + len(paragraph)
        if not any(at <= start < end for start in starts):
            kept.append(paragraph)
        at = end + 2
    return kept


def write_folder(folder: Path, texts: Iterable[str]) -> int:
    """Write articles, a thousand a subfolder; return their words in all."""
    words = 0
    for number, text in enumerate(texts):
        part = folder / f"{number // 1000:04d}"
        if number % 1000 == 0:
            part.mkdir(parents=True, exist_ok=True)
        (part / f"{number:07d}.txt").write_text(text, encoding="utf-8")
        words += len(text.split())
    return words
