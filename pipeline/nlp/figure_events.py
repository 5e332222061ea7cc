"""What happened to the people counted, and how certain it is: features of a figure's surroundings."""

from __future__ import annotations

from pipeline.nlp.figure_cues import Cue
from pipeline.nlp.figure_entities import Decided
from pipeline.nlp.figure_scene import Scene, Site

MODAL_CUES = frozenset({"will", "may", "if", "deny", "not", "claim", "past", "passive", "now", "level", "civil"})
_STEM = 6


def event_features(scene: Scene, index: int, decided: list[Decided]) -> set[str]:
    """Readable features for the event and the modality of one figure.

    Args: scene: the document. index: which figure. decided: the figures before it.
    """
    site = scene.sites[index]
    features = _figure_itself(scene, index)
    features |= _cue_features(scene, site)
    features |= _word_features(scene, site)
    features |= _neighbour_features(scene, site)
    features |= _sequence_features(scene, index, decided)
    return features


def _figure_itself(scene: Scene, index: int) -> set[str]:
    site, figure = scene.sites[index], scene.figures[index]
    sentence = scene.sentence_of(site)
    last = scene.words[site.last - 1].lower
    features = {
        "bias", f"u={figure.unit.lower()}", f"last={last[:7]}", f"m={figure.measure}",
        f"q={figure.qualifier}", "heading" if sentence.heading else "text",
    }  # fmt: skip
    if sentence.speech:
        features.add("speech")
    if site.last - site.first <= 2:
        features.add("short")
    if site.first == sentence.first:
        features.add("opens")
    return features


def _distance(cue: Cue, site: Site, scene: Scene) -> tuple[str, int, int]:
    """Side, words and clause boundaries between a cue and a figure."""
    if cue.last <= site.first:
        return "L", site.first - cue.last, min(3, site.clause_first - scene.words[cue.last - 1].clause)
    if cue.first >= site.last:
        return "R", cue.first - site.last, min(3, scene.words[cue.first].clause - site.clause_last)
    return "I", 0, 0


def _cue_features(scene: Scene, site: Site) -> set[str]:
    sentence = scene.sentence_of(site)
    features: set[str] = set()
    nearest: dict[str, tuple[int, str]] = {}
    for cue in scene.cues:
        if not sentence.first <= cue.first < sentence.last:
            continue
        side, words, clauses = _distance(cue, site, scene)
        features |= {f"{cue.name}:{side}:{clauses}", f"{cue.name}:S"}
        features.add(f"w{cue.form}:{side}:{clauses <= 1}")
        if words <= 2:
            features.add(f"{cue.name}:{side}:d{words}")
        key = f"{side}{clauses}"
        if words < nearest.get(key, (99, ""))[0]:
            nearest[key] = (words, cue.name)
    return features | {f"near{key}={name}" for key, (_, name) in nearest.items()}


def _word_features(scene: Scene, site: Site) -> set[str]:
    sentence, words = scene.sentence_of(site), scene.words
    left = [words[site.first - k].lower if site.first - k >= sentence.first else "<" for k in (1, 2, 3)]
    right = [words[site.last + k].lower if site.last + k < sentence.last else ">" for k in (0, 1, 2)]
    features = {f"l{k}={word}" for k, word in enumerate(left, 1)}
    features |= {f"r{k}={word}" for k, word in enumerate(right, 1)}
    features |= {f"l12={left[1]} {left[0]}", f"r12={right[0]} {right[1]}"}
    for position in range(sentence.first, sentence.last):
        if site.first <= position < site.last:
            continue
        word = words[position]
        side = "L" if position < site.first else "R"
        clause = site.clause_first if side == "L" else site.clause_last
        stem = word.lower[:_STEM]
        if abs(word.clause - clause) <= 1:
            features.add(f"c{abs(word.clause - clause)}{side}:{stem}")
        features.add(f"s{side}:{stem}")
    return features


def _neighbour_features(scene: Scene, site: Site) -> set[str]:
    """Cues of the sentence before, and of the one after a heading."""
    sentences = scene.passages.sentences
    here = sentences[site.sentence]
    features: set[str] = set()
    for step, tag in ((-1, "P"), (1, "N")):
        number = site.sentence + step
        if not 0 <= number < len(sentences) or (step > 0 and not here.heading):
            continue
        other = sentences[number]
        features |= {
            f"{tag}:{cue.name}" + (":heading" if here.heading else "")
            for cue in scene.cues
            if other.first <= cue.first < other.last
        }
    return features


def _sequence_features(scene: Scene, index: int, decided: list[Decided]) -> set[str]:
    if index == 0:
        return set()
    before = decided[index - 1]
    gap = scene.gap(index)
    if gap is None:
        return {f"ps={before.event}", f"psm={before.modality}"}
    site, last = scene.sites[index], scene.sites[index - 1].last
    event, modality = f"pe={before.event}", f"pm={before.modality}"
    cue_between = any(
        last <= cue.first < site.first and cue.name not in MODAL_CUES for cue in scene.cues
    )
    features = {event, modality, f"{event}|gap{min(len(gap), 6) // 2}",
                f"{event}|cue{cue_between}", f"{modality}|cue{cue_between}"}  # fmt: skip
    if len(gap) <= 5:
        features |= {f"gap={' '.join(gap)}", f"{event}|{' '.join(gap[:1] + gap[-1:])}"}
    return features
