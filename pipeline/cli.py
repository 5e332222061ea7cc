"""The command line: parses arguments, calls one function, prints what it returned.

Heavy imports stay inside the commands, so that every `--help` is instant.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli_options import (
    DateColumn,
    Dialect,
    Directory,
    EngineName,
    Force,
    Fresh,
    IdColumn,
    Input,
    Jobs,
    Lexicon,
    Model,
    Out,
    Quiet,
    Scheduler,
    SectionColumn,
    TextColumn,
    Tokens,
    Workbook,
    columns_of,
    dialect_of,
    one_of,
)
from pipeline.errors import NothingToReadError, TroppetallError
from pipeline.vocabulary import DEFAULT_TOKENS, STAGE_NAMES, TOKEN_LEVELS

if TYPE_CHECKING:
    from pipeline.job import Options
    from pipeline.runner import Summary

app = typer.Typer(
    name="troppetall",
    help="Read Norwegian news articles; write tables of who had, sent, withdrew or lost how many "
    "soldiers, where, when, and according to whom.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
lexicon_app = typer.Typer(
    help="Your own names, merges and cue words, laid over the built-in ones.", no_args_is_help=True
)
app.add_typer(lexicon_app, name="lexicon")


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        from importlib.metadata import version as version_of

        typer.echo(f"troppetall {version_of('troppetall')}")
        raise typer.Exit


@app.command()
def run(  # noqa: PLR0913 (one parameter an option: that is how Typer reads them)
    input_: Input,
    out: Out = "outputs",
    model: Model = None,
    lexicon: Lexicon = None,
    tokens: Tokens = DEFAULT_TOKENS,
    jobs: Jobs = 0,
    first: Annotated[str, typer.Option("--from", help="The stage to begin with.")] = STAGE_NAMES[0],
    last: Annotated[str, typer.Option("--to", help="The stage to end with.")] = STAGE_NAMES[-1],
    quiet: Quiet = False,
    fresh: Fresh = False,
    force: Force = False,
    workbook: Workbook = True,
    dialect: Dialect = "default",
    text_column: TextColumn = "text",
    id_column: IdColumn = "id",
    date_column: DateColumn = "date",
    section_column: SectionColumn = "section",
    engine: EngineName = "local",
    scheduler: Scheduler = "",
) -> None:
    """Read articles and write all tables.

    The stages are ingest, tokenize, extract, normalize and join; each can be run by itself too.
    Work is kept: run again after a break, or with more articles, and only what is new is read.
    """
    from pipeline.job import Options

    options = Options(
        model=model,
        lexicon=lexicon,
        tokens=one_of("--tokens", tokens, TOKEN_LEVELS),
        jobs=jobs,
        engine=one_of("--engine", engine, ("local", "dask")),
        scheduler=scheduler,
        dialect=dialect_of(dialect),
        columns=columns_of(text_column, id_column, date_column, section_column),
        fresh=fresh,
        force=force,
        workbook=workbook,
    )
    _run(input_, out, options, first, last, quiet)


@app.command()
def ingest(  # noqa: PLR0913 (as above)
    input_: Input,
    out: Out = "outputs",
    quiet: Quiet = False,
    fresh: Fresh = False,
    force: Force = False,
    dialect: Dialect = "default",
    text_column: TextColumn = "text",
    id_column: IdColumn = "id",
    date_column: DateColumn = "date",
    section_column: SectionColumn = "section",
) -> None:
    """Read articles into `documents` and `texts`, and say what was skipped."""
    from pipeline.job import Options

    options = Options(
        dialect=dialect_of(dialect),
        columns=columns_of(text_column, id_column, date_column, section_column),
        fresh=fresh,
        force=force,
    )
    _run(input_, out, options, "ingest", "ingest", quiet)


@app.command()
def tokenize(  # noqa: PLR0913 (as above)
    directory: Directory,
    model: Model = None,
    tokens: Tokens = DEFAULT_TOKENS,
    jobs: Jobs = 0,
    quiet: Quiet = False,
    fresh: Fresh = False,
) -> None:
    """Split texts into `sentences` and `tokens`, with their grammar and names."""
    tokens = one_of("--tokens", tokens, TOKEN_LEVELS)
    _run_stage(directory, "tokenize", quiet, model=model, tokens=tokens, jobs=jobs, fresh=fresh)


@app.command()
def extract(  # noqa: PLR0913 (as above)
    directory: Directory,
    model: Model = None,
    lexicon: Lexicon = None,
    jobs: Jobs = 0,
    quiet: Quiet = False,
    fresh: Fresh = False,
) -> None:
    """Find who is mentioned, and the figures with all that belongs to them."""
    _run_stage(directory, "extract", quiet, model=model, lexicon=lexicon, jobs=jobs, fresh=fresh)


@app.command()
def normalize(
    directory: Directory, lexicon: Lexicon = None, quiet: Quiet = False, fresh: Fresh = False
) -> None:
    """Make one row for each person, organization, country and place."""
    _run_stage(directory, "normalize", quiet, lexicon=lexicon, fresh=fresh)


@app.command()
def join(
    directory: Directory, workbook: Workbook = True, quiet: Quiet = False, fresh: Fresh = False
) -> None:
    """Join the figures with names, dates and sentences, for reading."""
    _run_stage(directory, "join", quiet, workbook=workbook, fresh=fresh)


@app.command()
def tables() -> None:
    """Describe every table and column."""
    from pipeline.tabledocs import reference_markdown

    typer.echo(reference_markdown())


@app.command()
def validate(directory: Directory) -> None:
    """Check keys, references, types and allowed values of all tables; list every problem."""
    from pipeline.report.terminal import without_controls
    from pipeline.validate import validate_tables

    problems = 0
    for problem in validate_tables(directory):
        problems += 1
        typer.echo(without_controls(str(problem)))
    if problems:
        typer.echo(f"{problems} problems.", err=True)
        raise typer.Exit(1)
    typer.echo("All tables are valid.")


@app.command()
def evaluate(
    directory: Directory,
    gold: Annotated[
        Path, typer.Argument(help="Gold as .jsonl, or a corrected figures.csv.", show_default=False)
    ],
    misses: Annotated[bool, typer.Option("--misses", help="List everything that differs.")] = False,
) -> None:
    """Measure the tables against a gold annotation: precision, recall, F1, accuracy by column."""
    from pipeline.evaluate import evaluate_tables, evaluation_text
    from pipeline.report.terminal import without_controls

    evaluation = evaluate_tables(directory, gold)
    typer.echo(without_controls(evaluation_text(evaluation, with_misses=misses)))


@app.command()
def model() -> None:
    """Print the shipped model's card and check that its files are intact."""
    from pipeline.nlp.model import damaged_files, model_card
    from pipeline.summary import card_lines

    for line in card_lines(model_card()):
        typer.echo(line)
    damaged = damaged_files()
    if damaged:
        raise TroppetallError(
            f"Damaged model files: {', '.join(damaged)}. Install Troppetall again."
        )
    typer.echo("The installed model is intact.")


@app.command()
def export(  # noqa: PLR0913 (as above)
    directory: Directory,
    excel: Annotated[Path | None, typer.Option(metavar="FILE.xlsx", help="A workbook.")] = None,
    sqlite: Annotated[Path | None, typer.Option(metavar="FILE", help="An SQLite database.")] = None,
    parquet: Annotated[Path | None, typer.Option(metavar="DIR", help="Parquet files.")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="DIR", help="CSV files in --dialect.")] = None,
    dialect: Dialect = "norwegian-excel",
) -> None:
    """Write the same tables as a workbook, a database, Parquet files, or CSV in another dialect."""
    if not (excel or sqlite or parquet or csv):
        raise TroppetallError("Say what to write: --excel, --sqlite, --parquet or --csv.")
    from pipeline.report.exports import export_csv, export_parquet, export_sqlite
    from pipeline.report.workbook import write_workbook

    if excel:
        for note in write_workbook(directory, excel).notes:
            typer.echo(note, err=True)
    if sqlite:
        export_sqlite(directory, sqlite)
    if parquet:
        export_parquet(directory, parquet)
    if csv:
        export_csv(directory, csv, dialect_of(dialect).name)
    for path in (excel, sqlite, parquet, csv):
        if path:
            typer.echo(f"Wrote {path}")


@app.command()
def report(
    directory: Directory,
    file: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE.html", show_default="DIR/report.html"),
    ] = None,
    lang: Annotated[str, typer.Option(metavar="nb|en", help="Language of the report.")] = "nb",
) -> None:
    """Write report.html: timeline, tables and highlighted articles in one page, for any browser."""
    from pipeline.report.html import write_report

    written = write_report(directory, file, lang=one_of("--lang", lang, ("nb", "en")))
    typer.echo(f"Wrote {written.file}")


@app.command()
def show(
    directory: Directory,
    doc_id: Annotated[str, typer.Argument(help="The article's id.", show_default=False)],
) -> None:
    """Print an article with entities and figures in colour, and its figures as rows."""
    from rich.console import Console

    from pipeline.report.terminal import show_document

    show_document(directory, doc_id, Console())


@app.command()
def top(
    directory: Directory,
    n: Annotated[int, typer.Option("--rows", "-n", min=1, help="Rows of each list.")] = 10,
) -> None:
    """Print the main actors and places, and the latest figures."""
    from rich.console import Console

    from pipeline.report.terminal import show_top

    show_top(directory, Console(), n)


@lexicon_app.command("init")
def lexicon_init(
    directory: Annotated[Path, typer.Argument(metavar="DIR", show_default=False)],
) -> None:
    """Write templates, with comments, that you fill in."""
    from pipeline.lexicon.user import write_templates

    for file in write_templates(directory):
        typer.echo(f"Wrote {file}")


@lexicon_app.command("check")
def lexicon_check(
    directory: Annotated[Path, typer.Argument(metavar="DIR", show_default=False)],
) -> None:
    """List everything that is wrong in your lexicon, with file and line."""
    from pipeline.lexicon.user import check_lexicon

    problems = check_lexicon(directory)
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        raise typer.Exit(1)
    typer.echo("The lexicon is in order.")


def _run_stage(directory: Path, stage: str, quiet: bool, **chosen: object) -> None:
    """Run one stage on an output folder, with the dialect that its tables are written in."""
    from pipeline.job import Options
    from pipeline.tableio import dialect_of_folder

    options = Options(dialect=dialect_of_folder(directory), **chosen)  # type: ignore[arg-type]
    _run(None, directory, options, stage, stage, quiet)


def _run(  # noqa: PLR0913 (the one place where all that was parsed comes together)
    source: str | None, out: str | Path, options: Options, first: str, last: str, quiet: bool
) -> None:
    from pipeline import runner
    from pipeline.progress import shown_progress

    try:
        with shown_progress(quiet=quiet) as bars:
            summary = runner.run(source, out, options, first=first, last=last, progress=bars)
    except KeyboardInterrupt:
        typer.echo("Stopped. Run the same command again to go on from here.", err=True)
        raise typer.Exit(130) from None
    if not quiet:
        _print_summary(summary, options)
    if summary.read_nothing:
        reasons = ", ".join(f"{reason} {n}" for reason, n in summary.n_skipped.items())
        raise NothingToReadError(
            f"No article could be read ({reasons}). Why is in {summary.directory / 'skipped.csv'}."
        )


def _print_summary(summary: Summary, options: Options) -> None:
    from rich.console import Console

    from pipeline.summary import summary_lines

    console = Console()
    for line in summary_lines(summary, options.dialect):
        console.print(line)


def main() -> None:
    """Run the command line; a foreseen error becomes one message and an exit code."""
    # The networks are small: threads of the matrix library would wait for each other most of the
    # time. Processes are how the work is shared out (--jobs).
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    try:
        app(standalone_mode=True)
    except TroppetallError as error:
        typer.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(1)


if __name__ == "__main__":
    main()
