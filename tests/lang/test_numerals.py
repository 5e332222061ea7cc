"""Number words give the value that they name, in both standards, old and new counting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from pipeline.lang.numerals import word_value, words_value


def test_every_number_below_2100_comes_back_from_its_words() -> None:
    spoken = {number: num2words(number, lang="no").split() for number in range(1, 2100)}
    read = {number: words_value(words) for number, words in spoken.items()}
    assert read == {number: (number, len(words)) for number, words in spoken.items()}


@given(st.integers(min_value=1, max_value=999_999))
def test_any_whole_number_comes_back_from_its_words(number: int) -> None:
    words = num2words(number, lang="no").split()
    assert words_value(words) == (number, len(words))


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("sju", 7), ("syv", 7), ("tjue", 20), ("tyve", 20), ("tretti", 30), ("tredve", 30),
        ("tjueen", 21), ("tjueein", 21), ("tjueett", 21), ("toogtjue", 22), ("syvogtredve", 37),
        ("førti", 40), ("sytten", 17), ("nitti", 90), ("hundre", 100), ("tusen", 1000),
        ("tohundre", 200), ("tohundreogfemti", 250), ("tretusen", 3000), ("femtenhundre", 1500),
        ("sekstusenfemhundre", 6500), ("Tjue", 20), ("éin", 1), ("én", 1), ("ett", 1), ("eitt", 1),
    ],
)  # fmt: skip
def test_one_word(word: str, value: int) -> None:
    assert word_value(word) == value


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("soldat", "no number"),
        ("tusenvis", "a magnitude, not a number"),
        ("million", "a unit that needs a number"),
        ("hundreogto" * 20, "longer than any number word"),
        ("tusentusen", "a thousand thousands is not written so"),
        ("", "nothing"),
    ],
)
def test_no_number(word: str, reason: str) -> None:
    assert word_value(word) is None, reason


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("hundre og femti mann", (150, 3), "hundreds with tens"),
        ("to og tjue mann", (22, 3), "old counting, written apart"),
        ("femten hundre mann", (1500, 2), "hundreds above ten"),
        ("to tre", (2, 1), "the next number stands for itself"),
        ("hundre og to hundre", (100, 1), "a new number begins after `og`"),
        ("tusen og en", (1001, 3), "thousand and one"),
        ("mann", None, "no number"),
    ],
)
def test_numbers_of_several_words(text: str, expected: tuple[int, int] | None, reason: str) -> None:
    assert words_value(text.split()) == expected, reason
