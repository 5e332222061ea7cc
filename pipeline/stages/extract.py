"""Extract: from an annotated article to who is mentioned and which figures are stated."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from pipeline.lang.decoding import Readable
from pipeline.records import Figure, Mention
from pipeline.schema import Table, Values

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from pipeline.lexicon import Lexicon

_N_PLACED = 6  # columns that say which record it is, and where its words stand


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


def extracted_rows(
    table: Table, doc_id: str, body: Readable, records: Sequence[Mention | Figure]
) -> list[Values]:
    """Return the rows of `extracted_mentions` or `extracted_figures`, in order.

    Offsets count in the text as printed. What follows them are the record's fields of those names.
    """
    fields = attrgetter(*table.column_names[_N_PLACED:])
    return [
        (
            doc_id,
            number,
            record.sentence_no,
            *body.printed(record.start_char, record.end_char),
            *fields(record),
        )
        for number, record in enumerate(records)
    ]
