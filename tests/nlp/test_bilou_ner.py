"""The name tagger as a component: saved, trained, the same however documents are grouped."""

from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from pipeline.nlp.bilou_ner import segments_of
from pipeline.nlp.bilou_reading import Frozen

ARTICLE = (
    "Nato trekker ut soldater\n\nOSLO: Jens Stoltenberg sier at Nato vil hente hjem 200 soldater "
    "fra Afghanistan.\n\n– Dette er riktig, sier Stoltenberg.\n\nTaliban vil ikke forhandle."
)
SENTENCES = [
    "Erna Solberg møtte Barack Obama i Oslo.",
    "Russland har 4.000 soldater i Syria, melder Reuters.",
    "Den USA-ledede koalisjonen bombet Mosul.",
    "Ingen ble drept.",
    "Regjeringa vil sende fleire soldatar til Mali.",
    "",
    "\n\n",
]


def names(doc: Doc) -> list[tuple[int, int, str]]:
    """The names of a document by token."""
    return [(ent.start, ent.end, ent.label_) for ent in doc.ents]


@pytest.fixture(scope="module")
def small() -> Language:
    """An untrained pipeline with a small network."""
    nlp = spacy.blank("nb")
    nlp.add_pipe(
        "bilou_ner",
        name="ner",
        config={"sizes": {"width": 16, "depth": 1}, "labels": ["PER", "ORG"]},
    )
    nlp.initialize()
    return nlp


def test_a_document_is_read_alike_alone_and_in_any_batch(nlp: Language) -> None:
    texts = [ARTICLE, *SENTENCES, ARTICLE]
    alone = [names(nlp(text)) for text in texts]
    for size in (1, 2, 3, 50):
        assert [names(doc) for doc in nlp.pipe(texts, batch_size=size)] == alone
    backwards = [names(doc) for doc in nlp.pipe(texts[::-1], batch_size=4)]
    assert backwards[::-1] == alone


def test_scores_do_not_depend_on_what_was_read_before(nlp: Language) -> None:
    component = nlp.get_pipe("ner")
    forms = [SENTENCES[0].split(), SENTENCES[1].split()]
    component._frozen = None
    component.predict([nlp.make_doc(SENTENCES[0])])
    first = component._frozen.probabilities(forms)
    for text in SENTENCES:
        component.predict([nlp.make_doc(text)])
    assert (component._frozen.probabilities(forms) == first).all()


def test_a_form_has_one_vector_whatever_comes_before_it(nlp: Language) -> None:
    ner = nlp.get_pipe("ner")
    forms = [f"{first}{last}" for first in ("Kar", "Nord", "Sol") for last in ("stad", "by", "vik")]
    one, other = Frozen(ner.model, ner.table), Frozen(ner.model, ner.table)
    vectors = one.vectors_of(forms)
    assert (other.vectors_of(forms[::-1])[::-1] == vectors).all()


def test_bytes_keep_what_it_knows(nlp: Language) -> None:
    component = nlp.get_pipe("ner")
    fresh = spacy.blank("nb").add_pipe("bilou_ner")
    fresh.from_bytes(component.to_bytes())
    docs = [nlp.make_doc(text) for text in (ARTICLE, *SENTENCES)]
    assert fresh.predict(docs) == component.predict(docs)


def test_a_folder_keeps_what_it_knows(nlp: Language, tmp_path: Path) -> None:
    component = nlp.get_pipe("ner")
    component.to_disk(tmp_path / "ner")
    fresh = spacy.blank("nb").add_pipe("bilou_ner").from_disk(tmp_path / "ner")
    docs = [nlp.make_doc(text) for text in (ARTICLE, *SENTENCES)]
    assert fresh.predict(docs) == component.predict(docs)
    assert fresh.labels == component.labels


def test_it_learns_from_examples(small: Language) -> None:
    doc = small.make_doc("Kari Nordmann leder Nato .\n\nHan heter Ola .")
    example = Example.from_dict(
        doc, {"entities": [(0, 13, "PER"), (20, 24, "ORG"), (38, 41, "PER")]}
    )
    optimizer = small.resume_training()
    losses = [small.update([example], sgd=optimizer, drop=0.1)["ner"] for _ in range(40)]
    assert losses[-1] < losses[0] / 4
    found = [(ent.text, ent.label_) for ent in small(doc.text).ents]
    assert found == [("Kari Nordmann", "PER"), ("Nato", "ORG"), ("Ola", "PER")]
    assert small.evaluate([example])["ents_f"] == 1.0


def test_a_label_that_it_lacks_is_refused(small: Language) -> None:
    component = small.get_pipe("ner")
    assert component.add_label("PER") == 0
    with pytest.raises(ValueError, match="EVT"):
        component.add_label("EVT")


def test_paragraphs_are_read_one_by_one_without_white_space() -> None:
    doc = spacy.blank("nb")("\n\nEin  dag\n\nkom Kari.\nHei\n")
    words = [[doc[i].text for i in segment] for segment in segments_of(doc) if segment]
    assert words == [["Ein", "dag"], ["kom", "Kari", "."], ["Hei"]]


@given(st.text(alphabet="aKÅ.– \n\t'«19s-", max_size=60))
@settings(deadline=None, max_examples=60)
def test_any_text_gives_names_that_lie_in_it(nlp: Language, text: str) -> None:
    doc = nlp.get_pipe("ner")(nlp.make_doc(text))
    assert all(ent.text.strip() and "\n" not in ent.text for ent in doc.ents)


def test_a_very_long_paragraph_is_read(nlp: Language) -> None:
    doc = nlp.get_pipe("ner")(nlp.make_doc("Erna Solberg møtte Obama i Oslo " * 300))
    assert len(doc.ents) > 800


def test_a_name_that_is_cut_in_two_by_a_sentence_start_is_joined(nlp: Language) -> None:
    words = ["I", "dag", "kom", "Abd", "Rabbo", "Hadi", ".", "Han", "Berg", "Politiet", "kom"]
    starts = [0, 5, 7, 9]
    doc = Doc(nlp.vocab, words, sent_starts=[i in starts for i in range(len(words))])
    rare = {"Rabbo", "Hadi", "Berg"}.__contains__
    segments = [" ".join(words[i] for i in s) for s in segments_of(doc, rare) if s]
    assert segments == ["I dag kom Abd Rabbo Hadi .", "Han Berg", "Politiet kom"]


def test_a_sentence_that_begins_with_the_name_before_it_is_one_of_its_own(nlp: Language) -> None:
    words = ["Talsmann", "for", "Waldheim", "Waldheims", "svar", "kom", "i", "går"]
    doc = Doc(nlp.vocab, words, sent_starts=[i in {0, 3} for i in range(len(words))])
    segments = [" ".join(words[i] for i in s) for s in segments_of(doc) if s]
    assert segments == ["Talsmann for Waldheim", "Waldheims svar kom i går"]


@pytest.mark.parametrize(
    ("text", "label", "reason"),
    [
        ("Hun bor i Tyssedal og arbeider i Odda.", "LOC", "a village with a post office"),
        ("Rundt 300 mann vart samla i Tafjord laurdag.", "LOC", "another village"),
        ("Kampen ble spilt i Bergen søndag kveld.", "GPE_LOC", "a municipality"),
        ("Soldatene ble fløyet til Berlin.", "GPE_LOC", "a city abroad"),
    ],
)
def test_a_village_is_a_place_that_governs_nothing(
    nlp: Language, text: str, label: str, reason: str
) -> None:
    assert nlp(text).ents[0].label_ == label, reason


def test_what_is_left_uncomputed_could_not_be_a_name(nlp: Language) -> None:
    frozen = Frozen(nlp.get_pipe("ner").model, nlp.get_pipe("ner").table)
    forms = [
        [
            "Kari",
            "kom",
            "etter",
            "at",
            "alle",
            "de",
            "andre",
            "hadde",
            "gått",
            "hjem",
            "til",
            "sine",
            ".",
        ]
    ]
    probabilities = frozen.probabilities(forms)
    assert (probabilities[-6:, 0] == 1).all()
    assert probabilities[0, 0] < 0.5
