"""What a small committee of networks makes of an article's figures, to be heard beside the trees.

The trees of `figure_links` weigh facts that were thought of beforehand; the networks read the
words. They err in different ways, so their mean errs less than either.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from pipeline.nlp.figure_reader_geometry import Floats
from pipeline.nlp.figure_reader_input import (
    ROLES,
    ReaderInput,
    lay_out_article,
)
from pipeline.nlp.figure_reader_network import EVENTS, MODALITIES, ReaderNetwork
from pipeline.nlp.figure_scene import Scene
from pipeline.nlp.weights import DATA, weights_from_bytes

FIELDS = ("event", "modality", *ROLES)
WEIGHTS = "figure_reader.npz"
Odds = dict[str, dict[str, float]]


class FigureReader:
    """The committee.

    Args: weights: every member's arrays, their names led by the member's number and a slash.
    """

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        members: dict[int, dict[str, Floats]] = {}
        for name, array in weights.items():
            number, _, rest = name.partition("/")
            members.setdefault(int(number), {})[rest] = array
        self.members = [ReaderNetwork(members[number]) for number in sorted(members)]

    def read(self, scene: Scene) -> list[Odds]:
        """For each figure and each of `FIELDS`: how probable each value is."""
        return self.odds(lay_out_article(scene)) if scene.figures else []

    def odds(self, article: ReaderInput) -> list[Odds]:
        """The same for an article already laid out; it must have a figure."""
        opinions = [member(article) for member in self.members]
        mean = {field: np.mean([said[field] for said in opinions], axis=0) for field in FIELDS}
        names = {"event": EVENTS, "modality": MODALITIES}
        names |= {role: article.roles[role].names for role in ROLES}
        return [
            {
                field: dict(zip(names[field], mean[field][index].tolist(), strict=True))
                for field in FIELDS
            }
            for index in range(len(article.first))
        ]


@lru_cache(maxsize=1)
def shipped_reader() -> FigureReader:
    """The committee that ships with the package, read once."""
    return FigureReader(weights_from_bytes((DATA / WEIGHTS).read_bytes()))


def read_fields(scene: Scene) -> list[Odds]:
    """What the shipped committee says of the figures of a scene.

    Args: scene: from `pipeline.nlp.figure_links.figure_scene`.
    Returns: for each figure, by field (`event`, `modality`, `actor`, `location`, `as_of`), the
        probability of each value: a class, an entity id, a date, or "" for not said.
    """
    return shipped_reader().read(scene)
