"""The name tagger's network in PyTorch, for training: the arithmetic of `bilou_network`."""

from dataclasses import dataclass
from zlib import crc32

import numpy as np
import torch
from torch import Tensor, nn

from pipeline.nlp.bilou_network import ROWS, WIDTHS
from pipeline.nlp.features import CONTEXT, DENSE, PARTS, SLOTS
from pipeline.nlp.wordtable import CLASSES

BITS = PARTS * len(CLASSES)
#: The rows of the table "lists" for a form that no list has.
UNLISTED = 1 + torch.tensor([[crc32(f"{i}:0".encode()) for i in range(PARTS)]]) % (
    ROWS["lists"] - 1
)


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
        self, keys: dict[str, Tensor], dense: Tensor, shown: Tensor | None, drop: float
    ) -> Tensor:
        columns = [self.tables[slot](keys[slot]) for slot in SLOTS]
        if shown is not None:
            word, letters, lists = shown[:, 0:1], shown[:, 1:2], shown[:, 2:3]
            for i, slot in enumerate(SLOTS):
                if slot == "lists":
                    nothing = self.tables[slot](UNLISTED)
                    columns[i] = nothing + (columns[i] - nothing) * lists
                elif slot != "shape":
                    columns[i] = columns[i] * (word if slot == "word" else letters)
            dense = torch.cat([dense[:, :BITS] * lists, dense[:, BITS:]], dim=1)
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
        forms = self.embed(batch.keys, batch.dense, batch.shown, drop)
        x = forms[batch.index]
        if batch.seen is not None:
            x = x * batch.seen[:, None]
        x = x + self.context(batch.context)
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
    shown: Tensor | None
    seen: Tensor | None
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
