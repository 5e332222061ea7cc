"""The reader of figures in PyTorch, for training; `pipeline.nlp.figure_reader_network` runs it."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from pipeline.nlp.figure_reader_geometry import APART, PAIR, RELATION
from pipeline.nlp.figure_reader_input import CUE_COLUMNS, ROLES, ROWS
from pipeline.nlp.figure_reader_network import EVENTS, MENTIONS, MODALITIES, TABLES
from training.dropout import PooledDropout
from training.figure_reader_batch import Batch, Group
from training.packed_lstm import packed_lstm, packing_of

NEIGHBOURS = 12  # what `_beside` tells of a candidate; three more for a place
WAYS = 2  # in which a figure may take another for its like


@dataclass(frozen=True)
class Sizes:
    """Widths of the network; those of the input depend on `figure_reader_input`."""

    figure_facts: int
    facts: dict[str, int]
    spots: dict[str, int]
    word: int = 32
    ending: int = 16
    mark: int = 24
    cues: int = 32
    vector: int = 128
    hidden: int = 128
    attention: int = 64
    heads: int = 4
    figure: int = 192
    sequence: int = 48
    candidate: int = 128
    article: int = 48
    match: int = 32
    dropout: float = 0.3
    doubt: float = 0.2
    hide: float = 0.2


def segment_max(x: Tensor, segment: Tensor, count: int) -> Tensor:
    """The greatest of each segment's rows; 0 where it has none."""
    low = -1e4
    index = segment.view(-1, *([1] * (x.dim() - 1))).expand_as(x)
    out = x.new_full((count, *x.shape[1:]), low)
    out = out.scatter_reduce(0, index, x, "amax", include_self=True)
    return torch.where(out <= 0.9 * low, torch.zeros_like(out), out)


def segment_log_softmax(scores: Tensor, segment: Tensor, count: int) -> Tensor:
    """Log probabilities within each segment, column by column."""
    shape = (count, *scores.shape[1:])
    index = segment.view(-1, *([1] * (scores.dim() - 1))).expand_as(scores)
    top = scores.new_full(shape, -1e4)
    top = top.scatter_reduce(0, index, scores.detach(), "amax", include_self=True)
    powers = torch.exp(scores - top[segment])
    total = scores.new_zeros(shape).index_add(0, segment, powers)
    return scores - top[segment] - torch.log(total + 1e-9)[segment]


class Mentions(nn.Module):
    """What a mention is and how it lies to a figure, the same for all roles that it may fill."""

    def __init__(self, sizes: Sizes, role: str) -> None:
        super().__init__()
        width = sizes.candidate
        self.m = nn.Linear(4 * sizes.hidden + sizes.spots[role] + 2 * sizes.article, width)
        self.p, self.pf = (nn.Linear(PAIR, width) for _ in range(2))
        self.h2 = nn.Linear(width, width)


class Pointer(nn.Module):
    """Scores the candidates of one role."""

    def __init__(self, sizes: Sizes, role: str, asking: int) -> None:
        super().__init__()
        width = sizes.candidate
        self.f, self.gm, self.gate, self.fe = (nn.Linear(asking, width) for _ in range(4))
        self.s, self.c2 = (nn.Linear(width, width) for _ in range(2))
        self.e = nn.Linear(sizes.facts[role], width)
        self.c = nn.Linear(NEIGHBOURS + 2 * WAYS + 3 * (role == "location"), width)
        self.mq, self.mk = (nn.Linear(asking, WAYS * sizes.match) for _ in range(2))
        self.mg = nn.Linear(APART, WAYS)
        self.o1, self.o2 = (nn.Linear(width, 1) for _ in range(2))
        self.drop = PooledDropout(sizes.doubt)

    def seen(
        self, asking: Tensor, words: tuple[Tensor, Tensor], group: Group, mentions: Mentions
    ) -> Tensor:
        """Each candidate as each figure sees it."""
        states, around = words
        spots = [states[group.first], states[group.last], group.spots, around[group.first]]
        mention = mentions.m(self.drop(torch.cat(spots, 1)))
        x = self.f(asking)[group.pair_figure] + mentions.p(group.pairs)
        x = x + (1 + torch.tanh(self.gm(asking)))[group.pair_figure] * mention[group.pair_spot]
        x = x + torch.tanh(self.gate(asking))[group.pair_figure] * mentions.pf(group.pairs)
        x = mentions.h2(self.drop(torch.relu(x)))
        best = segment_max(x, group.pair_cell, len(group.cell_figure))
        own = self.fe(self.drop(asking))[group.cell_figure]
        return torch.relu(self.s(best) + own + self.e(group.facts))

    def heard(self, asking: Tensor, odds: Tensor, batch: Batch, group: Group) -> Tensor:
        """What those figures would choose that each figure takes for its like."""
        query, key = (
            layer(self.drop(asking)).view(len(asking), WAYS, -1) for layer in (self.mq, self.mk)
        )
        score = (query[batch.listener] * key[batch.teller]).sum(2) / query.shape[2] ** 0.5
        score = score + self.mg(batch.apart)
        shares = torch.exp(segment_log_softmax(score, batch.listener, len(asking)))
        told = shares[group.heard_pair] * odds[group.heard_from][:, None]
        heard = odds.new_zeros(len(odds), WAYS).index_add(0, group.heard_cell, told)
        return torch.cat([heard, torch.log(heard + 1e-3) / 3], 1)

    def first(self, seen: Tensor) -> Tensor:
        """The scores before the neighbours are asked."""
        return self.o1(self.drop(seen)).squeeze(1)

    def second(self, seen: Tensor, beside: Tensor) -> Tensor:
        """What the neighbours add to them."""
        hidden = torch.relu(self.c2(self.drop(seen)) + self.c(beside))
        return self.o2(self.drop(hidden)).squeeze(1)


class FigureReaderNet(nn.Module):
    """The whole network; its parts bear the names that the numpy one asks for."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = s = sizes
        widths = {"word": s.word, "stem": s.word, "ending": s.ending, "mark": s.mark}
        self.tables = nn.ModuleDict(
            {name: nn.Embedding(ROWS[name], widths[name]) for name in TABLES}
        )
        for table in self.tables.values():
            nn.init.normal_(table.weight, 0, 0.3)
        self.cue = nn.Linear(CUE_COLUMNS + 8, s.cues)
        self.inp = nn.Linear(sum(widths.values()) + s.cues, s.vector)
        self.ln = nn.LayerNorm(s.vector)
        self.lstm = nn.LSTM(s.vector, s.hidden, bidirectional=True, batch_first=True)
        for name, weight in self.lstm.named_parameters():
            if "weight_hh" in name:
                nn.init.orthogonal_(weight)
            if "bias_ih" in name:
                weight.data[s.hidden : 2 * s.hidden] = 1
        state, both = 2 * s.hidden, 2 * s.hidden + s.vector
        self.att_q = nn.Linear(2 * state + s.figure_facts, s.attention)
        self.att_k, self.val = (nn.Linear(both, s.attention) for _ in range(2))
        self.att_p, self.val_p, self.val_g = (nn.Linear(RELATION, s.attention) for _ in range(3))
        self.att_o = nn.Linear(s.attention, s.heads)
        self.dlstm = nn.LSTM(state, s.article, bidirectional=True, batch_first=True)
        self.ctx = nn.Linear(3 * state + 2 * s.article, s.vector)
        found = s.heads * both + s.attention
        self.fig = nn.Linear(2 * both + found + s.vector + s.figure_facts, s.figure)
        self.flstm = nn.LSTM(s.figure, s.sequence, bidirectional=True, batch_first=True)
        figure = s.figure + 2 * s.sequence
        self.ev = nn.Linear(figure, len(EVENTS))
        self.mo = nn.Linear(figure + len(EVENTS), len(MODALITIES))
        asking = figure + len(EVENTS) + len(MODALITIES)
        filled = {kind: role for role, kind in MENTIONS.items()}  # one role for each kind
        self.men = nn.ModuleDict({kind: Mentions(s, role) for kind, role in filled.items()})
        self.ptr = nn.ModuleDict({role: Pointer(s, role, asking) for role in ROLES})
        self.drop = PooledDropout(s.dropout)

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        """Log probabilities by field; those of the first look by `field.first`."""
        vectors, states = self.encode(batch)
        pooled = segment_max(states, batch.sentence, len(batch.lengths))
        around = self.drop(packed_lstm(self.dlstm, pooled, packing_of(batch.article_lengths)))
        figures = self.drop(self._figures(batch, vectors, states, (pooled, around)))
        around = around[batch.sentence]
        event = self.ev(figures)
        chances = torch.softmax(event, 1)
        modality = self.mo(torch.cat([figures, chances], 1))
        asking = torch.cat([figures, chances, torch.softmax(modality, 1)], 1)
        found = {
            "event": torch.log_softmax(event, 1),
            "modality": torch.log_softmax(modality, 1),
        }
        for role in ROLES:
            pointer, group = self.ptr[role], batch.groups[role]
            seen = pointer.seen(asking, (states, around), group, self.men[MENTIONS[role]])
            first = pointer.first(seen)
            found[f"{role}.first"] = segment_log_softmax(first, group.cell_figure, len(batch.at))
            odds = torch.exp(found[f"{role}.first"])
            told = [self._beside(batch, group, odds, chances)]
            told.append(pointer.heard(asking, odds, batch, group))
            if role == "location":
                told.append(_beside_actor(batch, torch.exp(found["actor"])))
            scores = first + pointer.second(seen, torch.cat(told, 1))
            found[role] = segment_log_softmax(scores, group.cell_figure, len(batch.at))
        return found

    def encode(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """The vectors and states of all words; in training, some words are hidden."""
        keys = batch.keys
        if self.training:
            chance = torch.rand(len(keys), 2)
            both = chance[:, 1] < 0.5 * self.sizes.hide
            keys = keys.clone()
            keys[both | (chance[:, 0] < self.sizes.hide), 0] = 0
            keys[both, 1] = 0
        parts = [table(keys[:, k]) for k, table in enumerate(self.tables.values())]
        parts.append(torch.relu(self.cue(batch.words)))
        x = self.drop(self.ln(torch.relu(self.inp(self.drop(torch.cat(parts, 1))))))
        return x, self.drop(packed_lstm(self.lstm, x, packing_of(batch.lengths)))

    def _figures(
        self, batch: Batch, vectors: Tensor, states: Tensor, sentences: tuple[Tensor, Tensor]
    ) -> Tensor:
        both = torch.cat([states, vectors], 1)
        at, count = batch.at, len(batch.at)
        pooled = torch.cat([torch.zeros_like(sentences[0][:1]), sentences[0]])
        near = [pooled[at + 1], pooled[batch.previous[at]], pooled[batch.following[at]]]
        context = torch.relu(self.ctx(torch.cat([*near, sentences[1][at]], 1)))
        query = self.att_q(torch.cat([states[batch.first], states[batch.last], batch.figures], 1))
        figure, word, relation = batch.look_figure, batch.look_word, batch.look
        hidden = torch.tanh(query[figure] + self.att_k(both)[word] + self.att_p(relation))
        shares = torch.exp(segment_log_softmax(self.att_o(hidden), figure, count))
        means = [
            both.new_zeros(count, both.shape[1]).index_add(0, figure, share[:, None] * both[word])
            for share in shares.T
        ]
        traits = self.val(self.drop(both))[word] * torch.sigmoid(self.val_g(relation))
        strongest = segment_max(torch.relu(traits + self.val_p(relation)), figure, count)
        own = [both[batch.first], both[batch.last]]
        x = torch.cat([*own, *means, strongest, context, batch.figures], 1)
        x = torch.relu(self.fig(self.drop(x)))
        return torch.cat([x, packed_lstm(self.flstm, x, packing_of(batch.figure_lengths))], 1)

    def _beside(self, batch: Batch, group: Group, odds: Tensor, event: Tensor) -> Tensor:
        """What a figure's neighbours and the whole article would choose."""
        figure = group.cell_figure
        alike = (event[1:] * event[:-1]).sum(1)
        edge = alike.new_zeros(1)
        alike = torch.cat([edge, alike, edge]) * batch.joined
        before, after = odds[group.before] * group.has_before, odds[group.after] * group.has_after
        alike_before, alike_after = alike[figure], alike[figure + 1]
        index = group.cell_entity
        most = odds.new_zeros(group.entities)
        most = most.scatter_reduce(0, index, odds, "amax", include_self=True)[index]
        mean = odds.new_zeros(group.entities).index_add(0, index, odds)[index] / group.figures
        columns = [
            odds, torch.log(odds + 1e-3) / 3, before, after,
            before * alike_before, after * alike_after,
            before * batch.near[figure], after * batch.near[figure + 1],
            most, mean, alike_before, alike_after,
        ]  # fmt: skip
        return torch.stack(columns, 1)


def _beside_actor(batch: Batch, odds: Tensor) -> Tensor:
    """For each place: how likely it is the actor, and that none or an organization is."""
    actors, places = batch.groups["actor"], batch.groups["location"]
    cells = torch.cat([odds.new_zeros(1), odds])
    organization = odds.new_zeros(len(batch.at))
    organization = organization.index_add(0, actors.cell_figure, odds * batch.organization)
    figure = places.cell_figure
    columns = [cells[batch.own_actor], cells[batch.no_actor][figure], organization[figure]]
    return torch.stack(columns, 1)
