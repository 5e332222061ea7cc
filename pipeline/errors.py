"""The errors that a user may see: each says what is wrong, where, and what to do."""

from __future__ import annotations


class TroppetallError(Exception):
    """Anything that can be foreseen; the command line prints it and leaves with `exit_code`."""

    exit_code = 2


class InputError(TroppetallError):
    """The input folder, file or option cannot be used."""


class ModelError(TroppetallError):
    """The language model is missing, broken or lacks a component."""


class LexiconError(TroppetallError):
    """A lexicon file has a wrong header, a wrong value or a conflict; names file and line."""


class TableError(TroppetallError):
    """A table is missing or does not hold what its declaration promises."""


class OutputError(TroppetallError):
    """The output folder cannot be written, is not ours, or is in use."""


class NothingToReadError(TroppetallError):
    """The input holds no article, or none that could be read."""

    exit_code = 1
