"""The stage on which figures are read: words, cues, times and names, placed around each figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pipeline.lang.dates import TimeExpression, find_times
from pipeline.lang.passages import Passages, Sentence, Word, read_passages
from pipeline.nlp.figure_cues import Cue, CueLexicon
from pipeline.records import Mention

# Words that may stand between a preposition and the name that it governs.
_SKIPPED = frozenset(
    "den det de dei heile hele sine sin sitt våre vår hennes hans sørlige sørlege nordlige "
    "nordlege vestlige vestlege østlige austlege sentrale øst nord sør vest aust byen".split()
)
_PREPOSITIONS = frozenset(
    "i på fra frå til av mot ved med for hos over om under mellom utenfor utanfor nær rundt "
    "kring langs inn ut inne inni innenfor sør nord øst aust vest etter overfor blant og".split()
)


class Candidate(Protocol):
    """What linking needs to know of a figure: where it stands and what it counts."""

    @property
    def start_char(self) -> int: ...
    @property
    def end_char(self) -> int: ...
    @property
    def unit(self) -> str: ...
    @property
    def measure(self) -> str: ...
    @property
    def qualifier(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Spot:
    """One mention of a country, place or organization, as seen from the words around it."""

    first: int
    last: int
    sentence: int
    clause: int
    entity_id: str
    kind: str
    form: str
    preposition: str
    leads: bool  # stands first in its clause
    mission: bool  # names a mission whose parent is the entity


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

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of the whole text."""
        return self.passages.words

    def sentence_of(self, site: Site) -> Sentence:
        """The sentence that a figure stands in."""
        return self.passages.sentences[site.sentence]

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
    knowledge: tuple[CueLexicon, Mapping[str, str]],
) -> Scene:
    """Lay out a document for linking.

    Args:
        text: the body of the article.
        figures: the figures found, in order.
        mentions: the people, organizations, countries and places found.
        date: the document's date, or "".
        knowledge: the cue lexicon, and the parent organization's id by the id of a mission.
    Returns: the scene; character offsets are those of `text`.
    """
    cues, parents = knowledge
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
        passages, date, tuple(figures), sites, tuple(cues.find(passages)), times,
        _actors(passages, ordered, parents), _locations(passages, ordered), ordered,
    )  # fmt: skip


def country_of(mention: Mention) -> str:
    """The ISO alpha-3 code of a country or of the country that a place lies in, else "".

    A place's id says it: `place:irq-mosul`.
    """
    if mention.kind == "country":
        return mention.entity_id
    if mention.kind == "place" and mention.entity_id[9:10] == "-":
        return mention.entity_id[6:9].upper()
    return ""


def _site(passages: Passages, figure: Candidate) -> Site:
    first = passages.word_at(figure.start_char)
    last = passages.word_at(figure.end_char - 1) + 1
    words = passages.words
    return Site(
        first, last, words[first].sentence, words[first].clause, words[last - 1].clause,
        figure.start_char, figure.end_char,
    )  # fmt: skip


def _actors(
    passages: Passages, mentions: tuple[Mention, ...], parents: Mapping[str, str]
) -> dict[str, tuple[Spot, ...]]:
    found: dict[str, list[Spot]] = {}
    for mention in mentions:
        if mention.kind in ("country", "organization"):
            found.setdefault(mention.entity_id, []).append(_spot(passages, mention, mention.entity_id))
            if parent := parents.get(mention.entity_id):
                found.setdefault(parent, []).append(_spot(passages, mention, parent))
    return {entity: tuple(spots) for entity, spots in found.items()}


def _locations(
    passages: Passages, mentions: tuple[Mention, ...]
) -> dict[str, tuple[Spot, ...]]:
    found: dict[str, list[Spot]] = {}
    for mention in mentions:
        if country := country_of(mention):
            found.setdefault(country, []).append(_spot(passages, mention, country))
    return {country: tuple(spots) for country, spots in found.items()}


def _spot(passages: Passages, mention: Mention, entity_id: str) -> Spot:
    words = passages.words
    first = passages.word_at(mention.start_char)
    last = passages.word_at(max(mention.start_char, mention.end_char - 1)) + 1
    sentence = passages.sentences[words[first].sentence]
    before = first - 1
    while before >= sentence.first and words[before].lower in _SKIPPED:
        before -= 1
    word = words[before].lower if before >= sentence.first else ""
    clause_start = first
    while clause_start > sentence.first and words[clause_start - 1].clause == words[first].clause:
        clause_start -= 1
    return Spot(
        first, last, words[first].sentence, words[first].clause, entity_id, mention.kind,
        mention.form, word if word in _PREPOSITIONS else "", first - clause_start <= 1,
        entity_id != mention.entity_id and mention.kind == "organization",
    )  # fmt: skip
