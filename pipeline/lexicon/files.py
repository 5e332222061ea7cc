"""The lexicon's files, in the order in which they are read. A new file is declared here only."""

from __future__ import annotations

from pipeline.lexicon.country_files import COUNTRY_FILES
from pipeline.lexicon.entity_files import ENTITY_FILES
from pipeline.lexicon.figure_files import FIGURE_FILES
from pipeline.lexicon.schema import LexiconFile

FILES: tuple[LexiconFile, ...] = (*COUNTRY_FILES, *ENTITY_FILES, *FIGURE_FILES)
"""Every lexicon file. A declared file that the package lacks is one that only users write."""
