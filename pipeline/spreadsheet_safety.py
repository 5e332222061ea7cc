"""Text that a spreadsheet would run as a formula, made harmless and restored without loss.

The one place for the rule. A cell is *live* when it starts with a character on OWASP's list for
CSV injection; an apostrophe before it makes Excel, LibreOffice and Google Sheets show it as text.
A text that already looks like our escape gets one apostrophe more, so that every text survives the
round trip. Numbers never pass here, and a quotation dash (`–`) is not on the list.
"""

from __future__ import annotations

import re

ESCAPE = "'"
# OWASP, "CSV Injection": = + - @, tab, CR, LF, and the full-width forms of the first four.
LIVE_CHARACTERS = "=+-@\t\r\n＝＋－＠"
_LIVE = re.compile(rf"{ESCAPE}*[{re.escape(LIVE_CHARACTERS)}]")
_DEFUSED = re.compile(rf"{ESCAPE}+[{re.escape(LIVE_CHARACTERS)}]")


def is_live(text: str) -> bool:
    """Return whether a spreadsheet could run this text as a formula.

    >>> is_live("=1+1"), is_live("– Vi trekker oss ut")
    (True, False)
    """
    return text[:1] != "" and text[0] in LIVE_CHARACTERS


def defuse(text: str) -> str:
    """Return the text as it may stand in a cell; `restore` gives it back.

    Args:
        text: any string.

    Returns:
        The text, with one apostrophe before it where a spreadsheet would run it (or where it
        already looks like a text that was defused).

    >>> defuse("=HYPERLINK(A1)"), defuse("'=1"), defuse("'n Sentrum")
    ("'=HYPERLINK(A1)", "''=1", "'n Sentrum")
    """
    return ESCAPE + text if _LIVE.match(text) else text


def restore(text: str) -> str:
    """Return the original of a text that `defuse` gave.

    >>> restore("'- Vi venter, sier han.")
    '- Vi venter, sier han.'
    """
    return text[1:] if _DEFUSED.match(text) else text
