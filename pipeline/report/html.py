"""The web report: one page that works offline, with its articles beside it when they are many."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from pipeline.report import charts
from pipeline.report.outputs import Outputs, model_name, replace_file, temporary
from pipeline.report.plan import Page, Plan
from pipeline.report.views import (
    KINDS,
    ArticleView,
    Corpus,
    EntityView,
    FigureView,
    read_corpus,
)
from pipeline.report.wording import Wording, wording_of
from pipeline.tableio import explained
from pipeline.versions import package_version

ARTICLES_IN_ONE_PAGE = 400
CHARACTERS_IN_ONE_PAGE = 2_500_000
ARTICLES_A_FILE = 100
LINES_A_FILE = 10_000
PANELS = 12
_OURS = re.compile(r"(articles|country|organization|person|place)-\d{4}\.html")
# `<` never stands in a script element's data, so that no text from an article can end it.
_JSON_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """What `write_report` wrote: the page, files beside it, articles and figures shown."""

    file: Path
    parts: tuple[Path, ...]
    n_documents: int
    n_figures: int


def write_report(directory: Path, file: Path | None = None, lang: str = "nb") -> ReportSummary:
    """Write the web report of an output folder.

    Args:
        directory: an output folder.
        file: the page to write; `report.html` in the folder where it is not said.
        lang: language of the report, `nb` or `en`.

    Returns: The page, and the files beside it: none, or with many articles a folder of them.
    Raises: InputError for another language, TableError, OutputError.

    Example:
        >>> write_report(Path("outputs")).parts
        ()
    """
    words = wording_of(lang)
    place = file or directory / "report.html"
    corpus = read_corpus(Outputs(directory), words)
    plan = _plan(corpus, place)
    renderer = _Renderer(corpus, plan, words)
    parts = _write_parts(renderer, place) if plan.of_article else []
    _write(place, renderer.front())
    _remove_old_parts(place.parent / plan.folder, set(parts))
    return ReportSummary(place, tuple(parts), len(corpus.documents), len(corpus.figures))


def _plan(corpus: Corpus, place: Path) -> Plan:
    plan = Plan(place.name, f"{place.stem}_files", frozenset(corpus.entities))
    size = sum(row["n_characters"] for _, row in corpus.documents.values())
    if len(corpus.documents) <= ARTICLES_IN_ONE_PAGE and size <= CHARACTERS_IN_ONE_PAGE:
        return plan
    for number, _ in corpus.documents.values():
        plan.of_article[number] = f"{plan.folder}/articles-{number // ARTICLES_A_FILE + 1:04}.html"
    for kind in KINDS:
        page, lines = 1, 0
        for entity in corpus.of_kind(kind):
            plan.of_entity[entity.entity_id] = f"{plan.folder}/{kind}-{page:04}.html"
            lines += 1 + entity.n_mentions + len(entity.figures)
            if lines >= LINES_A_FILE:
                page, lines = page + 1, 0
    return plan


def _write_parts(renderer: _Renderer, place: Path) -> list[Path]:
    plan, corpus = renderer.plan, renderer.corpus
    with explained(place.parent / plan.folder):
        (place.parent / plan.folder).mkdir(exist_ok=True)
    parts = []
    waiting: list[ArticleView] = []
    for article in corpus.articles():
        waiting.append(article)
        if len(waiting) == ARTICLES_A_FILE or article.number == len(corpus.documents) - 1:
            part = place.parent / plan.of_article[article.number]
            _write(part, renderer.articles_page(plan.of_article[article.number], waiting))
            parts.append(part)
            waiting = []
    for kind in KINDS:
        pages: dict[str, list[EntityView]] = {}
        for entity in corpus.of_kind(kind):
            pages.setdefault(plan.of_entity[entity.entity_id], []).append(entity)
        for name, entities in pages.items():
            _write(place.parent / name, renderer.entities_page(name, kind, entities))
            parts.append(place.parent / name)
    return parts


def _write(place: Path, pieces: Iterable[str]) -> None:
    made = temporary(place)
    with explained(place), made.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces)
    replace_file(made, place)


def _remove_old_parts(folder: Path, kept: set[Path]) -> None:
    """Remove pages of an earlier, larger report; nothing that we did not write."""
    if not folder.is_dir():
        return
    with explained(folder):
        for path in sorted(folder.iterdir()):
            if _OURS.fullmatch(path.name) and path not in kept:
                path.unlink()
        if not any(folder.iterdir()):
            folder.rmdir()


class _Renderer:
    """Makes pages from templates; every text from a table passes the template's escaping."""

    def __init__(self, corpus: Corpus, plan: Plan, words: Wording) -> None:
        self.corpus, self.plan, self.words = corpus, plan, words
        style = asset("report.css") + charts.chart_style()
        script = asset("report.js")
        self._environment = Environment(
            loader=FunctionLoader(asset),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            words=words,
            kinds=KINDS,
            corpus=corpus,
            style=Markup(style),
            script=Markup(script),
            policy=_policy(style, script),
            version=package_version(),
            run=corpus.outputs.run,
            model=model_name(corpus.outputs, words),
            articles_by_number=[row for _, row in corpus.documents.values()],
        )

    def front(self) -> Iterator[str]:
        """Yield the report's first page, piece by piece."""
        corpus = self.corpus
        split = bool(self.plan.of_article)
        troops = [f for f in corpus.figures if f.row["category"] == "troops"]
        panels = charts.timeline(
            (_chart_row(f) for f in troops), lang=self.words.lang, most=PANELS, href=self._to_chart
        )
        yield from self._render(
            "report.html.j2",
            here="",
            split=split,
            n_troops=len(troops),
            panels=panels,
            legend=charts.legend(self.words.lang),
            rows=self._table_rows(corpus.figures, ""),
            articles=corpus.articles() if not split else (),
            entities={kind: corpus.of_kind(kind) for kind in KINDS},
        )

    def articles_page(self, here: str, articles: list[ArticleView]) -> Iterator[str]:
        """Yield a page of articles."""
        figures = [figure for article in articles for figure in article.figures]
        first, last = articles[0].row["doc_id"], articles[-1].row["doc_id"]
        yield from self._render(
            "articles.html.j2",
            here=here,
            title=f"{first} – {last}" if first != last else first,
            articles=articles,
            rows=self._table_rows(figures, here),
        )

    def entities_page(self, here: str, kind: str, entities: list[EntityView]) -> Iterator[str]:
        """Yield a page of entities of one kind."""
        yield from self._render(
            "entities.html.j2", here=here, kind=kind, entities=entities, rows=Markup("")
        )

    def _render(self, template: str, *, here: str, **values: Any) -> Iterator[str]:
        page = Page(self.plan, here, self.words)
        return self._environment.get_template(template).generate(page=page, **values)

    def _to_chart(self, row: Any) -> str:
        return self.plan.link("", self.plan.of_article.get(row["article"], ""), row["anchor"])

    def _table_rows(self, figures: list[FigureView], here: str) -> Markup:
        page = Page(self.plan, here, self.words)
        data = {
            "columns": list(_COLUMNS),
            "rows": [[get(f, page) for get in _COLUMNS.values()] for f in figures],
            "words": {key: self.words.found[key] for key in _SCRIPT_WORDS},
            "lang": self.words.lang,
        }
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return Markup(text.translate(_JSON_ESCAPES))


_COLUMNS: dict[str, Callable[[FigureView, Page], Any]] = {
    "id": lambda f, _: f.anchor,
    "href": lambda f, p: p.to_figure(f),
    "doc": lambda f, _: f.row["doc_id"],
    "date": lambda f, _: f.date,
    "category": lambda f, p: p.words.value("category", f.row["category"]),
    "when": lambda f, _: f.row["as_of"] or "",
    "who": lambda f, _: f.who,
    "whoHref": lambda f, p: p.to_entity(f.row["actor_id"]),
    "what": lambda f, p: p.words.value("event", f.row["event"]),
    "many": lambda f, _: f.many,
    "size": lambda f, _: f.size,
    "unit": lambda f, _: f.row["unit"] or "",
    "where": lambda f, _: f.where,
    "whereHref": lambda f, p: p.to_entity(f.row["location_id"]),
    "how": lambda f, p: p.words.value("modality", f.row["modality"]),
    "qualifier": lambda f, p: p.words.value("qualifier", f.row["qualifier"]),
    "source": lambda f, _: f.source,
    "sourceHref": lambda f, p: p.to_entity(f.row["source_id"]),
    "quote": lambda f, _: f.row["quote"],
    "sentence": lambda f, _: f.sentence,
    "confidence": lambda f, _: f.row["confidence"],
}
_SCRIPT_WORDS = (
    "rows_shown",
    "rows_none",
    "undated",
    "unknown",
    "who",
    "where",
    "when",
    "what",
    "how_many",
    "how_sure",
    "precision",
    "confidence",
    "who_says",
    "quote",
    "kind_of_figure",
    "as_of_article",
    "open_all",
    "close_all",
)


def _chart_row(figure: FigureView) -> dict[str, Any]:
    place = figure.where.rpartition(", ")[2]
    return figure.row | {
        "actor": figure.who,
        "location_country_name": place,
        "source": figure.source,
        "article": figure.article,
        "anchor": figure.anchor,
    }


def asset(name: str) -> str:
    """Return a file that ships with the report, as text."""
    return (resources.files("pipeline.report") / "assets" / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Return a content security policy: our own style and script, and nothing from anywhere."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
