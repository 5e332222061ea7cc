"""Forms and stretches of text as the name tagger's training holds them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from pipeline.nlp.bilou_network import ROWS
from pipeline.nlp.features import SLOTS, Spellings, form_features
from pipeline.nlp.wordtable import WordTable

MAX_KEYS = {"word": 2, "prefix": 4, "suffix": 6, "ngram": 30, "shape": 1, "lists": 4, "tail": 1}


class Types:
    """The distinct forms seen so far and their features, as padded arrays."""

    def __init__(self, table: WordTable) -> None:
        self.table = table
        self.number: dict[str, int] = {}
        self.keys = {slot: np.zeros((0, MAX_KEYS[slot]), dtype=np.int32) for slot in SLOTS}
        self.dense = np.zeros((0, 0), dtype=np.float32)

    def add(self, forms: Sequence[str]) -> None:
        """Compute the features of the forms not seen before."""
        new = [form for form in dict.fromkeys(forms) if form not in self.number]
        if not new:
            return
        found = form_features(new, self.table)
        for form in new:
            self.number[form] = len(self.number)
        for slot, keys, starts in zip(SLOTS, found.keys, found.starts, strict=True):
            rows = np.zeros((len(new), MAX_KEYS[slot]), dtype=np.int32)
            for i, row in enumerate(np.split(1 + keys % (ROWS[slot] - 1), starts[1:])):
                rows[i, : len(row)] = row[: MAX_KEYS[slot]]
            self.keys[slot] = np.concatenate([self.keys[slot], rows])
        self.dense = np.concatenate([self.dense.reshape(-1, found.dense.shape[1]), found.dense])


@dataclass(slots=True)
class Segment:
    """A stretch of running text with targets."""

    forms: list[str]
    tags: list[int]
    targets: dict[str, list[int]] = field(default_factory=dict)
    spellings: Spellings | None = None
