"""Norwegian is told from its neighbours, and Bokmål from Nynorsk; short texts lean to Norwegian."""

from __future__ import annotations

import pytest

from pipeline.language_id import language_detector


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("Regjeringen sender 200 soldater til Mali, sier ministeren.", "nb", "plain Bokmål"),
        ("Regjeringa sender 200 soldatar til Mali, seier ministeren.", "nn", "plain Nynorsk"),
        ("Noreg har ikkje fleire styrkar i landet.", "nn", "short Nynorsk"),
        ("500 soldater", "nb", "a caption that is Danish too"),
        ("Norge sendte 20 soldater til Mali.\n" * 40, "nb", "one short sentence many times"),
        ("Der blev dræbt fem soldater i byen i går, siger politiet.", "da", "Danish"),
        ("Regeringen vill skicka 200 soldater till Mali, säger hon.", "sv", "Swedish"),
        ("The government will send 200 soldiers to Mali.", "en", "English"),
    ],
)
def test_language(text: str, language: str, reason: str) -> None:
    assert language_detector()(text) == language, reason
