"""What is known of single words: lemma rules, dictionary readings, features, written standard."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.edits import apply_edit, apply_rule, lemma_rule, suffix_edit
from pipeline.nlp.readings import Readings
from pipeline.nlp.standard import BOKMAAL, NYNORSK, UNKNOWN, written_standard
from pipeline.nlp.weights import shipped_readings, weights_from_bytes, weights_to_bytes
from pipeline.nlp.word_features import (
    AFFIXES,
    READINGS,
    affix_hashes,
    normal_form,
    reading_numbers,
    shape_number,
)

WORDS = st.text(alphabet="abdeæøåABDEÆØÅ-", min_size=1, max_size=8)


@given(WORDS, WORDS)
def test_an_edit_leads_from_form_to_lemma(form: str, lemma: str) -> None:
    assert apply_edit(form, suffix_edit(form, lemma)) == lemma


@given(WORDS, WORDS)
def test_a_lemma_rule_leads_from_form_to_lemma(form: str, lemma: str) -> None:
    assert apply_rule(form, lemma_rule(form, lemma)) == lemma


@pytest.mark.parametrize(
    ("form", "lemma", "rule", "other", "expected"),
    [
        ("Soldatene", "soldat", "-ene>", "Bilene", "bil"),
        ("Natos", "Nato", "=s>", "Irans", "Iran"),
        ("er", "være", "!være", "var", "være"),
        ("gikk", "gå", "-ikk>å", "fikk", "få"),
    ],
    ids=["noun at the beginning", "genitive of a name", "nothing in common", "vowel change"],
)
def test_a_rule_serves_other_words(
    form: str, lemma: str, rule: str, other: str, expected: str
) -> None:
    assert lemma_rule(form, lemma) == rule
    assert apply_rule(other, rule) == expected


def test_a_rule_that_does_not_fit_gives_nothing() -> None:
    assert apply_rule("hus", "-ene>") is None
    assert apply_rule("ene", "-ene>") is None


@pytest.mark.parametrize(
    ("form", "word_class", "lemmas"),
    [
        ("soldatene", "n", ["soldat"]),
        ("skjøt", "v", ["skyte"]),
        ("kampflyene", "n", ["kampfly"]),
        ("xyzq", "n", []),
    ],
    ids=["noun", "verb", "compound", "unknown"],
)
def test_dictionary_lemmas(form: str, word_class: str, lemmas: list[str]) -> None:
    found = shipped_readings().lemmas(form, word_class)
    assert [lemma for lemma in lemmas if lemma not in found] == []
    assert lemmas or not found


def test_a_compound_is_read_by_its_longest_known_ending() -> None:
    assert shipped_readings().head("nedtrappingsplanen")[0] in {
        "trappingsplanen",
        "splanen",
        "planen",
    }


def test_readings_are_saved_and_loaded(tmp_path: Path) -> None:
    shipped_readings().to_disk(tmp_path)
    again = Readings.from_disk(tmp_path)
    for form in ("soldatene", "skjøt", "xyzq"):
        assert again.of(form) == shipped_readings().of(form)


@given(st.text(min_size=1, max_size=12))
def test_every_form_has_features_of_the_right_size(form: str) -> None:
    norm = normal_form(form)
    assert len(affix_hashes(norm)) == AFFIXES
    assert 1 <= len(reading_numbers(norm, shipped_readings())[1]) <= READINGS
    assert shape_number(form) >= 0


@pytest.mark.parametrize(
    ("one", "other"), [("“", '"'), ("–", "-"), ("2015", "1940"), ("Nato", "nato")]
)
def test_what_is_printed_differently_looks_the_same(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jeg vet ikke hvor de kommer fra", BOKMAAL),
        ("eg veit ikkje kor dei kjem frå", NYNORSK),
        ("", UNKNOWN),
        ("Nato Irak 2015", UNKNOWN),
    ],
    ids=["nb", "nn", "nothing", "names only"],
)
def test_written_standard(text: str, expected: int) -> None:
    leanings = {"jeg": 40, "ikke": 40, "fra": 30, "eg": -40, "ikkje": -40, "frå": -30}
    assert written_standard(text.split(), leanings) == expected


def test_weights_survive_as_half_precision() -> None:
    weights = {"a": np.array([[0.5, -2.0]], dtype=np.float32)}
    again = weights_from_bytes(weights_to_bytes(weights))
    assert again["a"].dtype == np.float32
    assert again["a"].tolist() == weights["a"].tolist()
