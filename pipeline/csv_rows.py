"""Rows of CSV files whose cells may be as long as an article.

The csv module has one limit for the cells of the whole process. Here it is another one while a row
is read, and what it was as soon as that is done.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator

ANY_LENGTH = min(sys.maxsize, 2**31 - 1)


def next_row(reader: Iterator[list[str]], longest: int = ANY_LENGTH) -> list[str] | None:
    """Return the next row of a csv reader, or None after the last.

    Args:
        reader: what `csv.reader` returned.
        longest: how many characters a cell may have.

    Raises:
        csv.Error: a cell is longer, or the row cannot be read.

    Examples:
        >>> next_row(csv.reader(["NOR;Norge"], delimiter=";"))
        ['NOR', 'Norge']
    """
    before = csv.field_size_limit(longest)
    try:
        return next(reader, None)
    finally:
        csv.field_size_limit(before)


def all_rows(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield the rows of a csv reader, with cells of any length."""
    while (row := next_row(reader)) is not None:
        yield row
