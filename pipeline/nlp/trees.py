"""The best tree over a sentence from the scores of every possible head."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

NEVER = np.float32(-1e9)


def find_cycle(heads: list[int]) -> list[int]:
    """The words of one cycle in a list of heads (word 0 is the root), or none."""
    state = [0] * len(heads)
    state[0] = 2
    for start in range(1, len(heads)):
        path = []
        word = start
        while state[word] == 0:
            state[word] = 1
            path.append(word)
            word = heads[word]
        if state[word] == 1:
            return path[path.index(word) :]
        for seen in path:
            state[seen] = 2
    return []


def spanning_tree(scores: NDArray[np.float64]) -> list[int]:
    """Heads of the best tree by Chu-Liu and Edmonds.

    Args:
        scores: word by head, both counted from the root, which is number 0; the root's own row
            is not read.

    Returns:
        The head of each word; that of the root is 0.
    """
    size = len(scores)
    scores = scores.copy()
    np.fill_diagonal(scores, NEVER)
    heads = [0, *scores[1:].argmax(1).tolist()]
    cycle = find_cycle(heads)
    if not cycle:
        return heads
    inside = np.zeros(size, dtype=bool)
    inside[cycle] = True
    outer = [word for word in range(size) if not inside[word]]
    place = {word: i for i, word in enumerate(outer)}
    merged = len(outer)
    small = np.full((merged + 1, merged + 1), float(NEVER))
    small[:merged, :merged] = scores[np.ix_(outer, outer)]
    kept = scores[cycle, [heads[word] for word in cycle]]
    gains = scores[np.ix_(cycle, outer)] - kept[:, None]
    entry = gains.argmax(0)
    small[merged, :merged] = gains.max(0)
    leaving = scores[np.ix_(outer, cycle)]
    leave = leaving.argmax(1)
    small[:merged, merged] = leaving.max(1)
    found = spanning_tree(small)
    for word in outer[1:]:
        head = found[place[word]]
        heads[word] = cycle[int(leave[place[word]])] if head == merged else outer[head]
    broken = found[merged]
    heads[cycle[int(entry[broken])]] = outer[broken]
    return heads


def best_tree(scores: Scores) -> list[int]:
    """Heads of the best tree with one child of the root.

    Args:
        scores: one row a word, one column a head; column 0 is the root, column 1 the first word.

    Returns:
        The head of each word: 0 for the root, 1 for the first word and so on.

    Example:
        >>> import numpy as np
        >>> best_tree(np.array([[1.0, 0.0, 5.0], [4.0, 5.0, 0.0]], dtype=np.float32))
        [2, 0]
    """
    size = len(scores)
    if size == 1:
        return [0]
    guess = scores.copy()
    guess[np.arange(size), np.arange(1, size + 1)] = NEVER
    heads = [0, *guess.argmax(1).tolist()]
    if heads[1:].count(0) == 1 and not find_cycle(heads):
        return heads[1:]
    square = np.full((size + 1, size + 1), float(NEVER))
    square[1:] = guess
    # A price on children of the root that no tree with two of them can earn back.
    square[1:, 0] -= size * float(scores.max() - scores.min()) + 1
    return spanning_tree(square)[1:]
