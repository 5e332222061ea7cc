"""A trained name tagger in use: the arithmetic of `bilou_network` in plain numpy, made quick.

What depends on a form alone is computed once and kept. Tokens too far from anything that may be a
name are not computed at all; the later members of a committee read only what the first suspects.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from thinc.api import Model, NumpyOps

from pipeline.nlp.bilou_network import (
    LAYER_NORM_EPSILON,
    Floats,
    context_of,
    parameter,
    slot_rows,
)
from pipeline.nlp.features import SLOTS, FormFeatures, form_features
from pipeline.nlp.windows import edges
from pipeline.nlp.wordtable import WordTable

Rows = NDArray[np.bool_]
CACHED_FORMS = 20_000
SURELY_NO_NAME = 0.999
REACH = 3  # tokens from the nearest form that is no ordinary word to a name's farthest token
_BLIS = NumpyOps(use_blis=True)


def neighbours_of(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each row, the row before, itself and the row after in its segment; n where none is.

    Example:
        >>> neighbours_of(np.array([2, 1])).tolist()
        [[3, 0, 1], [0, 1, 3], [3, 2, 3]]
    """
    n = int(lengths.sum())
    first, last = edges(lengths)
    here = np.arange(n)
    before, after = here - 1, here + 1
    before[first] = n
    after[last] = n
    return np.stack([before, here, after], axis=1)


@dataclass(frozen=True, slots=True)
class _Block:
    """A maxout layer with its pieces side by side, and its layer normalization."""

    weights: Floats
    bias: Floats
    gain: Floats
    shift: Floats

    @classmethod
    def of(cls, layer: Model[Any, Any]) -> "_Block":
        maxout, norm = layer.layers[0], layer.layers[1]
        weights, bias = parameter(maxout, "W"), parameter(maxout, "b")
        n_out, pieces, n_in = weights.shape
        return cls(
            np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(n_in, pieces * n_out)),
            np.ascontiguousarray(bias.T.reshape(-1)),
            parameter(norm, "G"),
            parameter(norm, "b"),
        )

    def __call__(self, x: Floats) -> Floats:
        return self.best(x @ self.weights)

    def best(self, wide: Floats) -> Floats:
        """The layer's output from its product, which is changed in place."""
        wide += self.bias
        n = len(self.gain)
        y: Floats = np.maximum(wide[:, :n], wide[:, n : 2 * n])
        for start in range(2 * n, wide.shape[1], n):
            np.maximum(y, wide[:, start : start + n], out=y)
        y -= (np.add.reduce(y, axis=1) / np.float32(n))[:, None]
        variance = np.einsum("ij,ij->i", y, y) / np.float32(n)
        y *= (1 / np.sqrt(variance + np.float32(LAYER_NORM_EPSILON)))[:, None]
        y *= self.gain
        y += self.shift
        return y


class Member:
    """One trained network of a committee, for use."""

    def __init__(self, model: Model[Any, Any]) -> None:
        n = len(SLOTS)
        self.tables = [parameter(layer, "E") for layer in model.layers[:n]]
        self.dense = parameter(model.layers[n], "W").T.copy(), parameter(model.layers[n], "b")
        self.mix = _Block.of(model.layers[n + 1])
        context = model.layers[n + 2]
        self.context = parameter(context, "W").T.copy(), parameter(context, "b")
        self.blocks = [_Block.of(layer) for layer in model.layers[n + 3 : -2]]
        output = model.layers[-2]
        self.output = parameter(output, "W").T.copy(), parameter(output, "b")

    def embed(self, found: FormFeatures) -> Floats:
        """The vector of each form; which forms come together does not matter."""
        columns = [
            np.add.reduceat(table[slot_rows(keys, slot)], starts, axis=0)
            / np.diff(starts, append=len(keys)).astype(np.float32)[:, None]
            for table, slot, keys, starts in zip(
                self.tables, SLOTS, found.keys, found.starts, strict=True
            )
        ]
        weights, bias = self.dense
        at, bits = np.nonzero(found.dense)
        dense = np.tile(bias, (len(found.dense), 1))
        np.add.at(dense, at, weights[bits])
        joined = np.concatenate([*columns, dense], axis=1)
        # The last bit of numpy's product depends on where in the matrix a row stands. That of BLIS
        # does not, and so a form's vector is the same whichever article brought it first.
        wide: Any = _BLIS.gemm(joined, self.mix.weights)
        return self.mix.best(wide)

    def probabilities(
        self, vectors: Floats, context: Floats, neighbours: NDArray[np.int64], asked: Rows
    ) -> Floats:
        """How likely each tag of each token asked for is; the others get "no name" for certain.

        Args:
            vectors: one row a token, its form's vector.
            context: one row a token, its context features.
            neighbours: one row a token: the one before, itself, the one after in its segment;
                the number of tokens where there is none.
            asked: which tokens.
        """
        n = len(vectors)
        x = np.zeros((n + 1, vectors.shape[1]), dtype=np.float32)
        weights, bias = self.context
        x[:n] = vectors + context @ weights + bias
        wanted = [asked]
        for _ in self.blocks[1:]:
            wanted.append(widened(wanted[-1]))
        for block, mask in zip(self.blocks, reversed(wanted), strict=True):
            rows = np.flatnonzero(mask)
            x[rows] += block(x[neighbours[rows]].reshape(len(rows), 3 * x.shape[1]))
        weights, bias = self.output
        scores: Floats = x[:n][asked] @ weights + bias
        scores -= scores.max(axis=1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=1, keepdims=True)
        result = np.zeros((n, len(bias)), dtype=np.float32)
        result[:, 0] = 1
        result[asked] = scores
        return result


def widened(mask: Rows) -> Rows:
    """The marked rows and their neighbours."""
    wide = mask.copy()
    wide[1:] |= mask[:-1]
    wide[:-1] |= mask[1:]
    return wide


def may_name(form: str) -> bool:
    """Whether a name may begin or end here: not an ordinary word in lower case, nor a mere sign.

    Example:
        >>> [may_name(form) for form in ("Oslo", "al-Qaida", "F-16", "soldater", "—")]
        [True, True, True, False, False]
    """
    return (not form.islower() or not form.isalpha()) and any(map(str.isalnum, form))


class Frozen:
    """A trained committee for use: what it says of a document depends on that document alone."""

    def __init__(self, committee: Model[Any, Any], table: WordTable) -> None:
        self.table = table
        self.members = [Member(model) for model in committee.layers]
        self.number: dict[str, int] = {}
        width = len(self.members[0].mix.gain)
        self.vectors = np.zeros((CACHED_FORMS, width * len(self.members)), dtype=np.float32)

    def probabilities(self, segments: Sequence[Sequence[str]]) -> Floats:
        """One row a token of a document's segments (at least one token), one column a tag.

        The first member reads everything, the others only what it sees or suspects a name in.
        """
        tokens = [form for forms in segments for form in forms]
        here = {form: i for i, form in enumerate(dict.fromkeys(tokens))}
        index = np.array([here[form] for form in tokens])
        vectors = np.split(self.vectors_of(list(here))[index], len(self.members), axis=1)
        context = context_of(segments, self.table)
        lengths = np.array([len(forms) for forms in segments])
        neighbours = neighbours_of(lengths)
        asked = np.array([may_name(form) for form in here])[index]
        for _ in range(REACH):
            asked = widened(asked)
        result = self.members[0].probabilities(vectors[0], context, neighbours, asked)
        if len(self.members) > 1 and asked.any():
            starts = np.cumsum(lengths) - lengths
            suspects = np.minimum.reduceat(result[:, 0], starts) < SURELY_NO_NAME
            asked = asked & np.repeat(suspects, lengths)
            for member, part in zip(self.members[1:], vectors[1:], strict=True):
                other = member.probabilities(part, context, neighbours, asked)
                result[asked] += other[asked]
            result[asked] /= len(self.members)
        return result

    def vectors_of(self, forms: list[str]) -> Floats:
        """The members' vectors of each form, computed once as long as the cache has room."""
        if len(forms) > CACHED_FORMS:
            return self._embed(forms)
        new = [form for form in forms if form not in self.number]
        if len(self.number) + len(new) > CACHED_FORMS:
            self.number, new = {}, forms
        if new:
            start = len(self.number)
            self.vectors[start : start + len(new)] = self._embed(new)
            self.number.update((form, start + i) for i, form in enumerate(new))
        return self.vectors[[self.number[form] for form in forms]]

    def _embed(self, forms: list[str]) -> Floats:
        found = form_features(forms, self.table)
        return np.concatenate([member.embed(found) for member in self.members], axis=1)
