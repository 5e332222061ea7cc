"""A database for one stage's own use: on disk, so that memory does not grow with the articles."""

from __future__ import annotations

import sqlite3
from pathlib import Path


class Scratch:
    """An empty SQLite database at `file`, gone when it is closed; it need not survive a crash."""

    def __init__(self, file: Path, schema: str) -> None:
        self._file = file
        file.unlink(missing_ok=True)
        self._database = sqlite3.connect(file, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=OFF")
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.executescript(schema)
        self._database.execute("BEGIN")

    def close(self) -> None:
        """Forget everything."""
        self._database.close()
        self._file.unlink(missing_ok=True)
