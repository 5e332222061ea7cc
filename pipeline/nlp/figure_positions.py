"""Where the candidates for a role stand to the figures of a document, as arrays.

Every number is computed for all figures and all mentions at once; one that says how far something
is, is small where it is near. What cannot be counted (which preposition, which form) is in
`figure_standing`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.nlp.figure_scene import Scene
from pipeline.nlp.figure_spots import Spot

FAR = 99.0
NEVER = 999.0  # words back to a mention that there is none of
Numbers = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Spots = Sequence[Spot]

# What a mention may be, each with its own distances.
_ASPECTS: tuple[tuple[str, Callable[[Spot], bool]], ...] = (
    ("any", lambda _: True),
    ("named", lambda spot: spot.form not in ("adjective", "inhabitant", "compound")),
    ("owner", lambda spot: spot.owns),
    ("place", lambda spot: spot.locative and not spot.seat),
    ("leads", lambda spot: spot.leads and not spot.preposition),
    ("people", lambda spot: spot.form in ("adjective", "inhabitant")),
    ("town", lambda spot: spot.locative and spot.kind == "place" and not spot.seat),
    ("proxy", lambda spot: spot.kind in ("mission", "member", "person")),
)
_DISTANCES = ("in", "left", "right", "clauses", "back", "ahead", "paragraph")
_BY_WORDS = ("any", "owner", "place", "leads", "people")  # aspects that words are counted back to
_COUNTED: tuple[tuple[str, Callable[[Spot], bool]], ...] = (
    ("count", lambda _: True),
    ("owns.n", lambda spot: spot.owns),
    ("place.n", lambda spot: spot.locative and not spot.seat),
    ("bare.n", lambda spot: not spot.preposition),
    ("speaks.n", lambda spot: spot.speaks),
)
_MOST = ("count", "owns.n", "place.n", "bare.n")
_OF_NEAREST = ("leads", "owns", "locative", "speaks", "seat")
_RANKED = (
    "town.left", "town.right", "town.back", "any.left", "any.right", "any.back", "any.clauses",
    "owner.left", "owner.back", "place.left", "place.right", "place.back", "leads.left",
    "leads.back", "people.in",
)  # fmt: skip
_BACK = 3  # figures before this one beside which a candidate may stand
_CELLS = 4_000_000  # numbers under way at a time, so that a very long document stays small


@dataclass(frozen=True, slots=True, eq=False)
class Positions:
    """How every candidate stands to every figure.

    Attributes:
        names: the candidates, in order.
        columns: what the numbers are called.
        numbers: by figure, candidate and column.
        nearest: by figure and candidate, which of the `spots` is nearest; -1 if it has none.
        shared: what holds for a figure whoever the candidate is, by name, figure by figure.
        spots: all mentions; `by_sentence` has them by sentence, with the number of the candidate.
    """

    names: tuple[str, ...]
    columns: tuple[str, ...]
    numbers: Numbers
    nearest: Ints
    shared: Mapping[str, Numbers]
    spots: tuple[Spot, ...]
    by_sentence: Mapping[int, list[tuple[int, Spot]]]


def positions_of(scene: Scene, candidates: Mapping[str, Spots]) -> Positions:
    """Where candidates stand to all figures of a scene, which has at least one.

    Args: scene: the document. candidates: where each is mentioned; one may have no spots.
    """
    mentions = _Mentions.of(scene, candidates)
    by_sentence: dict[int, list[tuple[int, Spot]]] = {}
    for number, name in enumerate(mentions.names):
        for spot in candidates[name]:
            by_sentence.setdefault(spot.sentence, []).append((number, spot))
    sites = _sites(scene)
    step = max(1, _CELLS // (60 * len(mentions.spots) + 20 * len(candidates) ** 2 + 1))
    parts = [
        _numbers(mentions, sites[:, start : start + step])
        for start in range(0, len(scene.sites), step)
    ]
    return Positions(
        mentions.names,
        tuple(parts[0].own),
        np.concatenate([np.stack([*part.own.values()], axis=-1) for part in parts]),
        np.concatenate([part.nearest for part in parts]),
        {name: np.concatenate([part.shared[name] for part in parts]) for name in parts[0].shared},
        tuple(mentions.spots),
        by_sentence,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Mentions:
    """The mentions of all candidates end to end; the candidates `owners` begin at `starts`."""

    names: tuple[str, ...]
    spots: list[Spot]
    owners: Ints
    starts: Ints
    first: Ints
    last: Ints
    sentence: Ints
    clause: Ints
    paragraph: Ints
    heading: Numbers  # the sentence if it is a heading, else infinity

    @classmethod
    def of(cls, scene: Scene, candidates: Mapping[str, Spots]) -> _Mentions:
        names = tuple(sorted(candidates))
        spots = [spot for name in names for spot in candidates[name]]
        sizes = np.array([len(candidates[name]) for name in names])
        owners = np.flatnonzero(sizes)
        sentences = [scene.passages.sentences[spot.sentence] for spot in spots]
        rows = [(spot.first, spot.last, spot.sentence, spot.clause, sentence.paragraph)
                for spot, sentence in zip(spots, sentences, strict=True)]  # fmt: skip
        first, last, number, clause, paragraph = np.array(rows, dtype=np.int64).reshape(-1, 5).T
        heading = np.array([sentence.heading for sentence in sentences], dtype=bool)
        return cls(
            names, spots, owners, (np.cumsum(sizes) - sizes)[owners], first, last, number, clause,
            paragraph, np.where(heading, number, np.inf),
        )  # fmt: skip

    def holding(self, holds: Callable[[Spot], Any]) -> Bools:
        """Which mentions something holds for."""
        return np.array([bool(holds(spot)) for spot in self.spots], dtype=bool)

    def least(self, values: Numbers, otherwise: float) -> Numbers:
        """The least value among each candidate's mentions, at most `otherwise`."""
        out = np.full((*values.shape[:-1], len(self.names)), otherwise)
        if self.spots:
            out[..., self.owners] = np.minimum.reduceat(values, self.starts, axis=-1)
        return np.minimum(out, otherwise)

    def some(self, holds: Bools) -> Numbers:
        """Whether something holds for any of each candidate's mentions."""
        return 1.0 - self.least(1.0 - holds.astype(np.float64), 1.0)

    def total(self, holds: Bools) -> Numbers:
        """For how many of each candidate's mentions something holds."""
        out = np.zeros(len(self.names))
        if self.spots:
            out[self.owners] = np.add.reduceat(holds.astype(np.float64), self.starts)
        return out


@dataclass(slots=True)
class _Part:
    """The numbers of some figures, as `Positions` holds them."""

    own: dict[str, Numbers]
    nearest: Ints
    shared: dict[str, Numbers]


def _sites(scene: Scene) -> Ints:
    """The figures: words, sentence, clauses, paragraph; words and sentence of the three before."""
    none = (0, 0, -1)
    spans = [none] * _BACK + [(site.first, site.last, site.sentence) for site in scene.sites]
    rows = [
        (
            site.first, site.last, site.sentence, site.clause_first, site.clause_last,
            scene.passages.sentences[site.sentence].paragraph, number,
            *(part for back in range(1, _BACK + 1) for part in spans[number + _BACK - back]),
        )
        for number, site in enumerate(scene.sites)
    ]  # fmt: skip
    return np.array(rows, dtype=np.int64).T


def _numbers(mentions: _Mentions, sites: Ints) -> _Part:
    """All numbers of some figures."""
    first, last, sentence, clause_first, clause_last, paragraph = sites[:6, :, None]
    same = mentions.sentence == sentence
    left = same & (mentions.last <= first)
    right = same & ~left & (mentions.first >= last)
    inside = same & ~left & ~right
    before, after = first - mentions.last, mentions.first - last
    boundaries = np.where(left, clause_first - mentions.clause, mentions.clause - clause_last)
    boundaries[inside] = 0
    back = sentence - mentions.sentence
    distances = np.stack(
        [
            np.where(inside, 0, FAR),
            np.where(left, before, FAR),
            np.where(right, after, FAR),
            np.where(same, boundaries, FAR),
            np.where(back > 0, back, FAR),
            np.where(back < 0, -back, FAR),
            abs(mentions.paragraph - paragraph).astype(np.float64),
        ]
    )
    part = _Part(
        {}, _nearest(mentions, (same, left, inside), (before, after, boundaries, back)), {}
    )
    kinds = {name: mentions.holding(holds) for name, holds in _ASPECTS}
    held = np.stack([*kinds.values()])[:, None, None]
    least = mentions.least(np.where(held, distances, FAR), FAR)
    for name, values in zip(kinds, least, strict=True):
        part.own |= {f"{name}.{d}": value for d, value in zip(_DISTANCES, values, strict=True)}
    words = np.where(mentions.last <= first, before, NEVER)
    held = np.stack([kinds[name] for name in _BY_WORDS])[:, None]
    least = mentions.least(np.where(held, words, NEVER), NEVER)
    part.own |= {f"words.{name}": value for name, value in zip(_BY_WORDS, least, strict=True)}
    _count(mentions, part, sites)
    _rank(part)
    return part


def _nearest(
    mentions: _Mentions, where: tuple[Bools, Bools, Bools], how_far: tuple[Ints, Ints, Ints, Ints]
) -> Ints:
    """Each candidate's nearest mention in a rough order of all: in the quote, in the sentence,
    before, after; the first of those equally near.
    """
    (same, left, inside), (before, after, boundaries, back) = where, how_far
    leads = mentions.holding(lambda spot: spot.leads)
    beside = np.where(left, 1.0 + before, 2.0 + after) + 3 * boundaries
    elsewhere = np.where(back > 0, 40.0 + 10 * back + np.where(leads, 0, 3), 60.0 - 10 * back)
    order = np.where(inside, 0.0, np.where(same, beside, elsewhere))
    nearest = np.full((len(order), len(mentions.names)), -1)
    if mentions.spots:
        sizes = np.diff(mentions.starts, append=len(mentions.spots))
        least = np.repeat(np.minimum.reduceat(order, mentions.starts, axis=1), sizes, axis=1)
        number = np.where(order == least, np.arange(len(mentions.spots)), len(mentions.spots))
        found = np.minimum.reduceat(number, mentions.starts, axis=1)
        nearest[:, mentions.owners] = found
    return nearest


def _count(mentions: _Mentions, part: _Part, sites: Ints) -> None:
    """Add how often and where candidates are mentioned, and what their nearest mention is like."""
    first, sentence, number = (sites[row, :, None] for row in (0, 2, 6))
    own, shape = part.own, part.nearest.shape
    for name in _OF_NEAREST:
        flags = np.append(mentions.holding(attrgetter(name)), False)  # the last is for -1
        own[name] = flags[part.nearest].astype(np.float64)
    for name, holds in _COUNTED:
        own[name] = np.broadcast_to(mentions.total(mentions.holding(holds)), shape)
    locative = mentions.holding(lambda spot: spot.locative)
    opening = mentions.sentence == 0
    named = np.array([bool(name) for name in mentions.names])
    count, places = mentions.total(np.ones_like(locative)), mentions.total(locative)
    fixed = {
        "share": count / max(1.0, count[named].sum()),
        "place.share": places / max(1.0, places[named].sum()),
        "first": mentions.least(mentions.sentence.astype(np.float64), np.inf),
        "enemy": mentions.some(mentions.holding(lambda spot: spot.preposition == "mot")),
        "opening": mentions.some(opening),
        "opening.place": mentions.some(opening & locative),
    }
    own |= {name: np.broadcast_to(values, shape) for name, values in fixed.items()}
    own["first"] = np.where(np.isinf(own["first"]), FAR, own["first"])
    own["heading.place"] = (mentions.least(mentions.heading, np.inf) < sentence).astype(np.float64)
    for back in range(1, _BACK + 1):
        begin, end, at = (sites[row, :, None] for row in range(4 + 3 * back, 7 + 3 * back))
        beside = (mentions.sentence == at) & (mentions.last >= begin) & (mentions.first <= end + 1)
        own[f"figure.{back}"] = mentions.some(beside)
    since = (sites[8, :, None] <= mentions.first) & (mentions.first < first) & (number > 0)
    own["since"] = mentions.some(since)
    own["since.others"] = (own["since"].sum(axis=1, keepdims=True) > own["since"]).astype(float)
    here = mentions.sentence == sentence
    part.shared |= {
        "named": mentions.some(here).sum(axis=1),
        "named.places": mentions.some(here & locative).sum(axis=1),
        "named.before": mentions.some(mentions.sentence == sentence - 1).sum(axis=1),
        "named.all": np.full(len(here), float(len(mentions.owners))),
    }


def _rank(part: _Part) -> None:
    """Add how many others are nearer to the figure, or mentioned more, and the best of each."""
    own = part.own
    for names, none in ((_RANKED, FAR), ([f"words.{name}" for name in _BY_WORDS], NEVER)):
        values = np.stack([own[name] for name in names])
        nearer = (values[..., None, :] < values[..., :, None]).sum(axis=-1)
        ranks = np.where(values >= none, FAR, nearer)
        own |= {f"rank.{name}": rank for name, rank in zip(names, ranks, strict=True)}
    for name in _MOST:
        more = (own[name][:, None, :] > own[name][:, :, None]).sum(axis=-1)
        own[f"rank.{name}"] = more.astype(np.float64)
    part.shared |= {f"best.{name}": own[name].min(axis=1) for name in _RANKED}
