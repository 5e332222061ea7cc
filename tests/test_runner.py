"""A run end to end: what is written, what is kept, and that nothing depends on how it was run."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline import drivers
from pipeline.errors import InputError, NothingToReadError, OutputError, TableError
from pipeline.evaluate import evaluate_tables
from pipeline.job import Options
from pipeline.runner import STAGES, run
from pipeline.tableio import NORWEGIAN_EXCEL, load_tables
from pipeline.tables import TABLES, public_tables
from pipeline.validate import validate_tables
from pipeline.vocabulary import STAGE_NAMES
from pipeline.workspace import Workspace

HERE = Options(jobs=1, workbook=False)
ARTICLES = {
    "a.txt": " date 2018-02 utenriks\n\nDanmark har 65 soldater i Jordan, sier Kari Nordmann.\n",
    "b.txt": " date 2019-05 utanriks\n\nNoreg sende 120 soldatar til Mali i fjor.\n",
    "c.txt": "I dag ble fem soldater drept i Kabul, opplyser Nato.\n",
}


def write_articles(folder: Path, articles: dict[str, str] = ARTICLES) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in articles.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of three short articles."""
    return write_articles(tmp_path / "in")


def table_bytes(directory: Path) -> dict[str, bytes]:
    return {t.name: (directory / f"{t.name}.csv").read_bytes() for t in public_tables()}


def test_every_table_is_written_and_valid(outputs: Path) -> None:
    assert set(load_tables(outputs)) == {table.name for table in public_tables()}
    assert [str(problem) for problem in validate_tables(outputs)] == []


def test_every_span_stands_in_its_text(outputs: Path) -> None:
    tables = load_tables(outputs)
    texts = tables["texts"].set_index("doc_id")["text"]
    spans = {"sentences": "text", "tokens": "text", "mentions": "text", "figures": "quote"}
    for name, column in spans.items():
        rows = tables[name]
        assert len(rows)
        cut = [
            texts[row.doc_id][row.start_char : row.end_char] for row in rows.itertuples(index=False)
        ]
        assert cut == rows[column].tolist()


def test_our_own_articles_are_read_as_annotated(outputs: Path, root: Path) -> None:
    scores = evaluate_tables(outputs, root / "tests" / "gold" / "seeds.jsonl").scores
    assert scores["figures"].f1 >= 0.9
    assert scores["countries"].f1 >= 0.95
    assert scores["people"].f1 >= 0.9
    assert scores["organizations"].f1 >= 0.85


def test_stage_by_stage_is_the_same_as_run(articles: Path, tmp_path: Path) -> None:
    run(articles, tmp_path / "whole", HERE)
    run(articles, tmp_path / "steps", HERE, first="ingest", last="ingest")
    for stage in STAGE_NAMES[1:]:
        run(None, tmp_path / "steps", HERE, first=stage, last=stage)
    assert table_bytes(tmp_path / "whole") == table_bytes(tmp_path / "steps")


def test_processes_and_shards_do_not_change_a_byte(
    tmp_path: Path, root: Path, outputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drivers, "_SHARD_ARTICLES", 3)
    run(root / "seeds", tmp_path / "two", Options(jobs=2, workbook=False))
    assert table_bytes(tmp_path / "two") == table_bytes(outputs)


def test_a_corpus_file_says_the_same_as_the_articles(articles: Path, tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": name.removesuffix(".txt"), "text": text}, ensure_ascii=False)
        for name, text in reversed(ARTICLES.items())
    ]
    (tmp_path / "corpus.jsonl").write_text("\n".join(lines), encoding="utf-8")
    run(articles, tmp_path / "files", HERE)
    run(tmp_path / "corpus.jsonl", tmp_path / "rows", HERE)
    files, rows = table_bytes(tmp_path / "files"), table_bytes(tmp_path / "rows")
    for name in ("texts", "sentences", "tokens", "mentions", "figures", "people"):
        assert files[name] == rows[name]


def test_neither_the_order_of_the_input_nor_the_size_of_shards_changes_a_row(
    tmp_path: Path, root: Path, outputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = sorted((root / "seeds").glob("*.txt"))
    random.Random(8).shuffle(files)
    lines = [json.dumps({"id": f.stem, "text": f.read_text(encoding="utf-8")}) for f in files]
    (tmp_path / "corpus.jsonl").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(drivers, "_SHARD_ARTICLES", 2)
    run(tmp_path / "corpus.jsonl", tmp_path / "out", HERE)
    expected = load_tables(outputs)
    for name, frame in load_tables(tmp_path / "out").items():
        place = [column for column in ("path",) if column in frame]  # the corpus, or the file
        assert frame.drop(columns=place).equals(expected[name].drop(columns=place)), name


def test_a_second_run_keeps_everything(articles: Path, tmp_path: Path) -> None:
    run(articles, tmp_path / "out", HERE)
    before = table_bytes(tmp_path / "out")
    again = run(articles, tmp_path / "out", HERE)
    assert again.kept == STAGE_NAMES
    assert again.n_rows["documents"] == len(ARTICLES)
    assert table_bytes(tmp_path / "out") == before


def test_only_new_articles_are_annotated(
    articles: Path, tmp_path: Path, count_annotated: list[int]
) -> None:
    run(articles, tmp_path / "out", HERE)
    assert sum(count_annotated) == len(ARTICLES)
    write_articles(articles, {"d.txt": "Tre soldater ble såret i Gao.\n"})
    run(articles, tmp_path / "out", HERE)
    assert sum(count_annotated) == len(ARTICLES) + 1
    run(articles, tmp_path / "anew", HERE)
    assert table_bytes(tmp_path / "out") == table_bytes(tmp_path / "anew")


@pytest.fixture
def count_annotated(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many texts each call of the language model was given."""
    from pipeline.nlp import annotation

    counts: list[int] = []
    real: Callable[..., object] = annotation.annotate

    def counting(nlp: object, texts: list[str], level: str) -> object:
        counts.append(len(texts))
        return real(nlp, texts, level)

    monkeypatch.setattr(annotation, "annotate", counting)
    return counts


def test_a_table_that_somebody_changed_is_made_again(articles: Path, tmp_path: Path) -> None:
    run(articles, tmp_path / "out", HERE)
    before = table_bytes(tmp_path / "out")
    (tmp_path / "out" / "figures.csv").write_text("gone")
    again = run(articles, tmp_path / "out", HERE)
    assert again.done == ("normalize", "join")
    assert table_bytes(tmp_path / "out") == before


def test_merges_run_only_what_follows_extract(articles: Path, tmp_path: Path) -> None:
    lexicon = tmp_path / "lexicon"
    lexicon.mkdir()
    run(articles, tmp_path / "out", Options(jobs=1, workbook=False, lexicon=lexicon))
    (lexicon / "merges.csv").write_text(
        "from_id,into_id,reason\nperson:kari-nordmann,person:kari-hansen,gift\n"
    )
    again = run(articles, tmp_path / "out", Options(jobs=1, workbook=False, lexicon=lexicon))
    assert again.kept == ("ingest", "tokenize", "extract")
    people = load_tables(tmp_path / "out")["people"]
    assert people["person_id"].tolist() == ["person:kari-hansen"]
    assert [str(problem) for problem in validate_tables(tmp_path / "out")] == []


def test_the_dialect_is_carried_from_stage_to_stage(articles: Path, tmp_path: Path) -> None:
    run(articles, tmp_path / "plain", HERE)
    excel = Options(jobs=1, workbook=False, dialect=NORWEGIAN_EXCEL)
    run(articles, tmp_path / "excel", excel)
    assert [str(problem) for problem in validate_tables(tmp_path / "excel")] == []
    plain = load_tables(tmp_path / "plain")
    for name, frame in load_tables(tmp_path / "excel").items():
        assert frame.equals(plain[name]), name


NOT_ARTICLES = [
    ("empty.txt", b"  \n", "empty"),
    ("header.txt", b" date 2018-02 utenriks\n\n", "empty"),
    ("binary.txt", bytes(range(256)) * 9, "not_text"),
    ("photo.jpg", b"\xff\xd8\xff", "not_text"),
    ("large.txt", b"x " * 600_000, "too_large"),
    ("en.txt", b"The government will send 200 soldiers to Mali this year.", "not_norwegian"),
    (
        "da.txt",
        "Der blev dræbt fem soldater i byen i går, siger politiet, og søger vidner.".encode(),
        "not_norwegian",
    ),
]


def test_bad_input_is_reported_and_the_rest_is_read(articles: Path, tmp_path: Path) -> None:
    for name, content, _ in NOT_ARTICLES:
        (articles / name).write_bytes(content)
    summary = run(articles, tmp_path / "out", HERE)
    skipped = load_tables(tmp_path / "out")["skipped"]
    assert skipped[["path", "reason"]].to_numpy().tolist() == sorted(
        [name, reason] for name, _, reason in NOT_ARTICLES
    )
    assert sum(summary.n_skipped.values()) == len(NOT_ARTICLES)
    assert summary.n_rows["documents"] == len(ARTICLES)


def test_an_article_that_fails_is_reported_and_the_rest_is_read(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.stages import extract

    real = extract.extract_document

    def failing(doc: object, date: str, lexicon: object) -> object:
        if "Mali" in str(doc):
            raise ValueError("noe uventet")
        return real(doc, date, lexicon)  # type: ignore[arg-type]

    monkeypatch.setattr(extract, "extract_document", failing)
    run(articles, tmp_path / "out", HERE)
    tables = load_tables(tmp_path / "out")
    assert tables["skipped"].values.tolist() == [
        ["b.txt", "extract", "failed", "ValueError: noe uventet"]
    ]
    assert set(tables["figures"]["doc_id"]) == {"a", "c"}


def test_a_run_in_which_every_article_fails_read_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.nlp import annotation
    from pipeline.stages import extract

    def failing(*_: object) -> object:
        raise ValueError("noe uventet")

    articles = write_articles(tmp_path / "in")
    with monkeypatch.context() as patch:
        patch.setattr(extract, "extract_document", failing)
        summary = run(articles, tmp_path / "extract", HERE)
        assert summary.read_nothing
        assert summary.n_rows["figures"] == 0
    with monkeypatch.context() as patch:
        patch.setattr(annotation, "annotate", failing)
        summary = run(articles, tmp_path / "tokenize", HERE)
        assert summary.read_nothing
        assert summary.n_rows["sentences"] == 0
    assert [str(problem) for problem in validate_tables(tmp_path / "tokenize")] == []
    assert not run(articles, tmp_path / "tokenize", Options(jobs=1, fresh=True)).read_nothing


def test_two_articles_of_one_name_are_told_apart_by_folder(tmp_path: Path) -> None:
    text = ARTICLES["a.txt"]
    articles = write_articles(tmp_path / "in", {"x/1.txt": text, "y/1.txt": text, "2.txt": text})
    run(articles, tmp_path / "out", HERE)
    documents = load_tables(tmp_path / "out")["documents"]
    assert documents["doc_id"].tolist() == ["2", "x/1", "y/1"]


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(NothingToReadError, match="holds no article"):
        run(tmp_path / "in", tmp_path / "out", HERE)


def test_a_missing_input_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file or folder"):
        run(tmp_path / "in", tmp_path / "out", HERE)
    assert not (tmp_path / "out").exists()


def test_a_missing_table_names_the_stage_that_makes_it(articles: Path, tmp_path: Path) -> None:
    run(articles, tmp_path / "out", HERE, last="ingest")
    with pytest.raises(TableError, match=r"sentences\.csv is missing .* troppetall tokenize"):
        run(None, tmp_path / "out", HERE, first="extract", last="extract")


def test_a_folder_that_is_not_ours_is_left_alone(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "oppgave.docx").write_text("viktig")
    with pytest.raises(OutputError, match="not ours"):
        run(articles, out, HERE)
    run(articles, out, Options(jobs=1, workbook=False, force=True))
    assert (out / "oppgave.docx").read_text() == "viktig"


def test_a_file_in_place_of_the_output_folder_is_an_error(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("viktig")
    with pytest.raises(OutputError, match="--out needs a folder"):
        run(articles, tmp_path / "out", HERE)
    assert (tmp_path / "out").read_text() == "viktig"


def test_a_second_run_into_the_same_folder_is_refused(articles: Path, tmp_path: Path) -> None:
    with (
        Workspace(tmp_path / "out").claimed(),
        pytest.raises(OutputError, match="another run"),
    ):
        run(articles, tmp_path / "out", HERE)


def test_a_folder_that_another_run_makes_its_own_at_that_moment_is_no_strangers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    look = Path.iterdir

    def look_late(folder: Path) -> Iterator[Path]:
        (out / ".troppetall").mkdir(exist_ok=True)
        return look(folder)

    monkeypatch.setattr(Path, "iterdir", look_late)
    with Workspace(out).claimed():
        assert (out / ".troppetall" / "lock").exists()


def test_a_run_that_died_while_publishing_is_completed_by_the_next(
    articles: Path, tmp_path: Path
) -> None:
    run(articles, tmp_path / "out", HERE)
    expected = table_bytes(tmp_path / "out")
    private = tmp_path / "out" / ".troppetall"
    (private / "next").mkdir(exist_ok=True)
    shutil.move(tmp_path / "out" / "people.csv", private / "next" / "people.csv")
    (private / "moves.json").write_text(json.dumps([["people.csv", "people.csv"]]))
    with Workspace(tmp_path / "out").claimed():
        assert table_bytes(tmp_path / "out") == expected


def test_a_run_that_died_before_it_moved_anything_is_forgotten(
    articles: Path, tmp_path: Path
) -> None:
    run(articles, tmp_path / "out", HERE)
    expected = table_bytes(tmp_path / "out")
    (tmp_path / "out" / ".troppetall" / "moves.json").write_text('[["people.csv", "peop')
    with Workspace(tmp_path / "out").claimed():
        assert table_bytes(tmp_path / "out") == expected
    assert not (tmp_path / "out" / ".troppetall" / "moves.json").exists()


def test_what_a_dead_run_left_half_written_is_dropped(articles: Path, tmp_path: Path) -> None:
    run(articles, tmp_path / "out", HERE)
    expected = table_bytes(tmp_path / "out")
    half = tmp_path / "out" / ".troppetall" / "next" / "figures.csv"
    half.parent.mkdir(exist_ok=True)
    half.write_text("doc_id,fig")
    run(articles, tmp_path / "out", HERE)
    assert table_bytes(tmp_path / "out") == expected


def test_provenance_depends_on_nothing_but_input_and_versions(tmp_path: Path) -> None:
    records = []
    for name in ("one", "two"):
        run(write_articles(tmp_path / name / "in"), tmp_path / name / "out", HERE)
        record = json.loads((tmp_path / name / "out" / "run.json").read_text(encoding="utf-8"))
        assert record.pop("finished_at")
        records.append(record)
    assert records[0] == records[1]
    assert records[0]["rows"]["documents"] == len(ARTICLES)


def test_each_stage_reads_only_what_an_earlier_one_writes() -> None:
    made: set[str] = set()
    for stage in STAGES:
        assert {table.name for table in stage.reads} <= made, stage.name
        made |= {table.name for table in stage.writes}
    assert made == set(TABLES)
