"""Word classes, lemmas and trees: what they say, and that a saved pipeline says the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.errors import ModelError
from pipeline.nlp.trees import best_tree

TEXT = (
    "Danmark trekker ut 40 soldater.\n\nTilbake i Irak\n\nDe norske soldatene blir i landet. "
    "– Vi reiser ikke, sier oberst Per Hansen. Nato sendte 300 mann til Mosul i mai."
)
NYNORSK = "Dei norske soldatane vart drepne i går. Ho veit ikkje kven som gjorde det."

LEMMAS = [
    ("De sendte 300 soldater hjem.", "sendte", "sende", "verb in the past"),
    ("De sendte 300 soldater hjem.", "soldater", "soldat", "plural"),
    ("Soldatene ble drept i natt.", "Soldatene", "soldat", "definite plural at the beginning"),
    ("Soldatene ble drept i natt.", "drept", "drepe", "participle"),
    ("Hun gikk hjem i går kveld.", "gikk", "gå", "irregular verb"),
    ("Alle kampflyene er borte.", "kampflyene", "kampfly", "compound"),
    ("Danmarks styrker trekker seg ut.", "Danmarks", "Danmark", "genitive of a name"),
    ("Regjeringens plan er klar.", "plan", "plan", "base form"),
    ("Mennene ble såret i angrepet.", "Mennene", "mann", "vowel change"),
    ("Det største bidraget kom fra USA.", "største", "stor", "superlative"),
    ("Det er ikke norske soldater der.", "er", "være", "copula in Bokmål"),
    ("Eg veit ikkje om det er norske soldatar der.", "er", "vere", "copula in Nynorsk"),
    ("Dei norske soldatane vart drepne.", "soldatane", "soldat", "Nynorsk plural"),
    ("Ho gjekk heim i går kveld, men eg vart verande.", "gjekk", "gå", "Nynorsk irregular verb"),
    ("Styrkane er ikkje der lenger, seier ho.", "Styrkane", "styrke", "Nynorsk definite plural"),
]


@pytest.mark.parametrize(
    ("text", "form", "lemma"),
    [pytest.param(text, form, lemma, id=why) for text, form, lemma, why in LEMMAS],
)
def test_lemmas(nlp: Language, text: str, form: str, lemma: str) -> None:
    doc = nlp(text)
    assert [token.lemma_ for token in doc if token.text == form] == [lemma]


def test_punctuation_is_its_own_lemma(nlp: Language) -> None:
    assert [token.lemma_ for token in nlp("Ja, de drar.") if token.is_punct] == [",", "."]


def test_who_did_what_to_how_many(nlp: Language) -> None:
    doc = nlp("Danmark sendte 40 soldater til Irak.")
    assert [(t.text, t.pos_, t.dep_, t.head.text) for t in doc] == [
        ("Danmark", "PROPN", "nsubj", "sendte"),
        ("sendte", "VERB", "ROOT", "sendte"),
        ("40", "NUM", "nummod", "soldater"),
        ("soldater", "NOUN", "obj", "sendte"),
        ("til", "ADP", "case", "Irak"),
        ("Irak", "PROPN", "obl", "sendte"),
        (".", "PUNCT", "punct", "sendte"),
    ]


def grammar(doc: Doc) -> list[tuple[str, str, str, str, int]]:
    """All that the grammar says of each token."""
    return [(t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i) for t in doc]


def starts(doc: Doc) -> list[int]:
    """The tokens that begin sentences."""
    return [sentence.start for sentence in doc.sents]


def test_each_sentence_is_one_tree_and_white_space_hangs_on_words(nlp: Language) -> None:
    doc = nlp("\n" + TEXT + "\n")
    for sentence in doc.sents:
        roots = [token for token in sentence if token.head.i == token.i]
        assert [token.dep_ for token in roots] == ["ROOT"]
        assert not roots[0].is_space
        assert all(token.head.sent == sentence for token in sentence)


def test_a_sentence_without_end_is_parsed_in_pieces(nlp: Language) -> None:
    doc = nlp("Han sa at " + ", ".join(["de drar til Irak"] * 90) + ".")
    assert len(list(doc.sents)) == 1
    assert sum(token.head.i == token.i for token in doc) == 1


def test_what_else_is_in_the_batch_changes_nothing(nlp: Language) -> None:
    texts = [TEXT, NYNORSK, "", "Ja.", "Nato har 500 mann i Irak. " * 30]
    alone = [grammar(nlp(text)) for text in texts]
    assert [grammar(doc) for doc in nlp.pipe(texts, batch_size=3)] == alone
    assert [grammar(doc) for doc in nlp.pipe(texts[::-1])] == alone[::-1]


def test_nothing_is_forgotten_in_a_memory_zone(nlp: Language) -> None:
    expected = grammar(nlp(TEXT))
    for _ in range(2):
        with nlp.memory_zone():
            assert grammar(nlp(TEXT)) == expected


def test_a_saved_pipeline_reads_the_same(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert grammar(again(TEXT)) == grammar(nlp(TEXT))
    assert starts(again(TEXT)) == starts(nlp(TEXT))


def test_bytes_keep_the_network(nlp: Language) -> None:
    component = nlp.get_pipe("morphologizer")
    fresh = spacy.blank("nb").add_pipe("troppetall_syntax")
    fresh.from_bytes(component.to_bytes())
    assert fresh.to_bytes() == component.to_bytes()


def test_an_empty_component_says_so() -> None:
    empty = spacy.blank("nb")
    empty.add_pipe("sentencizer")
    empty.add_pipe("troppetall_syntax", name="morphologizer")
    with pytest.raises(ModelError, match="morphologizer"):
        empty("Styrken drar.")


def test_a_parser_without_its_tagger_says_so() -> None:
    lonely = spacy.blank("nb")
    lonely.add_pipe("sentencizer")
    lonely.add_pipe("troppetall_parser", name="parser")
    with pytest.raises(ModelError, match="morphologizer"):
        lonely("Styrken drar.")


def reaches_root(heads: tuple[int, ...]) -> bool:
    """Whether every word's chain of heads ends at the root."""
    ends = range(1, len(heads) + 1)
    for _ in heads:
        ends = [heads[word - 1] if word else 0 for word in ends]
    return not any(ends)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 7), st.integers(0, 2**32 - 1))
def test_best_tree_has_one_root_and_no_cycle(size: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(size, size + 1)).astype(np.float32)
    heads = best_tree(scores)
    assert heads.count(0) == 1
    assert reaches_root(tuple(heads))


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 4), st.integers(0, 2**32 - 1))
def test_no_tree_scores_higher(size: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(size, size + 1)).astype(np.float32)

    def is_tree(heads: tuple[int, ...]) -> bool:
        return heads.count(0) == 1 and reaches_root(heads)

    def score(heads: tuple[int, ...]) -> float:
        return float(sum(scores[i, head] for i, head in enumerate(heads)))

    choices = np.ndindex(*([size + 1] * size))
    best = max(score(heads) for heads in choices if is_tree(heads))
    assert score(tuple(best_tree(scores))) == pytest.approx(best, abs=1e-4)


def test_tags_and_lemmas_do_not_depend_on_what_was_read_before(nlp: Language) -> None:
    def said(texts: list[str]) -> dict[str, list[tuple[str, str]]]:
        docs = nlp.pipe(texts)
        return {doc.text: [(token.pos_, token.lemma_) for token in doc] for doc in docs}

    assert said([TEXT, NYNORSK]) == said([NYNORSK, TEXT])
