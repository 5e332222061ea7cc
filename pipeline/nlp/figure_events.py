"""What happened to the people counted, and how certain it is: what surrounds a figure."""

from __future__ import annotations

from pipeline.nlp.figure_cues import Cue
from pipeline.nlp.figure_entities import Decided
from pipeline.nlp.figure_scene import Scene, Site, magnitude

MODAL_CUES = frozenset(
    {"will", "may", "if", "deny", "not", "claim", "past", "passive", "now", "level", "civil"}
)
ACT_CUES = frozenset({"kill", "wound", "capture", "missing", "send", "leave", "stay", "grow", "cut",
                      "train", "present", "enroll", "lose", "cost", "exercise"})  # fmt: skip
HELPING_CUES = frozenset({"home", "out", "back", "left", "still", "become", "rest", "down_to",
                          "more", "up_to", "fewer", "have", "exist", "motion", "fetch",
                          "promise"})  # fmt: skip
_VERB_CUES = ACT_CUES | {"motion", "fetch", "become", "have", "exist"}
_AUXILIARIES = {
    word: tense
    for tense, words in (
        ("was", "ble blei vart var hadde fikk fekk"),
        ("is", "er har"),
        ("becomes", "blir vert får"),
        ("been", "blitt vorte vært vore"),
        ("shall", "skal vil"),
        ("should", "skulle ville"),
        ("can", "kan må bør"),
        ("could", "kunne måtte burde"),
    )
    for word in words.split()
}
_STRONG_PAST = frozenset(
    [
        "trakk",
        "drog",
        "dro",
        "kom",
        "gikk",
        "gjekk",
        "tok",
        "falt",
        "fall",
        "stod",
        "sto",
        "lå",
        "låg",
        "sa",
        "ga",
        "gav",
        "fløy",
        "flaug",
        "skar",
        "forlot",
        "forlét",
        "slo",
        "drap",
        "holdt",
        "heldt",
        "ble",
        "vart",
        "bidro",
        "bidrog",
        "rykka",
        "forsvant",
        "forsvann",
        "døydde",
        "steig",
        "sank",
    ]
)
_STRONG_NOW = frozenset(
    [
        "drar",
        "dreg",
        "drep",
        "drar",
        "går",
        "tar",
        "tek",
        "får",
        "blir",
        "vert",
        "står",
        "held",
        "tel",
        "kjem",
        "skjer",
        "veks",
        "dør",
        "døyr",
    ]
)


def event_features(scene: Scene, index: int, decided: list[Decided]) -> set[str]:
    """Readable features for the event and the modality of one figure.

    Args: scene: the document. index: which figure. decided: the figures before it.
    """
    site = scene.sites[index]
    features = _figure_itself(scene, index)
    features |= _cue_features(scene, site)
    features |= _word_features(scene, site)
    features |= _neighbour_features(scene, site)
    features |= _time_features(scene, site) | _tense_features(scene, site)
    features |= _sequence_features(scene, index, decided)
    return features


def _time_features(scene: Scene, site: Site) -> set[str]:
    """Whether the times of the sentence lie ahead of the document's date or behind it."""
    sentence = scene.passages.sentences[site.sentence]
    features: set[str] = set()
    for time in scene.times:
        if not sentence.start <= time.start_char < sentence.end:
            continue
        word = scene.words[scene.passages.word_at(time.start_char)]
        clauses = min(2, abs(word.clause - site.clause_first), abs(word.clause - site.clause_last))
        order = _order(time.past, time.future, scene.date)
        features |= {f"time={order}", f"time={order}:{clauses}", f"time={order}:{time.preposition}",
                     f"time={time.kind}:{time.preposition}"}  # fmt: skip
    return features or {"time=none"}


def _order(past: str, future: str, date: str) -> str:
    """`before`, `after` or `same` as the document's date; for a bare month, which is nearer."""
    if not date or not past:
        return "unknown"
    if past != future:
        if len(past) < 7 or len(date) < 7:
            return "either"
        ahead = (int(future[:4]) - int(date[:4])) * 12 + int(future[5:7]) - int(date[5:7])
        return "either-soon" if ahead <= 6 else "either-past"
    if date.startswith(past[: len(date)]) or past.startswith(date):
        return "same"
    return "before" if past < date else "after"


def _tense_features(scene: Scene, site: Site) -> set[str]:
    """The tense of the verbs near a figure, read from helping verbs and endings."""
    sentence, words = scene.sentence_of(site), scene.words
    features: set[str] = set()
    nearest: dict[str, tuple[int, str]] = {}
    verbs = {
        cue.first
        for cue in scene.cues_in(sentence)
        if cue.last - cue.first == 1 and cue.name in _VERB_CUES
    }
    for position in range(sentence.first, sentence.last):
        if site.first <= position < site.last:
            continue
        tense = _AUXILIARIES.get(words[position].lower)
        if tense is None and position in verbs:
            tense = _tense_of(words[position].lower)
        if not tense:
            continue
        side = "L" if position < site.first else "R"
        clause = site.clause_first if side == "L" else site.clause_last
        cost = abs(position - site.first) + 6 * abs(words[position].clause - clause)
        features.add(f"tense={tense}:{side}:{min(2, abs(words[position].clause - clause))}")
        if cost < nearest.get(side, (99, ""))[0]:
            nearest[side] = (cost, tense)
    closest = min(nearest.values(), default=(99, "-"))[1]
    left, right = nearest.get("L", (0, "-"))[1], nearest.get("R", (0, "-"))[1]
    features |= {f"tense={closest}", f"tenses={left}+{right}"}
    return features | {
        f"tense={closest}|{time}" for time in _time_features(scene, site) if time.count(":") == 0
    }


def _tense_of(verb: str) -> str:
    """`past`, `now` or `passive` by the ending of a verb; "" where the form says nothing."""
    if verb in _STRONG_PAST:
        return "past"
    if verb.endswith(("tte", "dde", "te", "de", "dro", "gikk", "gjekk")):
        return "past"
    if verb.endswith(("es", "ast", "est")):
        return "passive"
    if verb.endswith(("er", "ar")) or verb in _STRONG_NOW:
        return "now"
    return "supine" if verb.endswith(("t", "a")) else ""


def _figure_itself(scene: Scene, index: int) -> set[str]:
    site, figure = scene.sites[index], scene.figures[index]
    sentence = scene.sentence_of(site)
    last = scene.words[site.last - 1].lower
    features = {
        "bias", f"u={figure.unit.lower()}", f"last={last[:7]}", f"m={figure.measure}",
        f"q={figure.qualifier}", "heading" if sentence.heading else "text",
    }  # fmt: skip
    features.add(f"size={int(magnitude(figure))}")
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
        return (
            "L",
            site.first - cue.last,
            min(3, site.clause_first - scene.words[cue.last - 1].clause),
        )
    if cue.first >= site.last:
        return "R", cue.first - site.last, min(3, scene.words[cue.first].clause - site.clause_last)
    return "I", 0, 0


def _cue_features(scene: Scene, site: Site) -> set[str]:
    sentence = scene.sentence_of(site)
    features: set[str] = set()
    nearest: dict[str, tuple[int, str]] = {}
    for cue in scene.cues_in(sentence):
        side, words, clauses = _distance(cue, site, scene)
        features |= {f"{cue.name}:{side}:{clauses}", f"{cue.name}:S"}
        features.add(f"w{cue.form}:{side}:{clauses <= 1}")
        if words <= 2:
            features.add(f"{cue.name}:{side}:d{words}")
        key = f"{side}{clauses}"
        if words < nearest.get(key, (99, ""))[0]:
            nearest[key] = (words, cue.name)
    features |= {f"near{key}={name}" for key, (_, name) in nearest.items()}
    return features | _governor_features(scene, site)


def _governor_features(scene: Scene, site: Site) -> set[str]:
    """The strongest words on either side: the nearest that name an act, and their helpers."""
    sentence = scene.sentence_of(site)
    acts: dict[str, tuple[int, str]] = {}
    helpers: set[str] = set()
    for cue in scene.cues_in(sentence):
        side, words, clauses = _distance(cue, site, scene)
        if cue.name in ACT_CUES:
            cost = words + 6 * clauses
            if cost < acts.get(side, (99, ""))[0]:
                acts[side] = (cost, cue.name)
        elif clauses <= 1 and cue.name in HELPING_CUES:
            helpers.add(f"{cue.name}:{side}")
    left = acts.get("L", (99, "-"))
    right = acts.get("R", (99, "-"))
    closest = min(left, right)
    inside = acts.get("I", (0, "-"))[1]
    features = {
        f"act={closest[1]}", f"act.cost={closest[1]}:{min(5, closest[0] // 4)}",
        f"acts={left[1]}+{right[1]}", f"act.in={inside}",
        f"act.l={left[1]}:{min(3, left[0] // 6)}", f"act.r={right[1]}:{min(3, right[0] // 6)}",
    }  # fmt: skip
    features |= {f"act={closest[1]}|{helper}" for helper in helpers}
    return features


def _word_features(scene: Scene, site: Site) -> set[str]:
    """The words around a figure by their keys: next to it, in its clauses, in the sentence."""
    sentence, keys = scene.sentence_of(site), scene.keys
    left = [keys[site.first - k] if site.first - k >= sentence.first else "<" for k in (1, 2, 3)]
    right = [keys[site.last + k] if site.last + k < sentence.last else ">" for k in (0, 1, 2)]
    features = {f"l{k}={word}" for k, word in enumerate(left, 1)}
    features |= {f"r{k}={word}" for k, word in enumerate(right, 1)}
    features |= {f"l12={left[1]} {left[0]}", f"r12={right[0]} {right[1]}"}
    for position in range(sentence.first, sentence.last):
        if site.first <= position < site.last:
            continue
        left_of = position < site.first
        side, clause = ("L", site.clause_first) if left_of else ("R", site.clause_last)
        key, clauses = keys[position], abs(scene.words[position].clause - clause)
        features |= {f"s{side}:{key}", f"s:{key}"}
        if clauses <= 1:
            features.add(f"c{clauses}{side}:{key}")
            following = position + 1
            if following < sentence.last and following != site.first:
                features.add(f"b{side}:{key} {keys[following]}")
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
            for cue in scene.cues_in(other)
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
