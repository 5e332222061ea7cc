"""The declarations of the files that know units, qualifiers and cue words."""

from __future__ import annotations

from pipeline.lexicon.schema import LexiconFile

FIGURE_FILES: tuple[LexiconFile, ...] = ()
