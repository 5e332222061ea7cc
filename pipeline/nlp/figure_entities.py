"""Whose people a figure counts, and where they are: features of each country and organization.

Every candidate is described by short readable strings (`L0:adjective`: in an adjective in the same
clause before the figure), which a trained ranker weighs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.nlp.figure_scene import Scene, Site, Spot

NOBODY = ""  # the candidate for "not said"
HOME = "NOR"  # the wire's own country is understood where none is named
_BACK_REFERENCES = frozenset("landet der dit her derfra herfra hit kongeriket øya byen provinsen "
                             "regionen kongedømmet republikken republikkens nabolandet".split())  # fmt: skip
_FORCE_REFERENCES = frozenset("styrken styrkene styrka styrkane kontingenten bidraget hæren troppene "
                              "troppane soldatene soldatane alliansen bataljonen avdelingen militsen "
                              "gruppen gruppa geriljaen opprørerne".split())  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decided:
    """What has been decided of a figure so far; later figures and fields look at it."""

    event: str = ""
    modality: str = ""
    actor: str = NOBODY
    location: str = NOBODY
    as_of: str = ""
    source: str = ""


def zone_of(spot: Spot, site: Site, scene: Scene) -> str:
    """Where a mention stands as seen from a figure.

    Returns: `I` inside the quote; `A` right after it; `L`/`R` and the number of clause boundaries
    in the same sentence; `P1`, `P2` sentences before in the paragraph; `H` the heading above;
    `E` earlier; `T` the opening sentence; `N` the next sentence; `F` later.
    """
    if spot.sentence == site.sentence:
        if spot.first < site.last and spot.last > site.first:
            return "I"
        if spot.first >= site.last:
            clauses = scene.words[spot.first].clause - site.clause_last
            return "A" if spot.first - site.last <= 1 and clauses == 0 else f"R{min(clauses, 3)}"
        return f"L{min(site.clause_first - spot.clause, 3)}"
    sentences = scene.passages.sentences
    distance = site.sentence - spot.sentence
    same = sentences[spot.sentence].paragraph == sentences[site.sentence].paragraph
    if distance > 0:
        if spot.sentence == 0:
            return "T" if distance > 2 else f"T{distance}"
        if sentences[spot.sentence].heading and distance <= 3:
            return "H"
        return (f"P{min(distance, 3)}" if same else f"Q{min(distance, 3)}") if distance <= 4 else "E"
    return ("N" if same else "M") if distance == -1 else "F"


_ZONES = "I A L0 R0 L1 R1 L2 L3 R2 R3 P1 T1 Q1 P2 T2 Q2 P3 Q3 H N M T E F".split()
_ORDER = {zone: rank for rank, zone in enumerate(_ZONES)}


def entity_features(
    scene: Scene,
    index: int,
    spots_by_entity: Mapping[str, tuple[Spot, ...]],
    decided: list[Decided],
    role: str,
) -> dict[str, set[str]]:
    """Features of every candidate of a figure, by entity id; `NOBODY` and `HOME` always among them.

    Args:
        scene: the document.
        index: which figure.
        spots_by_entity: the candidates and where they are mentioned.
        decided: decisions for the figures up to this one (this one's event and modality,
            and for a location its actor too).
        role: `actor` or `location`.
    """
    site = scene.sites[index]
    zones = {
        entity: sorted(
            ((zone_of(spot, site, scene), spot) for spot in spots),
            key=lambda pair: (_ORDER[pair[0]], abs(pair[1].first - site.first)),
        )
        for entity, spots in spots_by_entity.items()
    }
    total = sum(len(spots) for spots in spots_by_entity.values())
    shared = _situation(scene, index, decided, role)
    result: dict[str, set[str]] = {}
    for entity, placed in zones.items():
        features = _standing(scene, site, placed, zones)
        best = placed[0][0]
        features |= {f"best={best}"} | {f"best={best}|{fact}" for fact in shared}
        features.add(f"share={min(4, 5 * len(placed) // max(1, total))}")
        if len(placed) == max(len(other) for other in zones.values()):
            features |= {"most", f"most|{best}"}
        result[entity] = features
    result.setdefault(HOME, {"unnamed"})
    result[HOME].add("home")
    result[NOBODY] = _nobody(zones, shared)
    for entity, features in result.items():
        features |= _continuity(scene, index, entity, decided, role, zones)
        if role == "location":
            features |= _around_actor(entity, index, decided)
    return result


def _situation(scene: Scene, index: int, decided: list[Decided], role: str) -> list[str]:
    """What holds for the figure whoever the candidate is, to be paired with where they stand."""
    site, figure = scene.sites[index], scene.figures[index]
    here = decided[index]
    facts = [f"e={here.event}", f"u={figure.unit.lower()}", f"m={here.modality}"]
    sentence = scene.sentence_of(site)
    if site.last - site.first <= 2 and not any(
        word.text.isalpha() and len(word.text) > 6 for word in scene.words[site.first : site.last]
    ):
        facts.append("bare")
    if sentence.heading:
        facts.append("heading")
    words = {word.lower for word in scene.words[sentence.first : sentence.last]}
    if words & _BACK_REFERENCES:
        facts.append("landet")
    if words & _FORCE_REFERENCES:
        facts.append("styrken")
    return facts


def _standing(
    scene: Scene,
    site: Site,
    placed: list[tuple[str, Spot]],
    zones: Mapping[str, list[tuple[str, Spot]]],
) -> set[str]:
    """Where and how a candidate is mentioned."""
    features: set[str] = set()
    for rank, (zone, spot) in enumerate(placed):
        kind = f"{zone}:{spot.form}"
        features |= {zone, kind, f"{zone}:{spot.kind}"}
        if spot.preposition:
            features |= {f"{zone}:{spot.preposition}", f"{zone[0]}:{spot.preposition}"}
        else:
            features |= {f"{zone}:bare", f"{zone[0]}:bare:{spot.form}"}
        if spot.leads:
            features |= {f"{zone}:leads", f"{zone[0]}:leads:{spot.form}"}
        if spot.mission:
            features.add(f"{zone}:mission")
        if rank == 0:
            features.add(f"first:{kind}:{spot.preposition or '-'}")
            if zone[0] in "LR":
                between = _between(site, spot, zones)
                features |= {f"{zone}:between{between}", f"{zone[0]}:between{between}:{spot.form}"}
            if zone[0] in "LAR":
                after = scene.words[spot.last].lower if spot.last < len(scene.words) else ""
                features.add(f"{zone[0]}:next={after}")
                span = spot.first - site.last if spot.first >= site.last else site.first - spot.last
                features.add(f"{zone[0]}:dist{min(span, 12) // 3}")
    return features


def _between(site: Site, spot: Spot, zones: Mapping[str, list[tuple[str, Spot]]]) -> int:
    """How many other candidates stand between a mention and the figure (at most 3)."""
    low, high = sorted((spot.first, site.first))
    return min(3, sum(
        any(low < other.first < high for _, other in placed)
        for entity, placed in zones.items()
        if entity != spot.entity_id
    ))  # fmt: skip


def _nobody(zones: Mapping[str, list[tuple[str, Spot]]], shared: list[str]) -> set[str]:
    best = min((placed[0][0] for placed in zones.values()), key=_ORDER.__getitem__, default="-")
    level = best if best in ("I", "A", "L0", "R0") else best[0]
    features = {"null", f"null|best={level}", f"null|n={min(3, len(zones))}"}
    return features | {f"null|{fact}" for fact in shared} | {f"null|{level}|{shared[0]}"}


def _continuity(
    scene: Scene,
    index: int,
    entity: str,
    decided: list[Decided],
    role: str,
    zones: Mapping[str, list[tuple[str, Spot]]],
) -> set[str]:
    """How a candidate relates to what was decided for the figures before."""
    if index == 0:
        return {"opening"} if entity == NOBODY else set()
    last = getattr(decided[index - 1], role)
    same = "same" if entity == last else "other"
    before, site = scene.sites[index - 1], scene.sites[index]
    distance = site.sentence - before.sentence
    near = "s" if distance == 0 else "n" if distance == 1 else "f"
    fresh = any(
        before.last <= spot.first < site.last and key != last
        for key, placed in zones.items()
        for _, spot in placed
    )
    events = "=" if decided[index - 1].event == decided[index].event else "!"
    null = "null" if entity == NOBODY else ""
    features = {f"{null}{same}:{near}", f"{null}{same}:{near}:fresh{fresh}",
                f"{null}{same}:{near}:fresh{fresh}:{events}"}  # fmt: skip
    gap = scene.gap(index)
    if gap is not None and len(gap) <= 3:
        features.add(f"{null}{same}:gap={' '.join(gap)}")
    after = " ".join(word.lower for word in scene.words[site.last : site.last + 2])
    if after in ("av dem", "av dei", "av desse", "av disse"):
        features.add(f"{null}{same}:of-them:{near}")
    if any(entity == getattr(earlier, role) for earlier in decided[:index]):
        features.add(f"{null}used")
    return features


def _around_actor(entity: str, index: int, decided: list[Decided]) -> set[str]:
    """How a place relates to whose people they are."""
    here = decided[index]
    mine = "own" if entity == here.actor else "null" if entity == NOBODY else "away"
    kind = "nobody" if here.actor == NOBODY else "org" if ":" in here.actor else "state"
    features = {f"{mine}|{here.event}", f"{mine}|{kind}", f"{mine}|{kind}|{here.event}"}
    for earlier in reversed(decided[:index]):
        if earlier.actor == here.actor:
            features.add(f"actor-was-{'here' if earlier.location == entity else 'elsewhere'}")
            break
    return features
