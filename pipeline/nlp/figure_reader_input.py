"""An article laid out as numbers for the reader of figures: words, figures, and what may be chosen.

Names are hidden: of a mention the network sees what it is (a state, an armed group, a town) and how
it is written (name, adjective, genitive), never which one. It can so learn only grammar.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.lang.dates import TimeExpression
from pipeline.lang.word_keys import stem as stem_of
from pipeline.nlp.figure_entities import HOME, NOBODY, unit_class
from pipeline.nlp.figure_reader_geometry import Floats, Ints, pairs_of, relations_of
from pipeline.nlp.figure_scene import Scene, magnitude
from pipeline.nlp.figure_spots import Spot
from pipeline.nlp.wordtable import form_hash

ROLES = ("actor", "location", "as_of")
ROWS = {"word": 6144, "stem": 4096, "ending": 1024, "mark": 512}
# The order of these lists is that of the network's columns.
CUES = (
    "back", "become", "believe", "capture", "civil", "claim", "cost", "cut", "deny", "down_to",
    "enroll", "exercise", "exist", "fetch", "fewer", "grow", "have", "home", "if", "kill",
    "lead", "leave", "left", "level", "lose", "may", "missing", "more", "motion", "not", "now",
    "out", "passive", "past", "present", "promise", "rest", "send", "stay", "still", "total",
    "train", "up_to", "will", "wound",
)  # fmt: skip
CUE_COLUMNS = 64
UNITS = ("civil", "captive", "enemy", "bare", "wounded", "trainer", "reserve", "national", "force")
QUALIFIERS = (
    "exact", "approx", "at_least", "more_than", "at_most", "less_than", "range", "magnitude",
)  # fmt: skip
FORMS = (
    "name", "adjective", "inhabitant", "compound", "genitive", "abbreviation", "short_name",
)  # fmt: skip
KINDS = (
    "country", "organization", "place", "mission", "member", "person", "sea", "region", "border",
    "several", "people", "disaster", "rebel", "former",
)  # fmt: skip
TYPES = (
    "state", "armed_forces", "armed_group", "alliance", "government", "ministry", "party", "media",
    "company", "ngo", "other", "unknown", "organization",
)  # fmt: skip
TIME_KINDS, TIME_PREPOSITIONS = 14, 16


@dataclass(frozen=True, slots=True)
class Choices:
    """What a role may be filled with, where each candidate is mentioned, how that lies to figures.

    Attributes:
        names: the candidates (entity ids, dates), in order; "" is "not said".
        facts: one row a candidate.
        owner: which candidate each spot belongs to, in rising order.
        first, last: the spots' first and last words.
        spots: one row a spot.
        pairs: by figure, by spot.
    """

    names: tuple[str, ...]
    facts: Floats
    owner: Ints
    first: Ints
    last: Ints
    spots: Floats
    pairs: Floats


@dataclass(frozen=True, slots=True)
class ReaderInput:
    """One article for the network.

    Attributes:
        keys: the rows of each word in the tables of `ROWS`.
        words: cues and layout of each word.
        sentence: its number by word.
        first, last, at: each figure's first and last word and its sentence.
        figures: one row a figure.
        relations: for each figure, how the words of its sentence lie to it, one row a word.
        roles: the choices by role.
    """

    keys: Ints
    words: Floats
    sentence: Ints
    first: Ints
    last: Ints
    at: Ints
    figures: Floats
    relations: tuple[Floats, ...]
    roles: Mapping[str, Choices]


def lay_out_article(scene: Scene) -> ReaderInput:
    """The article of a scene as numbers; it must have at least one figure."""
    words = scene.words
    roles = {role: _entity_choices(scene, role) for role in ("actor", "location")}
    roles["as_of"] = _time_choices(scene)
    return ReaderInput(
        keys=_word_keys(scene),
        words=_word_facts(scene),
        sentence=np.array([word.sentence for word in words]),
        first=np.array([site.first for site in scene.sites]),
        last=np.array([site.last - 1 for site in scene.sites]),
        at=np.array([site.sentence for site in scene.sites]),
        figures=np.array([_figure_facts(scene, k) for k in range(len(scene.sites))], np.float32),
        relations=tuple(relations_of(scene, site) for site in scene.sites),
        roles=roles,
    )


def hashed(text: str, table: str) -> int:
    """The row of a key in one of the tables; row 0 is that of a hidden word."""
    return 1 + form_hash(text) % (ROWS[table] - 1)


def key_rows(key: str, stem: str, mark: str) -> tuple[int, int, int, int]:
    """The rows of one word: itself, its stem, its ending, what marks it."""
    ending = key if key.startswith("<") else key[-3:]
    return (
        hashed(key, "word"), hashed(stem, "stem"), hashed(ending, "ending"), hashed(mark, "mark"),
    )  # fmt: skip


def _word_keys(scene: Scene) -> Ints:
    """The rows of every word, names and numbers hidden."""
    lower = [word.lower for word in scene.words]
    keys, stems, marks = list(lower), list(scene.keys), [""] * len(lower)
    _hide_names(scene, (keys, stems, marks))
    for time in scene.times:
        at = scene.passages.word_at(time.start_char)
        marks[at] = marks[at] or f"time:{time.kind}"
    for site, figure in zip(scene.sites, scene.figures, strict=True):
        for k in range(site.first, site.last):
            if lower[k][0].isdigit():
                keys[k], stems[k] = f"<n{int(magnitude(figure))}>", "<num>"
            if not marks[k] or marks[k].startswith("time"):
                marks[k] = "fig"
    for k, form in enumerate(lower):
        if form[0].isdigit() and not keys[k].startswith("<"):
            digits = min(6, sum(sign.isdigit() for sign in form))
            keys[k], stems[k] = f"<d{digits}>", "<digits>"
        if not marks[k]:
            upper = scene.words[k].text[0].isupper()
            marks[k] = "cap" if upper else "" if form[0].isalnum() else "p" + form
    return np.array([key_rows(*row) for row in zip(keys, stems, marks, strict=True)])


def _hide_names(scene: Scene, rows: tuple[list[str], list[str], list[str]]) -> None:
    """Put what a mention is in the place of what it says."""
    keys, stems, marks = rows
    for mention in scene.mentions:
        first = scene.passages.word_at(mention.start_char)
        last = scene.passages.word_at(mention.end_char - 1)
        named = mention.kind == "organization"
        what = scene.types.get(mention.entity_id, "") if named else mention.kind
        for k in range(first, last + 1):
            if mention.form == "compound":
                marks[k] = f"{mention.kind}:compound"
                if "-" in scene.words[k].lower:
                    tail = scene.words[k].lower.rsplit("-", 1)[1]
                    keys[k], stems[k] = f"<{mention.kind}>-{tail}", stem_of(tail)
            elif not (marks[k] and mention.kind == "place"):
                marks[k] = f"{mention.kind}:{mention.form}:{'B' if k == first else 'I'}"
                keys[k], stems[k] = f"<{mention.kind}:{mention.form}>", f"<{what}>"


def _word_facts(scene: Scene) -> Floats:
    """Cue classes and layout of every word."""
    facts = np.zeros((len(scene.words), CUE_COLUMNS + 8), dtype=np.float32)
    column = {name: number for number, name in enumerate(CUES)}
    for cue in scene.cues:
        facts[cue.first : cue.last, column.get(cue.name, len(CUES))] = 1
    layout = facts[:, CUE_COLUMNS:]
    for site in scene.sites:
        layout[site.first : site.last, 0] = 1
        layout[site.first, 1] = 1
    for number, sentence in enumerate(scene.passages.sentences):
        rows = layout[sentence.first : sentence.last]
        rows[:, 2:5] = (sentence.heading, sentence.speech, min(1.0, number / 10))
        rows[0, 5] = 1
        rows[:, 6] = number == 0
    return facts


def _figure_facts(scene: Scene, index: int) -> list[float]:
    site, figure = scene.sites[index], scene.figures[index]
    sentence = scene.sentence_of(site)
    before = scene.sites[index - 1].sentence if index else -1
    after = scene.sites[index + 1].sentence if index + 1 < len(scene.sites) else -1
    unit = unit_class(figure.unit)
    return [
        *(float(name == unit) for name in UNITS),
        *(float(name == figure.qualifier) for name in QUALIFIERS),
        float(figure.measure == "percent"),
        magnitude(figure) / 3,
        float(sentence.heading),
        float(sentence.speech),
        float(site.last - site.first <= 2),
        float(site.first == sentence.first),
        float(index == 0),
        float(before == site.sentence),
        float(after == site.sentence),
        float(bool(scene.date)),
    ]


def _entity_choices(scene: Scene, role: str) -> Choices:
    """Whose people, or where: every entity mentioned, home, and nobody."""
    named, nobody = scene.named_for(role)
    names = tuple(sorted({*named, NOBODY, HOME}))
    total = max(1, sum(len(spots) for spots in named.values()))
    table = {**named, NOBODY: nobody}
    spots = [(owner, spot) for owner, name in enumerate(names) for spot in table.get(name, ())]
    own = [_entity_facts(scene, name, table.get(name, ()), total) for name in names]
    return _choices(
        scene, names, np.concatenate([own, _ranks(table, names)], axis=1),
        [(owner, spot.first, spot.last - 1, _spot_facts(scene, spot)) for owner, spot in spots],
    )  # fmt: skip


def _entity_facts(scene: Scene, name: str, spots: Sequence[Spot], total: int) -> list[float]:
    what = scene.types.get(name, "organization") if ":" in name else "state"
    what = what if what in TYPES else "unknown"
    sentences = scene.passages.sentences
    return [
        *(float(known == what) for known in TYPES),
        float(name == NOBODY),
        float(name == HOME),
        len(spots) / total,
        float(any(spot.sentence == 0 for spot in spots)),
        float(any(sentences[spot.sentence].heading for spot in spots)),
        sum(spot.locative for spot in spots) / max(1, len(spots)),
        float(not spots),
    ]


def _ranks(table: Mapping[str, Sequence[Spot]], names: Sequence[str]) -> NDArray[np.float64]:
    """How each candidate stands among all: by mentions, by mentions as a place, by the first.

    Returns: a row a candidate: three ranks (1 for the best), how many have a mention and how many
        one as a place, how many of each it has itself.
    """
    never = 10**6
    counts = np.array(
        [
            (len(spots), sum(spot.locative and not spot.seat for spot in spots),
             -min((spot.first for spot in spots), default=never))
            for spots in (table.get(name, ()) for name in names)
        ]
    )  # fmt: skip
    named = np.array([bool(name) for name in names])
    above = ((counts[None] > counts[:, None]) & named[None, :, None]).sum(axis=1)
    several = np.log1p((counts[named, :2] > 0).sum(axis=0)) / 2
    among = np.tile(several, (len(names), 1))
    return np.concatenate([1 / (1 + above), among, np.log1p(counts[:, :2]) / 3], axis=1)


def _spot_facts(scene: Scene, spot: Spot) -> list[float]:
    sentence = scene.passages.sentences[spot.sentence]
    return [
        *(float(form == spot.form) for form in FORMS),
        *(float(kind == spot.kind) for kind in KINDS),
        float(spot.leads),
        float(spot.speaks),
        float(spot.owns),
        float(spot.seat),
        float(spot.locative),
        float(sentence.heading),
        float(sentence.speech),
        float(spot.sentence == 0),
        float(bool(spot.preposition)),
    ]


def _time_choices(scene: Scene) -> Choices:
    """When: every date that the text gives, in both readings, the document's, and none."""
    found: dict[str, list[TimeExpression]] = {NOBODY: [], scene.date: []}
    for time in scene.times:
        for value in {time.past, time.future} - {""}:
            found.setdefault(value, []).append(time)
    names = tuple(sorted(found))
    rows = []
    for owner, name in enumerate(names):
        for time in found[name]:
            at = scene.passages.word_at(time.start_char)
            rows.append((owner, at, at, _time_facts(time, name, scene.date)))
    facts = [
        [float(name == NOBODY), float(name == scene.date != ""),
         float(_order(name, scene.date) == "before"), float(_order(name, scene.date) == "after"),
         float(not scene.date), float(len(name) == 4), float(len(name) == 7)]
        for name in names
    ]  # fmt: skip
    return _choices(scene, names, np.array(facts), rows)


def _time_facts(time: TimeExpression, value: str, date: str) -> list[float]:
    sure = time.past == time.future
    tense = "both" if sure else "past" if value == time.past else "future"
    kind = form_hash("k" + time.kind) % TIME_KINDS
    preposition = form_hash("p" + time.preposition) % TIME_PREPOSITIONS
    order = _order(value, date)
    return [
        *(float(tense == name) for name in ("both", "past", "future")),
        *(float(order == name) for name in ("unknown", "same", "before", "after")),
        *(float(kind == number) for number in range(TIME_KINDS)),
        *(float(preposition == number) for number in range(TIME_PREPOSITIONS)),
    ]


def _order(value: str, date: str) -> str:
    """Whether a date lies before or after the document's."""
    if not date or not value:
        return "unknown"
    if date.startswith(value) or value.startswith(date):
        return "same"
    return "before" if value < date else "after"


def _choices(
    scene: Scene,
    names: tuple[str, ...],
    facts: NDArray[np.float64],
    rows: list[tuple[int, int, int, list[float]]],
) -> Choices:
    first = np.array([row[1] for row in rows], dtype=np.int64)
    last = np.array([row[2] for row in rows], dtype=np.int64)
    return Choices(
        names,
        facts.astype(np.float32),
        np.array([row[0] for row in rows], dtype=np.int64),
        first,
        last,
        np.array([row[3] for row in rows], dtype=np.float32),
        pairs_of(scene, first, last),
    )
