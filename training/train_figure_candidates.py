"""Trains which numbers are figures: `python -m training.train_figure_candidates [--check]`.

A logistic regression over named features (`pipeline.nlp.figure_features`). Its weights are written
to `pipeline/nlp/data/figure_candidates.csv`, one feature a line, so that anybody can read why a
number was taken. `--check` prints the cross-validation on the training articles and the result on
the development articles, and writes nothing.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.lang.header import parse_header
from pipeline.lexicon import load_lexicon
from pipeline.nlp.figure_candidates import THRESHOLD, eligible, knowledge_of
from pipeline.nlp.figure_features import Knowledge, Reading, features

GOLD = Path(__file__).parent / "gold"
WEIGHTS = Path(__file__).parents[1] / "pipeline" / "nlp" / "data" / "figure_candidates.csv"
FOLDS = 10
PENALTY = 1.0  # of squared weights; chosen by cross-validation among 0.3, 1 and 3
LEAST_OFTEN = 2  # numbers a feature must hold for
NEWTON_STEPS = 12
Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """One number of an article: its features, and 1 for a figure, 0 for none, -1 for either."""

    doc_id: str
    lang: str
    names: tuple[str, ...]
    label: int
    shown: str


def articles(name: str) -> list[dict[str, Any]]:
    """The articles of a gold file, with their text after the header as `body`."""
    found = []
    for line in (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        article["start"] = parse_header(article["text"]).body_start
        article["body"] = article["text"][article["start"] :]
        found.append(article)
    return found


def examples(article: dict[str, Any], knowledge: Knowledge) -> tuple[list[Example], int]:
    """The numbers of an article as examples, and how many gold figures no number stands for."""
    reading = Reading(article["body"], knowledge)
    open_figures = list(article["figures"])
    found = []
    for k in eligible(reading):
        quantity = reading.quantities[k]
        start, end = quantity.start + article["start"], quantity.end + article["start"]
        gold = next(
            (f for f in open_figures if start < f["start"] + len(f["quote"]) and end > f["start"]),
            None,
        )
        label = 0
        if gold is not None:
            open_figures.remove(gold)
            label = -1 if gold["optional"] else 1
        shown = reading.text[max(0, quantity.start - 60) : quantity.end + 40].replace("\n", "/")
        names = tuple(features(reading, k))
        found.append(Example(article["doc_id"], article["lang"], names, label, shown))
    return found, sum(not figure["optional"] for figure in open_figures)


def vocabulary(data: Iterable[Example]) -> dict[str, int]:
    """A number for each feature that is frequent enough; the first is the bias."""
    counts = Counter(name for example in data for name in example.names)
    kept = sorted(n for n, count in counts.items() if count >= LEAST_OFTEN and n != "bias")
    return {name: index for index, name in enumerate(["bias", *kept])}


def matrix(data: Sequence[Example], known: dict[str, int]) -> Vector:
    """One row an example, one column a feature."""
    rows = np.zeros((len(data), len(known)))
    for row, example in zip(rows, data, strict=True):
        row[[known[name] for name in example.names if name in known]] = 1
    return rows


def fit(data: Sequence[Example], known: dict[str, int]) -> Vector:
    """The weights that make the labels likeliest under the penalty (Newton's method, dual form)."""
    inputs, labels = matrix(data, known), np.array([float(e.label) for e in data])
    kernel = inputs @ inputs.T / PENALTY
    duals = np.zeros(len(data))
    for _ in range(NEWTON_STEPS):
        scores = kernel @ duals
        chance = 1 / (1 + np.exp(-scores))
        curvature = np.maximum(chance * (1 - chance), 1e-6)
        target = scores + (labels - chance) / curvature
        duals = np.linalg.solve(kernel + np.diag(1 / curvature), target)
    return inputs.T @ duals / PENALTY


def chances(data: Sequence[Example], known: dict[str, int], weights: Vector) -> Vector:
    """How likely each example is a figure."""
    result: Vector = 1 / (1 + np.exp(-(matrix(data, known) @ weights)))
    return result


def measure(data: Sequence[Example], likely: Vector, lost: int) -> str:
    """Precision, recall and F1 as a line; `lost` figures had no number to stand for them."""
    taken = likely >= THRESHOLD
    right = sum(bool(t) for e, t in zip(data, taken, strict=True) if e.label == 1)
    wrong = sum(bool(t) for e, t in zip(data, taken, strict=True) if e.label == 0)
    missed = lost + sum(not t for e, t in zip(data, taken, strict=True) if e.label == 1)
    precision, recall = right / (right + wrong), right / (right + missed)
    f1 = 2 * precision * recall / (precision + recall)
    return f"P {precision:.4f} R {recall:.4f} F1 {f1:.4f} ({right} right, {wrong} false, {missed} missed)"


def cross_validated(data: Sequence[Example]) -> Vector:
    """Each example's chance under weights that were fitted without its article."""
    docs = {doc: i % FOLDS for i, doc in enumerate(dict.fromkeys(e.doc_id for e in data))}
    result = np.zeros(len(data))
    for fold in range(FOLDS):
        rest = [e for e in data if docs[e.doc_id] != fold and e.label >= 0]
        known = vocabulary(rest)
        held = [i for i, e in enumerate(data) if docs[e.doc_id] == fold]
        result[held] = chances([data[i] for i in held], known, fit(rest, known))
    return result


def report(title: str, data: Sequence[Example], likely: Vector, lost: dict[str, int]) -> Iterator[str]:
    """Lines with the result on all examples and on those of each written standard."""
    yield f"{title}: {measure(data, likely, sum(lost.values()))}"
    for lang in sorted(lost):
        chosen = [i for i, e in enumerate(data) if e.lang == lang]
        part = [data[i] for i in chosen]
        yield f"  {lang}: {measure(part, likely[chosen], lost[lang])}"


def gather(name: str, knowledge: Knowledge) -> tuple[list[Example], dict[str, int]]:
    """All examples of a gold file, and the figures lost per written standard."""
    data: list[Example] = []
    lost: Counter[str] = Counter()
    for article in articles(name):
        found, missing = examples(article, knowledge)
        data += found
        lost[article["lang"]] += missing
    return data, dict(lost)


def misses(data: Sequence[Example], likely: Vector) -> Iterator[str]:
    """A line for each example on the wrong side."""
    for example, chance in zip(data, likely, strict=True):
        if example.label >= 0 and (chance >= THRESHOLD) != bool(example.label):
            kind = "missed" if example.label else "false"
            yield f"{kind} {chance:.2f} {example.doc_id} {example.shown}"


def main() -> None:
    """Fit, or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="measure only, write nothing")
    parser.add_argument("--misses", action="store_true", help="list what is on the wrong side")
    options = parser.parse_args()
    knowledge = knowledge_of(load_lexicon())
    train, lost = gather("train", knowledge)
    certain = [e for e in train if e.label >= 0]
    known = vocabulary(certain)
    weights = fit(certain, known)
    if options.check:
        dev, dev_lost = gather("dev", knowledge)
        held = cross_validated(train)
        print("\n".join(report("cross-validation", train, held, lost)))
        judged = chances(dev, known, weights)
        print("\n".join(report("dev", dev, judged, dev_lost)))
        if options.misses:
            print("\n".join([*misses(train, held), *misses(dev, judged)]))
        return
    with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", "weight"])
        for name, index in known.items():
            writer.writerow([name, f"{weights[index]:.4f}"])
    print(f"{len(known)} weights in {WEIGHTS.name}")


if __name__ == "__main__":
    main()
