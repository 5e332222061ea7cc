"""The arguments and options that several commands share, each with its help, and their checks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import TroppetallError

if TYPE_CHECKING:
    from pipeline.inputs import CorpusColumns
    from pipeline.tableio import Dialect as TableDialect

Input = Annotated[
    str,
    typer.Argument(
        metavar="INPUT",
        help="A folder (read with its subfolders), an article (.txt), or a corpus file "
        "(.jsonl or .csv, one article a row); a path, or a URL such as s3://…",
        show_default=False,
    ),
]
Directory = Annotated[
    Path, typer.Argument(metavar="DIR", help="The output folder of a run.", show_default=False)
]
Out = Annotated[str, typer.Option("--out", "-o", metavar="DIR", help="Where the tables go.")]
Model = Annotated[
    str | None,
    typer.Option(
        help="Another spaCy pipeline with the same labels: an installed package such as "
        "nb_core_news_sm, or a folder. Load only folders that you trust.",
        show_default="the one that ships with Troppetall",
    ),
]
Lexicon = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR", help="Your own lexicon (see `troppetall lexicon init`).", show_default=False
    ),
]
Tokens = Annotated[
    str,
    typer.Option(
        metavar="full|basic|none",
        help="How much grammar the table of tokens holds: all of it, with a tree for every "
        "sentence, which takes half as long again; lemma, part of speech and features but no "
        "tree; or no rows at all. Figures are the same.",
    ),
]
Jobs = Annotated[
    int,
    typer.Option("--jobs", "-j", min=0, help="Processes; 0 is as many as there are processors."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Forget earlier runs; read everything anew.")]
Force = Annotated[bool, typer.Option("--force", help="Write into a folder that is not ours.")]
Workbook = Annotated[bool, typer.Option("--workbook/--no-workbook", help="Write troppetall.xlsx.")]
Dialect = Annotated[
    str,
    typer.Option(
        metavar="default|norwegian-excel",
        help="How CSV files are spelled: comma and decimal point, or as Norwegian Excel "
        "expects them (semicolon and decimal comma).",
    ),
]
TextColumn = Annotated[str, typer.Option(help="Corpus files: the column of the text.")]
IdColumn = Annotated[str, typer.Option(help="Corpus files: the column of the id.")]
DateColumn = Annotated[str, typer.Option(help="Corpus files: the column of the date.")]
SectionColumn = Annotated[str, typer.Option(help="Corpus files: the column of the section.")]
EngineName = Annotated[
    str,
    typer.Option(
        "--engine", metavar="local|dask", help="Where the work is done: here, or on a Dask cluster."
    ),
]
Scheduler = Annotated[
    str, typer.Option(help="Address of a Dask scheduler.", show_default="a cluster of our own")
]


def columns_of(text: str, id_: str, date: str, section: str) -> CorpusColumns:
    """The columns of a corpus file: those named, and every spelling known for the others."""
    from pipeline.inputs import CorpusColumns

    known = CorpusColumns()

    def chosen(name: str, defaults: tuple[str, ...]) -> tuple[str, ...]:
        return defaults if name == defaults[0] else (name,)

    return CorpusColumns(
        chosen(text, known.text),
        chosen(id_, known.id),
        chosen(date, known.date),
        chosen(section, known.section),
    )


def dialect_of(name: str) -> TableDialect:
    """The dialect of a name. Raises: TroppetallError."""
    from pipeline.tableio import DIALECTS

    return DIALECTS[one_of("--dialect", name, tuple(DIALECTS))]


def one_of(option: str, value: str, allowed: tuple[str, ...]) -> str:
    """The value of an option, if it is one of those allowed. Raises: TroppetallError."""
    if value not in allowed:
        raise TroppetallError(f"{option} is {', '.join(allowed)}; not {value!r}.")
    return value
