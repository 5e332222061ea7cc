"""Rows of numbers beside those of their neighbours, for segments laid end to end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def edges(lengths: Sequence[int] | Ints) -> tuple[Ints, Ints]:
    """The rows where segments of these lengths, none of them 0, begin, and where they end.

    Example:
        >>> [rows.tolist() for rows in edges([2, 1])]
        [[0, 2], [1, 2]]
    """
    ends = np.cumsum(lengths)
    return ends - np.array(lengths), ends - 1


def windows(x: Floats, first: Ints, last: Ints) -> Floats:
    """Each row beside its left and right neighbour in the segment, zeros at the ends.

    Args:
        x: the rows of all segments, one after another.
        first: the rows at which segments begin.
        last: the rows at which they end.
    """
    width = x.shape[1]
    wide = np.empty((len(x), 3 * width), dtype=x.dtype)
    wide[1:, :width] = x[:-1]
    wide[:, width : 2 * width] = x
    wide[:-1, 2 * width :] = x[1:]
    wide[first, :width] = 0
    wide[last, 2 * width :] = 0
    return wide
