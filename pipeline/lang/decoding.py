"""From bytes to text, and from text as printed to text as the model reads it."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
# Signatures of files that are not text, whatever they are called.
_BINARY_SIGNATURES = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")
_HTML = re.compile(rb"\s{0,200}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_MOJIBAKE = re.compile("Ã[¥¦¸…†˜]|â€[“”™œ]")
# Control characters that no plain text needs; a stray few are forgiven.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_SAMPLE = 65_536


class NotTextError(ValueError):
    """The bytes are not a plain-text article; the message says what they seem to be."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding that its bytes were read in, and what was odd about it."""

    text: str
    encoding: str
    note: str = ""


def decode(data: bytes) -> Decoded:
    r"""Return the text of a file's bytes: byte order mark removed, line ends as `\n`.

    A byte order mark decides; then UTF-8 if the bytes are valid UTF-8; then UTF-16 if every
    other byte is zero; else Windows-1252, or Latin-1 where that leaves bytes undefined.

    Raises: NotTextError for binaries and HTML pages.

    >>> decode("Hæren\r\n".encode("cp1252"))
    Decoded(text='Hæren\n', encoding='windows-1252', note='')
    """
    if data.startswith(_BINARY_SIGNATURES):
        raise NotTextError("a binary file, not plain text")
    if _HTML.match(data):
        raise NotTextError("an HTML page; save the article as plain text")
    text, encoding = _decode_bytes(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    sample = text[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) > 3 + len(sample) // 50:
        raise NotTextError("too many control characters for plain text")
    note = "mojibake: UTF-8 that was once read as Latin-1" if _MOJIBAKE.search(text) else ""
    return Decoded(text, encoding, note)


def _decode_bytes(data: bytes) -> tuple[str, str]:
    for bom, codec, name in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(codec), name
            except UnicodeDecodeError as error:
                raise NotTextError(f"marked as {name}, but broken at byte {error.start}") from None
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    guess = _utf16_without_mark(data[:_SAMPLE])
    for codec, name in ((guess, "utf-16"), ("cp1252", "windows-1252")):
        if codec:
            try:
                return data.decode(codec), name
            except UnicodeDecodeError:
                continue
    return data.decode("latin-1"), "latin-1"


def _utf16_without_mark(sample: bytes) -> str:
    """Return `utf-16-le` or `utf-16-be` where nearly every other byte is zero, else ""."""
    pairs = len(sample) // 2
    if pairs < 4:
        return ""
    if sample[1::2].count(0) > 0.8 * pairs:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.8 * pairs:
        return "utf-16-be"
    return ""


@dataclass(frozen=True, slots=True)
class Readable:
    """A text as the model reads it, with the way back to the text as printed."""

    text: str
    whole: str  # the printed text, of which this is the end
    begin: int  # where this begins in it
    starts: tuple[int, ...] | None  # where each character begins, from `begin` on; None: same
    ends: tuple[int, ...] | None

    def printed(self, start: int, end: int) -> tuple[int, int, str]:
        """Return where characters `start` to `end` (exclusive) stand in print, and the words."""
        if self.starts is not None and self.ends is not None:
            if start < end:
                start, end = self.starts[start], self.ends[end - 1]
            else:
                start = self.starts[start] if start < len(self.starts) else (self.ends or (0,))[-1]
                end = start
        start, end = start + self.begin, end + self.begin
        return start, end, self.whole[start:end]


# Invisible characters that split words in two for a reader that is a program.
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
_REMOVE = frozenset(_INVISIBLE)
_SPACES = "\u00a0\u202f\u2007\u2009\u2002\u2003\u2004\u2005\u2006\u2008\u200a\u205f\u3000\t\x0b\x0c"
_SWAP = {ord(c): " " for c in _SPACES} | {
    code: " " for code in (*range(0x20), *range(0x7F, 0xA0)) if code != 0x0A
}
_SWAP |= {0x85: "\n", 0x2028: "\n", 0x2029: "\n", 0x2011: "-", 0x2010: "-"}
_NEEDS_MAP = re.compile(f"[{_INVISIBLE}]|[\u0300-\u036f]")


def readable(whole: str, begin: int = 0) -> Readable:
    """Return a text, from `begin` on, as the model should see it.

    One character is swapped for one (odd spaces and control characters become spaces), and only
    where a text holds invisible characters or letters with loose accents does its length change;
    `Readable.printed` leads back.

    >>> readable("4\\u00a0000 sol\\u00addater").text
    '4 000 soldater'
    """
    text = whole[begin:]
    if not _NEEDS_MAP.search(text):
        return Readable(text.translate(_SWAP), whole, begin, None, None)
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, c in enumerate(text):
        if c in _REMOVE:
            continue
        if out and unicodedata.combining(c):
            joined = unicodedata.normalize("NFC", out[-1] + c)
            if len(joined) == 1 and ends[-1] == at:
                out[-1], ends[-1] = joined, at + 1
                continue
        out.append(c)
        starts.append(at)
        ends.append(at + 1)
    read = "".join(out).translate(_SWAP)
    return Readable(read, whole, begin, tuple(starts), tuple(ends))
