"""What the name tagger sees of words and of their place."""

import numpy as np
import pytest

from pipeline.nlp.features import (
    CONTEXT,
    DENSE,
    PHRASE_CLASSES,
    SLOTS,
    Spellings,
    context_features,
    form_features,
    stem_of,
    word_shape,
)
from pipeline.nlp.wordtable import BIT, WordTable

TABLE = WordTable.from_words(
    {
        "styrke": BIT["noun"],
        "nivået": BIT["noun"],
        "forening": BIT["noun"],
        "foreningen": BIT["noun"],
        "sanitet": BIT["noun"],
        "new york": BIT["city"],
        "leger uten grenser": BIT["organization"],
        "usa": BIT["country"],
        "bergen": BIT["post_town"] | BIT["municipality"],
        "jenta": BIT["noun"],
    }
)


@pytest.mark.parametrize(
    ("form", "stem"),
    [("Natos", "Nato"), ("Hans'", "Hans"), ("USA's", "USA"), ("Irak", ""), ("as", "")],
)
def test_a_genitive_has_a_stem(form: str, stem: str) -> None:
    assert stem_of(form) == stem


@pytest.mark.parametrize(
    ("form", "shape"),
    [("Nato-sjefen", "Xxxx-xxx"), ("F-16", "X-dd"), ("USAs", "XXXx"), ("12.000", "dd.ddd")],
)
def test_shape(form: str, shape: str) -> None:
    assert word_shape(form) == shape


def test_features_of_a_form_do_not_depend_on_its_company() -> None:
    forms = ["Styrkenivået", "USA-ledede", "Oslo", "å", "F-16"]
    together = form_features(forms, TABLE)
    for i, form in enumerate(forms):
        alone = form_features([form], TABLE)
        assert (alone.dense[0] == together.dense[i]).all()
        for slot in range(len(SLOTS)):
            pieces = np.split(together.keys[slot], together.starts[slot][1:])
            assert (alone.keys[slot] == pieces[i]).all()


def test_a_compound_is_known_by_its_last_part() -> None:
    tail = SLOTS.index("tail")
    keys = form_features(["Styrkenivået", "Sanitetsforeningen", "foreningen", "Eminem"], TABLE)
    compound, society, _, name = keys.keys[tail]
    assert compound == form_features(["xy-nivået"], TABLE).keys[tail][0]
    assert society == form_features(["EU-foreningen"], TABLE).keys[tail][0]
    assert name not in (compound, society)


def test_a_compound_with_a_place_shows_both_its_parts() -> None:
    with_place = form_features(["Bergensjenta"], TABLE)
    with_hyphen = form_features(["Bergen-jenta"], TABLE)
    tail, lists = SLOTS.index("tail"), SLOTS.index("lists")
    assert with_place.keys[tail] == with_hyphen.keys[tail]
    assert (with_place.keys[lists] == with_hyphen.keys[lists]).all()


def test_no_forms_give_no_rows() -> None:
    found = form_features([], TABLE)
    assert found.dense.shape == (0, DENSE)


def test_listed_phrases_are_marked_with_their_genitives() -> None:
    forms = ["Leger", "uten", "grenser", "reiste", "til", "New", "Yorks", "havn"]
    rows = context_features(forms, TABLE, Spellings([forms]))
    assert rows.shape == (8, CONTEXT)
    organization = 2 * PHRASE_CLASSES.index("organization")
    city = 2 * PHRASE_CLASSES.index("city")
    assert rows[:3, organization : organization + 2].tolist() == [[1, 0], [0, 1], [0, 1]]
    assert rows[5:7, city : city + 2].tolist() == [[1, 0], [0, 1]]
    assert not rows[3:5].any()


def test_spellings_remember_the_whole_document() -> None:
    spellings = Spellings([["Dag", "Solstad", "kom"], ["en", "dag", "så", "Solstad", "ham"]])
    assert spellings.of("Dag") == (True, False, False, True)
    assert spellings.of("Solstad") == (False, True, True, False)
