"""Article text with marks around its sentences, figures and names, everything else escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

NOTHING = Markup("")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text to stand in an element.

    Attributes:
        start, end: characters in the text, end exclusive.
        tag: the element's name.
        attributes: its attributes, escaped here; an `id` is given to the first piece only.
        tail: markup of our own to stand before the element ends, at its last piece.
    """

    start: int
    end: int
    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    tail: Markup = NOTHING

    def opening(self, *, first: bool) -> Markup:
        """Return the start tag."""
        shown = (
            Markup(' {}="{}"').format(Markup(name), value)
            for name, value in self.attributes
            if first or name != "id"
        )
        return Markup("<{}{}>").format(Markup(self.tag), Markup("").join(shown))

    def closing(self, *, last: bool) -> Markup:
        """Return the end tag, with the tail before it where the mark ends for good."""
        return Markup("{}</{}>").format(self.tail if last else NOTHING, Markup(self.tag))


def paragraphs(text: str, start: int = 0) -> list[tuple[int, int]]:
    """Return the spans of the lines that hold more than white space.

    >>> paragraphs("Ingress.\\n\\nBrødtekst.")
    [(0, 8), (10, 20)]
    """
    spans = []
    at = start
    for line in text[start:].split("\n"):
        if line.strip():
            spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans


def marked(text: str, marks: Iterable[Mark], start: int, end: int) -> Markup:
    """Return `text[start:end]` as HTML with its marks; its text content is the text itself.

    Marks may nest, and may cross one another or the ends: a crossing mark is closed and opened
    again, so that the HTML is well formed.

    >>> marked("12 <b>", [Mark(0, 2, "mark")], 0, 6)
    Markup('<mark>12</mark> &lt;b&gt;')
    """
    within = sorted(
        (m for m in marks if m.start < end and m.end > start and m.start < m.end),
        key=lambda m: (m.start, -m.end),
    )
    cuts = sorted({start, end, *(c for m in within for c in (m.start, m.end) if start < c < end)})
    made: list[Markup] = []
    open_marks: list[Mark] = []
    waiting = 0
    active: list[Mark] = []
    for a, b in pairwise(cuts):
        active = [m for m in active if m.end > a]
        while waiting < len(within) and within[waiting].start <= a:
            active.append(within[waiting])
            waiting += 1
        _change(made, open_marks, active, a)
        made.append(escape(text[a:b]))
    _change(made, open_marks, [], end)
    return Markup("").join(made)


def _change(made: list[Markup], open_marks: list[Mark], wanted: Sequence[Mark], at: int) -> None:
    """Close what is no longer wanted at `at`, and open what is."""
    kept = 0
    while kept < min(len(open_marks), len(wanted)) and open_marks[kept] is wanted[kept]:
        kept += 1
    while len(open_marks) > kept:
        gone = open_marks.pop()
        made.append(gone.closing(last=gone.end <= at))
    for mark in wanted[kept:]:
        made.append(mark.opening(first=mark.start == at))
        open_marks.append(mark)
