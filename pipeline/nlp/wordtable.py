"""What word lists say about a form, kept small: a sorted table of hashes with a bit mask each.

Half a million Norwegian word forms and a hundred thousand names take two megabytes this way. The
words themselves cannot be read back, and one unknown form in five thousand gets a stranger's mask.
"""

import lzma
from collections.abc import Iterable, Mapping
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

CLASSES = (
    "noun",
    "verb",
    "adjective",
    "adverb",
    "nynorsk",
    "given",
    "family",
    "city",
    "town",
    "village",
    "place_word",
    "region",
    "country",
    "country_word",
    "organization",
    "organization_word",
    "title",
    "product",
    "event",
    "place",
    "name",
    "nordic",
    "surname",
    "post_town",
    "brand",
    "person",
    "lexicon",
    "municipality",
)
BIT = {name: 1 << i for i, name in enumerate(CLASSES)}


def form_hash(form: str) -> int:
    """The 32-bit key of a form; case is the caller's business."""
    return crc32(form.encode("utf8"))


class WordTable:
    """Which classes (`CLASSES`) a form belongs to, looked up many forms at a time."""

    def __init__(self, hashes: NDArray[np.uint32], masks: NDArray[np.uint32]) -> None:
        self.hashes = hashes
        self.masks = masks

    @classmethod
    def from_words(cls, words: Mapping[str, int]) -> "WordTable":
        """A table from forms and their masks; forms that share a hash share their bits."""
        merged: dict[int, int] = {}
        for form, mask in words.items():
            key = form_hash(form)
            merged[key] = merged.get(key, 0) | mask
        keys = sorted(merged)
        return cls(
            np.array(keys, dtype=np.uint32),
            np.array([merged[key] for key in keys], dtype=np.uint32),
        )

    def mask_of(self, form: str) -> int:
        """The mask of one form, 0 if it is unknown; many forms are quicker together."""
        return int(self.masks_of([form])[0])

    def masks_of(self, forms: Iterable[str]) -> NDArray[np.uint32]:
        """One bit mask a form, 0 for the unknown."""
        keys = np.fromiter((form_hash(form) for form in forms), dtype=np.uint32)
        if not len(self.hashes):
            return np.zeros(len(keys), dtype=np.uint32)
        at = np.minimum(np.searchsorted(self.hashes, keys), len(self.hashes) - 1)
        return np.where(self.hashes[at] == keys, self.masks[at], 0).astype(np.uint32)

    def to_bytes(self) -> bytes:
        """The table compressed: gaps between neighbouring hashes, byte by byte, then the masks."""
        gaps = np.diff(self.hashes, prepend=np.uint32(0)).astype("<u4")
        planes = [
            gaps.view(np.uint8).reshape(-1, 4).T.tobytes(),
            self.masks.astype("<u4").view(np.uint8).reshape(-1, 4).T.tobytes(),
        ]
        return lzma.compress(b"".join(planes), preset=6)

    @classmethod
    def from_bytes(cls, data: bytes) -> "WordTable":
        """The table that `to_bytes` wrote."""
        planes = np.frombuffer(lzma.decompress(data), dtype=np.uint8).reshape(2, 4, -1)
        gaps = np.ascontiguousarray(planes[0].T).view("<u4").ravel()
        masks = np.ascontiguousarray(planes[1].T).view("<u4").ravel()
        return cls(np.cumsum(gaps, dtype=np.uint32), masks.astype(np.uint32))

    @classmethod
    def from_disk(cls, path: Path) -> "WordTable":
        """The table in the file that `to_bytes` made."""
        return cls.from_bytes(path.read_bytes())
