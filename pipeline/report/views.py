"""What the web report shows, drawn from the tables: figures, entities and articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from pipeline.report.outputs import Outputs
from pipeline.report.wording import Wording
from pipeline.schema import Row
from pipeline.tables import ENTITY_TABLES

KINDS = ("country", "organization", "person", "place")
_MANY_FIGURES = 20_000  # past this, sentences are left out of the main table


@dataclass(slots=True)
class FigureView:
    """A figure as the report shows it, in words; `row` is its row of `figures`."""

    row: Row
    article: int
    date: str
    who: str
    where: str
    many: str
    source: str
    sentence: str = ""

    @property
    def anchor(self) -> str:
        """The id of its words in the article."""
        return f"a{self.article}f{self.row['figure_no']}"

    @property
    def row_anchor(self) -> str:
        """The id of its row below the article."""
        return f"a{self.article}r{self.row['figure_no']}"

    @property
    def size(self) -> float | None:
        """The number to sort by."""
        return next(
            (n for c in ("value", "value_min", "value_max") if (n := self.row[c]) is not None), None
        )


@dataclass(slots=True)
class EntityView:
    """A person, organization, country or place, with where it is mentioned."""

    entity_id: str
    kind: str
    name: str
    about: str
    n_mentions: int
    n_documents: int
    aliases: list[tuple[str, int]] = field(default_factory=list)
    figures: list[tuple[str, FigureView]] = field(
        default_factory=list
    )  # (what it is to it, figure)
    mentions: dict[int, list[tuple[int, str]]] = field(default_factory=dict)  # by article


@dataclass(slots=True)
class ArticleView:
    """An article with its text and everything read from it."""

    number: int
    row: Row
    text: str
    sentences: list[Row]
    mentions: list[Row]
    figures: list[FigureView]


@dataclass(slots=True)
class Corpus:
    """Everything but the articles' texts, which are read one by one with `articles`."""

    outputs: Outputs
    words: Wording
    documents: dict[str, tuple[int, Row]]
    figures: list[FigureView]
    entities: dict[str, EntityView]
    n_skipped: int
    figures_of: dict[str, list[FigureView]] = field(default_factory=dict)

    def articles(self) -> Iterator[ArticleView]:
        """Yield the articles in order, each with its text, sentences, mentions and figures."""
        texts = _Grouped(self.outputs, "texts")
        sentences = _Grouped(self.outputs, "sentences")
        mentions = _Grouped(self.outputs, "mentions")
        for doc_id, (number, row) in self.documents.items():
            text = next((r["text"] for r in texts.take(doc_id)), "")
            yield ArticleView(
                number,
                row,
                text,
                sentences.take(doc_id),
                mentions.take(doc_id),
                self.figures_of.get(doc_id, []),
            )

    def period(self) -> str:
        """Return the years that the articles span, or the one date they share."""
        dates: list[str] = sorted(row["date"] for _, row in self.documents.values() if row["date"])
        if not dates:
            return ""
        first, last = dates[0], dates[-1]
        if first[:4] != last[:4]:
            return f"{first[:4]}–{last[:4]}"
        return first if first == last else first[:4]

    def of_kind(self, kind: str) -> list[EntityView]:
        """Return the entities of a kind, those with most figures and mentions first."""
        found = [e for e in self.entities.values() if e.kind == kind]
        return sorted(found, key=lambda e: (-len(e.figures), -e.n_mentions, e.name, e.entity_id))


class _Grouped:
    """Rows of one table by article, read once from front to back."""

    def __init__(self, outputs: Outputs, name: str) -> None:
        self._groups = groupby(outputs.rows(name), key=lambda row: row["doc_id"])
        self._next: tuple[Any, list[Row]] | None = None

    def take(self, doc_id: str) -> list[Row]:
        """Return the rows of an article; articles are asked for in the table's own order."""
        if self._next is None:
            found = next(self._groups, None)
            self._next = (found[0], list(found[1])) if found else ("", [])
        if self._next[0] != doc_id:
            return []
        rows = self._next[1]
        self._next = None
        return rows


def read_corpus(outputs: Outputs, words: Wording) -> Corpus:
    """Return what the report shows of an output folder. Raises: TableError."""
    documents = {row["doc_id"]: (n, row) for n, row in enumerate(outputs.rows("documents"))}
    entities = _entities(outputs, words)
    names = {e.entity_id: e.name for e in entities.values()}
    figures = [
        _figure(row, documents[row["doc_id"]], names, words) for row in outputs.rows("figures")
    ]
    if len(figures) <= _MANY_FIGURES:
        _add_sentences(outputs, figures)
    skipped = sum(1 for _ in outputs.rows("skipped"))
    corpus = Corpus(outputs, words, documents, figures, entities, skipped)
    for figure in figures:
        corpus.figures_of.setdefault(figure.row["doc_id"], []).append(figure)
    _link(corpus)
    return corpus


def _entities(outputs: Outputs, words: Wording) -> dict[str, EntityView]:
    name_of = {"country": "name_en" if words.lang == "en" else "name_nb"}
    found = {}
    for kind in KINDS:
        table, key = ENTITY_TABLES[kind]
        for row in outputs.rows(table.name):
            name = row[name_of.get(kind, "name")]
            found[row[key]] = EntityView(
                row[key], kind, name, "", row["n_mentions"], row["n_documents"]
            )
            found[row[key]].about = _about(kind, row, words)
    for entity in found.values():
        if entity.kind == "place" and entity.about in found:
            entity.about = found[entity.about].name
    return found


def _about(kind: str, row: Row, words: Wording) -> str:
    if kind == "organization":
        return words.value("type", row["type"])
    if kind == "person":
        return row["role"] or ""
    return row["country_id" if kind == "country" else "country"] or ""


def _figure(
    row: Row, document: tuple[int, Row], names: dict[str, str], words: Wording
) -> FigureView:
    place = names.get(row["location_id"] or "", row["location_id"] or "")
    country = names.get(row["location_country"] or "", "")
    return FigureView(
        row=row,
        article=document[0],
        date=document[1]["date"] or "",
        who=names.get(row["actor_id"] or "", row["actor_id"] or ""),
        where=f"{place}, {country}" if country and country != place else place,
        many=how_many(row, words),
        source=names.get(row["source_id"] or "", row["source"] or ""),
    )


def how_many(row: Row, words: Wording) -> str:
    """Return a figure's number as its bounds allow it: `300–400`, `minst 50`, `ca. 60 prosent`."""
    value, low, high = row["value"], row["value_min"], row["value_max"]
    qualifier = row["qualifier"]
    if qualifier == "range" and low is not None and high is not None:
        text = words("range_short", first=words.number(low), last=words.number(high))
    elif qualifier == "magnitude":
        text = words("magnitude_short", n=words.number(low)) if low is not None else "–"
    else:
        number = next((n for n in (value, low, high) if n is not None), None)
        if number is None:
            return "–"
        key = f"{qualifier}_short"
        text = words.number(number)
        text = words(key, n=text) if qualifier != "exact" and key in words.found else text
    return f"{text} {words('percent')}" if row["measure"] == "percent" else text


def _add_sentences(outputs: Outputs, figures: list[FigureView]) -> None:
    wanted: dict[tuple[str, int], list[FigureView]] = defaultdict(list)
    for figure in figures:
        wanted[figure.row["doc_id"], figure.row["sentence_no"]].append(figure)
    for row in outputs.rows("sentences"):
        for figure in wanted.get((row["doc_id"], row["sentence_no"]), ()):
            figure.sentence = row["text"]


def _link(corpus: Corpus) -> None:
    """Give every entity its figures, mentions and ways of writing."""
    entities = corpus.entities
    for figure in corpus.figures:
        row = figure.row
        places = {row["location_id"], row["location_country"]}
        for role, ids in (
            ("as_actor", {row["actor_id"]}),
            ("as_location", places),
            ("as_source", {row["source_id"]}),
        ):
            for entity_id in ids:
                if entity_id in entities:
                    entities[entity_id].figures.append((role, figure))
    for row in corpus.outputs.rows("mentions"):
        if entity := entities.get(row["entity_id"]):
            article = corpus.documents[row["doc_id"]][0]
            seen = entity.mentions.setdefault(article, [])
            seen.append((row["mention_no"], row["text"]))
    for row in corpus.outputs.rows("aliases"):
        if entity := entities.get(row["entity_id"]):
            entity.aliases.append((row["alias"], row["n_mentions"]))
    for entity in entities.values():
        entity.aliases.sort(key=lambda alias: (-alias[1], alias[0]))
        entity.figures.sort(key=lambda told: told[1].row["as_of"] or "9999")
