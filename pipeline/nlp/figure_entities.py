"""Whose people a figure counts, and where they are: what speaks for each country and organization.

Every candidate is described by named numbers (`left`: words back to its last mention in the
sentence; `owner.back`: sentences back to its last mention as owner of a force), which trained trees
weigh. A small number always means near; `FAR` means nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.nlp.boosted import Described
from pipeline.nlp.figure_scene import Scene, Site, magnitude
from pipeline.nlp.figure_spots import Spot
from pipeline.nlp.figure_standing import ANAPHORS, FAR, Features, standing

NOBODY = ""  # the candidate for "not said"
HOME = "NOR"  # the wire's own country is understood where none is named

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
_OF_THEM = frozenset({"av dem", "av dei", "av desse", "av disse", "av styrken", "av soldatene"})
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
_DISTANCE_NAMES = ("in", "left", "right", "clauses", "back", "ahead", "paragraph")
_DISTANCES = {aspect: [f"{aspect}.{name}" for name in _DISTANCE_NAMES] for aspect, _ in _ASPECTS}
_NOWHERE = {name: FAR for names in _DISTANCES.values() for name in names}


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


def entity_features(
    scene: Scene,
    index: int,
    spots_by_entity: Mapping[str, tuple[Spot, ...]],
    decided: Sequence[Decided],
    role: str,
) -> Described:
    """What speaks for each candidate of a figure, by entity id; `NOBODY` and `HOME` among them.

    Args:
        scene: the document.
        index: which figure.
        spots_by_entity: the candidates and where they are mentioned.
        decided: decisions for the figures up to this one (this one's event and modality,
            and for a location its actor too).
        role: `actor` or `location`.
    """
    site = scene.sites[index]
    candidates = {**spots_by_entity, NOBODY: scene.nowhere if role == "location" else ()}
    candidates.setdefault(HOME, ())
    around, stands = standing(scene, index, candidates)
    shared = _situation(scene, index, decided) | around
    everything = [spot for spots in spots_by_entity.values() for spot in spots]
    total, locatives = max(1, len(everything)), max(1, sum(s.locative for s in everything))
    result = Described(shared)
    for entity, spots in candidates.items():
        features = _places(scene, site, spots) | stands[entity]
        features["share"] = len(spots) / total
        features["place.share"] = sum(spot.locative for spot in spots) / locatives
        features["nobody"] = float(entity == NOBODY)
        features["home"] = float(entity == HOME)
        kind = scene.types.get(entity, "organization" if ":" in entity else "state")
        features[f"type={kind}"] = 1.0
        if role == "location":
            features.update(_beside_actor(entity, decided[index]))
        result[entity] = features
    _rank(result)
    return result


def settled(scene: Scene, index: int, role: str) -> str:
    """The one candidate that the words of a figure leave no doubt about, or "".

    For an actor: the only country, else the only organization, in the quote (`30 norske soldater`,
    `IS-krigere`), or the nation right before the number in a list. For a place: the only one right
    after the quote (`60 soldater til Jordan`).
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
            if named:
                certain = named[0] if len(named) == 1 else ""
                return certain if kind == "country" else _contributor(scene, site) or certain
        return _item(scene, site)
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
    return after.pop() if len(after) == 1 else ""


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


def _situation(scene: Scene, index: int, decided: Sequence[Decided]) -> Features:
    """What holds for the figure whoever the candidate is."""
    site, figure, here = scene.sites[index], scene.figures[index], decided[index]
    sentence = scene.sentence_of(site)
    words = [word.lower for word in scene.words[sentence.first : sentence.last]]
    features = {
        f"e={here.event}": 1.0,
        f"m={here.modality}": 1.0,
        f"u={unit_class(figure.unit)}": 1.0,
        "size": magnitude(figure),
        "whole": float(any(_WHOLE.search(word) for word in words)),
        "border": float(any(_BORDER.search(word) for word in words)),
        "together": float(
            any(word in ("land", "alt", "saman", "sammen", "totalt") for word in words)
        ),
        "percent": float(figure.measure == "percent"),
        "heading": float(sentence.heading),
        "speech": float(sentence.speech),
        "back-reference": float(any(word in _BACK_REFERENCES for word in words)),
        "bare": float(site.last - site.first <= 2),
        "of-them": float(_after(scene, site) in _OF_THEM),
    }
    for word in words:
        if kind := ANAPHORS.get(word):
            features[f"ana={kind}"] = 1.0
    for cue in scene.cues:
        if sentence.first <= cue.first < sentence.last and cue.name in _ACTS:
            side = "L" if cue.first < site.first else "R"
            features[f"cue={cue.name}:{side}"] = 1.0
    return features


def _after(scene: Scene, site: Site) -> str:
    return " ".join(word.lower for word in scene.words[site.last : site.last + 2])


def _places(scene: Scene, site: Site, spots: Sequence[Spot]) -> Features:
    """How near a candidate is mentioned, in each of the aspects that a mention may have."""
    features = dict(_NOWHERE)
    for spot in spots:
        distances = enumerate(_distances(scene, site, spot))
        near = [(number, distance) for number, distance in distances if distance < FAR]
        for aspect, holds in _ASPECTS:
            if holds(spot):
                names = _DISTANCES[aspect]
                for number, distance in near:
                    features[names[number]] = min(features[names[number]], distance)
    nearest = min(spots, key=lambda spot: _nearness(site, spot), default=None)
    if nearest is not None:
        features[f"prep={nearest.preposition or '-'}"] = 1.0
        features[f"form={nearest.form}"] = 1.0
        features[f"kind={nearest.kind}"] = 1.0
        features["leads"] = float(nearest.leads)
        features["owns"] = float(nearest.owns)
        features["locative"] = float(nearest.locative)
        features["speaks"] = float(nearest.speaks)
        features["seat"] = float(nearest.seat)
        features.update(_path(scene, site, nearest))
    features["opening"] = float(any(spot.sentence == 0 for spot in spots))
    features["opening.place"] = float(any(spot.sentence == 0 and spot.locative for spot in spots))
    features["heading.place"] = float(any(
        spot.sentence < site.sentence and scene.passages.sentences[spot.sentence].heading
        for spot in spots
    ))  # fmt: skip
    return features


def _distances(scene: Scene, site: Site, spot: Spot) -> tuple[float, ...]:
    """How near a mention is: the values that `_DISTANCE_NAMES` names."""
    inside = left = right = clauses = back = ahead = FAR
    if spot.sentence < site.sentence:
        back = float(site.sentence - spot.sentence)
    elif spot.sentence > site.sentence:
        ahead = float(spot.sentence - site.sentence)
    elif spot.last <= site.first:
        left = float(site.first - spot.last)
        clauses = float(site.clause_first - spot.clause)
    elif spot.first >= site.last:
        right = float(spot.first - site.last)
        clauses = float(spot.clause - site.clause_last)
    else:
        inside = clauses = 0.0
    sentences = scene.passages.sentences
    paragraphs = abs(sentences[spot.sentence].paragraph - sentences[site.sentence].paragraph)
    return inside, left, right, clauses, back, ahead, float(paragraphs)


def _nearness(site: Site, spot: Spot) -> float:
    """A rough order of all mentions: in the quote, in the sentence, before, after."""
    if spot.sentence == site.sentence:
        if spot.first < site.last and spot.last > site.first:
            return 0.0
        if spot.last <= site.first:
            return 1.0 + (site.first - spot.last) + 3 * (site.clause_first - spot.clause)
        return 2.0 + (spot.first - site.last) + 3 * (spot.clause - site.clause_last)
    if spot.sentence < site.sentence:
        return 40.0 + 10 * (site.sentence - spot.sentence) + (0 if spot.leads else 3)
    return 60.0 + 10 * (spot.sentence - site.sentence)


def _path(scene: Scene, site: Site, spot: Spot) -> Features:
    """What lies between the nearest mention and the figure in one sentence."""
    if spot.sentence != site.sentence or (spot.first < site.last and spot.last > site.first):
        return {}
    left = spot.last <= site.first
    low, high = (spot.last, site.first) if left else (site.last, spot.first)
    features: Features = {
        "path.figures": float(sum(low <= other.first < high for other in scene.sites)),
    }
    for cue in scene.cues:
        if low <= cue.first < high and cue.name in _ACTS:
            features[f"path={cue.name}"] = 1.0
    if left and spot.last < len(scene.words):
        following = scene.words[spot.last].lower
        features["path.comma"] = float(following == ",")
        features["path.som"] = float(
            scene.words[min(spot.last + 1, len(scene.words) - 1)].lower == "som"
        )
    return features


def _beside_actor(entity: str, here: Decided) -> Features:
    """How a place relates to whose people they are."""
    return {
        "own": float(entity == here.actor and entity != NOBODY),
        "actor.null": float(here.actor == NOBODY),
        "actor.organization": float(":" in here.actor),
        "actor.home": float(here.actor == HOME),
    }


_RANKED = (
    "town.left", "town.right", "town.back", "any.left", "any.right", "any.back", "any.clauses",
    "owner.left", "owner.back", "place.left", "place.right", "place.back", "leads.left",
    "leads.back", "people.in",
)  # fmt: skip


def _rank(result: Described) -> None:
    """Add to each candidate how many others are nearer, in several measures."""
    for name in _RANKED:
        values = sorted(features.get(name, FAR) for features in result.values())
        for features in result.values():
            own = features.get(name, FAR)
            features[f"rank.{name}"] = FAR if own >= FAR else float(values.index(own))
        result.shared[f"best.{name}"] = values[0]
