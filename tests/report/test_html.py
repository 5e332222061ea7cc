"""The report holds everything, links to it, and lets nothing of an article become markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from pipeline.errors import InputError, TableError
from pipeline.report import html as module
from pipeline.report.html import write_report
from pipeline.tableio import NORWEGIAN_EXCEL

VOID = {"meta", "link", "input", "br"}


class Page(HTMLParser):
    """A page as a browser sees it: its ids, links, elements and texts."""

    def __init__(self, file: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: Counter[str] = Counter()
        self.policy = ""
        self.open: list[str] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.paragraphs: list[str] = []
        self.feed(file.read_text(encoding="utf-8"))
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not (tag == "a" and "a" in self.open), "a link inside a link"
        if tag not in VOID:
            self.open.append(tag)
        self.tags[tag] += 1
        found = {name: value or "" for name, value in attrs}
        self.attributes.update(found.keys())
        if "id" in found:
            self.ids[found["id"]] += 1
        if tag == "a":
            self.links.append(found.get("href", ""))
        if found.get("http-equiv") == "Content-Security-Policy":
            self.policy = found["content"]
        if tag in self.raw:
            self.raw[tag].append("")
        if tag == "p":
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in self.raw:
            self.raw[self.open[-1]][-1] += data
        elif "p" in self.open:
            self.paragraphs[-1] += data

    def data(self) -> Any:
        return json.loads(self.raw["script"][0])


@pytest.fixture(scope="module")
def page(sample_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Page:
    file = tmp_path_factory.mktemp("report") / "report.html"
    assert write_report(sample_dir, file).parts == ()
    return Page(file)


def assert_links_hold(folder: Path) -> int:
    pages = {file: Page(file) for file in folder.rglob("*.html")}
    checked = 0
    for file, page in pages.items():
        assert max(page.ids.values()) == 1
        hrefs = [row[1] for row in page.data()["rows"]] if page.raw["script"][0] else []
        for link in page.links + hrefs:
            there, _, anchor = unquote(link).partition("#")
            target = pages[(file.parent / there).resolve() if there else file]
            assert anchor in target.ids, link
            checked += 1
    return checked


def test_every_link_leads_somewhere(sample_dir: Path, tmp_path: Path) -> None:
    write_report(sample_dir, tmp_path / "report.html")
    assert assert_links_hold(tmp_path) > 50


def test_row_and_sentence_link_to_each_other(page: Page) -> None:
    # The second article's second figure: its words, its row, and the main table.
    assert {"a1f1", "a1r1", "a1s1"} <= set(page.ids)
    assert {"#a1f1", "#a1r1"} <= set(page.links)
    assert "#a1f1" in [row[1] for row in page.data()["rows"]]


def test_text_of_articles_is_only_text(page: Page) -> None:
    assert page.tags["script"] == 2
    hostile = "=HYPERLINK(A1) frå <script>alert('æ')</script> og </script><!-- &amp; \"sitat\"."
    assert hostile in page.paragraphs
    assert "<" not in page.raw["script"][0]
    sentences = [row[page.data()["columns"].index("sentence")] for row in page.data()["rows"]]
    assert (
        "– NATO kan sende mellom 300 og 400 soldatar til Estland, men ikkje tusenvis av mann."
        in (sentences)
    )


def test_hostile_names_and_ids_are_escaped(
    tmp_path: Path, write_articles: Callable[..., Path]
) -> None:
    name = "Ola </script><img src=x onerror=alert(1)>"
    article = {
        "doc_id": "\"><script>alert(1)</script>'",
        "text": f"Vi møtte {name} i dag.\n",
        "organizations": [{"name": name, "forms": [name]}],
    }
    directory = write_articles(tmp_path / "out", [article])
    page = Page(write_report(directory, tmp_path / "report.html").file)
    assert page.tags["img"] == 0
    assert page.tags["script"] == 2
    assert article["text"].strip() in page.paragraphs


def test_nothing_is_fetched_and_only_our_script_runs(page: Page) -> None:
    script, style = page.raw["script"][1], page.raw["style"][0]
    for kind, text in (("script-src", script), ("style-src", style)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in page.policy
    assert page.policy.startswith("default-src 'none'")
    assert not [link for link in page.links if "//" in link]
    assert "url(" not in style
    assert "@import" not in style
    assert not {"src", "style", "onclick"} & set(page.attributes)


def test_every_figure_is_in_table_and_text(page: Page) -> None:
    data = page.data()
    columns = {name: n for n, name in enumerate(data["columns"])}
    many = {row[columns["id"]]: row[columns["many"]] for row in data["rows"]}
    assert many["a2f0"] == "300–400"
    assert many["a1f1"] == "ca. 60"
    assert many["a1f2"] == "minst 20"
    assert many["a2f1"] == "1\u00a0000 eller flere"
    assert many["a0f0"] == "60 prosent"
    assert set(many) <= set(page.ids)


def test_english_on_request(sample_dir: Path, tmp_path: Path) -> None:
    file = write_report(sample_dir, tmp_path / "report.html", lang="en").file
    text = file.read_text(encoding="utf-8")
    assert '<html lang="en">' in text
    assert "Troop figures" in text
    assert "Estonia" in text
    assert 'lang="nn"' in text  # the articles keep their own language
    with pytest.raises(InputError, match="nb or en"):
        write_report(sample_dir, tmp_path / "x.html", lang="da")


def test_both_languages_have_every_word() -> None:
    lines = module.asset("words.csv").splitlines()
    used = set(
        re.findall(
            r'words\(["\'](\w+)["\']',
            "".join(
                module.asset(name)
                for name in ("base.html.j2", "parts.html.j2", "report.html.j2", "articles.html.j2")
            ),
        )
    )
    words = {lang: module.wording_of(lang).found for lang in ("nb", "en")}
    assert len(words["nb"]) == len(words["en"]) == len(lines) - 1
    assert all(words["nb"].values())
    assert all(words["en"].values())
    assert used <= set(words["nb"])


def test_a_large_corpus_is_split_into_files(
    sample_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ARTICLES_IN_ONE_PAGE", 2)
    monkeypatch.setattr(module, "ARTICLES_A_FILE", 2)
    monkeypatch.setattr(module, "LINES_A_FILE", 6)
    file = tmp_path / "report.html"
    names = [part.name for part in write_report(sample_dir, file).parts]
    assert names[:2] == ["articles-0001.html", "articles-0002.html"]
    assert "country-0002.html" in names
    assert assert_links_hold(tmp_path) > 50
    assert len(Page(file).data()["rows"]) == 6
    # A smaller report after it leaves no page behind that nothing leads to.
    (tmp_path / "report_files" / "notat.txt").write_text("mitt", encoding="utf-8")
    monkeypatch.setattr(module, "ARTICLES_IN_ONE_PAGE", 100)
    write_report(sample_dir, file)
    assert [p.name for p in (tmp_path / "report_files").iterdir()] == ["notat.txt"]


def test_a_run_without_figures_says_so(tmp_path: Path, write_articles: Callable[..., Path]) -> None:
    directory = write_articles(tmp_path / "out", [{"doc_id": "x", "text": "Ingen tall her.\n"}])
    page = Page(write_report(directory).file)
    assert "Ingen tall ble funnet i artiklene." in page.paragraphs
    assert "Ingen tall her." in page.paragraphs


def test_either_dialect_gives_the_same_report(
    sample_dir: Path, tmp_path: Path, write_sample: Callable[..., Path]
) -> None:
    norwegian = write_sample(tmp_path / "out", NORWEGIAN_EXCEL)
    one = write_report(sample_dir, tmp_path / "report.html").file.read_bytes()
    assert write_report(norwegian, tmp_path / "report.html").file.read_bytes() == one


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="troppetall run"):
        write_report(tmp_path)
