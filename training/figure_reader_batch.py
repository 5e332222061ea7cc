"""Articles laid end to end for the training of the reader of figures.

Figures, mentions and candidates point into the rows; a figure with a spot is a pair, a figure with
a candidate is a cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from pipeline.nlp.figure_reader_geometry import PAIR, figures_apart
from pipeline.nlp.figure_reader_input import ROLES, ReaderInput


@dataclass
class Group:
    """What one role of a batch looks like: pairs of figures and spots, cells of candidates."""

    first: Tensor
    last: Tensor
    spots: Tensor
    pair_figure: Tensor
    pair_spot: Tensor
    pair_cell: Tensor
    pairs: Tensor
    cell_figure: Tensor
    cell_entity: Tensor
    entities: int
    facts: Tensor
    before: Tensor
    after: Tensor
    has_before: Tensor
    has_after: Tensor
    figures: Tensor
    heard_cell: Tensor
    heard_from: Tensor
    heard_pair: Tensor


@dataclass
class Batch:
    """Articles laid end to end."""

    keys: Tensor
    words: Tensor
    sentence: Tensor
    lengths: Tensor
    previous: Tensor
    following: Tensor
    first: Tensor
    last: Tensor
    at: Tensor
    figures: Tensor
    figure_lengths: Tensor
    joined: Tensor
    near: Tensor
    look_figure: Tensor
    look_word: Tensor
    look: Tensor
    own_actor: Tensor
    no_actor: Tensor
    organization: Tensor
    article_lengths: Tensor
    listener: Tensor
    teller: Tensor
    apart: Tensor
    groups: dict[str, Group] = field(default_factory=dict)


def numbers(values: object) -> Tensor:
    """Whole numbers as a tensor."""
    return torch.as_tensor(np.asarray(values), dtype=torch.long)


def reals(values: object) -> Tensor:
    """Real numbers as a tensor."""
    return torch.as_tensor(np.asarray(values), dtype=torch.float)


def batch_of(articles: Sequence[ReaderInput]) -> Batch:
    """The articles as one batch."""
    n_words = [len(a.keys) for a in articles]
    n_sentences = [int(a.sentence[-1]) + 1 for a in articles]
    n_figures = [len(a.first) for a in articles]
    word0, sentence0, figure0 = (
        np.cumsum([0, *counts[:-1]]) for counts in (n_words, n_sentences, n_figures)
    )

    def shifted(name: str, by: np.ndarray) -> np.ndarray:
        return np.concatenate(
            [getattr(a, name) + k for a, k in zip(articles, by, strict=True)]
        )  # fmt: skip

    sentence, at = shifted("sentence", sentence0), shifted("at", sentence0)
    lengths = np.bincount(sentence, minlength=sum(n_sentences))
    starts = np.cumsum(lengths) - lengths
    article = np.repeat(np.arange(len(articles)), n_sentences)
    number = np.arange(len(article))
    # Row 0 of the padded sentence vectors is blank, and stands for none.
    previous = np.where(np.r_[False, article[1:] == article[:-1]], number, 0)
    following = np.where(np.r_[article[1:] == article[:-1], False], number + 2, 0)
    look_figure = np.repeat(np.arange(len(at)), lengths[at])
    look_word = np.concatenate([np.arange(starts[s], starts[s] + lengths[s]) for s in at])
    look = np.concatenate([relation for a in articles for relation in a.relations])
    owner = np.repeat(np.arange(len(articles)), n_figures)
    joined = np.r_[False, owner[1:] == owner[:-1], False]
    near = joined & np.r_[False, at[1:] == at[:-1], False]
    batch = Batch(
        numbers(np.concatenate([a.keys for a in articles])),
        reals(np.concatenate([a.words for a in articles])),
        numbers(sentence), numbers(lengths), numbers(previous), numbers(following),
        numbers(shifted("first", word0)), numbers(shifted("last", word0)), numbers(at),
        reals(np.concatenate([a.figures for a in articles])),
        numbers(n_figures), reals(joined), reals(near),
        numbers(look_figure), numbers(look_word), reals(look), *_actor_links(articles),
        numbers(n_sentences), *_tellers(articles, figure0),
    )  # fmt: skip
    batch.groups = {role: _group(articles, role, word0, figure0) for role in ROLES}
    return batch


def _others(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Every two figures of an article that are not the same."""
    first, second = np.nonzero(~np.eye(count, dtype=bool))
    return first, second


def _tellers(articles: Sequence[ReaderInput], figure0: np.ndarray) -> tuple[Tensor, Tensor, Tensor]:
    """Which figures listen to which others, and how these lie to them."""
    pairs = [_others(len(article.first)) for article in articles]
    listener = [first + start for (first, _), start in zip(pairs, figure0, strict=True)]
    teller = [second + start for (_, second), start in zip(pairs, figure0, strict=True)]
    apart = [figures_apart(a.at)[pair] for a, pair in zip(articles, pairs, strict=True)]
    return (
        numbers(np.concatenate(listener)),
        numbers(np.concatenate(teller)),
        reals(np.concatenate(apart)),
    )


def _actor_links(articles: Sequence[ReaderInput]) -> tuple[Tensor, Tensor, Tensor]:
    """Which cell of the actors is each place (0 if none), is nobody; which are organizations."""
    own: list[int] = []
    nobody: list[int] = []
    organization: list[float] = []
    cell = 1  # cell 0 stands for none
    for article in articles:
        actors, places = article.roles["actor"].names, article.roles["location"].names
        column = {name: number for number, name in enumerate(actors) if name}
        for _ in article.first:
            own += [cell + column[name] if name in column else 0 for name in places]
            nobody.append(cell + actors.index(""))
            organization += [float(":" in name) for name in actors]
            cell += len(actors)
    return numbers(own), numbers(nobody), reals(organization)


def _group(
    articles: Sequence[ReaderInput], role: str, word0: np.ndarray, figure0: np.ndarray
) -> Group:
    rows: dict[str, list[np.ndarray]] = {name: [] for name in Group.__annotations__}
    cell0 = spot0 = entity0 = pair0 = 0
    for article, word, number in zip(articles, word0, figure0, strict=True):
        choices = article.roles[role]
        n_figures, n_spots, n_names = len(article.first), len(choices.owner), len(choices.names)
        pair_figure = np.repeat(np.arange(n_figures), n_spots)
        pair_spot = np.tile(np.arange(n_spots), n_figures)
        cell_figure = np.repeat(np.arange(n_figures), n_names)
        cell = cell0 + np.arange(n_figures * n_names)
        listener, teller = _others(n_figures)
        name = np.tile(np.arange(n_names), len(listener))
        made = {
            "first": choices.first + word, "last": choices.last + word,
            "spots": choices.spots.reshape(n_spots, -1) if n_spots else None,
            "pair_figure": pair_figure + number, "pair_spot": pair_spot + spot0,
            "pair_cell": cell0 + pair_figure * n_names + choices.owner[pair_spot],
            "pairs": choices.pairs.reshape(-1, PAIR), "cell_figure": cell_figure + number,
            "cell_entity": entity0 + np.tile(np.arange(n_names), n_figures),
            "facts": np.tile(choices.facts, (n_figures, 1)),
            "before": np.where(cell_figure > 0, cell - n_names, cell),
            "after": np.where(cell_figure < n_figures - 1, cell + n_names, cell),
            "has_before": cell_figure > 0, "has_after": cell_figure < n_figures - 1,
            "figures": np.full(n_figures * n_names, n_figures),
            "heard_cell": cell0 + np.repeat(listener, n_names) * n_names + name,
            "heard_from": cell0 + np.repeat(teller, n_names) * n_names + name,
            "heard_pair": pair0 + np.repeat(np.arange(len(listener)), n_names),
        }  # fmt: skip
        for part, array in made.items():
            if array is not None:
                rows[part].append(array)
        cell0, spot0, entity0 = cell0 + len(cell), spot0 + n_spots, entity0 + n_names
        pair0 += len(listener)
    real = {"spots", "pairs", "facts", "has_before", "has_after", "figures"}
    made_of = {
        name: (reals if name in real else numbers)(np.concatenate(parts)) if parts else reals([])
        for name, parts in rows.items()
        if name != "entities"
    }
    return Group(entities=entity0, **made_of)
