"""One vector a word form, from learnt tables: the first layer of the syntax and sentence networks.

A form's vector depends on nothing but the form, so it is computed once and kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from pipeline.nlp.readings import Readings
from pipeline.nlp.word_features import WordFeatures, WordFeaturizer

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

#: The cache starts afresh when it holds so many forms, so that memory stays flat.
CACHED_FORMS = 30_000
NORM_EPSILON = 1e-5


class WordVectors:
    """Vectors of word forms.

    Args:
        weights: the tables `word`, `affix`, `reading`, `shape` and the projection `project`,
            `project_bias`, `scale`, `shift`.
        vocabulary: the normal forms that have a row of their own, from row 1 on.
        readings: the dictionaries.
    """

    def __init__(
        self, weights: Mapping[str, Floats], vocabulary: Iterable[str], readings: Readings
    ) -> None:
        self.weights = weights
        rows = {word: row for row, word in enumerate(vocabulary, 1)}
        self.featurize = WordFeaturizer(rows, len(weights["affix"]), readings)
        self.width = len(weights["scale"])
        self._rows: dict[str, int] = {}
        self._vectors: Floats = np.zeros((1024, self.width), dtype=np.float32)

    def numbers(self, forms: Iterable[str]) -> Ints:
        """The forms' rows in `vectors`; earlier numbers are void after the cache started afresh."""
        if len(self._rows) > CACHED_FORMS:
            self._rows.clear()
        rows = self._rows
        found = []
        for form in forms:
            row = rows.get(form)
            found.append(self._add(form) if row is None else row)
        return np.array(found, dtype=np.int64)

    @property
    def vectors(self) -> Floats:
        """The cached vectors, one a row."""
        return self._vectors

    def _add(self, form: str) -> int:
        row = len(self._rows)
        if row == len(self._vectors):
            self._vectors = np.concatenate([self._vectors, np.zeros_like(self._vectors)])
        self._vectors[row] = self._compute(form)
        self._rows[form] = row
        return row

    def _compute(self, form: str) -> Floats:
        return self.vector_of(self.featurize(form))

    def vector_of(self, features: WordFeatures) -> Floats:
        """One form's vector: rows summed, side by side, projected and normalized."""
        weights = self.weights
        x = np.concatenate(
            (
                weights["word"][features.word],
                weights["word"][features.head],
                np.add.reduce(weights["affix"].take(features.affixes, axis=0)),
                np.add.reduce(weights["reading"].take(features.readings, axis=0)),
                weights["shape"][features.shape],
            )
        )
        x = np.maximum(weights["project"] @ x + weights["project_bias"], 0)
        x -= np.add.reduce(x) / self.width
        x /= np.sqrt(x @ x / self.width + NORM_EPSILON)
        vector: Floats = x * weights["scale"] + weights["shift"]
        return vector
