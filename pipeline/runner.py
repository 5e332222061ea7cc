"""Runs stages in order, keeps what is still valid, and puts all results in place at once.

`STAGES` is the one list of what there is, what each reads and what each writes; the command line,
the documentation and the tests use it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline import drivers, versions
from pipeline.datapackage import write_datapackage
from pipeline.errors import InputError
from pipeline.job import Job, Options
from pipeline.progress import Progress, Silent
from pipeline.remote import is_remote, local_copy
from pipeline.schema import Table
from pipeline.tableio import read_rows
from pipeline.tables import (
    ALIASES,
    CASUALTY_FIGURES,
    COUNTRIES,
    DOCUMENT_ENTITIES,
    DOCUMENTS,
    EXTRACTED_FIGURES,
    EXTRACTED_MENTIONS,
    FIGURES,
    MENTIONS,
    ORGANIZATIONS,
    PEOPLE,
    PLACES,
    SENTENCES,
    SKIPPED,
    SUGGESTED_MERGES,
    TABLES,
    TEXTS,
    TOKENS,
    TROOP_FIGURES,
    UNRESOLVED,
    public_tables,
)
from pipeline.vocabulary import STAGE_NAMES
from pipeline.workspace import Workspace

WORKBOOK = "troppetall.xlsx"


@dataclass(frozen=True, slots=True)
class Stage:
    """One step: its name, what it does, and the tables that it reads and writes."""

    name: str
    summary: str
    reads: tuple[Table, ...]
    writes: tuple[Table, ...]
    drive: Callable[[Job], str | None]


STAGES = (
    Stage(
        "ingest",
        "Read articles: text, date, section, language.",
        (),
        (DOCUMENTS, TEXTS, SKIPPED),
        drivers.ingest,
    ),
    Stage(
        "tokenize",
        "Split texts into sentences and tokens, with their grammar and names.",
        (DOCUMENTS, TEXTS, SKIPPED),
        (DOCUMENTS, SENTENCES, TOKENS, SKIPPED),
        drivers.tokenize,
    ),
    Stage(
        "extract",
        "Find who is mentioned, and the figures with all that belongs to them.",
        (DOCUMENTS, TEXTS, SENTENCES, TOKENS, SKIPPED),
        (EXTRACTED_MENTIONS, EXTRACTED_FIGURES, SKIPPED),
        drivers.extract,
    ),
    Stage(
        "normalize",
        "Make one row for each person, organization, country and place.",
        (DOCUMENTS, EXTRACTED_MENTIONS, EXTRACTED_FIGURES),
        (
            MENTIONS,
            FIGURES,
            PEOPLE,
            ORGANIZATIONS,
            COUNTRIES,
            PLACES,
            ALIASES,
            DOCUMENT_ENTITIES,
            UNRESOLVED,
            SUGGESTED_MERGES,
        ),
        drivers.normalize,
    ),
    Stage(
        "join",
        "Join the figures with names, dates and sentences, for reading.",
        (DOCUMENTS, SENTENCES, FIGURES, PEOPLE, ORGANIZATIONS, COUNTRIES, PLACES),
        (TROOP_FIGURES, CASUALTY_FIGURES),
        drivers.join,
    ),
)
_INTERNAL = frozenset(table.name for table in TABLES.values() if table.internal)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did.

    Attributes:
        directory: where the tables lie.
        n_rows: rows by table, of the tables that are there.
        n_skipped: skipped inputs by reason.
        done: the stages that were run.
        kept: the stages whose tables were still valid.
        notes: what the user should know (a sheet that was cut short …).
        read_nothing: whether not one article could be read.
    """

    directory: Path
    n_rows: dict[str, int]
    n_skipped: dict[str, int]
    done: tuple[str, ...]
    kept: tuple[str, ...]
    notes: tuple[str, ...] = field(default=())
    read_nothing: bool = False


def run(  # noqa: PLR0913 (the two ends of a run are its natural parameters)
    source: str | Path | None,
    out: str | Path,
    options: Options | None = None,
    *,
    first: str = STAGE_NAMES[0],
    last: str = STAGE_NAMES[-1],
    progress: Progress | None = None,
) -> Summary:
    """Read articles and write the tables.

    Args:
        source: a folder, an article or a corpus file, here or at a URL that fsspec knows; None
            where `first` is not `ingest`.
        out: the output folder, here or at a URL; made if it is not there.
        options: what else a user may choose.
        first: the stage to begin with; the tables of those before it are read from `out`.
        last: the stage to end with.
        progress: told how far it has come.

    Returns:
        What was done: rows by table, skipped inputs by reason, stages run and kept.

    Raises:
        TroppetallError: anything that a user can mend; the message says how.

    Examples:
        >>> done = run("seeds", "two-stages", last="tokenize").done
        >>> done, run("seeds", "two-stages", last="tokenize").kept  # the second finds all done
        (('ingest', 'tokenize'), ('ingest', 'tokenize'))
    """
    options = options or Options()
    stages = _between(first, last)
    create = first == "ingest"
    if create and source is None:
        raise InputError("Say what to read: a folder, an article or a corpus file.")
    with ExitStack() as stack:
        articles = None if source is None else _here(stack, source, write_back=False)
        if articles is not None and not articles.exists():
            raise InputError(f"There is no file or folder {source}. Check the path.")
        directory = _here(stack, out, write_back=True)
        workspace = Workspace(directory, options.dialect)
        stack.enter_context(workspace.claimed(force=options.force, create=create))
        job = stack.enter_context(Job(workspace, options, progress or Silent(), articles))
        state = {} if options.fresh else workspace.load_state()
        done, kept = _run_stages(job, state, stages)
        return _publish(job, state, done, kept)


def _here(stack: ExitStack, place: str | Path, *, write_back: bool) -> Path:
    """Return a place's path on this machine; what lies elsewhere is copied while it is needed."""
    if is_remote(place):
        return stack.enter_context(local_copy(str(place), write_back=write_back))
    return Path(place)


def _run_stages(
    job: Job, state: dict[str, Any], stages: tuple[Stage, ...]
) -> tuple[list[str], list[str]]:
    done: list[str] = []
    kept: list[str] = []
    for stage in stages:
        for table in stage.reads:
            job.workspace.require(table, _maker(table, stage))
        if stage.name == "ingest":
            content = stage.drive(job)
            fingerprint = versions.combined("ingest", str(content), job.workspace.dialect.name)
        else:
            fingerprint = _fingerprint(job, state, stage)
        if _is_current(job, state, stage, fingerprint):
            for table in stage.writes if stage.name == "ingest" else ():
                job.workspace.discard(table)
            kept.append(stage.name)
            continue
        if stage.name != "ingest":
            stage.drive(job)
        # What follows a stage that was run is out of date, whatever it was made from.
        for later in STAGE_NAMES[STAGE_NAMES.index(stage.name) :]:
            state.pop(later, None)
        state[stage.name] = {"fingerprint": fingerprint}
        done.append(stage.name)
    return done, kept


def _between(first: str, last: str) -> tuple[Stage, ...]:
    for name in (first, last):
        if name not in STAGE_NAMES:
            raise InputError(f"There is no stage {name!r}; there are {', '.join(STAGE_NAMES)}.")
    begin, end = STAGE_NAMES.index(first), STAGE_NAMES.index(last)
    if begin > end:
        raise InputError(
            f"--from {first} comes after --to {last}; the order is {', '.join(STAGE_NAMES)}."
        )
    return STAGES[begin : end + 1]


def _maker(table: Table, before: Stage) -> str:
    """Return the stage that a user must run to get a table that `before` reads."""
    earlier = STAGES[: STAGES.index(before)]
    return next(stage.name for stage in reversed(earlier) if table in stage.writes)


def _fingerprint(job: Job, state: dict[str, Any], stage: Stage) -> str:
    """Return a hash of all that decides a stage's result: its code, knowledge and input."""
    previous = STAGE_NAMES[STAGE_NAMES.index(stage.name) - 1]
    below = state.get(previous, {}).get("fingerprint", "unknown")
    return versions.combined(stage.name, below, _version(job.options, stage))


def _version(options: Options, stage: Stage) -> str:
    code = versions.package_code()
    if stage.name == "tokenize":
        return versions.combined(code, versions.model_version(options.model), options.tokens)
    if stage.name == "extract":
        return versions.combined(code, versions.reading_lexicon(options.lexicon))
    return versions.combined(code, versions.whole_lexicon(options.lexicon))


def _is_current(job: Job, state: dict[str, Any], stage: Stage, fingerprint: str) -> bool:
    if state.get(stage.name, {}).get("fingerprint") != fingerprint:
        return False
    tables = state.get("tables", {})
    return all(
        t.name in tables and tables[t.name][1] == job.workspace.published_hash(t)
        for t in stage.writes
    )


def _publish(job: Job, state: dict[str, Any], done: list[str], kept: list[str]) -> Summary:
    """Put what was written in place, with the files that describe it."""
    workspace = job.workspace
    written = state.get("tables", {}) | workspace.written
    n_rows = {t.name: written[t.name][0] for t in public_tables() if t.name in written}
    n_skipped: Counter[str] = Counter()
    n_failed: Counter[str] = Counter()
    if (path := workspace.path(SKIPPED)).exists():
        for row in read_rows(path, SKIPPED, workspace.dialect):
            n_skipped[row["reason"]] += 1
            n_failed[row["stage"]] += row["stage"] != STAGES[0].name
    summary = Summary(
        workspace.directory, n_rows, dict(sorted(n_skipped.items())), tuple(done), tuple(kept),
        # An article that fails in one stage may fail in the next too.
        read_nothing=n_rows.get(DOCUMENTS.name, 1) <= max(n_failed.values(), default=0),
    )  # fmt: skip
    workspace.write_file("run.json", _provenance(job, summary))
    workspace.publish(_INTERNAL)
    state["tables"] = written
    workspace.save_state(state)
    write_datapackage(workspace.directory, workspace.dialect.name)
    if not job.options.workbook or TROOP_FIGURES.name not in n_rows:
        return summary
    return replace(summary, notes=_write_workbook(job))


def _write_workbook(job: Job) -> tuple[str, ...]:
    """Write the workbook; return a note for each table that is too long for a sheet."""
    from pipeline.report.workbook import write_workbook

    directory = job.workspace.directory
    job.progress.begin("workbook", 1)
    written = write_workbook(directory, directory / WORKBOOK, sources=job.source)
    job.progress.advance(1)
    job.progress.end()
    return written.notes


def _provenance(job: Job, summary: Summary) -> str:
    """Return `run.json`: what was run on what, the same on every machine but for `finished_at`."""
    options = job.options
    record = {
        "name": "troppetall",
        "version": versions.package_version(),
        "model": {
            "name": options.model or "shipped",
            "hash": versions.model_version(options.model),
            "figures": versions.model_figures(options.model),
        },
        "lexicon": versions.whole_lexicon(options.lexicon),
        "options": {
            "tokens": options.tokens,
            "dialect": options.dialect.name,
            "columns": asdict(options.columns),
        },
        "rows": summary.n_rows,
        "skipped": summary.n_skipped,
        "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"
