"""The tagger at work, in plain numpy: word vectors, convolutions, one tag a word, lemma rules.

A document is computed by itself, so its tags never depend on its neighbours; and since a window
sees four words to either side, that takes a few large matrix products and no walk along the words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.nlp.windows import edges, windows
from pipeline.nlp.word_vectors import NORM_EPSILON, Floats, Ints


@dataclass(frozen=True, slots=True)
class Maxout:
    """The best of a few linear layers, number by number, normalized."""

    weights: Floats
    bias: Floats
    gain: Floats
    shift: Floats

    def __call__(self, x: Floats) -> Floats:
        """One row of numbers a row of `x`."""
        wide = x @ self.weights
        wide += self.bias
        size = len(self.gain)
        y = wide[:, :size]
        for start in range(size, wide.shape[1], size):
            y = np.maximum(y, wide[:, start : start + size])
        y -= (y.sum(axis=1) / size)[:, None]
        y /= np.sqrt(np.einsum("ij,ij->i", y, y) / size + NORM_EPSILON)[:, None]
        y *= self.gain
        y += self.shift
        return y


class TaggerNetwork:
    """The whole network.

    Args:
        weights: as `training.export_parse` writes them, names beginning with `tagger.`; a layer has
            one column an output.
    """

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self.weights = {
            name.removeprefix("tagger."): array
            for name, array in weights.items()
            if name.startswith("tagger.")
        }
        depth = sum(name.endswith(".gain") for name in self.weights)
        self.blocks = [
            Maxout(*(self.weights[f"{i}.{part}"] for part in ("linear", "bias", "gain", "shift")))
            for i in range(depth)
        ]

    def _linear(self, name: str, x: Floats) -> Floats:
        out: Floats = x @ self.weights[name]
        out += self.weights[name + ".bias"]
        return out

    def tags(self, vectors: Floats, lengths: Sequence[int], standard: int) -> Ints:
        """The number of each word's best tag.

        Args:
            vectors: those of the words of all sentences, one after another.
            lengths: how many words each sentence has, none of them 0.
            standard: the written standard, as `pipeline.nlp.standard` numbers it.
        """
        first, last = edges(lengths)
        x = self.blocks[0](windows(vectors + self.weights["standard"][standard], first, last))
        for block in self.blocks[1:]:
            x += block(windows(x, first, last))
        hidden = self._linear("tag_hidden", x)
        hidden += self.weights["tag_standard"][standard]
        best: Ints = self._linear("tag", np.maximum(hidden, 0)).argmax(1)
        return best

    def rules(self, vector: Floats, tag: int, standard: int) -> Floats:
        """The scores of all lemma rules for one form that has this tag."""
        both = np.concatenate([vector, self.weights["tag_vector"][tag]])
        hidden = self._linear("rule_hidden", both)
        hidden += self.weights["rule_standard"][standard]
        return self._linear("rule", np.maximum(hidden, 0))
