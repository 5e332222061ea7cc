"""No link inside the project leads nowhere. No network: links to the outside are left alone."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OUTSIDE = ("http://", "https://", "mailto:")
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)[^)\n]*\)")
REFERENCE = re.compile(r"^\[[^\]\n]+\]:\s+(\S+)", re.MULTILINE)
IMAGE = re.compile(r'<(?:img|a)\s[^>]*?(?:src|href)="([^"]+)"')
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")


def _pages() -> list[Path]:
    folders = ("docs", "training", "pipeline", "notebooks", "benchmarks", ".github")
    nested = (page for folder in folders for page in (ROOT / folder).rglob("*.md"))
    return sorted([*ROOT.glob("*.md"), *nested])


def _links(page: Path) -> list[str]:
    text = CODE.sub("", FENCE.sub("", page.read_text(encoding="utf-8")))
    found = [*LINK.findall(text), *REFERENCE.findall(text), *IMAGE.findall(text)]
    return [link for link in found if not link.startswith(OUTSIDE)]


def _anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub and MkDocs name them."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#{1,6}\s+(.+?)\s*#*$", text, re.MULTILINE)
    explicit = re.findall(r'\{#([\w-]+)\}|id="([\w-]+)"', text)
    slugs = {name for pair in explicit for name in pair if name}
    for heading in headings:
        plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        slugs.add(re.sub(r"[^\w\- ]", "", plain).strip().replace(" ", "-"))
        ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
        slugs.add(re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", ascii_only).strip()))
    return slugs


def _dead(page: Path) -> list[str]:
    dead = []
    for link in _links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        anchored = not anchor or target.suffix != ".md"
        if not target.exists() or not (anchored or anchor in _anchors(target)):
            dead.append(link)
    return dead


@pytest.mark.parametrize("page", _pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_page_has_no_dead_link(page: Path) -> None:
    assert _dead(page) == []


def test_a_dead_link_and_a_dead_anchor_are_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Her\n[a](#her) [b](#der) [c](nope.md) [d](https://x.no)\n", encoding="utf-8")
    assert _dead(page) == ["#der", "nope.md"]
