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
_SCALE = ".scale"


@lru_cache(maxsize=1)
def shipped_readings() -> Readings:
    """The dictionary readings that ship with the package, read once."""
    return Readings.from_disk(DATA)


def weights_to_bytes(weights: Mapping[str, Floats], coarse: bool = False) -> bytes:
    """All arrays in one file of half-precision numbers.

    Args:
        weights: the arrays by name.
        coarse: keep matrices as one byte a number, with a scale for each row.
    """
    buffer = io.BytesIO()
    stored: dict[str, Any] = {}
    for name, array in weights.items():
        if coarse and array.ndim == 2:
            scale = np.abs(array).max(axis=1, keepdims=True) / 127 + 1e-12
            stored[name] = np.rint(array / scale).astype(np.int8)
            stored[name + _SCALE] = scale.astype(np.float32)
        else:
            stored[name] = array.astype(np.float16)
    np.savez(buffer, **stored)
    return buffer.getvalue()


def weights_from_bytes(data: bytes) -> dict[str, Floats]:
    """The arrays that `weights_to_bytes` wrote, in single precision."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        read = {name: arrays[name].astype(np.float32) for name in arrays.files}
    scales = {name: read.pop(name) for name in list(read) if name.endswith(_SCALE)}
    for name, scale in scales.items():
        read[name.removesuffix(_SCALE)] *= scale
    return read


def pack(weights: Mapping[str, Floats], labels: Mapping[str, Any]) -> dict[str, bytes]:
    """Weights and labels as two named blobs."""
    text = json.dumps(labels, ensure_ascii=False, separators=(",", ":"))
    return {"weights.npz": weights_to_bytes(weights), "labels.json": text.encode("utf8")}


def unpack(blobs: Mapping[str, bytes]) -> tuple[dict[str, Floats], dict[str, Any]]:
    """What `pack` packed."""
    labels: dict[str, Any] = json.loads(blobs["labels.json"].decode("utf8"))
    return weights_from_bytes(blobs["weights.npz"]), labels
