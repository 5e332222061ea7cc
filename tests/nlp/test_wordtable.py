"""Word tables keep what they are told."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.wordtable import BIT, WordTable

WORDS = st.dictionaries(st.text(min_size=1, max_size=12), st.integers(1, 2**20 - 1), max_size=50)


@given(WORDS)
def test_every_word_keeps_its_classes_through_the_file(words: dict[str, int]) -> None:
    table = WordTable.from_bytes(WordTable.from_words(words).to_bytes())
    for mask, found in zip(words.values(), table.masks_of(words), strict=True):
        assert mask & int(found) == mask


def test_an_unknown_word_has_no_class() -> None:
    table = WordTable.from_words({"oslo": BIT["city"]})
    assert table.masks_of(["oslo", "Oslo", "bergen"]).tolist() == [BIT["city"], 0, 0]


def test_an_empty_table_knows_nothing() -> None:
    table = WordTable.from_bytes(WordTable.from_words({}).to_bytes())
    assert table.masks_of(["oslo"]).tolist() == [0]


def test_the_same_words_make_the_same_file() -> None:
    forward = {"a": 1, "b": 2, "c": 4}
    backward = dict(reversed(forward.items()))
    assert WordTable.from_words(forward).to_bytes() == WordTable.from_words(backward).to_bytes()
