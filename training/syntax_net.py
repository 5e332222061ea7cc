"""The syntax network in PyTorch, for training; `pipeline.nlp.syntax_model` runs it with numpy.

A word is its form, affixes, shape and dictionary readings; two bidirectional LSTM layers over the
sentence give tags and lemma rules, a third one gives the tree by a biaffine classifier. A second
classifier learns the treebank's own (NDT) trees at the same time and is thrown away afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

from pipeline.nlp.word_features import AFFIXES, READINGS, SHAPES

#: Columns of a row of word features: word, head, shape, affixes, readings.
COLUMNS = 3 + AFFIXES + READINGS
#: Three vectors against thousands of words: without a gain they learn too slowly.
STANDARD_GAIN = 8.0


@dataclass(frozen=True)
class Sizes:
    """Rows and widths of the network."""

    words: int
    readings: int
    tags: int
    rules: int
    deps: int
    ndt_deps: int
    affix_rows: int = 16384
    word_width: int = 64
    affix_width: int = 96
    reading_width: int = 48
    shape_width: int = 16
    input_width: int = 192
    hidden: int = 160
    tag_width: int = 128
    arc_width: int = 192
    dep_width: int = 64
    dropout: float = 0.33
    word_dropout: float = 0.15


class SharedDropout(nn.Module):
    """Dropout with one mask a sentence, the same at every word."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.rate:
            return x
        keep = 1 - self.rate
        mask = torch.empty(x.shape[0], 1, x.shape[2]).bernoulli_(keep) / keep
        return x * mask


class WordEncoder(nn.Module):
    """One vector a word form."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.word = nn.Embedding(sizes.words, sizes.word_width)
        self.affix = nn.EmbeddingBag(sizes.affix_rows, sizes.affix_width, mode="sum")
        self.reading = nn.EmbeddingBag(
            sizes.readings, sizes.reading_width, mode="sum", padding_idx=0
        )
        self.shape = nn.Embedding(SHAPES, sizes.shape_width)
        for table in (self.word, self.affix, self.reading, self.shape):
            nn.init.normal_(table.weight, std=0.1)
        with torch.no_grad():
            self.reading.weight[0] = 0
        width = 2 * sizes.word_width + sizes.affix_width + sizes.reading_width + sizes.shape_width
        self.project = nn.Linear(width, sizes.input_width)
        self.norm = nn.LayerNorm(sizes.input_width)

    def forward(self, rows: Tensor) -> Tensor:
        word, head, shape = rows[:, 0], rows[:, 1], rows[:, 2]
        affixes, readings = rows[:, 3 : 3 + AFFIXES], rows[:, 3 + AFFIXES :]
        if self.training:
            kept = (torch.rand(len(word)) >= self.sizes.word_dropout).long()
            word = word * kept
            kept = (torch.rand(len(word), 1) >= self.sizes.word_dropout / 2).long()
            readings = readings * kept
        parts = (
            self.word(word),
            self.word(head),
            self.affix(affixes),
            self.reading(readings),
            self.shape(shape),
        )
        return self.norm(torch.relu(self.project(torch.cat(parts, 1))))


class Biaffine(nn.Module):
    """Scores of every head for every word, and of every relation for a word and its head."""

    def __init__(self, sizes: Sizes, deps: int) -> None:
        super().__init__()
        width = 2 * sizes.hidden
        self.root = nn.Parameter(torch.randn(width) * 0.1)
        self.arc_child = nn.Linear(width, sizes.arc_width)
        self.arc_head = nn.Linear(width, sizes.arc_width)
        self.dep_child = nn.Linear(width, sizes.dep_width)
        self.dep_head = nn.Linear(width, sizes.dep_width)
        self.arc = nn.Parameter(torch.zeros(sizes.arc_width + 1, sizes.arc_width))
        self.dep = nn.Parameter(torch.zeros(deps, sizes.dep_width + 1, sizes.dep_width + 1))
        nn.init.orthogonal_(self.arc)
        self.dropout = SharedDropout(sizes.dropout)

    def forward(self, states: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Scores [sentence, word, head], and the vectors for `relations`; head 0 is the root."""
        root = self.root.expand(states.shape[0], 1, -1)
        heads = torch.cat([root, states], 1)
        relu = nn.functional.leaky_relu
        arc_child = self.dropout(relu(self.arc_child(states), 0.1))
        arc_head = self.dropout(relu(self.arc_head(heads), 0.1))
        dep_child = self.dropout(relu(self.dep_child(states), 0.1))
        dep_head = self.dropout(relu(self.dep_head(heads), 0.1))
        ones = torch.ones(*arc_child.shape[:2], 1)
        scores = torch.cat([arc_child, ones], 2) @ self.arc @ arc_head.transpose(1, 2)
        return scores, dep_child, dep_head

    def relations(self, child: Tensor, head: Tensor) -> Tensor:
        """Relation scores of word-head pairs given as two matrices."""
        child = torch.cat([child, torch.ones(len(child), 1)], 1)
        head = torch.cat([head, torch.ones(len(head), 1)], 1)
        mixed = torch.einsum("ni,dij->ndj", child, self.dep)
        return torch.einsum("ndj,nj->nd", mixed, head)


class SyntaxNet(nn.Module):
    """Tags, lemma rules and trees."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = sizes
        hidden = sizes.hidden
        self.words = WordEncoder(sizes)
        self.layers = nn.ModuleList(
            nn.LSTM(width, hidden, bidirectional=True, batch_first=True)
            for width in (sizes.input_width, 2 * hidden, 2 * hidden)
        )
        # The written standard (0 unknown, 1 Bokmål, 2 Nynorsk): each treebank has its own ways.
        self.standard = nn.Embedding(3, sizes.input_width)
        self.tag_standard = nn.Embedding(3, sizes.tag_width)
        nn.init.zeros_(self.standard.weight)
        nn.init.zeros_(self.tag_standard.weight)
        self.dropout = SharedDropout(sizes.dropout)
        self.tag_hidden = nn.Linear(2 * hidden, sizes.tag_width)
        self.tag = nn.Linear(sizes.tag_width, sizes.tags)
        self.rule_hidden = nn.Linear(2 * hidden + sizes.input_width, sizes.tag_width)
        self.rule = nn.Linear(sizes.tag_width, sizes.rules)
        self.tree = Biaffine(sizes, sizes.deps)
        self.ndt_tree = Biaffine(sizes, sizes.ndt_deps)

    def run_layer(self, layer: int, x: Tensor, lengths: Tensor) -> Tensor:
        """One LSTM layer over padded sentences."""
        packed = pack_padded_sequence(self.dropout(x), lengths, batch_first=True)
        out: PackedSequence = self.layers[layer](packed)[0]
        return pad_packed_sequence(out, batch_first=True)[0]

    def forward(
        self, rows: Tensor, lengths: Tensor, standards: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Word vectors, states for the tags and states for the trees; sentences longest first."""
        unique, where = torch.unique(rows.view(-1, rows.shape[-1]), dim=0, return_inverse=True)
        if self.training:
            flat = self.words(rows.view(-1, rows.shape[-1]))
        else:
            flat = self.words(unique)[where]
        x = flat.view(*rows.shape[:2], -1) + STANDARD_GAIN * self.standard(standards)[:, None, :]
        first = self.run_layer(0, x, lengths)
        second = self.run_layer(1, first, lengths)
        third = self.run_layer(2, second, lengths)
        return x, second, third

    def tag_scores(self, states: Tensor, standards: Tensor) -> Tensor:
        """Scores of every tag."""
        bias = STANDARD_GAIN * self.tag_standard(standards)[:, None, :]
        return self.tag(self.dropout(torch.relu(self.tag_hidden(states) + bias)))

    def rule_scores(self, x: Tensor, states: Tensor) -> Tensor:
        """Scores of every lemma rule."""
        both = torch.cat([x, states], 2)
        return self.rule(self.dropout(torch.relu(self.rule_hidden(both))))
