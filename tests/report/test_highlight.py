"""Marked text is well-formed HTML whose text is the article's own."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from pipeline.report.highlight import Mark, marked, paragraphs

TEXT = st.text(alphabet="ab <>&\"'æ–\n", max_size=30)


class Reader(HTMLParser):
    """Reads HTML back; refuses what is not well formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: Markup) -> Reader:
    reader = Reader()
    reader.feed(str(html))
    reader.close()
    assert reader.open == []
    return reader


@given(st.data(), TEXT)
def test_any_marks_leave_the_text_as_it_is(data: st.DataObject, text: str) -> None:
    place = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(place, place), max_size=6))
    marks = [
        Mark(min(s), max(s), tag, (("id", str(n)),))
        for n, (s, tag) in enumerate(zip(spans, ["mark", "span", "a"] * 2, strict=False))
    ]
    reader = read(marked(text, marks, 0, len(text)))
    assert reader.text == text
    assert sorted(reader.ids) == sorted(str(n) for n, s in enumerate(spans) if s[0] != s[1])


def test_hostile_text_and_attributes_are_escaped() -> None:
    html = marked("<script>", [Mark(0, 8, "a", (("href", '#"><script>'),))], 0, 8)
    assert html == '<a href="#&#34;&gt;&lt;script&gt;">&lt;script&gt;</a>'


def test_a_name_inside_a_figure_is_nested() -> None:
    text = "rundt 60 norske soldater"
    marks = [Mark(9, 15, "a"), Mark(0, 24, "mark", tail=Markup("<i></i>"))]
    assert marked(text, marks, 0, 24) == ("<mark>rundt 60 <a>norske</a> soldater<i></i></mark>")


def test_crossing_marks_are_closed_and_opened_again() -> None:
    marks = [Mark(0, 2, "mark", (("id", "m"),)), Mark(1, 3, "a", (("id", "n"),))]
    assert marked("abc", marks, 0, 3) == ('<mark id="m">a<a id="n">b</a></mark><a>c</a>')


def test_only_the_asked_part_is_given() -> None:
    assert marked("abcdef", [Mark(0, 6, "b")], 2, 4) == "<b>cd</b>"


def test_paragraphs_are_lines_with_words() -> None:
    text = " date 2018-02\n\nFørste.\n  \nAndre."
    assert [text[a:b] for a, b in paragraphs(text)] == [" date 2018-02", "Første.", "Andre."]
