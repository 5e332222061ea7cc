"""The report in a real browser: no errors, no requests; filters, sorts, and shows fields."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.report.html import write_report

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)


@pytest.fixture(scope="module")
def report(sample_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_report(sample_dir, tmp_path_factory.mktemp("web") / "report.html").file.as_uri()


@pytest.fixture(scope="module")
def tab(report: str) -> Iterator[tuple[Any, list[str]]]:
    """A browser's page, and all that went wrong or out on it."""
    if not CHROMIUM:
        pytest.skip("Chromium is not installed")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = chromium.new_page()
        trouble: list[str] = []
        page.on("console", lambda message: trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("request", lambda r: trouble.append(r.url) if r.url != report else None)
        page.on("dialog", lambda dialog: trouble.append(dialog.message))
        yield page, trouble
        chromium.close()


@pytest.fixture
def page(tab: tuple[Any, list[str]], report: str) -> Iterator[Any]:
    """The sample's report, freshly opened; nothing may go wrong or leave the machine."""
    page, trouble = tab
    page.set_viewport_size({"width": 1200, "height": 800})
    page.goto("about:blank")
    page.goto(report)
    trouble.clear()
    page.reload()
    yield page
    assert trouble == []


def rows(page: Any) -> list[str]:
    return [
        text.strip() for text in page.locator("#figures tbody td:last-child a").all_inner_texts()
    ]


def test_table_filters_searches_and_sorts(page: Any) -> None:
    assert len(rows(page)) == 6
    page.fill("#search", "mali PLANLAGT")
    assert rows(page) == ["rundt 60 soldater"]
    page.click("button[type=reset]")
    page.locator("#figures tbody tr").nth(5).wait_for()  # a form is emptied a moment later
    page.select_option("select[data-filter=category]", "tap")
    assert rows(page) == ["minst 20 franske soldater"]
    page.select_option("select[data-filter=category]", "")
    page.click("button[data-sort=size]")
    assert rows(page)[:2] == ["tusenvis av mann", "mellom 300 og 400 soldatar"]
    assert page.get_attribute("th:has([data-sort=size])", "aria-sort") == "descending"
    page.keyboard.press("Enter")  # the button has focus: the keyboard sorts too
    assert page.get_attribute("th:has([data-sort=size])", "aria-sort") == "ascending"
    page.fill("#search", "finnes ikke")
    assert page.inner_text("#status") == "Ingen tall passer."


def test_a_figures_fields_show_on_hover_and_focus(page: Any) -> None:
    page.click("#figures tbody a:text-is('rundt 60 soldater')")
    page.wait_for_selector("#a1f1", state="visible")  # the link opened its article
    page.hover("#a1f1")
    shown = page.inner_text("#tip")
    assert "Norge" in shown
    assert "ca. 60 soldat" in shown
    assert "planlagt" in shown
    page.mouse.move(0, 0)
    assert not page.is_visible("#tip")
    page.focus("#a1f2 a.down")
    assert "minst 20" in page.inner_text("#tip")
    assert page.get_attribute("#a1f2 a.down", "aria-describedby") == "tip"
    page.keyboard.press("Escape")
    assert not page.is_visible("#tip")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#a1r2"


def test_hostile_text_shows_as_text(page: Any) -> None:
    page.evaluate("location.hash = '#a2f0'")
    page.wait_for_selector("#a2f0", state="visible")
    assert "<script>alert('æ')</script> og </script><!-- &amp;" in page.inner_text("#a2 .text")


def test_a_name_leads_to_its_part_and_back(page: Any) -> None:
    page.evaluate("location.hash = '#a1f0'")
    page.wait_for_selector("#a1f0", state="visible")
    page.click("#a1 .text a.person")
    part = page.locator("[id='person:ase-bo']")
    assert part.get_attribute("open") is not None
    part.locator("ul.mentions a").last.click()
    assert page.evaluate("location.hash").startswith("#a1m")
    page.fill("#find-country", "est")
    visible = [e for e in page.locator("#find-country-list .item").all() if e.is_visible()]
    assert [e.locator("h3").inner_text() for e in visible] == ["Estland"]


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1200, "dark")])
def test_no_sideways_scrolling(page: Any, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_prints(page: Any, tmp_path: Path) -> None:
    page.pdf(path=str(tmp_path / "report.pdf"), format="A4")
    assert (tmp_path / "report.pdf").stat().st_size > 10_000
