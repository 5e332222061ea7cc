"""The terminal shows an article as it is, and cannot be steered by it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from pipeline.errors import InputError
from pipeline.report.terminal import show_document, show_top, without_controls


def printed(
    call: Callable[..., None], *arguments: object, colour: bool = False, width: int = 160
) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, color_system="standard" if colour else None)
    call(arguments[0], *arguments[1:], console)
    return out.getvalue()


def test_show_prints_article_and_rows(sample_dir: Path) -> None:
    text = printed(show_document, sample_dir, "a1")
    assert "Øst-Lillevik: Norge har 120 soldater i Mali, sier Åse Bø til NTB." in text
    row = next(line for line in text.splitlines() if line.strip().startswith("rundt 60"))
    told = "rundt 60 soldater Norge blir igjen ca. 60 Mali 2021-05 planlagt"
    assert " ".join(row.split()) == told
    assert "minst 20 franske soldater" in text


def test_show_prints_markup_as_text(sample_dir: Path) -> None:
    assert "<script>alert('æ')</script>" in printed(show_document, sample_dir, "b_script")


def test_show_marks_figures_in_colour(sample_dir: Path) -> None:
    assert "\x1b[1;7;34m120 soldater" in printed(show_document, sample_dir, "a1", colour=True)


def test_control_sequences_of_an_article_do_not_reach_the_terminal(
    tmp_path: Path, write_articles: Callable[..., Path]
) -> None:
    text = "Rød \x1b[31malarm\x1b[0m \x1b]0;tittel\x07 og \u202esnudd\u202c [bold]tekst[/bold].\n"
    directory = write_articles(tmp_path / "out", [{"doc_id": "x", "text": text}])
    shown = printed(show_document, directory, "x")
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)
    assert "[bold]tekst[/bold]" in shown


@given(st.text())
def test_stripping_keeps_length_and_letters(text: str) -> None:
    shown = without_controls(text)
    assert len(shown) == len(text)
    assert all(b in (a, "\ufffd") for a, b in zip(text, shown, strict=True))


def test_an_unknown_article_names_some_that_exist(sample_dir: Path) -> None:
    with pytest.raises(InputError, match="007, a1, b_script"):
        printed(show_document, sample_dir, "missing")


def test_top_ranks_actors_and_places(sample_dir: Path) -> None:
    def top(directory: Path, console: Console) -> None:
        show_top(directory, console, 2)

    lines = [line.split() for line in printed(top, sample_dir).splitlines()]
    assert lines.index(["NATO", "3", "█" * 20]) < lines.index(["Norge", "2", "█" * 13])
    assert ["Mali", "3", "█" * 20] in lines
    assert ["Estland", "2", "█" * 13] in lines
    latest = next(n for n, line in enumerate(lines) if line == ["Siste", "tall"])
    assert " ".join(lines[latest + 4]).startswith("60 prosent av styrken NATO trekkes ut")


def test_a_narrow_terminal_keeps_numbers_and_status_whole(sample_dir: Path) -> None:
    text = printed(show_document, sample_dir, "b_script", width=80)
    assert "1\u00a0000 eller flere" in text
    assert "300–400" in text
    assert "(mulig)" in text
    assert max(map(len, text.splitlines())) <= 80
