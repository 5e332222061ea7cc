"""A pipeline component that keeps its network as two blobs, on disk or as bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from spacy.pipeline import Pipe

from pipeline.nlp.weights import pack, unpack
from pipeline.nlp.word_vectors import Floats

FILES = ("weights.npz", "labels.json")


class StoredPipe(Pipe):
    """The shared part of our components with a network of their own.

    A subclass implements `install`, which builds its network from weights and labels.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._blobs: dict[str, bytes] = {}

    def install(self, weights: dict[str, Floats], labels: dict[str, Any]) -> None:
        """Builds the network."""
        raise NotImplementedError

    def load(self, weights: dict[str, Floats], labels: dict[str, Any]) -> None:
        """Takes over a trained network."""
        self._set(pack(weights, labels))

    def _set(self, blobs: dict[str, bytes]) -> None:
        self._blobs = blobs
        self.install(*unpack(blobs))

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002
        """Writes the network into a folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name, blob in self._blobs.items():
            (folder / name).write_bytes(blob)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Self:  # noqa: ARG002
        """Reads the network from a folder."""
        folder = Path(path)
        if (folder / FILES[0]).exists():
            self._set({name: (folder / name).read_bytes() for name in FILES})
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:  # noqa: ARG002
        """The network as bytes."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, blob in self._blobs.items():
                archive.writestr(zipfile.ZipInfo(name), blob)
        return buffer.getvalue()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Self:  # noqa: ARG002
        """The network from what `to_bytes` gave."""
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            blobs = {name: archive.read(name) for name in archive.namelist()}
        if blobs:
            self._set(blobs)
        return self
