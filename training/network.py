"""The name tagger's network in PyTorch, for training: the arithmetic of `bilou_network`."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from pipeline.nlp.features import CONTEXT, DENSE, SLOTS

ROWS = {
    "word": 16384,
    "prefix": 8192,
    "suffix": 8192,
    "ngram": 16384,
    "shape": 1024,
    "lists": 2048,
    "tail": 4096,
}
WIDTHS = {"word": 96, "prefix": 48, "suffix": 64, "ngram": 64, "shape": 32, "lists": 32, "tail": 32}


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network."""

    width: int = 128
    depth: int = 4
    pieces: int = 3
    dense_width: int = 64


class FormEmbedding(nn.Module):
    """A vector for each form from its hashed keys and dense features."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.tables = nn.ModuleDict()
        for slot in SLOTS:
            self.tables[slot] = nn.EmbeddingBag(
                ROWS[slot], WIDTHS[slot], mode="mean", padding_idx=0
            )
            nn.init.uniform_(self.tables[slot].weight, -0.1, 0.1)
            with torch.no_grad():
                self.tables[slot].weight[0] = 0
        self.dense = nn.Linear(DENSE, shape.dense_width)
        self.mix = Maxout(sum(WIDTHS.values()) + shape.dense_width, shape.width, shape.pieces)

    def forward(
        self, keys: dict[str, Tensor], dense: Tensor, keep_word: Tensor, drop: float
    ) -> Tensor:
        columns = [self.tables[slot](keys[slot]) for slot in SLOTS]
        columns[0] = columns[0] * keep_word[:, None]
        columns.append(self.dense(dense))
        x = torch.cat(columns, dim=1)
        if self.training:
            x = nn.functional.dropout(x, drop)
        return self.mix(x)


class Maxout(nn.Module):
    """Linear, the greatest of some pieces, layer normalization."""

    def __init__(self, n_in: int, n_out: int, pieces: int) -> None:
        super().__init__()
        self.pieces, self.n_out = pieces, n_out
        self.linear = nn.Linear(n_in, n_out * pieces)
        nn.init.xavier_uniform_(self.linear.weight)
        nn.init.zeros_(self.linear.bias)
        self.norm = nn.LayerNorm(n_out, eps=1e-8)

    def forward(self, x: Tensor) -> Tensor:
        return self.norm(self.linear(x).view(len(x), self.n_out, self.pieces).amax(2))


class Tagger(nn.Module):
    """Form vectors, context features, convolutions over neighbours, and one linear head a task."""

    def __init__(self, shape: Shape, heads: dict[str, int]) -> None:
        super().__init__()
        self.shape = shape
        self.embed = FormEmbedding(shape)
        self.context = nn.Linear(CONTEXT, shape.width, bias=False)
        nn.init.zeros_(self.context.weight)
        self.layers = nn.ModuleList(
            Maxout(3 * shape.width, shape.width, shape.pieces) for _ in range(shape.depth)
        )
        self.heads = nn.ModuleDict({name: nn.Linear(shape.width, n) for name, n in heads.items()})

    def encode(self, batch: "Batch", drop: float) -> Tensor:
        """One row a token."""
        forms = self.embed(batch.keys, batch.dense, batch.keep_word, drop)
        x = forms[batch.index] + self.context(batch.context)
        if self.training:
            x = nn.functional.dropout(x, drop)
        for layer in self.layers:
            y = layer(window(x, batch.first, batch.last))
            if self.training:
                y = nn.functional.dropout(y, drop)
            x = x + y
        return x

    def forward(self, batch: "Batch", drop: float = 0.0) -> dict[str, Tensor]:
        x = self.encode(batch, drop)
        return {name: head(x) for name, head in self.heads.items()}


@dataclass(slots=True)
class Batch:
    """Some segments laid end to end; keys and dense by distinct form, the rest by token."""

    distinct: np.ndarray
    keys: dict[str, Tensor]
    dense: Tensor
    keep_word: Tensor
    index: Tensor
    context: Tensor
    first: Tensor
    last: Tensor
    targets: dict[str, Tensor]
    lengths: list[int]


def window(x: Tensor, first: Tensor, last: Tensor) -> Tensor:
    """Each row beside its left and right neighbour in the segment, zeros at the ends."""
    left = nn.functional.pad(x[:-1], (0, 0, 1, 0)) * (1 - first)[:, None]
    right = nn.functional.pad(x[1:], (0, 0, 0, 1)) * (1 - last)[:, None]
    return torch.cat([left, x, right], dim=1)


def edges(lengths: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Ones where segments of these lengths begin, and where they end."""
    ends = np.cumsum(lengths)
    first = np.zeros(ends[-1], dtype=np.float32)
    last = np.zeros(ends[-1], dtype=np.float32)
    first[0] = 1
    first[ends[:-1]] = 1
    last[ends - 1] = 1
    return first, last
