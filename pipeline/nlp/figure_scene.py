"""The scene in which figures are read: words, cues, times and names, placed around each figure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log10
from typing import Any, Protocol, TypeVar

from pipeline.lang.dates import TimeExpression, find_times
from pipeline.lang.passages import Passages, Sentence, Word, read_passages
from pipeline.nlp.figure_cues import Cue
from pipeline.nlp.figure_spots import Spot, World, actor_spots, location_spots, unnamed_spots
from pipeline.records import Mention

Fact = TypeVar("Fact")


class Candidate(Protocol):
    """What linking needs to know of a figure: where it stands and what it counts."""

    @property
    def start_char(self) -> int:
        """Where it begins, in characters of the document."""

    @property
    def end_char(self) -> int:
        """Where it ends, exclusive."""

    @property
    def unit(self) -> str:
        """Lemma of the counted noun, empty if it is understood."""

    @property
    def measure(self) -> str:
        """`count` or `percent`."""

    @property
    def qualifier(self) -> str:
        """How the number is limited: `exact`, `at_least` …"""

    @property
    def value(self) -> float | None:
        """The number stated."""

    @property
    def value_min(self) -> float | None:
        """The lowest number that the words allow."""

    @property
    def value_max(self) -> float | None:
        """The highest number that the words allow."""


def magnitude(figure: Candidate) -> float:
    """How many digits a number has, about: 3.0 for a thousand; 0 for a share or nothing stated."""
    if figure.measure == "percent":
        return 0.0
    size = figure.value or figure.value_max or figure.value_min or 1.0
    return log10(max(1.0, size))


@dataclass(frozen=True, slots=True)
class Site:
    """Where one figure stands: its words, its sentence, its clauses."""

    first: int
    last: int
    sentence: int
    clause_first: int
    clause_last: int
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Scene:
    """All that linking looks at in one document."""

    passages: Passages
    date: str
    figures: tuple[Candidate, ...]
    sites: tuple[Site, ...]
    cues: tuple[Cue, ...]
    times: tuple[TimeExpression, ...]
    actors: Mapping[str, tuple[Spot, ...]]
    locations: Mapping[str, tuple[Spot, ...]]
    mentions: tuple[Mention, ...]
    types: Mapping[str, str]
    keys: tuple[str, ...]  # one a word, the same for all forms of it in both written standards
    nowhere: tuple[Spot, ...]  # seas, regions and borders, which lie in no one country
    nobodies: tuple[Spot, ...]  # people of no state and no organization, or of several
    known: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)  # by `once`

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of the whole text."""
        return self.passages.words

    def named_for(self, role: str) -> tuple[Mapping[str, tuple[Spot, ...]], tuple[Spot, ...]]:
        """Who may be the actor, or which country the location, and what speaks for none of them."""
        if role == "actor":
            return self.actors, self.nobodies
        return self.locations, self.nowhere

    def sentence_of(self, site: Site) -> Sentence:
        """The sentence that a figure stands in."""
        return self.passages.sentences[site.sentence]

    def once(self, key: Any, make: Callable[[], Fact]) -> Fact:
        """A fact of the document that does not change, found out when first asked for.

        Args: key: its name, and what it is about. make: gives it.
        """
        if key not in self.known:
            self.known[key] = make()
        fact: Fact = self.known[key]
        return fact

    def cues_in(self, sentence: Sentence) -> tuple[Cue, ...]:
        """The cues that begin in a sentence, in order."""
        starts = self.once("cue starts", lambda: [cue.first for cue in self.cues])
        begin, end = bisect_left(starts, sentence.first), bisect_left(starts, sentence.last)
        return self.cues[begin:end]

    def gap(self, index: int) -> list[str] | None:
        """The words between a figure and the one before it in the same sentence, else None."""
        if index == 0 or self.sites[index - 1].sentence != self.sites[index].sentence:
            return None
        before, here = self.sites[index - 1], self.sites[index]
        return [word.lower for word in self.words[before.last : here.first]]


def set_scene(
    text: str,
    figures: Sequence[Candidate],
    mentions: Iterable[Mention],
    date: str,
    world: World,
) -> Scene:
    """Lay out a document for linking.

    Args:
        text: the body of the article.
        figures: the figures found, in order.
        mentions: the people, organizations, countries and places found.
        date: the document's date, or "".
        world: the knowledge to use.
    Returns: the scene; character offsets are those of `text`.
    """
    passages = read_passages(text)
    ordered = tuple(sorted(mentions, key=lambda m: (m.start_char, m.end_char, m.entity_id)))
    sites = tuple(_site(passages, figure) for figure in figures)
    spans = [(figure.start_char, figure.end_char) for figure in figures]
    times = tuple(
        time
        for time in find_times(text, date)
        if not any(time.start_char < end and start < time.end_char for start, end in spans)
    )
    return Scene(
        passages, date, tuple(figures), sites, tuple(world.cues.find(passages)), times,
        actor_spots(passages, ordered, world), location_spots(passages, ordered, world),
        ordered,
        {
            mention.entity_id: world.types.get(mention.entity_id, "unknown")
            for mention in ordered
            if mention.kind == "organization"
        },
        tuple(world.keys.of(word.lower) for word in passages.words),
        unnamed_spots(passages, world.nowhere.find(passages)),
        unnamed_spots(passages, world.nobody.find(passages)),
    )  # fmt: skip


def _site(passages: Passages, figure: Candidate) -> Site:
    first = passages.word_at(figure.start_char)
    last = passages.word_at(figure.end_char - 1) + 1
    words = passages.words
    return Site(
        first, last, words[first].sentence, words[first].clause, words[last - 1].clause,
        figure.start_char, figure.end_char,
    )  # fmt: skip
