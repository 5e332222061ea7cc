"""Articles are untrusted: any text gives true rows, no pattern hangs, and nothing calls home."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pipeline
from pipeline.job import Options
from pipeline.runner import run
from pipeline.worker import Settings, ToRead, annotate_shard, extract_shard

NASTY = st.sampled_from(
    ["Norge", "sendte", "12.000 soldater", "mellom 10 og 15.000", "\u00a0", "\u00ad", "\u200b",
     "\n\n", "– ", "«", "Irak.Minst", "ﷺ", "👩‍🚀", "e\u0301", "\x1b[31m", "<script>", "=1+1",
     "1" * 400, "date 2018-02", "drept", "i", "Kabul", "(©NTB)", "\ufeff", "\u2028", "½", "Hans’"]
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(NASTY | st.text(max_size=12), max_size=25).map(" ".join))
def test_every_span_of_any_text_stands_at_its_offsets(text: str) -> None:
    item = ToRead("x", text, "2018-02")
    (annotated,) = annotate_shard(Settings(), [item])
    assert annotated.problem == ""
    for _, _, start, end, sentence in annotated.sentences:
        assert text[start:end] == sentence  # type: ignore[misc]
    for _, _, _, start, end, token, *_ in annotated.tokens:
        assert text[start:end] == token  # type: ignore[misc]
        assert token
    (extracted,) = extract_shard(Settings(), [item])
    assert extracted.problem == ""
    n_sentences = len(annotated.sentences)
    for row in (*extracted.mentions, *extracted.figures):
        _, _, sentence_no, start, end, surface, *_ = row
        assert text[start:end] == surface  # type: ignore[misc]
        assert surface
        assert 0 <= sentence_no < n_sentences  # type: ignore[operator]


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield every compiled text pattern that a module of the package holds."""
    seen: set[str] = set()
    for info in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        if info.name.endswith("__main__") or info.name == "pipeline.dask_engine":
            continue
        module = importlib.import_module(info.name)
        for name, value in sorted(vars(module).items()):
            values = value if isinstance(value, tuple | list) else [value]
            for one in values:
                if isinstance(one, tuple):
                    one = next((x for x in one if isinstance(x, re.Pattern)), None)  # noqa: PLW2901
                is_text = isinstance(one, re.Pattern) and isinstance(one.pattern, str)
                if is_text and one.pattern not in seen:
                    seen.add(one.pattern)
                    yield f"{info.name}.{name}", one


ADVERSARIAL = [
    "1" * 20_000,
    "1." * 10_000,
    "1 000 " * 4_000,
    " " * 20_000,
    "a" * 20_000,
    "a-" * 10_000,
    "date " * 4_000,
    "tjueto" * 4_000,
    "hundre og " * 2_500,
    "mellom 1 og " * 2_000,
    "i 2011 " * 3_000,
    "(" * 20_000,
    "A. " * 7_000,
    "«–\n" * 7_000,
    "halvparten av " * 2_000,
    "\u00a01" * 10_000,
]


@pytest.mark.parametrize(
    ("name", "pattern"), list(patterns()), ids=lambda x: x if isinstance(x, str) else ""
)
def test_no_pattern_hangs(name: str, pattern: re.Pattern[str]) -> None:
    for text in ADVERSARIAL:
        begin = time.process_time()
        for _ in pattern.finditer(text + "!"):
            pass
        assert time.process_time() - begin < 1.0, (name, text[:20])


@pytest.mark.parametrize("text", ADVERSARIAL, ids=lambda text: repr(text[:12]))
def test_no_article_hangs(text: str) -> None:
    item = ToRead("x", text[:3_000], "2018-02")
    begin = time.process_time()
    (extracted,) = extract_shard(Settings(), [item])
    assert extracted.problem == ""
    assert time.process_time() - begin < 30.0


def test_a_run_needs_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something called out")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    (tmp_path / "a.txt").write_text("Norge har 70 soldater i Irak.\n", encoding="utf-8")
    summary = run(tmp_path / "a.txt", tmp_path / "out", Options(jobs=1))
    assert summary.n_rows["figures"] == 1


@pytest.mark.parametrize("doc_id", ["\x1b[2Jen", "to"])
def test_nothing_that_is_printed_gives_orders_to_the_terminal(
    troppetall: Callable[..., Any], tmp_path: Path, doc_id: str
) -> None:
    text = "\x1b]0;x\x07Ifølge \x1b[31mNato\x1b[0m har Norge 70 soldater i \x9b31mIrak.\n"
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": doc_id, "text": text}), encoding="utf-8")
    out = tmp_path / "out"
    said = troppetall("run", tmp_path / "a.jsonl", "--out", out, "--jobs", "1", "--no-workbook").out
    said += troppetall("show", out, doc_id).out + troppetall("top", out).out
    assert "Irak" in said
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", said)


def test_names_of_files_cannot_lead_out_of_the_output_folder(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text('{"id": "../../ut", "text": "Norge har 70 soldater."}\n')
    before = set(tmp_path.rglob("*"))
    run(tmp_path / "corpus.jsonl", tmp_path / "out", Options(jobs=1))
    assert all(path.is_relative_to(tmp_path / "out") for path in set(tmp_path.rglob("*")) - before)
