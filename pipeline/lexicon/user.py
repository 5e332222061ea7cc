"""What stands behind `troppetall lexicon init` and `troppetall lexicon check`."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from pipeline.errors import LexiconError
from pipeline.lexicon.files import FILES
from pipeline.lexicon.loader import read_user
from pipeline.lexicon.schema import Column, LexiconFile, Problem


def write_templates(directory: Path) -> list[Path]:
    """Write an empty, commented file for everything that a user may teach the program.

    Files that are there already stay as they are.

    Args:
        directory: The folder; made if it does not exist.

    Returns:
        The files written, by name.

    Raises:
        LexiconError: The folder cannot be written, or holds every file already.

    Example:
        >>> import tempfile
        >>> [file.name for file in write_templates(Path(tempfile.mkdtemp()))][:2]
        ['aliases.csv', 'country_blocks.csv']
    """
    written = []
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for declared in sorted(FILES, key=lambda f: f.stem):
            file = directory / declared.file_name
            if declared.user and not file.exists():
                file.write_text(template(declared), encoding="utf-8", newline="\n")
                written.append(file)
    except OSError as error:
        message = f"{directory}: cannot be written ({error.strerror}). Choose another folder."
        raise LexiconError(message) from error
    if not written:
        raise LexiconError(f"{directory}: holds every lexicon file already. Nothing was written.")
    return written


def check_lexicon(directory: Path) -> list[Problem]:
    """Everything that is wrong in a user's lexicon folder, by file and line.

    Args:
        directory: The folder.

    Returns:
        The problems; none if the lexicon is in order.

    Raises:
        LexiconError: There is no such folder.
    """
    return read_user(directory)[1]


def template(declared: LexiconFile) -> str:
    """The text of an empty lexicon file: what it is for, its columns, an example and the header.

    Example:
        >>> from pipeline.lexicon.entity_files import ALIASES
        >>> print(template(ALIASES).splitlines()[-1])
        alias,entity_id,ambiguous
    """
    width = max(len(column.name) for column in declared.columns)
    lines = [
        f"# {declared.description}",
        "# Lines that begin with # are comments. Your rows add to the built-in ones; a row with",
        f"# the same {' and '.join(declared.key)} replaces the built-in one.",
        "#",
        *(f"#   {column.name:<{width}}  {_explain(column)}" for column in declared.columns),
    ]
    if declared.example:
        lines += ["#", "# Example (without the #):", f"# {_csv_line(declared.example)}"]
    return "\n".join([*lines, _csv_line(declared.header), ""])


def _explain(column: Column) -> str:
    allowed = f" (one of: {', '.join(column.values)})" if column.values else ""
    return f"{column.description}{allowed}{'' if column.required else '; may be empty'}"


def _csv_line(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()
