"""Trains which numbers are figures: `python -m training.train_figure_candidates CORPUS [--check]`.

Two passes of a logistic regression over named features (`pipeline.nlp.figure_detector`). The
weights are written to `pipeline/nlp/data/figure_candidates.csv`, one feature a line, so that
anybody can read why a number was taken. The gold articles teach what a figure is; the newspapers of
the treebank in CORPUS teach what all the other numbers of a newspaper are: where nothing near a
number speaks of forces or casualties, it is none. `--check` prints the cross-validation on the gold
articles, the result on the development articles and what is taken for a figure in the quiet
passages of the treebank's development split, and writes nothing.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.lang.header import parse_header
from pipeline.lexicon import load_lexicon
from pipeline.nlp.figure_candidates import knowledge_of
from pipeline.nlp.figure_detector import Weights, accepted, around, probability
from pipeline.nlp.figure_features import features
from pipeline.nlp.figure_reading import Knowledge, Reading, eligible
from training.prepare_parse import LANGUAGES, printed, read_ud
from training.prepare_parse import Sentence as TreebankSentence

GOLD = Path(__file__).parent / "gold"
WEIGHTS = Path(__file__).parents[1] / "pipeline" / "nlp" / "data" / "figure_candidates.csv"
LEARNED = ("train", "more")  # gold files
# Of the second, so many: with the later articles too, whole articles are read a little better, and
# lone sentences worse (`Halvparten av USAs 14.000 soldater`), see EXPERIMENTS_detection.md.
MOST_ARTICLES = 1687
PASSAGES = (25, 4)  # sentences of the treebank that are read as one article: long and short ones
PARAGRAPH_SENTENCES = 4
TELLING = frozenset({"force", "casualty"})  # contexts near which a number may be a figure
FOLDS = 5
PENALTY = 4.0  # of squared weights; 2 and 8 are no better on articles, 8 worse on single paragraphs
PARAGRAPH = re.compile(r"[^\n]+")
LEAST_OFTEN = 3  # numbers a feature must hold for
LEAST_WEIGHT = 0.05  # all smaller ones together change nothing: they are not written
NEWTON_STEPS = 8
GRADIENT_STEPS = 40
INNER_FOLDS = 3
Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """One number of an article: its features, and 1 for a figure, 0 for none, -1 for either."""

    article: Article
    place: int  # among the numbers of its article
    names: tuple[str, ...]
    label: int


@dataclass(frozen=True, eq=False)
class Article:
    """A gold article as it is read; `lost` figures have no number that could stand for them."""

    doc_id: str
    lang: str
    reading: Reading
    numbers: tuple[int, ...]
    labels: tuple[int, ...]
    lost: int


def read_gold(name: str) -> list[dict[str, Any]]:
    """The articles of a gold file as they are written there, at most `MOST_ARTICLES`."""
    with (GOLD / f"{name}.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in islice(file, MOST_ARTICLES)]


def articles(name: str, knowledge: Knowledge) -> list[Article]:
    """The articles of a gold file, each number labelled."""
    return [labelled(gold, whole(gold), knowledge) for gold in read_gold(name)]


def paragraphs(name: str, knowledge: Knowledge) -> list[Article]:
    """The paragraphs of a gold file as articles of their own, for texts of a few sentences."""
    return [labelled(gold, part, knowledge) for gold in read_gold(name) for part in parts(gold)]


def whole(gold: dict[str, Any]) -> tuple[int, int]:
    """Where the body of an article begins and ends."""
    return parse_header(gold["text"]).body_start, len(gold["text"])


def parts(gold: dict[str, Any]) -> list[tuple[int, int]]:
    """Where the paragraphs of an article's body begin and end."""
    start, _ = whole(gold)
    return [(start + m.start(), start + m.end()) for m in PARAGRAPH.finditer(gold["text"][start:])]


def labelled(gold: dict[str, Any], span: tuple[int, int], knowledge: Knowledge) -> Article:
    """A stretch of an article with the label of each number: does a gold figure overlap it?"""
    first, last = span
    reading = Reading(gold["text"][first:last], knowledge)
    numbers = eligible(reading)
    open_figures = [f for f in gold["figures"] if first <= f["start"] < last]
    labels = []
    for k in numbers:
        start, end = reading.quantities[k].start + first, reading.quantities[k].end + first
        figure = next(
            (f for f in open_figures if start < f["start"] + len(f["quote"]) and end > f["start"]),
            None,
        )
        if figure is not None:
            open_figures.remove(figure)
        labels.append(0 if figure is None else -1 if figure["optional"] else 1)
    lost = sum(not figure["optional"] for figure in open_figures)
    return Article(gold["doc_id"], gold["lang"], reading, tuple(numbers), tuple(labels), lost)


def passages(paths: Iterable[Path], language: str, knowledge: Knowledge) -> Iterator[Article]:
    """Stretches of treebank files as articles: their quiet numbers are no figures."""
    for path in paths:
        sentences = read_ud(path, language)
        stretches = [(k, k + size) for size in PASSAGES for k in range(0, len(sentences), size)]
        for start, end in stretches:
            reading = Reading(passage_text(sentences[start:end]), knowledge)
            numbers = eligible(reading)
            labels = tuple(0 if is_quiet(reading, k) else -1 for k in numbers)
            yield Article(path.stem, language, reading, tuple(numbers), labels, 0)


def passage_text(sentences: Sequence[TreebankSentence]) -> str:
    """Sentences as running text in short paragraphs."""
    texts = [printed(sentence) for sentence in sentences]
    starts = range(0, len(texts), PARAGRAPH_SENTENCES)
    return "\n\n".join(" ".join(texts[k : k + PARAGRAPH_SENTENCES]) for k in starts)


def is_quiet(reading: Reading, k: int) -> bool:
    """Whether no sentence beside a number's own, nor that, speaks of forces or casualties."""
    sentence = reading.sentence(k)
    near = reading.sentence_spans[max(0, sentence - 1) : sentence + 2]
    return not any(TELLING & classes for a, b in near for classes in reading.contexts[a:b])


def examples(data: Iterable[Article]) -> list[Example]:
    """Every number of the articles with its features in the first pass."""
    return [
        Example(article, place, tuple(features(article.reading, k)), article.labels[place])
        for article in data
        for place, k in enumerate(article.numbers)
    ]


def second_pass(data: Sequence[Example], likely: Vector) -> list[Example]:
    """The examples with the features that the chances of their neighbours add."""
    by_article: dict[Article, list[float]] = {}
    for example, chance in zip(data, likely, strict=True):
        by_article.setdefault(example.article, []).append(float(chance))
    found = []
    for example in data:
        near = by_article[example.article]
        more = around(example.article.reading, example.article.numbers, near, example.place)
        found.append(replace(example, names=(*example.names, *more)))
    return found


def vocabulary(data: Iterable[Example]) -> dict[str, int]:
    """A number for each feature that is frequent enough; the first is the bias."""
    counts = Counter(name for example in data for name in example.names)
    kept = sorted(n for n, count in counts.items() if count >= LEAST_OFTEN and n != "bias")
    return {name: index for index, name in enumerate(["bias", *kept])}


@dataclass(frozen=True)
class Rows:
    """One row an example, as the columns of the features that hold for it."""

    columns: NDArray[np.int64]
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]

    @classmethod
    def of(cls, data: Sequence[Example], known: Mapping[str, int]) -> Rows:
        """The rows of examples under a vocabulary."""
        listed = [[known[name] for name in e.names if name in known] for e in data]
        lengths = np.array([len(row) for row in listed])
        columns = np.array([column for row in listed for column in row])
        return cls(columns, np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)

    def times(self, weights: Vector) -> Vector:
        """The sum of weights of each row."""
        result: Vector = np.add.reduceat(weights[self.columns], self.starts)
        return result

    def gather(self, values: Vector, width: int) -> Vector:
        """The sum over each column of the values of its rows."""
        return np.bincount(self.columns, np.repeat(values, self.lengths), width)


def fit(data: Sequence[Example]) -> dict[str, float]:
    """The weights that make the labels likeliest under the penalty (Newton's method)."""
    certain = [example for example in data if example.label >= 0]
    known = vocabulary(certain)
    rows, labels = Rows.of(certain, known), np.array([float(e.label) for e in certain])
    weights = np.zeros(len(known))
    for _ in range(NEWTON_STEPS):
        chance = 1 / (1 + np.exp(-rows.times(weights)))
        slope = rows.gather(labels - chance, len(known)) - PENALTY * weights
        weights = weights + newton_step(rows, chance * (1 - chance), slope)
    return dict(zip(known, weights.tolist(), strict=True))


def newton_step(rows: Rows, curvature: Vector, slope: Vector) -> Vector:
    """Solves the penalized normal equations for a step, by conjugate gradients."""
    step = np.zeros_like(slope)
    rest, direction = slope.copy(), slope.copy()
    for _ in range(GRADIENT_STEPS):
        size = rest @ rest
        if size < 1e-12:
            break
        image = rows.gather(curvature * rows.times(direction), len(slope)) + PENALTY * direction
        length = size / (direction @ image)
        step += length * direction
        rest = rest - length * image
        direction = rest + (rest @ rest / size) * direction
    return step


def chances(data: Sequence[Example], weights: Mapping[str, float]) -> Vector:
    """How likely each example is a figure."""
    return np.array([probability(example.names, weights) for example in data])


def two_passes(data: Sequence[Example]) -> Weights:
    """The weights of both passes; the second learns from chances that the first gave unseen."""
    unseen = held_out(data, INNER_FOLDS, lambda rest, held: chances(held, fit(rest)))
    return Weights(fit(data), fit(second_pass(data, unseen)))


def both(data: Sequence[Example], weights: Weights) -> Vector:
    """How likely each example is a figure after both passes."""
    return chances(second_pass(data, chances(data, weights.first)), weights.second)


def held_out(
    data: Sequence[Example],
    folds: int,
    judge: Callable[[list[Example], list[Example]], Vector],
) -> Vector:
    """Each example's chance by what was learnt without its article."""
    order = {d: i % folds for i, d in enumerate(dict.fromkeys(e.article.doc_id for e in data))}
    result = np.zeros(len(data))
    for fold in range(folds):
        held = [i for i, e in enumerate(data) if order[e.article.doc_id] == fold]
        rest = [e for e in data if order[e.article.doc_id] != fold]
        result[held] = judge(rest, [data[i] for i in held])
    return result


def decided(data: Sequence[Example], likely: Vector) -> list[bool]:
    """Which examples are taken for figures; the examples of an article stand together."""
    taken: list[bool] = []
    for _, group in groupby(zip(data, likely, strict=True), key=lambda pair: pair[0].article):
        taken += accepted([float(chance) for _, chance in group])
    return taken


def measure(data: Sequence[Example], likely: Vector, lost: int) -> str:
    """Precision, recall and F1 as a line; `lost` figures had no number to stand for them."""
    taken = decided(data, likely)
    right = sum(bool(t) for e, t in zip(data, taken, strict=True) if e.label == 1)
    wrong = sum(bool(t) for e, t in zip(data, taken, strict=True) if e.label == 0)
    missed = lost + sum(not t for e, t in zip(data, taken, strict=True) if e.label == 1)
    precision, recall = right / (right + wrong), right / (right + missed)
    f1 = 2 * precision * recall / (precision + recall)
    counts = f"({right} right, {wrong} false, {missed} missed)"
    return f"P {precision:.4f} R {recall:.4f} F1 {f1:.4f} {counts}"


def report(title: str, data: Sequence[Example], likely: Vector) -> Iterator[str]:
    """Lines with the result on all examples and on those of each written standard."""
    for lang in ("", "nb", "nn"):
        chosen = [i for i, e in enumerate(data) if not lang or e.article.lang == lang]
        part = [data[i] for i in chosen]
        lost = sum({e.article: e.article.lost for e in part}.values())
        yield f"{lang or title}: {measure(part, likely[chosen], lost)}"


def misses(data: Sequence[Example], likely: Vector) -> Iterator[str]:
    """A line for each example on the wrong side."""
    for example, chance, taken in zip(data, likely, decided(data, likely), strict=True):
        if example.label >= 0 and taken != bool(example.label):
            kind = "missed" if example.label else "false"
            article = example.article
            number = article.reading.quantities[article.numbers[example.place]]
            text = article.reading.text
            before = text[max(0, number.start - 60) : number.start].replace("\n", "/")
            after = text[number.end : number.end + 40].replace("\n", "/")
            shown = f"{before}[{text[number.start : number.end]}]{after}"
            yield f"{kind} {chance:.2f} {article.doc_id} {shown}"


def write(weights: Weights) -> None:
    """Writes the weights, one feature a line."""
    with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", "first", "second"])
        for name in sorted({*weights.first, *weights.second}):
            values = (weights.first.get(name, 0.0), weights.second.get(name, 0.0))
            if max(map(abs, values)) >= LEAST_WEIGHT:
                writer.writerow([name, *(f"{v:.4f}" if v else "" for v in values)])


def treebank(corpus: Path, split: str, knowledge: Knowledge) -> list[Example]:
    """The numbers of a split of the treebank, `ud-train` or `dev`."""
    folder = corpus / split
    return [
        example
        for language in LANGUAGES
        for example in examples(
            passages(
                sorted({*folder.glob(f"{language}/*.conllu"), *folder.glob(f"{language}.conllu")}),
                language,
                knowledge,
            )
        )
    ]


def check(
    gold: Sequence[Example],
    short: Sequence[Example],
    quiet: Sequence[Example],
    corpus: Path,
    show: bool,
) -> Iterator[str]:
    """What the recipe is worth, as lines; if `show`, each number on the wrong side as well."""
    knowledge = knowledge_of(load_lexicon())
    everything = [*gold, *short, *quiet]
    weights = two_passes(everything)
    held = held_out(everything, FOLDS, lambda rest, part: both(part, two_passes(rest)))
    held, held_short = held[: len(gold)], held[len(gold) : len(gold) + len(short)]
    dev, unseen = examples(articles("dev", knowledge)), treebank(corpus, "dev", knowledge)
    on_dev, on_unseen = both(dev, weights), both(unseen, weights)
    yield from report("cross-validation", gold, held)
    yield from report("  single paragraphs", short, held_short)
    yield from report("dev", dev, on_dev)
    answers = zip(unseen, decided(unseen, on_unseen), strict=True)
    taken = [yes for example, yes in answers if example.label == 0]
    yield f"treebank: {sum(taken)} of {len(taken)} quiet numbers taken"
    if show:
        yield from misses(gold, held)
        yield from misses(dev, on_dev)
        yield from misses(unseen, on_unseen)


def main() -> None:
    """Fit, or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, help="folder with `ud-train` and `dev`")
    parser.add_argument("--check", action="store_true", help="measure only, write nothing")
    parser.add_argument("--misses", action="store_true", help="list what is on the wrong side")
    options = parser.parse_args()
    knowledge = knowledge_of(load_lexicon())
    gold = [e for name in LEARNED for e in examples(articles(name, knowledge))]
    short = [e for name in LEARNED for e in examples(paragraphs(name, knowledge))]
    quiet = treebank(options.corpus, "ud-train", knowledge)
    if options.check:
        print("\n".join(check(gold, short, quiet, options.corpus, options.misses)))
    else:
        write(two_passes([*gold, *short, *quiet]))


if __name__ == "__main__":
    main()
