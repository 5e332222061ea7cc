"""One run: what the user chose, where it writes, and the engine and cache that its stages share."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from pipeline import versions
from pipeline.cache import DEFAULT_LIMIT, Cache
from pipeline.engine import Engine, engine
from pipeline.inputs import CorpusColumns
from pipeline.progress import Progress
from pipeline.tableio import DEFAULT, Dialect
from pipeline.vocabulary import DEFAULT_TOKENS
from pipeline.worker import Settings
from pipeline.workspace import Workspace

# Below this much text, starting processes costs more than they save.
_PARALLEL_CHARACTERS = 400_000


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may choose for a run."""

    model: str | None = None
    lexicon: Path | None = None
    tokens: str = DEFAULT_TOKENS
    jobs: int = 1  # 0: as many as there are processors
    engine: str = "local"
    scheduler: str = ""
    dialect: Dialect = DEFAULT
    columns: CorpusColumns = field(default_factory=CorpusColumns)
    fresh: bool = False
    force: bool = False
    workbook: bool = True
    cache_bytes: int = DEFAULT_LIMIT


class Job:
    """What the stages of one run share. Use as a context manager: it ends processes and cache."""

    def __init__(
        self, workspace: Workspace, options: Options, progress: Progress, source: Path | None = None
    ) -> None:
        self.workspace = workspace
        self.options = options
        self.progress = progress
        self.source = source
        self.size: tuple[int, int] | None = None  # articles and their characters, once counted
        self.settings = Settings(
            options.model,
            str(options.lexicon) if options.lexicon else None,
            options.tokens,
            versions.combined(
                versions.model_version(options.model), versions.whole_lexicon(options.lexicon)
            ),
            workspace.dialect,
        )
        self._exit = ExitStack()
        self._engine: Engine | None = None
        self._cache: Cache | None = None

    def engine(self, n_characters: int) -> Engine:
        """Return the engine, chosen by how much there is to read and kept for the whole run."""
        if self._engine is None:
            jobs = self.options.jobs or os.cpu_count() or 1
            if not self.options.jobs and n_characters < _PARALLEL_CHARACTERS:
                jobs = 1
            self._engine = self._exit.enter_context(
                engine(jobs, self.options.engine, self.options.scheduler)
            )
        return self._engine

    @property
    def cache(self) -> Cache:
        """The cache of the output folder, opened when first asked for."""
        if self._cache is None:
            file = self.workspace.private / "cache.sqlite"
            if self.options.fresh:
                for part in ("", "-wal", "-shm"):
                    file.with_name(file.name + part).unlink(missing_ok=True)
            self._cache = self._exit.enter_context(Cache(file, self.options.cache_bytes))
        return self._cache

    def __enter__(self) -> Job:
        return self

    def __exit__(self, *_: object) -> None:
        if self._cache is not None:
            self._cache.trim()
        self._exit.close()
