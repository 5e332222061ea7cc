"""How mentions and words lie to figures, as numbers for the reader of figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.nlp.figure_scene import Scene, Site

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

PAIR = 26  # numbers that say how a mention lies to a figure
RELATION = 12  # numbers that say how a word of the same sentence lies to a figure
APART = 7  # numbers that say how another figure lies to a figure


def pairs_of(scene: Scene, first: Ints, last: Ints) -> Floats:
    """How each spot lies to each figure: on which side, how far, with what between them.

    Args: scene: the document. first, last: the spots' first and last words.
    Returns: `PAIR` numbers for each figure and spot.
    """
    sites, words = scene.sites, scene.words
    site = np.array([[s.first, s.last, s.sentence, s.clause_first, s.clause_last] for s in sites])
    begin, end, at, clause_first, clause_last = (column[:, None] for column in site.T)
    sentence = np.array([words[k].sentence for k in first], dtype=np.int64)[None, :]
    clause = np.array([words[k].clause for k in first], dtype=np.int64)[None, :]
    spot_end = last[None, :] + 1
    same = sentence == at
    inside = same & (first < end) & (spot_end > begin)
    left = same & (spot_end <= begin) & ~inside
    right = same & ~inside & ~left
    gap = np.where(left, begin - spot_end, np.where(right, first - end, 0))
    clauses = np.where(left, clause_first - clause, np.where(right, clause - clause_last, 0))
    back = np.maximum(at - sentence, 0)
    ahead = np.maximum(sentence - at, 0)
    low, high = np.minimum(spot_end, end), np.maximum(first, begin)
    others = _between(np.unique(first), low, high) * same
    figures = (_between(site[:, 0], low, high) - ((low <= begin) & (begin < high))) * same
    sentences = scene.passages.sentences
    paragraph = np.array([sentence.paragraph for sentence in sentences])
    heading = np.array([sentence.heading for sentence in sentences])
    columns = [
        same, inside,
        left, left * _scaled(gap), left * _scaled(clauses), left & (clauses == 0),
        left & (gap == 0), left & (clauses <= 1),
        right, right * _scaled(gap), right * _scaled(clauses), right & (clauses == 0),
        right & (gap <= 1), right & (clauses <= 1),
        figures > 0,
        back > 0, _scaled(back), back == 1, back == 2,
        ahead > 0, _scaled(ahead), ahead == 1,
        paragraph[at] == paragraph[sentence], heading[at] & (first >= 0),
        _scaled(others), _between(site[:, 2], sentence, at) > 0,
    ]  # fmt: skip
    return side_by_side(columns, same.shape)


def side_by_side(columns: Sequence[Any], shape: tuple[int, ...]) -> Floats:
    """Tables that spread to one shape, as the numbers of each of its cells."""
    out = np.empty((*shape, len(columns)), dtype=np.float32)
    for number, column in enumerate(columns):
        out[..., number] = column
    return out


def _scaled(count: NDArray[np.int64]) -> NDArray[np.float64]:
    """A distance such that near ones differ more than far ones."""
    scaled: NDArray[np.float64] = np.log1p(np.maximum(count, 0)) / 3
    return scaled


def _between(values: Ints, low: Ints, high: Ints) -> Ints:
    """How many of some numbers lie from `low` up to but not at `high`, cell by cell."""
    ordered = np.sort(values)
    count = np.searchsorted(ordered, high) - np.searchsorted(ordered, low)
    found: Ints = np.maximum(count, 0)
    return found


def relations_of(scene: Scene, site: Site) -> Floats:
    """How the words of a figure's sentence lie to it: on which side, how far, in which clause.

    Returns: one row of `RELATION` numbers a word.
    """
    sentence = scene.sentence_of(site)
    words = np.arange(sentence.first, sentence.last)
    clause = np.array([word.clause for word in scene.words[sentence.first : sentence.last]])
    left, right = words < site.first, words >= site.last
    gap = np.where(left, site.first - words, np.where(right, words - site.last + 1, 0))
    clauses = np.where(
        left, site.clause_first - clause, np.where(right, clause - site.clause_last, 0)
    )
    columns = [
        left, right, ~(left | right), left * _scaled(gap), right * _scaled(gap),
        left & (clauses == 0), right & (clauses == 0), left * _scaled(clauses),
        right * _scaled(clauses), left & (gap == 1), right & (gap == 1), gap <= 3,
    ]  # fmt: skip
    return side_by_side(columns, words.shape)


def figures_apart(at: Ints) -> Floats:
    """How each figure lies to each other one: before or after, how many figures and sentences away.

    Args: at: the figures' sentences.
    Returns: `APART` numbers for each figure (row) and other figure (column).
    """
    order = np.arange(len(at))
    figures, sentences = order[None] - order[:, None], at[None] - at[:, None]
    columns = [
        figures < 0, figures == -1, figures == 1, _scaled(np.abs(figures)),
        sentences == 0, _scaled(-sentences), _scaled(sentences),
    ]  # fmt: skip
    return side_by_side(columns, figures.shape)
