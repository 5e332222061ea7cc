"""The syntax network at work, in plain numpy: word vectors, LSTM layers, trees.

The sentences handed over together are computed together. A document's sentences always go
together, whatever else is in the batch, so its annotation never depends on its neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.nlp.standard import UNKNOWN
from pipeline.nlp.trees import best_tree
from pipeline.nlp.word_vectors import Floats, Ints, WordVectors

SLOPE = np.float32(0.1)


@dataclass(frozen=True, slots=True)
class Layout:
    """How sentences laid end to end are walked step by step, longest first.

    Attributes:
        active: how many sentences are still running at each step.
        forward: the tokens in the order of the steps, read from the left.
        backward: the same, read from the right.
    """

    active: list[int]
    forward: Ints
    backward: Ints


def lay_out(lengths: Sequence[int]) -> Layout:
    """The walk over sentences of these lengths (each at least 1)."""
    sizes = np.array(lengths, dtype=np.int64)
    order = np.argsort(-sizes, kind="stable")
    begins = (np.cumsum(sizes) - sizes)[order]
    sizes = sizes[order]
    active = [int((sizes > step).sum()) for step in range(int(sizes[0]))]
    forward = [begins[:n] + step for step, n in enumerate(active)]
    backward = [begins[:n] + sizes[:n] - 1 - step for step, n in enumerate(active)]
    return Layout(active, np.concatenate(forward), np.concatenate(backward))


class BiLstm:
    """One bidirectional LSTM layer.

    The gates come as input, forget, output, candidate, the first three halved: a sigmoid is then
    a shifted tanh, and one call serves all four.
    """

    def __init__(self, weights: Mapping[str, Floats], prefix: str) -> None:
        parts = []
        for side in ("forward", "backward"):
            hidden = weights[f"{prefix}.{side}.hidden"]
            size = hidden.shape[1]
            order = np.r_[0 : 2 * size, 3 * size : 4 * size, 2 * size : 3 * size]
            scale = np.where(np.arange(4 * size) < 3 * size, 0.5, 1.0).astype(np.float32)
            parts.append(
                (
                    np.ascontiguousarray((weights[f"{prefix}.{side}.input"][order].T * scale)),
                    np.ascontiguousarray(hidden[order].T * scale),
                    weights[f"{prefix}.{side}.bias"][order] * scale,
                )
            )
        self.size: int = size
        self.input = [part[0] for part in parts]
        self.hidden = np.stack([part[1] for part in parts])
        self.bias = [part[2] for part in parts]

    def __call__(self, x: Floats, layout: Layout) -> Floats:
        """The states of all tokens: forward and backward side by side."""
        size = self.size
        orders = (layout.forward, layout.backward)
        gates = np.stack(
            [(x @ w + b)[order] for w, b, order in zip(self.input, self.bias, orders, strict=True)]
        )
        states = np.empty((2, len(x), size), dtype=np.float32)
        count = layout.active[0]
        h = np.zeros((2, count, size), dtype=np.float32)
        c = np.zeros((2, count, size), dtype=np.float32)
        at = 0
        for n in layout.active:
            g = gates[:, at : at + n]
            if at:
                g += h[:, :n] @ self.hidden
            np.tanh(g, out=g)
            sigmoids = g[..., : 3 * size]
            sigmoids *= 0.5
            sigmoids += 0.5
            c = c[:, :n] * g[..., size : 2 * size]
            c += g[..., :size] * g[..., 3 * size :]
            h = np.tanh(c) * g[..., 2 * size : 3 * size]
            states[:, at : at + n] = h
            at += n
        out = np.empty((len(x), 2 * size), dtype=np.float32)
        out[layout.forward, :size] = states[0]
        out[layout.backward, size:] = states[1]
        return out


def leaky(x: Floats) -> Floats:
    """The negative part made ten times smaller."""
    out: Floats = np.maximum(x, x * SLOPE)
    return out


class SyntaxNetwork:
    """The whole network.

    Args:
        weights: as `training.export_parse` writes them.
        words: the word vectors.
    """

    def __init__(self, weights: Mapping[str, Floats], words: WordVectors) -> None:
        dep = weights["dep"]
        # [child, relation * head], so that one matrix product serves all relations.
        flat = np.ascontiguousarray(dep.transpose(1, 0, 2).reshape(dep.shape[1], -1))
        self.weights = {**weights, "dep.flat": flat}
        self.words = words
        self.layers = [BiLstm(weights, f"lstm{i}") for i in range(3)]

    def _linear(self, name: str, x: Floats) -> Floats:
        out: Floats = x @ self.weights[name].T
        out += self.weights[name + ".bias"]
        return out

    def trees(
        self, sentences: Sequence[Sequence[str]], standard: int = UNKNOWN
    ) -> tuple[list[int], Ints]:
        """Heads (0 is the root, 1 the sentence's first word) and relations of all words.

        Args:
            sentences: the forms of each sentence (at least one, none empty).
            standard: the written standard, as `pipeline.nlp.standard` numbers it.
        """
        weights = self.weights
        lengths = [len(sentence) for sentence in sentences]
        layout = lay_out(lengths)
        numbers = self.words.numbers(form for sentence in sentences for form in sentence)
        states = self.words.vectors[numbers] + weights["standard"][standard]
        for layer in self.layers:
            states = layer(states, layout)
        root = weights["root"][None, :]
        child = leaky(self._linear("arc_child", states))
        child = child @ weights["arc"][:-1] + weights["arc"][-1]
        head = leaky(self._linear("arc_head", states))
        root_head = leaky(self._linear("arc_head", root))
        heads: list[int] = []
        flat: list[int] = []
        begin = 0
        for length in lengths:
            end = begin + length
            keys = np.concatenate([root_head, head[begin:end]])
            found = best_tree(child[begin:end] @ keys.T)
            heads += found
            flat += [number + begin for number in found]
            begin = end
        return heads, self._relations(states, np.array(heads), np.array(flat))

    def _relations(self, states: Floats, heads: Ints, flat: Ints) -> Ints:
        """The best relation of each token to its head, which is the token before `flat`."""
        child = leaky(self._linear("dep_child", states))
        head = leaky(self._linear("dep_head", states))
        root_head = leaky(self._linear("dep_head", self.weights["root"][None, :]))
        chosen = np.where((heads == 0)[:, None], root_head, head[flat - 1])
        ones = np.ones((len(states), 1), dtype=np.float32)
        child = np.concatenate([child, ones], axis=1)
        chosen = np.concatenate([chosen, ones], axis=1)
        width = chosen.shape[1]
        mixed = (child @ self.weights["dep.flat"]).reshape(len(states), -1, width)
        scores = np.matmul(mixed, chosen[:, :, None])[:, :, 0]
        best: Ints = scores.argmax(1)
        return best
