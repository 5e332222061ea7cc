"""Words, clauses, sentences and paragraphs of wire copy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lang.passages import read_passages

SENTENCES = [
    ("De kom. De dro.", ["De kom.", "De dro."], "two sentences"),
    ("De er i Irak.Minst ti falt.", ["De er i Irak.", "Minst ti falt."], "a space is missing"),
    ("Den 14. juli kom 400. Da dro de.", ["Den 14. juli kom 400.", "Da dro de."], "an ordinal"),
    ("Ca. 400 mann kom.", ["Ca. 400 mann kom."], "an abbreviation"),
    ("George W. Bush sa nei.", ["George W. Bush sa nei."], "an initial"),
    ("USA har 12.000 mann.", ["USA har 12.000 mann."], "a separator of thousands"),
    ("Uro\n\nDe kom.", ["Uro", "De kom."], "a cross-heading"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), SENTENCES)
def test_sentences(text: str, expected: list[str], reason: str) -> None:
    found = read_passages(text).sentences
    assert [text[sentence.start : sentence.end] for sentence in found] == expected, reason


def test_headings_and_speech_are_told_from_text() -> None:
    passages = read_passages("Styrken øker\n\n– Vi blir, sier han. Det er sant.\n\nDe kom.")
    assert [(s.heading, s.speech) for s in passages.sentences] == [
        (True, False),
        (False, True),
        (False, True),
        (False, False),
    ]


def test_a_number_with_separators_is_one_word() -> None:
    words = read_passages("Mellom 10 000 og 12.500 mann").words
    assert [word.text for word in words] == ["Mellom", "10 000", "og", "12.500", "mann"]


@given(st.text(max_size=300))
def test_offsets_hold(text: str) -> None:
    passages = read_passages(text)
    for word in passages.words:
        assert text[word.start : word.end] == word.text
    for sentence in passages.sentences:
        assert sentence.first < sentence.last
        assert all(w.sentence == passages.words[sentence.first].sentence
                   for w in passages.words[sentence.first : sentence.last])  # fmt: skip
    for word in passages.words:
        assert passages.words[passages.word_at(word.start)] == word
