"""Who says so: features of each person, organization and described speaker near a figure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from pipeline.nlp.figure_entities import Decided
from pipeline.nlp.figure_scene import Scene, Site

WRITER = ""  # the candidate for the writer's own voice
_SPEECH_CUES = frozenset({"claim", "deny", "believe"})
_REACH = 3  # sentences
_PERSONAL = frozenset(["han", "hun", "ho", "de", "dei", "ham"])
_PREPOSITIONS = frozenset(["i", "ved", "fra", "frå", "av", "for", "på", "hos"])
_PLAIN = re.compile(r"[^\W\d_]{1,40}(?:-[^\W\d_]{1,40}){0,5}$")
_STOPS = frozenset(
    [
        "at",
        "har",
        "hadde",
        "skal",
        "er",
        "var",
        "ble",
        "blei",
        "vart",
        "vil",
        "kan",
        "til",
        "om",
        "og",
        "men",
        "som",
        "da",
        "då",
        "nå",
        "no",
        "seg",
        "ikke",
        "ikkje",
        "også",
        "òg",
        "derimot",
        "likevel",
        "samtidig",
        "det",
        "den",
        "de",
        "dei",
        "man",
        "ein",
        "han",
        "hun",
        "ho",
        "vi",
        "jeg",
        "eg",
        "torsdag",
        "onsdag",
        "tirsdag",
        "tysdag",
        "mandag",
        "måndag",
        "fredag",
        "lørdag",
        "laurdag",
        "søndag",
        "sundag",
        "selv",
        "sjølv",
    ]
)
_ARTICLES = frozenset(
    ["en", "ei", "ein", "et", "eit", "det", "den", "de", "dei", "flere", "fleire", "noen", "nokre"]
)
_SOURCE_NOUNS = re.compile(
    r"(?:kild|kjeld|tjenestem|tenestem|diplomat|talsm|talskvinn|talspers|offiser|general|ekspert|"
    r"myndighet|styresmakt|departement|politi|vitne|øyenvitn|augevitn|analytik|forsk|hær|"
    r"opprører|opprørar|militær|regjering|leder|leiar|minist|ambassad|etterretning|kommand|"
    r"organisasjon|helse|våpenhvile|observatør|guvernør|presidentkontor|generalstab|politim|advokat|"
    r"hjelpearbeid|innbygg|landsby|lokal|avis|medier|media|kanal|byrå|koalisjon|veteran|oberst|"
    r"parlament|riksadvok|sykehus|sjukehus|grensevesen|stab|forsvar|marine|komit)"
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """One who may be the source: a mention's entity, or words that describe somebody unnamed."""

    key: str
    name: str
    entity_id: str
    kind: str
    first: int
    last: int


def speakers(scene: Scene) -> list[Speaker]:
    """Everybody in the document who may be a source, in order."""
    found = [
        Speaker(
            mention.entity_id, mention.name, mention.entity_id, mention.kind,
            scene.passages.word_at(mention.start_char),
            scene.passages.word_at(mention.end_char - 1) + 1,
        )
        for mention in scene.mentions
        if mention.form not in ("adjective", "compound", "inhabitant")
    ]  # fmt: skip
    taken = {word for speaker in found for word in range(speaker.first, speaker.last)}
    found.extend(_described(scene, taken))
    return sorted(found, key=lambda speaker: (speaker.first, speaker.last, speaker.key))


def _described(scene: Scene, taken: set[int]) -> list[Speaker]:
    """Unnamed speakers: a phrase with a word like `kilde` beside a verb of saying."""
    words, found = scene.words, []
    verbs = {cue.first for cue in scene.cues if cue.name in _SPEECH_CUES}
    for verb in sorted(verbs):
        for start in (verb + 1, _phrase_start(scene, verb)):
            end = _phrase_end(scene, start, verb)
            if end <= start or start in taken:
                continue
            first, last = words[start].start, words[end - 1].end
            text = scene.passages.text[first:last]
            if not _SOURCE_NOUNS.search(text.lower()) or text[:1].isdigit():
                continue
            if text[0].isupper() and start == scene.passages.sentences[words[start].sentence].first:
                text = text if words[start].text.isupper() else text[0].lower() + text[1:]
            found.append(Speaker(f"said:{text}", text, "", "described", start, end))
    return found


def _phrase_start(scene: Scene, verb: int) -> int:
    """Where the subject before a verb of saying begins."""
    words = scene.words
    first = scene.passages.sentences[words[verb].sentence].first
    start = verb
    while start > first and verb - start < 8:
        word = words[start - 1]
        if not _PLAIN.match(word.text) or (word.lower in _STOPS and word.lower not in _ARTICLES):
            break
        start -= 1
    return start


def _phrase_end(scene: Scene, start: int, verb: int) -> int:
    words = scene.words
    limit = scene.passages.sentences[words[verb].sentence].last
    end = start
    while end < limit and end != verb and end - start < 8:
        word = words[end]
        stops = word.lower in _STOPS and not (end == start and word.lower in _ARTICLES)
        if not _PLAIN.match(word.text) or stops:
            break
        end += 1
    while end > start and words[end - 1].lower in _PREPOSITIONS:
        end -= 1
    return end


def source_features(
    scene: Scene, index: int, people: list[Speaker], decided: list[Decided]
) -> dict[str, set[str]]:
    """Features of each possible source of a figure, by key; `WRITER` always among them."""
    site, here = scene.sites[index], decided[index]
    sentences = scene.passages.sentences
    pronoun = scene.once(("pronoun", site.sentence), lambda: _pronoun_speaks(scene, site))
    result: dict[str, set[str]] = {}
    for order, speaker in enumerate(people):
        at = scene.words[speaker.first].sentence
        if abs(at - site.sentence) > _REACH:
            continue
        zone = _zone(scene, site, speaker, at)
        relation = scene.once(("relation", speaker), partial(_relation, scene, speaker))
        features = result.setdefault(speaker.key, set())
        features |= {
            f"{zone}", f"{zone}:{relation}", f"{zone[0]}:{relation}", f"{zone}:{speaker.kind}",
            f"{zone}:{relation}:{speaker.kind}", f"{relation}:m={here.modality}",
            f"{zone}:{relation}:m={here.modality}", f"{relation}:{speaker.kind}",
        }  # fmt: skip
        if sentences[site.sentence].speech:
            features |= {f"speech:{zone}:{relation}", f"speech:{zone}:{relation}:{speaker.kind}"}
        if pronoun and speaker.kind == "person":
            later = any(
                other.kind == "person" and speaker.first < other.first <= site.first
                for other in people[order + 1 :]
            )
            features.add(f"pronoun:{zone[0]}:{'later' if later else 'last'}")
    sentence = sentences[site.sentence]
    verbs = {cue.name for cue in scene.cues_in(sentence) if cue.name in _SPEECH_CUES}
    result[WRITER] = {"writer", f"writer|m={here.modality}", f"writer|speech={sentence.speech}"}
    result[WRITER] |= {f"writer|{verb}" for verb in verbs or {"silent"}}
    result[WRITER] |= {f"writer|pronoun={pronoun}", f"writer|e={here.event}"}
    for key, known in result.items():
        known.update(_continuity(scene, index, key, decided, bool(verbs)))
    return result


def _zone(scene: Scene, site: Site, speaker: Speaker, at: int) -> str:
    sentences = scene.passages.sentences
    if at == site.sentence:
        if speaker.last <= site.first:
            return f"L{min(2, site.clause_first - scene.words[speaker.first].clause)}"
        return f"R{min(2, scene.words[speaker.first].clause - site.clause_last)}"
    same = sentences[at].paragraph == sentences[site.sentence].paragraph
    back = site.sentence - at
    if back > 0:
        return f"{'P' if same else 'Q'}{back}"
    return f"{'N' if same else 'M'}{-back}"


def _relation(scene: Scene, speaker: Speaker) -> str:
    """How a speaker stands to a verb of saying: after it, before it, told, after `ifølge`."""
    words = scene.words
    sentence = scene.passages.sentences[words[speaker.first].sentence]
    before = [words[k].lower for k in range(max(sentence.first, speaker.first - 4), speaker.first)]
    if before and before[-1] in ("til", "overfor"):
        return "told"
    if any(word in ("ifølge", "ifølgje") for word in before):
        return "according"
    verbs = {cue.first: cue.name for cue in scene.cues_in(sentence) if cue.name in _SPEECH_CUES}
    clause = words[speaker.first].clause
    for k in range(speaker.first - 1, max(sentence.first, speaker.first - 6) - 1, -1):
        if k in verbs and words[k].clause == clause:
            return f"after-{verbs[k]}"
    for k in range(speaker.last, min(sentence.last, speaker.last + 8)):
        if k in verbs and words[k].clause - words[speaker.last - 1].clause <= 2:
            return f"before-{verbs[k]}"
    return "beside"


def _pronoun_speaks(scene: Scene, site: Site) -> bool:
    """Whether `sier han` or the like stands in the sentence or the next of its paragraph."""
    sentences = scene.passages.sentences
    for number in (site.sentence, site.sentence + 1):
        if (
            number >= len(sentences)
            or sentences[number].paragraph != sentences[site.sentence].paragraph
        ):
            continue
        for cue in scene.cues_in(sentences[number]):
            if cue.name == "claim":
                around = scene.words[max(0, cue.first - 1) : cue.last + 1]
                if any(word.lower in _PERSONAL for word in around):
                    return True
    return False


def _continuity(
    scene: Scene, index: int, key: str, decided: list[Decided], verbs: bool
) -> set[str]:
    if index == 0:
        return set()
    distance = scene.sites[index].sentence - scene.sites[index - 1].sentence
    near = "s" if distance == 0 else "n" if distance == 1 else "f"
    last = decided[index - 1].source
    same = "same" if key == last else "other"
    kind = "writer" if key == WRITER else "speaker"
    return {f"{same}:{near}:{kind}", f"{same}:{near}:{kind}:verbs{verbs}"}
