"""How a country or organization stands to a figure, in words.

`figure_positions` tells how near a candidate is mentioned; this module tells how: after which
preposition and on which side, and what kind of people and anaphors stand around the figure. Every
feature is a named number for the trees.
"""

from __future__ import annotations

import re

from pipeline.nlp.figure_positions import FAR
from pipeline.nlp.figure_scene import Scene, Site
from pipeline.nlp.figure_spots import Spot

Features = dict[str, float]

# Definite nouns that point to somebody named before, and to what kind of somebody.
ANAPHORS = {
    word: kind
    for kind, words in (
        (
            "army",
            "hæren hærens regjeringshæren regjeringsstyrkene regjeringsstyrkane forsvaret "
            "sikkerhetsstyrkene tryggingsstyrkane regjeringen regjeringa luftforsvaret marinen",
        ),
        (
            "rebels",
            "geriljaen militsen gruppen gruppa opprørerne opprørarane islamistene islamistane "
            "ekstremistene ekstremistane militsene bevegelsen rørsla terroristene separatistene "
            "separatistane jihadistene angriperne leiesoldatene geriljaens gruppens selskapet",
        ),
        ("alliance", "alliansen alliansens koalisjonen koalisjonens unionen organisasjonen"),
        (
            "force",
            "styrken styrkens styrka styrkane styrkene kontingenten bidraget styrkebidraget "
            "troppene troppane soldatene soldatane bataljonen avdelingen nærværet misjonen "
            "oppdraget operasjonen observatørane observatørene",
        ),
        ("we", "vi oss våre vår vårt"),
        ("they", "de dei dem deres deira sine sin hans hennes"),
    )
    for word in words.split()
}
# What kind of people the words of a quote and those after it speak of.
_PEOPLE = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("foreign", "utenland|utanland|alliert|vestlig|vestleg|internasjonal|flernasjonal|"
                    "fleirnasjonal|europe|arab|afrik"),
        ("soviet", "sovjet"),
        ("civil", "sivil|person|mennesk|barn|born|kvinn|innbyg|demonstr|journalist"),
        ("armed", "væpn|uniform"),
        ("police", "politi|gendarm"),
        ("rebel", "opprør|islamist|ekstrem|terror|milits|geril|separat|jihad|leiesold|leigesold|"
                  "kriger|krigar"),
        ("government", "regjering|statlig|statleg"),
        ("prisoner", "fange|gissel|gisl"),
        ("more", "^(?:nye|ekstra|flere|fleire|til|ytterligere|ytterlegare|andre)$"),
        ("mission", "^(?:fn|nato|au|eu|unifil|kfor|isaf)"),
    )
)  # fmt: skip
_NATIONS = frozenset([
    "land", "nasjon", "nasjoner", "nasjonar", "sider", "parter", "partar", "staten", "stater",
    "statar", "medlemsland",
])  # fmt: skip
_PRONOUNS = frozenset([
    "de", "dei", "den", "han", "hun", "ho", "vi", "det", "som",
])  # fmt: skip
_FRONTED = frozenset([
    "der", "her", "i", "på", "ved", "fra", "frå",
])  # fmt: skip
_AFTER = frozenset([
    "av", "fra", "frå", "i", "på", "til", "ved", "med", "som", ",", "og", ".", "under",
])  # fmt: skip
_BEFORE = frozenset([
    "av", "fra", "frå", "på", "til", "med", ",", "og", "sine", "sin", "de", "dei", "alle",
    "andre", "mot", "enn",
])  # fmt: skip
_FINITE = frozenset([
    "er", "var", "har", "hadde", "ble", "blei", "blir", "vart", "vert", "skal", "skulle",
    "vil", "ville", "kan", "kunne", "må", "måtte", "bør", "burde", "får", "fikk", "fekk",
    "står", "stod", "sto", "kom", "kjem", "kommer", "sender", "sendte", "sende", "trekker",
    "trekk", "trakk", "trekte", "mistet", "mista", "miste", "drepte", "drap", "holder", "held",
    "heldt", "tok", "tar", "tek", "bidrar", "bidreg", "bidro", "bidrog", "stiller", "stilte",
    "sier", "seier", "sa", "hevder", "hevdar", "mener", "meiner", "anslår", "avviser",
])  # fmt: skip
_KILLED = frozenset({"drept", "drepte", "drepne"})


def around(scene: Scene, index: int) -> Features:
    """The words in and beside the quote, the anaphors of the sentence, the figure's place in it."""
    site = scene.sites[index]
    sentence = scene.sentence_of(site)
    words = [word.lower for word in scene.words[sentence.first : sentence.last]]
    first, last = site.first - sentence.first, site.last - sentence.first
    after = words[last : last + 5]
    features: Features = {}
    for name, pattern in _PEOPLE:
        if any(pattern.search(word) for word in words[first:last]):
            features[f"q.{name}"] = 1.0
        if any(pattern.search(word) for word in after):
            features[f"after.{name}"] = 1.0
    if after[:1] and after[0] in _AFTER:
        features[f"n1={after[0]}"] = 1.0
    if first and words[first - 1] in _BEFORE:
        features[f"b1={words[first - 1]}"] = 1.0
    features |= {f"after.ana={ANAPHORS[word]}": 1.0 for word in after if word in ANAPHORS}
    features |= _anaphors(scene, site)
    opening = words[1] if words[0] in "–—-" and len(words) > 1 else words[0]
    gap = scene.gap(index)
    return features | {
        "opens.pronoun": float(opening in _PRONOUNS),
        "opens.there": float(opening in _FRONTED),
        "nations": float(any(word in _NATIONS for word in words)),
        "soviet": float(any("sovjet" in word for word in words)),
        "past.times": _past_times(scene, sentence.start, sentence.end),
        "order": float(index),
        "figures": float(len(scene.sites)),
        "sentence": float(site.sentence),
        "gap": FAR if gap is None else float(len(gap)),
        "gap.sentences": float(site.sentence - scene.sites[index - 1].sentence) if index else FAR,
    }


def _anaphors(scene: Scene, site: Site) -> Features:
    """On which side of the figure, and how many clauses away, the sentence points back."""
    sentence = scene.sentence_of(site)
    features: Features = {}
    for position in range(sentence.first, sentence.last):
        word = scene.words[position]
        kind = ANAPHORS.get(word.lower)
        if kind and position < site.first:
            features[f"ana.L={kind}:{min(2, site.clause_first - word.clause)}"] = 1.0
        elif kind and position >= site.last:
            features[f"ana.R={kind}:{min(2, word.clause - site.clause_last)}"] = 1.0
    return features


def _past_times(scene: Scene, start: int, end: int) -> float:
    """How many times of a stretch of text lie in a year before the document's."""
    return float(
        sum(
            start <= time.start_char < end and bool(time.past) and time.past[:4] < scene.date[:4]
            for time in scene.times
        )
    )


def in_sentence(scene: Scene, site: Site, spot: Spot) -> Features:
    """A mention in the figure's own sentence: its side, clause, preposition, and the verb by it."""
    words = scene.words
    left, right = spot.last <= site.first, spot.first >= site.last
    side = "L" if left else "R" if right else "I"
    clauses = min(2, abs((site.clause_first if left else site.clause_last) - spot.clause))
    word = spot.preposition or "-"
    features = {f"p={word}:{side}": 1.0, f"p={word}:{side}:{clauses}": 1.0,
                f"f={spot.form}:{side}:{clauses}": 1.0}  # fmt: skip
    if right and spot.first == site.last + 1:
        features[f"next={word}"] = 1.0
    if spot.last == site.first:
        features["adjacent"] = 1.0
    if spot.speaks:
        features["speaks.here"] = 1.0
    following = words[spot.last].lower if spot.last < len(words) else ""
    before = words[spot.first - 1].lower if spot.first else ""
    if not spot.preposition and following in _FINITE:
        features["subject"] = 1.0
        if spot.first - scene.sentence_of(site).first <= 1:
            features["subject.first"] = 1.0
    if not spot.preposition and before in _FINITE:
        features["subject.late"] = 1.0
    if before in _KILLED:
        features["killed.by"] = 1.0
    return features


def in_sentence_before(spot: Spot) -> Features:
    """A mention in the sentence before the figure's: its preposition, or that it opens a clause."""
    features = {f"before={spot.preposition or ('leads' if spot.leads else '-')}": 1.0}
    return features | {"before.owns": 1.0} if spot.owns else features
