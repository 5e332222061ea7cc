"""BILOU tags and the best sequence of them that is well formed."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

IMPOSSIBLE = -1e9


def bilou_tags(labels: Sequence[str]) -> list[str]:
    """The tags, `O` first: `["PER"]` -> `["O", "B-PER", "I-PER", "L-PER", "U-PER"]`."""
    return ["O"] + [f"{prefix}-{label}" for label in labels for prefix in "BILU"]


def allowed(tags: Sequence[str]) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """What may start a sequence, follow a tag, and end a sequence.

    Returns:
        (first, next, last): `next[i, j]` says whether tag j may follow tag i.
    """
    inside = np.array([tag[0] in "BI" for tag in tags])  # an entity is open after this tag
    continues = np.array([tag[0] in "IL" for tag in tags])
    label = [tag[2:] for tag in tags]
    same = np.array([[a == b for b in label] for a in label])
    follows = np.where(inside[:, None], continues[None, :] & same, ~continues[None, :])
    return ~continues, follows, ~inside


def decode(
    scores: Sequence[NDArray[np.float32]],
    constraints: tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]],
) -> list[NDArray[np.int64]]:
    """The best well-formed tag sequence of each segment.

    Segments are decoded side by side, longest first, so that the loop runs over positions.

    Args:
        scores: one array a segment, tokens by tags, log probabilities up to a constant a token.
        constraints: what `allowed` returned.

    Returns:
        One array of tag numbers a segment.
    """
    order = sorted(range(len(scores)), key=lambda i: -len(scores[i]))
    lengths = np.array([len(scores[i]) for i in order])
    result: list[NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)] * len(scores)
    if not len(lengths) or not lengths[0]:
        return result
    first, follows, last = (np.where(ok, 0.0, IMPOSSIBLE) for ok in constraints)
    n_tags = len(first)
    padded = np.zeros((lengths[0], len(order), n_tags))
    for column, i in enumerate(order):
        padded[: lengths[column], column] = scores[i]
    backward = np.zeros((lengths[0], len(order), n_tags), dtype=np.int64)
    best = padded[0] + first
    final = np.zeros((len(order), n_tags))
    for t in range(1, lengths[0] + 1):
        alive = int(np.searchsorted(-lengths, -t, side="right")) if t < lengths[0] else 0
        alive = int((lengths > t).sum())
        final[alive : len(best)] = best[alive:]
        if not alive:
            break
        paths = best[:alive, :, None] + follows
        backward[t, :alive] = paths.argmax(1)
        best = paths.max(1) + padded[t, :alive]
    tags = (final + last).argmax(1)
    for column, i in enumerate(order):
        path = np.zeros(lengths[column], dtype=np.int64)
        tag = tags[column]
        for t in range(lengths[column] - 1, -1, -1):
            path[t] = tag
            tag = backward[t, column, tag]
        result[i] = path
    return result
