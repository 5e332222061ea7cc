"""The tagger's network in PyTorch, for training; `pipeline.nlp.tagger_network` runs it with numpy.

It begins with the word vectors that the syntax network learnt, kept as they are: one table serves
both. A few convolutions give the tag; the lemma follows from the form and its tag alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from training.syntax_net import STANDARD_GAIN


@dataclass(frozen=True)
class TaggerSizes:
    """Rows and widths of the network."""

    tags: int
    rules: int
    input_width: int = 192
    width: int = 128
    depth: int = 4
    pieces: int = 2
    hidden: int = 128
    tag_width: int = 48
    input_dropout: float = 0.2
    dropout: float = 0.2


class Maxout(nn.Module):
    """The best of a few linear layers, number by number, normalized."""

    def __init__(self, width_in: int, width: int, pieces: int) -> None:
        super().__init__()
        self.pieces = pieces
        self.linear = nn.Linear(width_in, width * pieces)
        self.norm = nn.LayerNorm(width)

    def forward(self, x: Tensor) -> Tensor:
        wide = self.linear(x)
        best = wide.view(len(x), self.pieces, -1).amax(1)
        normal: Tensor = self.norm(best)
        return normal


class TaggerNet(nn.Module):
    """Tags of words in sentences laid end to end, and lemma rules of tagged forms."""

    def __init__(self, sizes: TaggerSizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.standard = nn.Embedding(3, sizes.input_width)
        self.tag_standard = nn.Embedding(3, sizes.hidden)
        self.rule_standard = nn.Embedding(3, sizes.hidden)
        for table in (self.standard, self.tag_standard, self.rule_standard):
            nn.init.zeros_(table.weight)
        self.blocks = nn.ModuleList(
            Maxout(3 * (sizes.width if i else sizes.input_width), sizes.width, sizes.pieces)
            for i in range(sizes.depth)
        )
        self.input_dropout = nn.Dropout(sizes.input_dropout)
        self.dropout = nn.Dropout(sizes.dropout)
        self.tag_hidden = nn.Linear(sizes.width, sizes.hidden)
        self.tag = nn.Linear(sizes.hidden, sizes.tags)
        self.tag_vector = nn.Embedding(sizes.tags, sizes.tag_width)
        self.rule_hidden = nn.Linear(sizes.input_width + sizes.tag_width, sizes.hidden)
        self.rule = nn.Linear(sizes.hidden, sizes.rules)

    def forward(self, vectors: Tensor, lengths: Tensor, standards: Tensor) -> Tensor:
        """Scores of every tag, one row a word; `standards` has one number a word too."""
        x = self.input_dropout(vectors + STANDARD_GAIN * self.standard(standards))
        ends = lengths.cumsum(0)
        at = torch.arange(len(x))
        left, right = at - 1, at + 1
        left[ends - lengths] = len(x)
        right[ends - 1] = len(x)
        for i, block in enumerate(self.blocks):
            beyond = torch.cat([x, x.new_zeros(1, x.shape[1])])
            y = self.dropout(block(torch.cat([beyond[left], x, beyond[right]], 1)))
            x = x + y if i else y
        bias = STANDARD_GAIN * self.tag_standard(standards)
        scores: Tensor = self.tag(self.dropout(torch.relu(self.tag_hidden(x) + bias)))
        return scores

    def rule_scores(self, vectors: Tensor, tags: Tensor, standards: Tensor) -> Tensor:
        """Scores of every lemma rule for forms with these tags."""
        both = torch.cat([self.input_dropout(vectors), self.tag_vector(tags)], 1)
        bias = STANDARD_GAIN * self.rule_standard(standards)
        scores: Tensor = self.rule(self.dropout(torch.relu(self.rule_hidden(both) + bias)))
        return scores
