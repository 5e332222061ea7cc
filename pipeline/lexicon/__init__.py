"""Linguistic and world knowledge as CSV files, and the loader that refuses conflicts in them."""

from __future__ import annotations

from pipeline.lexicon.loader import Lexicon, load_lexicon
from pipeline.lexicon.schema import Aliases, Column, LexiconFile, Row

__all__ = ["Aliases", "Column", "Lexicon", "LexiconFile", "Row", "load_lexicon"]
