"""The figures of a document, and the spaCy component `troop_figures` that finds them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.lexicon import Lexicon, load_lexicon
from pipeline.nlp.annotation import text_of
from pipeline.nlp.figure_candidates import FigureCandidate, find_candidates
from pipeline.nlp.figure_links import Links, figure_scene, link_figures
from pipeline.records import Figure, Mention

SPANS_KEY = "figures"


def find_figures(
    doc: Doc, mentions: Iterable[Mention], date: str, lexicon: Lexicon
) -> list[Figure]:
    """Every figure of a document with all that the text says of it.

    Args:
        doc: the body of an article, with sentence starts.
        mentions: its people, organizations, countries and places.
        date: the header's date as precise as it is (`2018-02`), or "".
        lexicon: the knowledge to use.
    Returns: figures in the order of the text; a document without one costs next to nothing.
    """
    candidates = find_candidates(doc, lexicon)
    if not candidates:
        return []
    scene = figure_scene(text_of(doc), candidates, mentions, date, lexicon)
    return [
        _figure(doc, candidate, links)
        for candidate, links in zip(candidates, link_figures(scene), strict=True)
    ]


def _figure(doc: Doc, candidate: FigureCandidate, links: Links) -> Figure:
    return Figure(
        start_char=candidate.start_char,
        end_char=candidate.end_char,
        quote=candidate.quote,
        sentence_no=sentence_no(doc, candidate.start_char),
        value=candidate.value,
        value_min=candidate.value_min,
        value_max=candidate.value_max,
        qualifier=candidate.qualifier,
        measure=candidate.measure,
        category=links.category,
        unit=candidate.unit,
        actor_id=links.actor_id,
        actor_kind=links.actor_kind,
        location_id=links.location_id,
        location_country=links.location_country,
        event=links.event,
        modality=links.modality,
        as_of=links.as_of,
        source_id=links.source_id,
        source=links.source,
        rule=links.rule,
        confidence=round(candidate.confidence * links.confidence, 3),
    )


def sentence_no(doc: Doc, char: int) -> int:
    """The 0-based number of the sentence that holds a character; 0 without sentence starts."""
    if not doc.has_annotation("SENT_START"):
        return 0
    number = -1
    for sentence in doc.sents:
        if sentence.start_char > char:
            break
        number += 1
    return max(0, number)


class TroopFigures:
    """Fills `doc._.figures` with `Figure` records and `doc.spans["figures"]` with their spans.

    The mentions are those of `doc._.mentions`, which the component `news_mentions` fills; the
    document's date is `doc._.date` where it is set.
    """

    def __init__(self, lexicon: Lexicon, spans_key: str = SPANS_KEY) -> None:
        self.lexicon = lexicon
        self.spans_key = spans_key

    def __call__(self, doc: Doc) -> Doc:
        """The same document, with its figures."""
        mentions = doc._.mentions if Doc.has_extension("mentions") else ()
        doc._.figures = find_figures(doc, mentions or (), doc._.date or "", self.lexicon)
        spans = []
        for figure in doc._.figures:
            span = doc.char_span(
                figure.start_char, figure.end_char, figure.category, alignment_mode="expand"
            )
            if span is not None:
                span._.figure = figure
                spans.append(span)
        doc.spans[self.spans_key] = spans
        return doc


def _extend() -> None:
    for name, default in (("figures", None), ("date", "")):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)
    if not Span.has_extension("figure"):
        Span.set_extension("figure", default=None)


_extend()


@Language.factory(
    "troop_figures",
    assigns=["doc._.figures", "doc.spans", "span._.figure"],
    requires=["doc.ents"],
    default_config={"spans_key": SPANS_KEY, "lexicon": None},
)
def make_troop_figures(
    nlp: Language,  # noqa: ARG001  (spaCy hands every factory the pipeline and the name)
    name: str,  # noqa: ARG001
    spans_key: str,
    lexicon: str | None,
) -> TroopFigures:
    """The component `troop_figures`; `lexicon` is a user's folder of CSV files, or None."""
    return TroopFigures(load_lexicon(Path(lexicon) if lexicon else None), spans_key)
