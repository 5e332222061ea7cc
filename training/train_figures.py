"""Train the models that link figures to event, actor, place, time and source.

    python -m training.train_figures training/gold/train.jsonl training/gold/more.jsonl \\
        --dev training/gold/dev.jsonl

Needs the `training` extra (scikit-learn, scipy, lightgbm); the models themselves need only numpy.
Documents are annotated by the shipped pipeline, so that the models learn from the mentions that
they will meet. Decisions for earlier figures are features of later ones; to learn how far to trust
them, training runs in rounds, each on the decisions that the round before made for documents that
it had not seen.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from pipeline.lang.header import parse_header
from pipeline.lexicon import Lexicon, load_lexicon
from pipeline.nlp.figure_entities import Decided
from pipeline.nlp.figure_links import (
    CASUALTIES,
    CLASSIFIED,
    RANKED,
    decide,
    field_features,
    figure_scene,
    stored_model,
)
from pipeline.nlp.figure_reader import read_fields
from pipeline.nlp.figure_scene import Scene
from pipeline.nlp.figure_sources import Speaker, speakers
from pipeline.records import Mention
from training.figure_learners import same_time, train_forest, train_pool, train_ranker
from training.find_mentions import annotator

FOLDS = 3
SEEDS = (1, 2, 3)
FORESTS = ("actor", "location")
Models = dict[str, Any]


@dataclass(frozen=True)
class GoldFigure:
    """A figure of the gold file as linking sees it."""

    start_char: int
    end_char: int
    unit: str
    measure: str
    qualifier: str
    value: float | None
    value_min: float | None
    value_max: float | None


@dataclass(frozen=True)
class Article:
    """One gold article: the scene, what is right for each figure, and which figures count."""

    doc_id: str
    language: str
    scene: Scene
    people: list[Speaker]
    gold: list[Decided]
    counts: list[bool]


def fold(name: str) -> str:
    """A name as the scoring compares it."""
    return " ".join(name.casefold().replace("-", " ").split())


def read_articles(
    path: Path, annotate: Callable[[str, str], list[Mention]], lexicon: Lexicon
) -> list[Article]:
    """The articles of a gold file, annotated."""
    articles = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        header = parse_header(row["text"])
        start, date = header.body_start, header.date
        body = row["text"][start:]
        rows = sorted(row["figures"], key=lambda figure: figure["start"])
        figures = [
            GoldFigure(
                r["start"] - start, r["start"] - start + len(r["quote"]), r["unit"] or "",
                r["measure"], r["qualifier"], r["value"], r["value_min"], r["value_max"],
            )
            for r in rows
        ]  # fmt: skip
        mentions = annotate(row["doc_id"], body)
        scene = figure_scene(body, figures, mentions, date, lexicon)
        people = speakers(scene)
        names = _organization_ids(row["organizations"], mentions, lexicon)
        gold = [
            Decided(
                r["event"], r["modality"], names(r["actor"]), r["location"] or "",
                r["as_of"] or "", _source_key(r["source"], people, scene, lexicon),
            )
            for r in rows
        ]  # fmt: skip
        counts = [not r["optional"] for r in rows]
        articles.append(Article(row["doc_id"], row["lang"], scene, people, gold, counts))
    return articles


def _organization_ids(
    organizations: Iterable[dict[str, Any]], mentions: Iterable[Mention], lexicon: Lexicon
) -> Callable[[str | None], str]:
    """A function from gold actor names to entity ids."""
    known = {fold(alias): ids[0] for alias, ids in lexicon.aliases.get("organization", {}).items()}
    here: dict[str, str] = {}
    for mention in mentions:
        if mention.kind == "organization":
            here.setdefault(fold(mention.name), mention.entity_id)
            here.setdefault(fold(mention.text), mention.entity_id)
    forms = {fold(o["name"]): [fold(form) for form in o["forms"]] for o in organizations}

    def entity_id(name: str | None) -> str:
        if not name:
            return ""
        if name in lexicon.country_names:
            return name
        for key in (fold(name), *forms.get(fold(name), ())):
            if key in here:
                return here[key]
        return known.get(fold(name), f"?{name}")

    return entity_id


def _source_key(name: str | None, people: Sequence[Speaker], scene: Scene, lexicon: Lexicon) -> str:
    if not name:
        return ""
    wanted = fold(name)
    country = lexicon.ids_of("country", name)
    words = scene.words
    for speaker in people:
        text = scene.passages.text[words[speaker.first].start : words[speaker.last - 1].end]
        if wanted in (fold(speaker.name), fold(text)) or speaker.entity_id in country:
            return speaker.key
    for speaker in people:
        described = fold(speaker.name)
        if speaker.kind == "described" and (
            described.startswith(wanted) or wanted.startswith(described)
        ):
            return speaker.key
    return f"?{name}"


def train(
    articles: Sequence[Article],
    history: Sequence[Sequence[Decided]] | None,
    seeds: Sequence[int] = SEEDS,
) -> Models:
    """Models of every field. `history` holds earlier decisions to learn from; gold where None."""
    models: Models = {}
    for field in (*CLASSIFIED, *RANKED):
        examples = []
        for number, article in enumerate(articles):
            past = history[number] if history else article.gold
            for index, right in enumerate(article.gold):
                seen = [*past[:index], _so_far(past[index], right, field, bool(history))]
                features = field_features(article.scene, index, field, seen, article.people)
                examples.append((features, getattr(right, field)))
        if field in CLASSIFIED:
            models[field] = train_pool(examples)
        elif field in FORESTS:
            models[field] = {"forests": [train_forest(examples, seed) for seed in seeds]}
        else:
            models[field] = train_ranker(examples, field)
    return models


def _so_far(past: Decided, right: Decided, field: str, learned: bool) -> Decided:
    """What is known of a figure when a field is decided: the fields before it."""
    order = (*CLASSIFIED, *RANKED)
    known = {
        name: getattr(past if learned else right, name) for name in order[: order.index(field)]
    }
    return Decided(**known)


def cross_decide(
    articles: Sequence[Article], history: Sequence[Sequence[Decided]] | None
) -> list[list[Decided]]:
    """What models that have not seen an article decide of it, for every article."""
    decided: list[list[Decided]] = [[] for _ in articles]
    folds = [crc32(article.doc_id.encode()) % FOLDS for article in articles]
    for part in range(FOLDS):
        inside = [k for k, fold in enumerate(folds) if fold != part]
        models = {
            field: stored_model(stored)
            for field, stored in train(
                [articles[k] for k in inside],
                [history[k] for k in inside] if history else None,
                SEEDS[:1],
            ).items()
        }
        for k in sorted(set(range(len(articles))) - set(inside)):
            decided[k] = decide(articles[k].scene, articles[k].people, models)
    return decided


def score(articles: Sequence[Article], decided: Sequence[Sequence[Decided]]) -> str:
    """Accuracy of each field and of whole rows, in all and by language."""
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[str] = Counter()
    for article, decisions in zip(articles, decided, strict=True):
        for gold, got, counts in zip(article.gold, decisions, article.counts, strict=True):
            if not counts:
                continue
            good = {f: getattr(gold, f) == getattr(got, f) for f in (*CLASSIFIED, *RANKED)}
            good["as_of"] = same_time(gold.as_of, got.as_of)
            good["category"] = (gold.event in CASUALTIES) == (got.event in CASUALTIES)
            good["row"] = all(ok for field, ok in good.items() if field != "source")
            for language in ("all", article.language):
                total[language] += 1
                for field, ok in good.items():
                    right[language, field] += ok
    fields = ("category", *CLASSIFIED, *RANKED, "row")
    return "\n".join(
        f"{language:4}"
        + "".join(f" {f} {right[language, f] / total[language]:.3f}" for f in fields)
        for language in sorted(total)
    )


def main() -> None:
    """Train, report, write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("gold", type=Path, nargs="+", help="gold files to learn from")
    parser.add_argument("--dev", type=Path)
    parser.add_argument("--out", type=Path, default=Path("pipeline/nlp/data/figure_links.json"))
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--mentions", type=Path, help="from `training.find_mentions`")
    given = parser.parse_args()
    lexicon = load_lexicon()
    annotate = annotator(lexicon, given.mentions)
    articles = [a for path in given.gold for a in read_articles(path, annotate, lexicon)]
    history: list[list[Decided]] | None = None
    for number in range(1, given.rounds):
        history = cross_decide(articles, history)
        print(f"cross-validated, round {number}\n{score(articles, history)}", flush=True)
    stored = train(articles, history)
    text = json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    given.out.write_text(text + "\n", encoding="utf-8")
    if given.dev:
        models = {field: stored_model(model) for field, model in stored.items()}
        judged = read_articles(given.dev, annotate, lexicon)
        decided = [decide(a.scene, a.people, models) for a in judged]
        print(f"development set, trees alone\n{score(judged, decided)}")
        decided = [decide(a.scene, a.people, models, read_fields(a.scene)) for a in judged]
        print(f"development set, trees and networks\n{score(judged, decided)}")


if __name__ == "__main__":
    main()
