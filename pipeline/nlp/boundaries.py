"""Where a sentence may end inside a paragraph, and how likely it does.

A sentence can only end after a closing mark or before a capital, a digit, a dash or an opening
quote: one place in eleven. Only these are scored, by a small network that sees the words around
and, on both sides, all the words up to the next mark (a heading has no verb).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from pipeline.nlp.word_vectors import Floats, Ints, WordVectors

CLOSING = frozenset(".?!:…»\")]'”’")
OPENING = frozenset("-–—«\"“”'’(•*[")
FINAL = frozenset(".?!…")
LEFT, RIGHT = 5, 5
#: Log-odds above which a sentence begins: headings without a mark are easily missed.
THRESHOLD = -0.5
#: Numbers about a place: distances to the paragraph's ends and to marks, quotes, brackets.
PLACE_FEATURES = 7
#: Tokens of a document that are computed together, or a few more.
BATCH_TOKENS = 2_000


def is_closing(form: str) -> bool:
    """Whether a sentence may end with the form."""
    return form in CLOSING or form[-1] in FINAL


def is_opening(form: str) -> bool:
    """Whether a sentence may begin with the form although no mark goes before."""
    first = form[0]
    return first.isupper() or first.isdigit() or first in OPENING


def candidates(forms: Sequence[str]) -> Ints:
    """The indices of the tokens that may begin a sentence, the first token left out.

    Example:
        >>> candidates(["Han", "kom", ".", "Så", "gikk", "Ola", "."]).tolist()
        [3, 5]
    """
    found = [i for i in range(1, len(forms)) if is_opening(forms[i]) or is_closing(forms[i - 1])]
    return np.array(found, dtype=np.int64)


def window(places: Ints, size: int) -> Ints:
    """The indices of the tokens around each place; beyond the paragraph it is `size`."""
    around = places[:, None] + np.arange(-LEFT, RIGHT)[None, :]
    return np.where((around < 0) | (around >= size), size, around)


def stretches(forms: Sequence[str], places: Ints) -> tuple[Ints, Ints]:
    """For each place, where the run of words before it begins and where the one after it ends."""
    marks = [i for i, form in enumerate(forms) if form[-1] in FINAL or form == ":"]
    last = np.array([-1, *marks, len(forms)], dtype=np.int64)
    before = np.searchsorted(last, places - 1) - 1
    after = np.searchsorted(last, places)
    return last[before] + 1, last[after]


def place_features(forms: Sequence[str], places: Ints) -> Floats:
    """The numbers about each place (`PLACE_FEATURES` columns)."""
    size = len(forms)
    straight = np.cumsum([form in {'"', "”", "“"} for form in forms])
    angled = np.cumsum([(form == "«") - (form == "»") for form in forms])
    bracket = np.cumsum([(form in "([") - (form in ")]") for form in forms])
    begin, end = stretches(forms, places)
    columns = (
        np.log1p(places),
        np.log1p(size - places),
        np.log1p(places - begin),
        np.log1p(end - places),
        straight[places - 1] % 2,
        np.clip(angled[places - 1], 0, 1),
        np.clip(bracket[places - 1], 0, 1),
    )
    return np.stack(columns, axis=1).astype(np.float32)


def stretch_means(vectors: Floats, places: Ints, begin: Ints, end: Ints) -> Floats:
    """The mean word vectors of the runs before and after each place, side by side."""
    # Double precision, so that a mean does not suffer from all that goes before it.
    sums = np.zeros((len(vectors) + 1, vectors.shape[1]))
    np.cumsum(vectors, axis=0, out=sums[1:])
    before = (sums[places] - sums[begin]) / np.maximum(places - begin, 1)[:, None]
    after = (sums[end] - sums[places]) / np.maximum(end - places, 1)[:, None]
    return np.concatenate([before, after], axis=1).astype(np.float32)


class BoundaryScorer:
    """The log-odds that a sentence begins at a token.

    Args:
        weights: those of `WordVectors`, `beyond` (the vector outside the paragraph), and two layers
            `hidden`, `hidden_bias`, `out`, `out_bias`.
        words: the word vectors.
    """

    def __init__(self, weights: Mapping[str, Floats], words: WordVectors) -> None:
        self.weights = weights
        self.words = words

    def scores(self, paragraphs: Sequence[Sequence[str]], places: Sequence[Ints]) -> list[Floats]:
        """The log-odds at each of the places in each paragraph; all of them have some."""
        numbers = self.words.numbers(form for forms in paragraphs for form in forms)
        vectors = self.words.vectors[numbers]
        padded = np.concatenate([vectors, self.weights["beyond"][None, :]])
        around, runs, facts = [], [], []
        first = 0
        for forms, found in zip(paragraphs, places, strict=True):
            near = window(found, len(forms))
            around.append(np.where(near == len(forms), len(vectors), near + first))
            runs.append(np.stack([found, *stretches(forms, found)]) + first)
            facts.append(place_features(forms, found))
            first += len(forms)
        seen = padded[np.concatenate(around)]
        means = stretch_means(vectors, *np.concatenate(runs, axis=1))
        x = np.concatenate([seen.reshape(len(seen), -1), means, np.concatenate(facts)], axis=1)
        hidden = np.maximum(x @ self.weights["hidden"].T + self.weights["hidden_bias"], 0)
        scores: Floats = hidden @ self.weights["out"] + self.weights["out_bias"]
        return np.split(scores, np.cumsum([len(found) for found in places])[:-1])

    def starts(self, paragraphs: Sequence[Sequence[str]]) -> list[list[int]]:
        """The tokens of each paragraph at which sentences begin, the first one included.

        What is said of a paragraph depends on the document alone, if all of it comes together.
        """
        result = [[0] if forms else [] for forms in paragraphs]
        places = [candidates(forms) for forms in paragraphs]
        for some in _batches([n for n, found in enumerate(places) if len(found)], paragraphs):
            scores = self.scores([paragraphs[n] for n in some], [places[n] for n in some])
            for n, odds in zip(some, scores, strict=True):
                result[n] += places[n][odds > THRESHOLD].tolist()
        return result


def _batches(numbers: Iterable[int], paragraphs: Sequence[Sequence[str]]) -> Iterator[list[int]]:
    """Yield the numbers of paragraphs, a few thousand tokens at a time."""
    batch: list[int] = []
    size = 0
    for number in numbers:
        batch.append(number)
        size += len(paragraphs[number])
        if size > BATCH_TOKENS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
