"""Draw the pictures of the documentation from the committed tables.

usage: python tools/screenshots.py

Needs Chromium, LibreOffice and pdftoppm beside the packages of the `dev` extra and Pillow.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from pipeline.report.html import write_report
from pipeline.report.workbook import write_workbook

ROOT = Path(__file__).parent.parent
OUTPUTS = ROOT / "outputs"
IMAGES = ROOT / "docs" / "images"
ARTICLE = "009_frankrike-ut-av-mali"


def draw_report(folder: Path) -> None:
    """Draw the report's front page, an article with a figure's fields, and a phone."""
    page_file = write_report(OUTPUTS, folder / "report.html").file.as_uri()
    with sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(page_file)
        page.screenshot(path=str(IMAGES / "report.png"))
        page.evaluate("document.getElementById('table').scrollIntoView()")
        page.screenshot(path=str(IMAGES / "report-table.png"))
        _open_article(page)
        page.screenshot(path=str(IMAGES / "report-article.png"))
        phone = browser.new_page(viewport={"width": 390, "height": 780}, device_scale_factor=1.5)
        phone.goto(page_file)
        _open_article(phone)
        phone.screenshot(path=str(IMAGES / "report-phone.png"))
        browser.close()


def _open_article(page: Any) -> None:
    article = page.locator(f"details.article:has(h3:text-is('{ARTICLE}'))")
    article.evaluate("element => { element.open = true; element.scrollIntoView() }")
    page.wait_for_timeout(200)
    article.locator("mark").nth(1).hover()


def draw_workbook(folder: Path) -> None:
    """Draw the front sheet and the beginning of `troop_figures`."""
    write_workbook(OUTPUTS, folder / "troppetall.xlsx")
    office = shutil.which("soffice") or "libreoffice"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([office, profile, *convert, str(folder / "troppetall.xlsx")], check=True)
    pages = ["-f", "1", "-l", "2", "-r", "500", "-png"]
    subprocess.run(["pdftoppm", *pages, folder / "troppetall.pdf", folder / "page"], check=True)
    front, figures = (Image.open(path) for path in sorted(folder.glob("page-*.png")))
    _save(front.crop((330, 360, 5500, 2800)), 1280, "workbook-front.png")
    _save(figures.crop((340, 360, 4500, 1500)), 1800, "workbook.png")


def _save(image: Image.Image, width: int, name: str) -> None:
    height = round(image.height * width / image.width)
    image.resize((width, height), Image.Resampling.LANCZOS).save(IMAGES / name, optimize=True)


if __name__ == "__main__":
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        draw_report(Path(made))
        draw_workbook(Path(made))
