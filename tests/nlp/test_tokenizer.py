"""Tokens are those of the treebank where wire copy is unlike tidy text."""

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from pipeline.nlp.tokenizer import adapt_tokenizer


@pytest.fixture(scope="module")
def blank() -> Language:
    """A Norwegian pipeline with our tokenizer and nothing else."""
    nlp = spacy.blank("nb")
    adapt_tokenizer(nlp)
    return nlp


@pytest.mark.parametrize(
    ("text", "tokens", "reason"),
    [
        ("i Irak.Minst ti", "i Irak . Minst ti", "no space after a full stop"),
        ("10–15.000 soldater", "10 – 15.000 soldater", "a range is three tokens"),
        ("40-50 mann", "40 - 50 mann", "a range with a hyphen"),
        ("F-16 og MiG-31", "F-16 og MiG-31", "aircraft keep their numbers"),
        ("USA-ledede", "USA-ledede", "a compound is one token"),
        ("den 24. juli", "den 24. juli", "an ordinal keeps its full stop"),
        ("drept i 2006.", "drept i 2006 .", "a year does not"),
        ("rundt 1.200.", "rundt 1.200 .", "nor does a long number"),
        ("–Vi drar.", "– Vi drar .", "a quotation dash without a space"),
        ("-Det går bra.", "- Det går bra .", "a quotation hyphen"),
        ("Det tok tid å komme i.", "Det tok tid å komme i .", "plain words are no abbreviations"),
        ("Nei, sa eg.", "Nei , sa eg .", "nor is `eg`"),
        ("bl.a. i Mali", "bl.a. i Mali", "an abbreviation is one token"),
        ("USA/Nato", "USA / Nato", "a slash parts names"),
        ("«Irak»", "« Irak »", "guillemets"),
    ],
)
def test_tokens(blank: Language, text: str, tokens: str, reason: str) -> None:
    assert " ".join(token.text for token in blank(text)) == tokens, reason


def test_the_settings_are_kept_on_disk(blank: Language, tmp_path: Path) -> None:
    blank.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    text = "–Vi drar i 2006. 10–15 mann, sa eg."
    assert [t.text for t in again(text)] == [t.text for t in blank(text)]
