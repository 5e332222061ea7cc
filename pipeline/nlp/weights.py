"""Weights of our own networks on disk: half precision, read back in single."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.nlp.readings import Readings
from pipeline.nlp.word_vectors import Floats

DATA = Path(__file__).parent / "data"


@lru_cache(maxsize=1)
def shipped_readings() -> Readings:
    """The dictionary readings that ship with the package, read once."""
    return Readings.from_disk(DATA)


def weights_to_bytes(weights: Mapping[str, Floats]) -> bytes:
    """All arrays in one file of half-precision numbers."""
    buffer = io.BytesIO()
    halves: dict[str, Any] = {name: array.astype(np.float16) for name, array in weights.items()}
    np.savez(buffer, **halves)
    return buffer.getvalue()


def weights_from_bytes(data: bytes) -> dict[str, Floats]:
    """The arrays that `weights_to_bytes` wrote, in single precision."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return {name: arrays[name].astype(np.float32) for name in arrays.files}


def pack(weights: Mapping[str, Floats], labels: Mapping[str, Any]) -> dict[str, bytes]:
    """Weights and labels as two named blobs."""
    text = json.dumps(labels, ensure_ascii=False, separators=(",", ":"))
    return {"weights.npz": weights_to_bytes(weights), "labels.json": text.encode("utf8")}


def unpack(blobs: Mapping[str, bytes]) -> tuple[dict[str, Floats], dict[str, Any]]:
    """What `pack` packed."""
    labels: dict[str, Any] = json.loads(blobs["labels.json"].decode("utf8"))
    return weights_from_bytes(blobs["weights.npz"]), labels
