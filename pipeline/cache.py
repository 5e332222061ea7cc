"""What was read from each article, kept in one SQLite file so that no work is done twice."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable
from pathlib import Path

from pipeline.tableio import explained

DEFAULT_LIMIT = 4_000_000_000  # bytes


class Cache:
    """Bytes by key. Entries that no run has asked for longest go first when it grows too large."""

    def __init__(self, file: Path, limit: int = DEFAULT_LIMIT) -> None:
        self.file = file
        self._limit = limit
        with explained(file):
            try:
                self._database = self._open()
            except sqlite3.DatabaseError:
                file.unlink(missing_ok=True)  # a broken cache costs time, never an answer
                self._database = self._open()
        self._turn = 1 + (self._database.execute("SELECT max(turn) FROM entry").fetchone()[0] or 0)

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.file)
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=NORMAL")
        database.execute(
            "CREATE TABLE IF NOT EXISTS entry"
            " (key TEXT PRIMARY KEY, value BLOB NOT NULL, turn INTEGER NOT NULL) WITHOUT ROWID"
        )
        return database

    def get_many(self, keys: list[str]) -> dict[str, bytes]:
        """Return the values of the keys that are known."""
        found: dict[str, bytes] = {}
        for at in range(0, len(keys), 500):
            part = keys[at : at + 500]
            marks = ",".join("?" * len(part))
            rows = self._database.execute(
                f"SELECT key, value FROM entry WHERE key IN ({marks})", part
            )
            for key, value in rows:
                try:
                    found[key] = zlib.decompress(value)
                except zlib.error:
                    continue
            self._database.execute(
                f"UPDATE entry SET turn = ? WHERE turn != ? AND key IN ({marks})",
                [self._turn, self._turn, *part],
            )
        return found

    def put_many(self, entries: Iterable[tuple[str, bytes]]) -> None:
        """Keep values, and make sure that they outlive this process."""
        packed = [(key, zlib.compress(value, 1), self._turn) for key, value in entries]
        with explained(self.file), self._database:
            self._database.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?, ?)", packed)

    def trim(self) -> None:
        """Bring the file under its limit by dropping what was asked for longest ago."""
        total = self._database.execute("SELECT sum(length(value)) FROM entry").fetchone()[0] or 0
        while total > self._limit:
            turn, size = self._database.execute(
                "SELECT turn, sum(length(value)) FROM entry GROUP BY turn ORDER BY turn LIMIT 1"
            ).fetchone()
            with self._database:
                self._database.execute("DELETE FROM entry WHERE turn = ?", [turn])
            total -= size

    def close(self) -> None:
        """Keep all that was put in, and let go of the file."""
        self._database.commit()
        self._database.close()

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
