"""Whose people a figure counts, and where they are: what speaks for each country and organization.

Every candidate is described by named numbers (`left`: words back to its last mention in the
sentence; `owner.back`: sentences back to its last mention as owner of a force), which trained trees
weigh. A small number always means near; `FAR` means nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.lang.passages import Sentence
from pipeline.nlp.boosted import Described
from pipeline.nlp.figure_positions import Positions, positions_of
from pipeline.nlp.figure_scene import Scene, Site, magnitude
from pipeline.nlp.figure_spots import Spot
from pipeline.nlp.figure_standing import ANAPHORS, Features, around, in_sentence, in_sentence_before

NOBODY = ""  # the candidate for "not said"
HOME = "NOR"  # the wire's own country is understood where none is named
_SPECIAL = {NOBODY: "nobody", HOME: "home"}

_BACK_REFERENCES = frozenset(
    [
        "landet",
        "landets",
        "der",
        "dit",
        "her",
        "derfra",
        "herfra",
        "hit",
        "kongeriket",
        "øya",
        "byen",
        "provinsen",
        "regionen",
        "halvøya",
        "republikken",
        "nabolandet",
        "området",
        "området",
    ]
)
_UNIT_CLASSES = (
    ("civil", re.compile(r"(?:menneske|sivil|person$|innbygg|barn|born|kvinne|jente|journalist|"
                         r"lik$|arbeid|bonde|gjeter|fisk|tilskue|død$|drept$|omkom)")),
    ("captive", re.compile(r"(?:fange|gissel|gisl)")),
    ("enemy", re.compile(r"(?:opprør|terrorist|ekstremist|jihadist|islamist|militant|kriger|krigar|"
                         r"gerilja|bandit|milits|medlem|væpna|leiesold|leigesold)")),
    ("bare", re.compile(r"^(?:mann|kar|folk|medlem|)$")),
    ("wounded", re.compile(r"(?:såre|såra|skadd|sakna|savn)")),
    ("trainer", re.compile(r"(?:instruktør|rådgi|rådgje|observat|offiser|stab)")),
    ("reserve", re.compile(r"(?:reserv|verneplikt|rekrutt|frivill|vervet|kadett)")),
    ("national", re.compile(r"(?:er$|ar$|mann$)")),
)  # fmt: skip
# Words for all the soldiers that a country has, wherever they are.
_WHOLE = re.compile(
    r"(?:^hær|forsvar|reservist|verneplikt|mobiliser|innkall|våpen$|teneste$|tjeneste$|heimevern|"
    r"yrkessoldat|folketall|budsjett|årskull|krigsoppset|verve|gardist)"
)
_BORDER = re.compile(r"(?:^grens|region|kontinent|middelhav|sahel|europa$|midtøsten|persia)")
_ACTS = frozenset({"kill", "wound", "capture", "missing", "send", "leave", "stay", "grow", "cut",
                   "train", "present", "enroll", "have", "lose", "motion"})  # fmt: skip
_TOGETHER = frozenset({"land", "alt", "saman", "sammen", "totalt"})
_OF_THEM = frozenset({"av dem", "av dei", "av desse", "av disse", "av styrken", "av soldatene"})


@dataclass(frozen=True, slots=True)
class Decided:
    """What has been decided of a figure so far; later figures and fields look at it."""

    event: str = ""
    modality: str = ""
    actor: str = NOBODY
    location: str = NOBODY
    as_of: str = ""
    source: str = ""


def unit_class(unit: str) -> str:
    """What kind of people a unit is: `civil`, `captive`, `enemy`, `bare`, `national`, `force` …"""
    lower = unit.lower()
    for name, pattern in _UNIT_CLASSES:
        if pattern.search(lower):
            return name
    return "force"


def entity_features(scene: Scene, index: int, decided: Sequence[Decided], role: str) -> Described:
    """What speaks for each candidate of a figure, by entity id; `NOBODY` and `HOME` among them.

    Args:
        scene: the document.
        index: which figure.
        decided: decisions for the figures up to this one (this one's event and modality,
            and for a location its actor too).
        role: `actor` or `location`.
    """
    positions: Positions = scene.once(("positions", role), lambda: _positions(scene, role))
    here = decided[index]
    shared = scene.once(("situation", index), lambda: _situation(scene, index)) | {
        f"e={here.event}": 1.0,
        f"m={here.modality}": 1.0,
        **{name: float(values[index]) for name, values in positions.shared.items()},
    }
    own = _in_words(scene, index, positions)
    if role == "location":
        shared |= {
            "actor.null": float(here.actor == NOBODY),
            "actor.organization": float(":" in here.actor),
            "actor.home": float(here.actor == HOME),
        }
        if here.actor != NOBODY and here.actor in positions.names:
            own[positions.names.index(here.actor)]["own"] = 1.0
    numbers = positions.numbers[index]
    return Described(positions.names, positions.columns, numbers, tuple(own), shared)


def _positions(scene: Scene, role: str) -> Positions:
    """Where all who may fill a role stand to all figures."""
    spots, nobody = scene.named_for(role)
    return positions_of(scene, {HOME: (), **spots, NOBODY: nobody})


def _in_words(scene: Scene, index: int, positions: Positions) -> list[Features]:
    """What is known of each candidate that is no number: what it is, and the words around it."""
    site = scene.sites[index]
    found: list[Features] = []
    for entity, number in zip(positions.names, positions.nearest[index].tolist(), strict=True):
        kind = scene.types.get(entity, "organization" if ":" in entity else "state")
        features = {f"type={kind}": 1.0}
        if entity in _SPECIAL:
            features[_SPECIAL[entity]] = 1.0
        if number >= 0:
            nearest = positions.spots[number]
            features[f"prep={nearest.preposition or '-'}"] = 1.0
            features[f"form={nearest.form}"] = 1.0
            features[f"kind={nearest.kind}"] = 1.0
            features |= _path(scene, site, nearest)
        found.append(features)
    for candidate, spot in positions.by_sentence.get(site.sentence, ()):
        found[candidate] |= in_sentence(scene, site, spot)
    for candidate, spot in positions.by_sentence.get(site.sentence - 1, ()):
        found[candidate] |= in_sentence_before(spot)
    return found


def settled(scene: Scene, index: int, role: str) -> str | None:
    """The one candidate that the words of a figure leave no doubt about; None where they do.

    For an actor: the only country, else the only organization, in the quote (`30 norske soldater`,
    `IS-krigere`), or the nation right before the number in a list; nobody ("") where the quote
    counts several nations together (`100 amerikanske og franske soldater`). For a place: the only
    one right after the quote (`60 soldater til Jordan`).
    """
    site = scene.sites[index]
    if role == "actor":
        inside = {
            (spot.kind, entity)
            for entity, spots in scene.actors.items()
            for spot in spots
            if spot.first < site.last and spot.last > site.first
        }
        for kind in ("country", "organization"):
            named = sorted(entity for found, entity in inside if found == kind)
            if kind == "country" and named:
                return named[0] if len(named) == 1 else ""
            if named:
                return _contributor(scene, site) or (named[0] if len(named) == 1 else None)
        return _item(scene, site) or None
    after = {
        entity
        for entity, spots in scene.locations.items()
        for spot in spots
        if spot.first == site.last + 1
        and spot.preposition in ("til", "i")
        and spot.form in ("name", "abbreviation")
        and not spot.seat
        and not _listed(scene, spot)
    }
    return after.pop() if len(after) == 1 else None


def _contributor(scene: Scene, site: Site) -> str:
    """The country that lent the people of an organization: `45 FN-soldater fra Tanzania`."""
    for entity, spots in scene.actors.items():
        for spot in spots:
            if spot.first == site.last + 1 and spot.kind == "country" and not _listed(scene, spot):
                return entity if spot.preposition in ("fra", "frå") else ""
    return ""


def _item(scene: Scene, site: Site) -> str:
    """The nation right before a number in a list of nations: `, Frankrike 700 og Spania 600`."""
    for entity, spots in scene.actors.items():
        for spot in spots:
            before = scene.words[spot.first - 1].lower if spot.first else ""
            close = spot.last == site.first and spot.sentence == site.sentence
            if close and spot.kind == "country" and before in (",", "og", ";", ":"):
                return entity
    return ""


def _listed(scene: Scene, spot: Spot) -> bool:
    """Whether more names follow: `i Syria og Irak`."""
    following = scene.words[spot.last].lower if spot.last < len(scene.words) else ""
    return following in (",", "og", "eller")


def _situation(scene: Scene, index: int) -> Features:
    """What holds for the figure whoever the candidate is, as far as the text says it."""
    site, figure = scene.sites[index], scene.figures[index]
    sentence = scene.sentence_of(site)
    features = {
        **scene.once(("sentence", site.sentence), lambda: _of_sentence(scene, sentence)),
        f"u={unit_class(figure.unit)}": 1.0,
        "size": magnitude(figure),
        "percent": float(figure.measure == "percent"),
        "bare": float(site.last - site.first <= 2),
        "of-them": float(_after(scene, site) in _OF_THEM),
        **around(scene, index),
    }
    for cue in scene.cues_in(sentence):
        if cue.name in _ACTS:
            side = "L" if cue.first < site.first else "R"
            features[f"cue={cue.name}:{side}"] = 1.0
    return features


def _of_sentence(scene: Scene, sentence: Sentence) -> Features:
    """What holds for every figure of a sentence."""
    words = [word.lower for word in scene.words[sentence.first : sentence.last]]
    return {
        "whole": float(any(_WHOLE.search(word) for word in words)),
        "border": float(any(_BORDER.search(word) for word in words)),
        "together": float(any(word in _TOGETHER for word in words)),
        "heading": float(sentence.heading),
        "speech": float(sentence.speech),
        "back-reference": float(any(word in _BACK_REFERENCES for word in words)),
        **{f"ana={ANAPHORS[word]}": 1.0 for word in words if word in ANAPHORS},
    }


def _after(scene: Scene, site: Site) -> str:
    return " ".join(word.lower for word in scene.words[site.last : site.last + 2])


def _path(scene: Scene, site: Site, spot: Spot) -> Features:
    """What lies between the nearest mention and the figure in one sentence."""
    if spot.sentence != site.sentence or (spot.first < site.last and spot.last > site.first):
        return {}
    left = spot.last <= site.first
    low, high = (spot.last, site.first) if left else (site.last, spot.first)
    features: Features = {
        "path.figures": float(sum(low <= other.first < high for other in scene.sites)),
    }
    for cue in scene.cues_in(scene.sentence_of(site)):
        if low <= cue.first < high and cue.name in _ACTS:
            features[f"path={cue.name}"] = 1.0
    if left and spot.last < len(scene.words):
        following = scene.words[spot.last].lower
        features["path.comma"] = float(following == ",")
        features["path.som"] = float(
            scene.words[min(spot.last + 1, len(scene.words) - 1)].lower == "som"
        )
    return features
