"""Link each figure to what happened, whose people, where, when, how certain, and who says so.

Decisions are taken figure by figure in the order of the text, each field by a small trained
log-linear model over readable features; a later field and a later figure see what was decided.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from math import log
from pathlib import Path
from typing import Any

from pipeline.lang.dates import document_date
from pipeline.lang.word_keys import WordKeys
from pipeline.lexicon import Lexicon
from pipeline.nlp.boosted import Pool, read_forest, read_forests, reason
from pipeline.nlp.figure_cues import CueLexicon
from pipeline.nlp.figure_entities import Decided, entity_features, settled
from pipeline.nlp.figure_events import event_features
from pipeline.nlp.figure_reader import Odds, read_fields
from pipeline.nlp.figure_scene import Candidate, Scene, set_scene
from pipeline.nlp.figure_sources import Speaker, source_features, speakers
from pipeline.nlp.figure_spots import World, state_of
from pipeline.nlp.figure_times import time_features
from pipeline.nlp.loglinear import Classifier, Ranker, best, softmax
from pipeline.records import Mention

CASUALTIES = frozenset({"killed", "wounded", "captured", "missing"})
CLASSIFIED = ("event", "modality")
RANKED = ("actor", "location", "as_of", "source")
WEIGHTS = "figure_links.json"
# How much the networks' opinion counts beside the trees' (0 to 1): near what cross-validation says.
READER_WEIGHTS = {"event": 0.75, "modality": 0.75, "actor": 0.85, "location": 0.75, "as_of": 0.9}
_FLOOR = 1e-4  # no opinion counts as quite impossible
_SETTLED = 0.99  # of the figures where the words leave no doubt, so many were right in training


@dataclass(frozen=True, slots=True)
class Links:
    """All that linking decides of one figure."""

    category: str
    event: str
    modality: str
    actor_id: str
    actor_kind: str
    location_id: str
    location_country: str
    as_of: str
    source_id: str
    source: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decisions on one figure, how probable each is, and the strongest reason for each."""

    decided: Decided
    odds: dict[str, float]
    reasons: dict[str, str]


@lru_cache(maxsize=4)
def world_of(lexicon: Lexicon) -> World:
    """The knowledge in a lexicon, made once for each."""
    organizations = lexicon.table("organizations")
    return World(
        cues=CueLexicon((row["form"], row["cue"]) for row in lexicon.table("cues")),
        parents={r["organization_id"]: r["parent"] for r in organizations if r.get("parent")},
        countries={r["organization_id"]: r["country"] for r in organizations if r.get("country")},
        areas={r["organization_id"]: r["area"] for r in organizations if r.get("area")},
        types={r["organization_id"]: r["type"] for r in organizations},
        leaders={row["name"]: row["country"] for row in lexicon.table("leaders")},
        nowhere=CueLexicon((row["form"], row["kind"]) for row in lexicon.table("nowhere")),
        nobody=CueLexicon((row["form"], row["kind"]) for row in lexicon.table("nobody")),
        keys=WordKeys({row["nynorsk"]: row["bokmaal"] for row in lexicon.table("nynorsk")}),
    )


@lru_cache(maxsize=2)
def link_models(path: Path | None = None) -> dict[str, Any]:
    """The trained models by field (`training/train_figures.py` makes them)."""
    file = path or resources.files("pipeline.nlp").joinpath("data", WEIGHTS)
    return {
        field: stored_model(stored)
        for field, stored in json.loads(file.read_text(encoding="utf-8")).items()
    }


def stored_model(stored: Mapping[str, Any]) -> Any:
    """One model of the weights file: a pool, forests, a classifier or a ranker."""
    if "forest" in stored:
        return Pool(stored_model(stored["linear"]), read_forest(stored["forest"]))
    if "forests" in stored:
        return read_forests(stored["forests"])
    if "classes" in stored:
        weights = {feature: tuple(values) for feature, values in stored["weights"].items()}
        return Classifier(tuple(stored["classes"]), weights)
    return Ranker(stored["weights"])


def figure_scene(
    text: str,
    figures: Sequence[Candidate],
    mentions: Iterable[Mention],
    date: str,
    lexicon: Lexicon,
) -> Scene:
    """The document laid out for linking; its date is the header's or the one its opening names."""
    return set_scene(text, figures, mentions, document_date(text, date), world_of(lexicon))


def link_figures(scene: Scene, models: Mapping[str, Any] | None = None) -> list[Links]:
    """What each figure of a scene says beyond its number.

    Args: scene: from `figure_scene`. models: by field; the shipped ones where not given.
    Returns: one `Links` per figure, in order.
    """
    chosen = link_models() if models is None else models
    people = speakers(scene)
    verdicts = _verdicts(scene, people, chosen, read_fields(scene))
    return [_links(scene, index, verdict, people) for index, verdict in enumerate(verdicts)]


def decide(
    scene: Scene,
    people: list[Speaker],
    models: Mapping[str, Any],
    opinions: Sequence[Odds] | None = None,
) -> list[Decided]:
    """The bare decisions for each figure of a scene, in order (training scores these).

    Args: scene: the document. people: who may be a source. models: by field.
        opinions: what the networks say of each figure; none where not given.
    """
    return [verdict.decided for verdict in _verdicts(scene, people, models, opinions or ())]


def field_features(
    scene: Scene, index: int, field: str, decided: list[Decided], people: list[Speaker]
) -> Any:
    """The features of a field: a set for a classified one, sets by candidate for a ranked one."""
    if field in CLASSIFIED:
        return _classified(field, event_features(scene, index, decided), decided[index])
    if field == "as_of":
        return time_features(scene, index, decided)
    if field == "source":
        return source_features(scene, index, people, decided)
    return entity_features(scene, index, decided, field)


def _classified(field: str, surroundings: set[str], here: Decided) -> set[str]:
    """The features of the event, and of the modality once the event is known."""
    return surroundings if field == "event" else surroundings | {f"E={here.event}"}


def _verdicts(
    scene: Scene, people: list[Speaker], models: Mapping[str, Any], opinions: Sequence[Odds]
) -> list[Verdict]:
    """What is decided of each figure in order, and on what grounds."""
    decided: list[Decided] = []
    verdicts = []
    for index in range(len(scene.figures)):
        decided.append(Decided())
        surroundings = event_features(scene, index, decided)
        odds: dict[str, float] = {}
        reasons: dict[str, str] = {}
        for field in CLASSIFIED + RANKED:
            value = _certain(scene, index, field)
            if value is not None:
                odds[field] = _SETTLED
                reasons[field] = "in the quote" if field == "actor" else "right after the quote"
            else:
                features = (
                    _classified(field, surroundings, decided[index])
                    if field in CLASSIFIED
                    else field_features(scene, index, field, decided, people)
                )
                probabilities = models[field].probabilities(features)
                if opinions and field in READER_WEIGHTS:
                    heard = opinions[index][field]
                    probabilities = pooled(probabilities, heard, READER_WEIGHTS[field])
                value, odds[field] = best(probabilities)
                reasons[field] = _reason(models[field], field, value, features)
            decided[index] = replace(decided[index], **{field: value})
        verdicts.append(Verdict(decided[index], odds, reasons))
    return verdicts


def pooled(
    first: Mapping[str, float], second: Mapping[str, float], weight: float
) -> dict[str, float]:
    """The geometric mean of two opinions on the same values, the second with a weight of its own.

    >>> pooled({"a": 0.5, "b": 0.5}, {"a": 0.8, "b": 0.2}, 0.5)["a"] > 0.6
    True
    """
    scores = [
        (1 - weight) * log(own + _FLOOR) + weight * log(second.get(name, 0.0) + _FLOOR)
        for name, own in first.items()
    ]
    return dict(zip(first, softmax(scores), strict=True))


def _certain(scene: Scene, index: int, field: str) -> str | None:
    """The value of a field that the words leave no doubt about, None where they do."""
    return settled(scene, index, field) if field in ("actor", "location") else None


def _reason(model: Any, field: str, value: str, features: Any) -> str:
    """Why a value was chosen, in a few words."""
    if field in CLASSIFIED:
        return value
    chosen = features[value]
    return reason(chosen) if isinstance(chosen, dict) else _strongest(model, chosen)


def _strongest(model: Ranker, features: Iterable[str]) -> str:
    reasons = model.reasons(sorted(features), 1)
    return reasons[0] if reasons else "no better"


def _links(scene: Scene, index: int, verdict: Verdict, people: list[Speaker]) -> Links:
    decided = verdict.decided
    speaker = next((person for person in people if person.key == decided.source), None)
    confidence = 1.0
    for field in CLASSIFIED + RANKED[:3]:
        confidence *= verdict.odds[field]
    return Links(
        category="casualties" if decided.event in CASUALTIES else "troops",
        event=decided.event,
        modality=decided.modality,
        actor_id=decided.actor,
        actor_kind=_kind(decided.actor),
        location_id=_place(scene, index, decided.location),
        location_country=decided.location,
        as_of=decided.as_of,
        source_id=speaker.entity_id if speaker else "",
        source=speaker.name if speaker else "",
        rule="; ".join(
            f"{field}: {verdict.reasons[field]}" for field in RANKED if verdict.reasons[field]
        ),
        confidence=round(confidence, 3),
    )


def _kind(entity_id: str) -> str:
    if not entity_id:
        return ""
    return "organization" if entity_id.startswith("org:") else "country"


def _place(scene: Scene, index: int, country: str) -> str:
    """The place of that country named nearest in the figure's sentence, else the country."""
    site, text_words = scene.sites[index], scene.words
    near = [
        (abs(mention.start_char - site.start_char), mention.entity_id)
        for mention in scene.mentions
        if mention.kind == "place"
        and country
        and state_of(mention) == country
        and text_words[scene.passages.word_at(mention.start_char)].sentence == site.sentence
    ]
    return min(near)[1] if near else country
