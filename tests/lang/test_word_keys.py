"""One key for the many forms of a word, in both written standards."""

import pytest

from pipeline.lang.word_keys import WordKeys, stem
from pipeline.lexicon import load_lexicon

KEYS = WordKeys({row["nynorsk"]: row["bokmaal"] for row in load_lexicon().table("nynorsk")})


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("soldatene", "soldatar", "the definite plural nb and the indefinite plural nn"),
        ("ikke", "ikkje", "a function word"),
        ("fra", "frå", "a preposition"),
        ("trakk", "trekte", "a verb that is strong in nb and weak in nn"),
        ("drepte", "drepne", "the past tense and the nn participle"),
        ("økte", "auka", "verbs of different stems"),
        ("myndighetene", "styresmaktene", "nouns of different stems"),
        ("sende", "sender", "infinitive and present"),
        ("instruktører", "instruktørane", "a loan word"),
        ("valget", "valet", "a beginning that is longer in nb and stands there already"),
        ("hjemreisen", "heimreisa", "the beginning of a compound"),
        ("sykepleiere", "sjukepleiarane", "two differences at once"),
        ("legge", "leggje", "a verb in -je"),
        ("forskeren", "forskaren", "a person's trade"),
        ("vanskelig", "vanskeleg", "an adjective in -leg"),
        ("1.200", "8", "all numbers count as one"),
    ],
)
def test_forms_of_one_word_share_a_key(first: str, second: str, why: str) -> None:
    assert KEYS.of(first) == KEYS.of(second), why


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("sende", "sen"),
        ("holdt", "hull"),
        ("valuta", "valg"),
        ("drept", "dratt"),
        ("soldat", "sold"),
        ("mann", "man"),
        ("er", "en"),
    ],
)
def test_different_words_keep_different_keys(first: str, second: str) -> None:
    assert KEYS.of(first) != KEYS.of(second)


def test_a_key_is_short_and_a_short_word_stays_whole() -> None:
    assert stem("en") == "en"
    assert len(stem("sikkerhetspolitiske")) == 8
    assert stem("") == ""


def test_no_nynorsk_row_says_nothing() -> None:
    rows = load_lexicon().table("nynorsk")
    assert len(rows) > 400
    assert [row["nynorsk"] for row in rows if row["nynorsk"] == row["bokmaal"]] == []
