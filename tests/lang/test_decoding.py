"""Bytes become the text that was meant, and what the model reads leads back to it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lang.decoding import NotTextError, decode, readable

TEXT = "Hæren sendte 1.200 soldater – på én dag."


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("cp1252"), "windows-1252"),
        (TEXT.replace("–", "\x81").encode("latin-1"), "latin-1"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    decoded = decode(data)
    assert decoded.encoding == encoding
    assert decoded.text.replace("\x81", "–") == TEXT


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_become_one(end: str) -> None:
    assert decode(f"En{end}{end}to".encode()).text == "En\n\nto"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 ...",
        b"PK\x03\x04....",
        bytes(range(32)) * 20,
        b"<!DOCTYPE html><p>Hei",
        b"\xff\xfea",
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(NotTextError):
        decode(data)


def test_mojibake_is_noticed_and_left_as_it_is() -> None:
    broken = "Forsvaret pÃ¥ BardufoÃ¸ss"
    decoded = decode(broken.encode())
    assert decoded.text == broken
    assert "mojibake" in decoded.note


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_reason(data: bytes) -> None:
    try:
        text = decode(data).text
    except NotTextError:
        return
    assert "\r" not in text


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("4\u00a0000 soldater", "4 000 soldater"),
        ("4\u202f000 soldater", "4 000 soldater"),
        ("sol\u00addater", "soldater"),
        ("Na\u200bto", "Nato"),
        (unicodedata.normalize("NFD", "Bardufoss på ås"), "Bardufoss på ås"),
        ("a\x1b[31mb", "a [31mb"),
    ],
)
def test_what_the_model_reads(printed: str, read: str) -> None:
    assert readable(printed).text == read


@given(st.text(alphabet=st.sampled_from("aåÅo\u0301\u030a\u00ad\u200b\u00a0 \n.1"), max_size=40))
def test_every_character_read_leads_back_to_what_was_printed(printed: str) -> None:
    body = readable(printed)
    last = 0
    for i, c in enumerate(body.text):
        start, end, _ = body.printed(i, i + 1)
        assert last <= start < end <= len(printed)
        last = start
        shown = "".join(x for x in printed[start:end] if x not in "\u00ad\u200b")
        assert unicodedata.normalize("NFC", shown).replace("\u00a0", " ") == c
