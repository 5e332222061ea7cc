"""The output folder: whose it is, who writes in it now, and how new files take the place of old.

New files are written under `.troppetall/next/` in the folder itself and moved into place together.
A list of the moves is written first, so that a run that dies between two of them is completed by
the next run, and one that dies before leaves the former outputs whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from filelock import FileLock, Timeout

from pipeline.errors import InputError, OutputError, TableError
from pipeline.schema import Table
from pipeline.tableio import DEFAULT, Dialect, TableWriter, csv_path, explained

_OWN_FILES = ("datapackage.json", "run.json")


class Written(NamedTuple):
    """What is known of a table that was written: its rows, and the hash of its bytes."""

    n_rows: int
    sha256: str


class Workspace:
    """An output folder that is ours to write in."""

    def __init__(self, directory: Path, dialect: Dialect = DEFAULT) -> None:
        self.directory = directory
        self.dialect = dialect
        self.private = directory / ".troppetall"
        self.next = self.private / "next"
        self._journal = self.private / "moves.json"
        self._state = self.private / "state.json"
        self.written: dict[str, Written] = {}  # the tables of this run, so far

    @contextmanager
    def claimed(self, *, force: bool = False, create: bool = True) -> Iterator[Workspace]:
        """Hold the folder for the length of a `with` block.

        The lock is the operating system's own and ends with its process, so that a dead run
        never blocks the next one.

        Raises: OutputError if the folder is not ours, cannot be written, or is in use.
        """
        self._refuse_strangers(force=force, create=create)
        with explained(self.directory):
            self.private.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.private / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise OutputError(
                f"{self.directory} is being written by another run. Wait until it ends, "
                "or choose another folder with --out."
            ) from None
        try:
            self._finish_moves()
            self._drop_leftovers()
            yield self
        finally:
            lock.release()

    def _refuse_strangers(self, *, force: bool, create: bool) -> None:
        folder = self.directory
        if not folder.exists():
            if not create:
                raise InputError(
                    f"There is no folder {folder}. "
                    f"Make it with: troppetall ingest INPUT --out {folder}"
                )
            return
        if not folder.is_dir():
            raise OutputError(f"{folder} is a file; --out needs a folder.")
        try:
            empty = not any(folder.iterdir())
        except PermissionError:
            raise OutputError(
                f"{folder} cannot be read. Choose another folder with --out."
            ) from None
        # Asked after the look inside: another run may be about to make the folder its own.
        ours = self.private.is_dir() or any((folder / name).is_file() for name in _OWN_FILES)
        if not (empty or ours or force):
            raise OutputError(
                f"{folder} holds files that are not ours. Choose another folder with --out, or say "
                "--force to write our tables among them (nothing is deleted)."
            )

    def path(self, table: Table) -> Path:
        """Return the newest file of a table: this run's own, or the published one."""
        fresh = csv_path(self.next, table)
        if fresh.exists():
            return fresh
        return self._published(table)

    def require(self, table: Table, maker: str) -> Path:
        """Return a table's file. Raises: TableError naming the stage that makes it."""
        path = self.path(table)
        if not path.exists():
            raise TableError(
                f"{path.name} is missing in {self.directory}; it is made by: "
                f"troppetall {maker} {self.directory}"
            )
        return path

    def writer(self, table: Table) -> TableWriter:
        """Return a writer for the next version of a table, in a file beside its `path`."""
        with explained(self.next):
            self.next.mkdir(parents=True, exist_ok=True)
        return TableWriter(self.next / f"{table.name}.part", table, self.dialect_of(table))

    def dialect_of(self, table: Table) -> Dialect:
        """Return how a table is spelled: working tables never change with the user's choice."""
        return DEFAULT if table.internal else self.dialect

    def finish(self, writer: TableWriter) -> None:
        """Make a written table the newest one of its name within this run."""
        writer.close()
        with explained(writer.path):
            writer.path.replace(csv_path(self.next, writer.table))
        self.written[writer.table.name] = Written(writer.n_rows, writer.sha256)

    def discard(self, table: Table) -> None:
        """Forget this run's version of a table: the published one says the same."""
        csv_path(self.next, table).unlink(missing_ok=True)
        self.written.pop(table.name, None)

    def published_hash(self, table: Table) -> str:
        """Return the hash of a table's published file, to tell if somebody changed it."""
        try:
            with self._published(table).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return ""

    def _published(self, table: Table) -> Path:
        return csv_path(self.private if table.internal else self.directory, table)

    def write_file(self, name: str, content: str) -> None:
        """Write the next version of a file that is not a table (`run.json` …)."""
        with explained(self.next / name):
            self.next.mkdir(parents=True, exist_ok=True)
            write_synced(self.next / name, content)

    def next_file(self, name: str) -> Path:
        """Return where to write the next version of a file that is not a table."""
        with explained(self.next):
            self.next.mkdir(parents=True, exist_ok=True)
        return self.next / name

    def publish(self, internal: frozenset[str]) -> None:
        """Move all that this run wrote into place; tables named `internal` stay private."""
        if not self.next.exists():
            return
        moves = []
        for file in sorted(self.next.iterdir()):
            if file.suffix == ".part":
                continue
            target = self.private if file.stem in internal else self.directory
            moves.append([file.name, str((target / file.name).relative_to(self.directory))])
        with explained(self._journal):
            write_synced(self._journal, json.dumps(moves))
        self._finish_moves()

    def _finish_moves(self) -> None:
        if not self._journal.exists():
            return
        try:
            moves = json.loads(self._journal.read_text(encoding="utf-8"))
        except ValueError:  # died while the list was being written: nothing was moved yet
            self._journal.unlink()
            return
        for source, target in moves:
            if (self.next / source).exists():
                with explained(self.directory / target):
                    (self.next / source).replace(self.directory / target)
        sync_folder(self.directory)
        self._journal.unlink()

    def _drop_leftovers(self) -> None:
        shutil.rmtree(self.next, ignore_errors=True)

    def load_state(self) -> dict[str, Any]:
        """Return what the last run noted about each stage: inputs, versions, output hashes."""
        try:
            state = json.loads(self._state.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return state if isinstance(state, dict) else {}

    def save_state(self, state: dict[str, Any]) -> None:
        """Note what this run knows about each stage, for the next run."""
        with explained(self._state):
            write_synced(self._state, json.dumps(state, indent=1, sort_keys=True))


def write_synced(path: Path, content: str) -> None:
    """Write a small file by way of a temporary one, so that it is whole or not there."""
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8", newline="\n") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def sync_folder(folder: Path) -> None:
    """Ask the disk to remember renames, where the system lets us ask (not on Windows)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
