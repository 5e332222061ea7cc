"""When a figure holds: the times named around it, the document's date, or none that is known."""

from __future__ import annotations

from pipeline.lang.dates import TimeExpression
from pipeline.nlp.figure_entities import Decided
from pipeline.nlp.figure_scene import Scene, Site

UNDATED = ""
_REACH = 3  # sentences back
_SINCE = frozenset({"siden", "sidan"})  # a count since then holds now


def time_features(scene: Scene, index: int, decided: list[Decided]) -> dict[str, set[str]]:
    """Features of every date that a figure may have, by date; the document's and none among them.

    Args: scene: the document. index: which figure. decided: the figures up to this one, this
    one's event and modality included.
    """
    site, here = scene.sites[index], decided[index]
    result: dict[str, set[str]] = {UNDATED: set(), scene.date: set()}
    zones = set()
    for zone, time, word in _nearby(scene, site):
        zones.add(f"{zone}:{time.kind}")
        features = _expression_features(scene, site, (zone, time, word), here)
        for value, reading in ((time.past, "past"), (time.future, "future")):
            if not value:
                continue
            tense = "both" if time.past == time.future else reading
            own = result.setdefault(value, set())
            own |= features | {
                f"{tense}|m={here.modality}", f"{tense}|{time.kind}|m={here.modality}",
                f"{tense}|{zone}", f"{tense}|{time.kind}|{time.preposition}",
            }  # fmt: skip
            order = _order(value, scene.date)
            own |= {f"{order}|m={here.modality}", f"{order}|e={here.event}", f"{order}|{zone}",
                    f"{order}|{zone}|m={here.modality}"}  # fmt: skip
    for offset in (1, 2, 3):
        if index >= offset and decided[index - offset].as_of:
            result.setdefault(decided[index - offset].as_of, set())
    shared = {f"e={here.event}", f"m={here.modality}"} | {f"near={zone}" for zone in zones}
    result[scene.date] |= {"document"} | {f"document|{fact}" for fact in shared}
    if not zones:
        result[scene.date].add("document|alone")
    result[UNDATED] |= {"none"} | {f"none|{fact}" for fact in shared}
    if not scene.date:
        result[UNDATED] |= {"none|undated"}
    for value, known in result.items():
        known.update(_continuity(scene, index, value, decided))
    return result


def _order(value: str, date: str) -> str:
    """Whether a date is `before`, `after` or the `same` as the document's."""
    if date.startswith(value) or value.startswith(date or "?"):
        return "same"
    return "before" if value < date else "after"


def _nearby(scene: Scene, site: Site) -> list[tuple[str, TimeExpression, int]]:
    """The times of the sentence and of those before it, with where they stand and their word."""
    found = []
    for time in scene.times:
        if time.preposition in _SINCE:
            continue
        word = scene.passages.word_at(time.start_char)
        at = scene.words[word]
        back = site.sentence - at.sentence
        if back == 0:
            left = time.start_char < site.start_char
            clause = site.clause_first - at.clause if left else at.clause - site.clause_last
            found.append((f"{'L' if left else 'R'}{min(clause, 3)}", time, word))
        elif 0 < back <= _REACH:
            sentences = scene.passages.sentences
            same = sentences[at.sentence].paragraph == sentences[site.sentence].paragraph
            found.append((f"{'P' if same else 'Q'}{back}", time, word))
        elif scene.sentence_of(site).heading and back == -1:
            found.append(("N", time, word))
    return found


def _expression_features(
    scene: Scene, site: Site, placed: tuple[str, TimeExpression, int], here: Decided
) -> set[str]:
    zone, time, word = placed
    features = {
        f"{zone}", f"{zone}:{time.kind}", f"{zone}:{time.preposition}",
        f"{time.kind}:{time.preposition}", f"{zone}|e={here.event}", f"{zone}|m={here.modality}",
        f"{zone[0]}:{time.kind}|e={here.event}", f"{time.preposition}|e={here.event}",
    }  # fmt: skip
    low, high = sorted((time.start_char, site.start_char))
    if any(low < other.start_char < high for other in scene.times if other is not time):
        features.add(f"{zone[0]}:behind")
    if any(low < figure.start_char < high for figure in scene.figures):
        features.add(f"{zone[0]}:figure-between")
    if word == scene.passages.sentences[scene.words[word].sentence].first or (
        time.preposition and word - 1 == scene.passages.sentences[scene.words[word].sentence].first
    ):
        features |= {f"{zone}:opens", f"{zone[0]}:opens"}
    return features


def _continuity(scene: Scene, index: int, value: str, decided: list[Decided]) -> set[str]:
    if index == 0:
        return set()
    distance = scene.sites[index].sentence - scene.sites[index - 1].sentence
    near = "s" if distance == 0 else "n" if distance == 1 else "f"
    before = decided[index - 1]
    same = "same" if value == before.as_of else "other"
    shifted = "doc" if before.as_of == scene.date else "shifted"
    kind = "doc" if value == scene.date else "none" if not value else "time"
    events = "=" if before.event == decided[index].event else "!"
    modality = "=" if before.modality == decided[index].modality else "!"
    return {f"{same}:{near}:{shifted}", f"{same}:{near}:{shifted}:{kind}",
            f"{same}:{near}:{shifted}:{events}{modality}"}  # fmt: skip
