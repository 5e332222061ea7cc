"""Extract: from an annotated article to who is mentioned and which figures are stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.lang.decoding import Readable
from pipeline.records import Figure, Mention
from pipeline.schema import Values

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from pipeline.lexicon import Lexicon


def extract_document(doc: Doc, date: str, lexicon: Lexicon) -> tuple[list[Mention], list[Figure]]:
    """Return the mentions and figures of one article, each in order of appearance.

    Args:
        doc: the article's own text, with sentences, names and parts of speech.
        date: the article's date, as precise as its header, or "".
        lexicon: what is known of countries, organizations, units and cue words.
    """
    from pipeline.nlp.figures import find_figures
    from pipeline.nlp.mentions import find_mentions

    mentions = sorted(find_mentions(doc, lexicon), key=_position)
    figures = sorted(find_figures(doc, mentions, date, lexicon), key=_position)
    return mentions, figures


def _position(record: Mention | Figure) -> tuple[int, int]:
    return record.start_char, record.end_char


def mention_rows(doc_id: str, body: Readable, mentions: list[Mention]) -> list[Values]:
    """Return the rows of `extracted_mentions`, with offsets in the text as printed."""
    return [
        (
            doc_id,
            number,
            mention.sentence_no,
            *body.printed(mention.start_char, mention.end_char),
            mention.kind,
            mention.label,
            mention.form,
            mention.entity_id,
            mention.name,
            mention.role,
            mention.role_organization_id,
        )
        for number, mention in enumerate(mentions)
    ]


def figure_rows(doc_id: str, body: Readable, figures: list[Figure]) -> list[Values]:
    """Return the rows of `extracted_figures`, with offsets in the text as printed."""
    return [
        (
            doc_id,
            number,
            figure.sentence_no,
            *body.printed(figure.start_char, figure.end_char),
            figure.value,
            figure.value_min,
            figure.value_max,
            figure.qualifier,
            figure.measure,
            figure.category,
            figure.unit,
            figure.actor_id,
            figure.actor_kind,
            figure.location_id,
            figure.location_country,
            figure.event,
            figure.modality,
            figure.as_of,
            figure.source_id,
            figure.source,
            figure.rule,
            figure.confidence,
        )
        for number, figure in enumerate(figures)
    ]
