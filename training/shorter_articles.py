"""Articles without some of their sentences, so that no sentence is learnt by heart."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline.nlp.figure_reader_input import Choices, ReaderInput

SHORTENED = 0.5  # share of the articles that are shortened each time they are read
DROPPED = 0.2  # share of their sentences that go


def shortened(
    article: ReaderInput, right: Mapping[str, Set[str]], rng: np.random.Generator
) -> ReaderInput:
    """The article, or one time in two the article without a fifth of its sentences.

    Sentences with figures stay, and so does the first mention of each candidate that is right for
    some figure. How far a mention lies from a figure stays what it was in the whole article.

    Args: article: as laid out. right: by role, the candidates that are right. rng: draws.
    """
    if rng.random() >= SHORTENED:
        return article
    gone = rng.random(int(article.sentence[-1]) + 1) < DROPPED
    gone[article.at] = False
    for role, choices in article.roles.items():
        sentences = article.sentence[choices.first]
        for number, name in enumerate(choices.names):
            if name not in right[role]:
                continue
            own = sentences[choices.owner == number]
            if len(own) and gone[own].all():
                gone[own[0]] = False
    return _without(article, gone) if gone.any() else article


def _without(article: ReaderInput, gone: NDArray[np.bool_]) -> ReaderInput:
    """The article without the sentences of a mask; none of them holds a figure."""
    kept = ~gone[article.sentence]
    word, sentence = np.cumsum(kept) - 1, np.cumsum(~gone) - 1

    def moved(choices: Choices) -> Choices:
        stay = kept[choices.first]
        return replace(
            choices,
            owner=choices.owner[stay],
            first=word[choices.first[stay]],
            last=word[choices.last[stay]],
            spots=choices.spots[stay],
            pairs=choices.pairs[:, stay],
        )

    return replace(
        article,
        keys=article.keys[kept],
        words=article.words[kept],
        sentence=sentence[article.sentence[kept]],
        first=word[article.first],
        last=word[article.last],
        at=sentence[article.at],
        roles={role: moved(choices) for role, choices in article.roles.items()},
    )
