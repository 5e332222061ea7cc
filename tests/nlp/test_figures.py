"""`troop_figures` as a component of any spaCy pipeline."""

import spacy
from spacy.language import Language

from pipeline.nlp import figures, mentions  # noqa: F401  (register the factories)


def pipe() -> Language:
    nlp = spacy.blank("nb")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("news_mentions")
    nlp.add_pipe("troop_figures")
    return nlp


def test_it_fills_spans_and_records() -> None:
    doc = pipe()("Norge sender 60 soldater til Jordan. To amerikanske soldater ble drept i Syria.")
    spans = list(doc.spans["figures"])
    assert [(span.text, span.label_) for span in spans] == [
        ("60 soldater", "troops"),
        ("To amerikanske soldater", "casualties"),
    ]
    assert [span._.figure for span in spans] == doc._.figures
    assert [figure.sentence_no for figure in doc._.figures] == [0, 1]


def test_the_date_of_the_document_is_used() -> None:
    nlp = pipe()
    doc = nlp.make_doc("I desember ble to franske soldater drept i Mali.")
    doc._.date = "2018-02"
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert [figure.as_of for figure in doc._.figures] == ["2017-12"]


def test_the_key_of_the_spans_is_a_setting() -> None:
    nlp = spacy.blank("nb")
    nlp.add_pipe("troop_figures", config={"spans_key": "tall"})
    doc = nlp("USA har 5.000 soldater i Irak.")
    assert len(doc.spans["tall"]) == 1


def test_without_mentions_the_numbers_stand_alone() -> None:
    nlp = spacy.blank("nb")
    nlp.add_pipe("troop_figures")
    [figure] = nlp("USA har 5.000 soldater i Irak.")._.figures
    assert (figure.value, figure.location_country) == (5000.0, "")


def test_offsets_slice_the_quote() -> None:
    doc = pipe()("USA har rundt 5.000 soldater i Irak.\n\n– Vi blir, sier Cook. Minst 12 er drept.")
    for figure in doc._.figures:
        assert doc.text[figure.start_char : figure.end_char] == figure.quote
