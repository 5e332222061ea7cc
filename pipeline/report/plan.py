"""Where everything stands in the report's files, and an article's text with its links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from markupsafe import Markup

from pipeline.report.highlight import Mark, marked, paragraphs
from pipeline.report.views import ArticleView, FigureView
from pipeline.report.wording import Wording

_LONGEST_HEADING = 60
_STOPS = (".", "!", "?", ":", ",", "…")


@dataclass(slots=True)
class Plan:
    """Which file each article and entity stands in (relative to the report; empty: the page)."""

    name: str
    folder: str
    entities: frozenset[str]
    of_article: dict[int, str] = field(default_factory=dict)
    of_entity: dict[str, str] = field(default_factory=dict)

    def link(self, here: str, there: str, anchor: str) -> str:
        """Return a relative link from one file of the report to a place in another."""
        if here == there:
            return f"#{anchor}"
        if not there:
            return f"../{self.name}#{anchor}"
        return f"{there.rpartition('/')[2] if here else there}#{anchor}"


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the report, as its template sees it: where links lead from here."""

    plan: Plan
    here: str
    words: Wording

    def to_article(self, number: int) -> str:
        """Return a link to an article."""
        return self.plan.link(self.here, self.plan.of_article.get(number, ""), f"a{number}")

    def to_mention(self, article: int, mention_no: int) -> str:
        """Return a link to a name in an article's text."""
        there = self.plan.of_article.get(article, "")
        return self.plan.link(self.here, there, f"a{article}m{mention_no}")

    def to_figure(self, figure: FigureView) -> str:
        """Return a link to a figure in its article's text."""
        there = self.plan.of_article.get(figure.article, "")
        return self.plan.link(self.here, there, figure.anchor)

    def to_entity(self, entity_id: str | None) -> str:
        """Return a link to an entity's part; an empty text where there is none."""
        if not entity_id or entity_id not in self.plan.entities:
            return ""
        return self.plan.link(self.here, self.plan.of_entity.get(entity_id, ""), entity_id)

    def to_front(self, anchor: str = "top") -> str:
        """Return a link to the report's first page."""
        return self.plan.link(self.here, "", anchor)

    def text(self, article: ArticleView) -> list[tuple[str, Markup]]:
        """Return the article's paragraphs, each with its kind and marked words."""
        marks = [
            *_sentence_marks(article),
            *(_figure_mark(f, self.words) for f in article.figures),
            *self._mention_marks(article),
        ]
        body = min((row["start_char"] for row in article.sentences), default=0)
        found = []
        for start, end in paragraphs(article.text):
            near = [m for m in marks if m.start < end and m.end > start]
            kind = _kind_of_paragraph(article.text[start:end], before_body=end <= body)
            found.append((kind, marked(article.text, near, start, end)))
        return found

    def _mention_marks(self, article: ArticleView) -> Iterator[Mark]:
        """Yield the names, as links where HTML allows one: never within or around another link."""
        figures = [(f.row["start_char"], f.row["end_char"]) for f in article.figures]
        reached = -1
        for row in article.mentions:
            start, end = row["start_char"], row["end_char"]
            holds_link = any(
                start < f_end < end or (start, end) == (f, f_end) for f, f_end in figures
            )
            attributes = [("id", f"a{article.number}m{row['mention_no']}")]
            attributes.append(("class", f"name {row['kind']}"))
            href = self.to_entity(row["entity_id"])
            is_link = bool(href) and not holds_link and start >= reached
            if is_link:
                attributes.append(("href", href))
                reached = end
            yield Mark(start, end, "a" if is_link else "span", tuple(attributes))


def _kind_of_paragraph(text: str, *, before_body: bool) -> str:
    if before_body:
        return "dateline"
    is_heading = len(text) <= _LONGEST_HEADING and not text.rstrip(' »")').endswith(_STOPS)
    return "heading" if is_heading else ""


def _sentence_marks(article: ArticleView) -> Iterator[Mark]:
    wanted = {figure.row["sentence_no"] for figure in article.figures}
    for row in article.sentences:
        if row["sentence_no"] in wanted:
            attributes = (("class", "sentence"), ("id", f"a{article.number}s{row['sentence_no']}"))
            yield Mark(row["start_char"], row["end_char"], "span", attributes)


def _figure_mark(figure: FigureView, words: Wording) -> Mark:
    # The arrow is drawn by the style sheet, so that the element's text is the article's own.
    tail = Markup('<a class="down" href="#{}" aria-label="{}"></a>').format(
        figure.row_anchor, f"{words('figure')}: {figure.many}. {words('to_table')}"
    )
    attributes = (
        ("id", figure.anchor),
        ("class", f"figure {figure.row['category']} {figure.row['modality']}"),
        ("data-figure", figure.anchor),
    )
    row = figure.row
    return Mark(row["start_char"], row["end_char"], "mark", attributes, tail)
