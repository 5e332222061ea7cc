"""The examples in the documentation give what it says they give."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = ("README.md", "docs/api.md", "docs/tutorial.md", "docs/way.md")


def _examples(page: str) -> str:
    """All sessions (`>>>`) of a page, as one, so that later blocks may use earlier names."""
    blocks = BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))
    return "\n".join(block for block in blocks if ">>>" in block)


@pytest.mark.parametrize("page", [page for page in PAGES if _examples(page)])
def test_examples_hold(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    test = doctest.DocTestParser().get_doctest(_examples(page), {}, page, page, 0)
    failures: list[str] = []
    result = doctest.DocTestRunner(verbose=False).run(test, out=failures.append)
    assert result.attempted > 0
    assert not result.failed, "".join(failures)


@pytest.mark.parametrize("page", PAGES)
def test_other_python_is_at_least_valid(page: str) -> None:
    blocks = BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))
    for block in blocks:
        if ">>>" not in block:
            compile(block, page, "exec")
