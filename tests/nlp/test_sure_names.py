"""Names that the word lists are sure of, on a small list of our own."""

import pytest

from pipeline.nlp.sure_names import sure_names
from pipeline.nlp.wordtable import BIT, WordTable

TABLE = WordTable.from_words(
    {
        "is": BIT["organization"] | BIT["lexicon"],
        "bmw": BIT["brand"],
        "usa": BIT["country"],
        "den dominikanske republikk": BIT["country"],
    }
)


@pytest.mark.parametrize(
    ("text", "names", "reason"),
    [
        ("Fleire IS-krigarar fall", [(1, 2, "DRV")], "fighters of a listed group"),
        ("Den USA-leidde styrken", [(1, 2, "DRV")], "led by a listed state"),
        ("En BMW-eier klaget", [], "a brand is no body"),
        ("Nye IS-er i disken", [], "too short to be a word"),
        ("Isen og is-maskina", [], "no abbreviation"),
        (
            "Dei reiste til Den dominikanske republikk",
            [(3, 6, "GPE_LOC")],
            "a state inside",
        ),
        ("Den dominikanske republikk sender folk", [(0, 3, "GPE_LOC")], "a state, at its start"),
        ("Den dominikanske soldaten", [], "part of a listed name"),
    ],
)
def test_sure_names(text: str, names: list[tuple[int, int, str]], reason: str) -> None:
    forms = text.split()
    assert list(sure_names(forms, [True] * len(forms), TABLE)) == names, reason


def test_what_the_network_named_stays() -> None:
    forms = ["Dei", "reiste", "til", "Den", "dominikanske", "republikk"]
    free = [True, True, True, True, True, False]
    assert list(sure_names(forms, free, TABLE)) == []
