"""What speaks for and against a number being a figure of people: readable features per number."""

from __future__ import annotations

from pipeline.lang.quantity import Quantity
from pipeline.lang.words import word_set
from pipeline.nlp.figure_nouns import Noun
from pipeline.nlp.figure_reading import PEOPLE, PRONOUNS, Reading

PREPOSITIONS = word_set(
    "fra frå i til av på ved for med mot under over om før etter innen innan hos langs "
    "som uten utan mellom og eller enn men mens medan at da då"
)
LINKS = word_set("av til og på i alt totalt de dei dem dagens minst siste")
TEXT_LEVELS = {
    "force": (0.01, 0.02, 0.035, 0.05, 0.08),
    "casualty": (0.005, 0.02, 0.05),
    "sport": (0.005, 0.015, 0.03, 0.06),
    "business": (0.005, 0.015, 0.03, 0.06),
}
NEAR = 6  # words on each side that count as close


def features(reading: Reading, k: int) -> list[str]:
    """The features of the k-th quantity of a text, as names; each holds or does not.

    Returns:
        Names such as `noun=soldier`, `before=på`, `context=casualty`, without repeats.
    """
    quantity, noun = reading.quantities[k], reading.nouns[k]
    group = group_of(reading, k)
    found = ["bias", f"noun={noun.kind}", f"group={group}"]
    found += _own(quantity, noun, group)
    found += _year_like(reading, quantity, noun)
    found += _beside(reading, k, group)
    found += _sides(reading, k, group)
    found += _verbs(reading, k, group)
    found += _links(reading, k, group)
    found += _contexts(reading, k, group)
    found += _neighbours(reading, k, group)
    found += _text(reading, group)
    return list(dict.fromkeys(found))


def group_of(reading: Reading, k: int) -> str:
    """The coarse case of a number, which decides how its context is weighed."""
    quantity, noun = reading.quantities[k], reading.nouns[k]
    if quantity.form == "article":
        return "article-" + ("people" if noun.kind in PEOPLE else "other")
    if quantity.measure == "percent":
        return "share"
    if noun.kind == "none":
        return "none"
    if noun.kind in PEOPLE:
        return noun.kind
    return "unknown" if noun.kind in ("plural", "bare") else "thing"


def _own(quantity: Quantity, noun: Noun, group: str) -> list[str]:
    value = quantity.value or quantity.value_min or 0
    size = next((s for s in (10, 100, 1000, 10_000, 100_000, 10**6, 10**7) if value < s), 10**8)
    found = [f"kind={quantity.kind}", f"form={quantity.form}", f"size<{size}"]
    found.append(f"group={group}&size<{size}")
    found.append(f"group={group}&form={quantity.form}")
    found.append(f"qualified={quantity.qualifier}")
    if not float(value).is_integer():
        found.append("fraction")
    if noun.lemma and noun.kind != "none":
        found.append(f"lemma={noun.lemma.rpartition('-')[2].lower()}")
    if noun.kind in ("plural", "bare", "agent"):
        found.append(f"ending={noun.kind}:{noun.head[-4:]}")
    if noun.adjectives:
        found += [f"adjective={a}" for a in noun.adjectives[:2]]
        found.append(f"adjectives&noun={noun.kind}")
    return found


def _year_like(reading: Reading, quantity: Quantity, noun: Noun) -> list[str]:
    """Whether a number has the shape of a year, with a noun or without."""
    text = reading.text[quantity.number_start : quantity.number_end]
    if not (text.isdigit() and len(text) == 4 and 1850 <= int(text) <= 2060):
        return []
    beside = "bare" if noun.kind == "none" else "noun"
    roundness = "odd" if int(text) % 50 else "round"
    return [
        "year-like",
        f"year-like&{beside}",
        f"year-like&{beside}&{roundness}",
        f"year-like&{beside}&{roundness}&{quantity.qualifier}",
    ]


def _beside(reading: Reading, k: int, group: str) -> list[str]:
    """The words next to the expression, by themselves."""
    words = reading.words
    first, end = reading.extent(k)
    before = words[first - 1].lower if first and not words[first].new_line else "^"
    before2 = words[first - 2].lower if first > 1 and before != "^" else "^"
    follower = words[end].lower if end < len(words) and not words[end].new_line else "$"
    follower2 = words[end + 1].lower if follower != "$" and end + 1 < len(words) else "$"
    found = [f"before={before}", f"group={group}&before={before}", f"before2={before2} {before}"]
    found += [
        f"after={follower}",
        f"group={group}&after={follower}",
        f"after2={follower} {follower2}",
    ]
    return found


def _sides(reading: Reading, k: int, group: str) -> list[str]:
    """What the words next to the expression are."""
    words = reading.words
    first, end = reading.extent(k)
    found = []
    before = words[first - 1].lower if first and not words[first].new_line else "^"
    before2 = words[first - 2].lower if first > 1 and before != "^" else "^"
    unit = reading.knowledge.units.find(before2) if before2 != "^" else None
    if unit and before in PREPOSITIONS:
        found.append(f"before-unit={unit[1]} {before}")
    unit = reading.knowledge.units.find(before)
    if unit:
        found.append(f"directly-before={unit[1]}")
    if first and words[first - 1].text[0].isupper() and words[first - 1].kind == "word":
        known = words[first - 1].lower in reading.knowledge.countries
        found.append(f"group={group}&after-{'country' if known else 'name'}")
    whole = reading.whole_of(k)
    if whole:
        found.append(f"group={group}&of={whole}")
    for side, place in (("before", first - 1), ("after", end)):
        if 0 <= place < len(words):
            found += [f"group={group}&{side}-is={name}" for name in sorted(reading.contexts[place])]
    return found


def _verbs(reading: Reading, k: int, group: str) -> list[str]:
    """The nearest verb on each side, and what the words after the expression speak of."""
    words, units = reading.words, reading.knowledge.units
    first, end = reading.extent(k)
    found = []
    for name, places in (
        ("verb-before", range(first - 1, max(-1, first - 1 - NEAR), -1)),
        ("verb-after", range(end, min(len(words), end + NEAR))),
    ):
        for place in places:
            word = words[place]
            if word.text in ".;:" or (name == "verb-after" and word.new_line):
                break
            if units.is_verb(word.lower):
                found += [f"{name}={word.lower}", f"group={group}&{name}={word.lower}"]
                break
            if name == "verb-before" and word.new_line:
                break
    following: set[str] = set()
    for place in range(end, min(len(words), end + 3)):
        if words[place].new_line or words[place].text in ".,;:":
            break
        following |= reading.contexts[place]
    return found + [f"group={group}&follows={c}" for c in sorted(following)]


def _links(reading: Reading, k: int, group: str) -> list[str]:
    """What the number before or after counts where only `til`, `og` or `av i alt` stand between."""
    found = []
    quantities, words = reading.quantities, reading.words
    for name, here, there in (("to", k, k + 1), ("from", k - 1, k)):
        if here < 0 or there >= len(quantities):
            continue
        start = reading.nouns[here].after or reading.at(quantities[here].end)
        stop = reading.at(quantities[there].start)
        between = [word.lower for word in words[start:stop]]
        if between and len(between) <= 4 and LINKS.issuperset(between):
            other = reading.nouns[there if name == "to" else here]
            found.append(f"group={group}&linked-{name}={between[0]} {other.kind}")
    return found


def _contexts(reading: Reading, k: int, group: str) -> list[str]:
    """Context classes near the number, in its part of the sentence, in the sentence and text."""
    words = reading.words
    first, after = reading.at(reading.quantities[k].start), reading.at(reading.quantities[k].end)
    if first >= len(words):
        return []
    start, stop = reading.sentence_spans[reading.sentence_of[first]]
    left = reading.at(reading.quantities[k - 1].end) if k else 0
    right = reading.at(reading.quantities[k + 1].start) if k + 1 < len(reading.quantities) else stop
    own_noun = reading.nouns[k].after
    found = []
    for name, (low, high) in {
        "near": (max(start, first - NEAR), min(stop, after + NEAR)),
        "part": (max(start, left), min(stop, right)),
        "sentence": (start, stop),
    }.items():
        classes: set[str] = set()
        for index in range(low, high):
            if first <= index < max(after, own_noun):
                continue
            classes |= reading.contexts[index]
        found += [f"group={group}&{name}={c}" for c in sorted(classes)]
        if name == "sentence":
            found += [f"{name}={c}" for c in sorted(classes)]
    opening = [word.lower for word in words[start : start + 2]]
    if opening[0] == "av" and opening[-1] in PRONOUNS and start < first:
        found.append(f"group={group}&among-them")  # `Av dem er 15 i Juba`
    if start == first:
        found.append(f"group={group}&opens-sentence")
    if stop < len(words) and words[stop - 1].text not in ".!?":
        found.append("heading")
    return found


def _text(reading: Reading, group: str) -> list[str]:
    """What the text is about: how large the share of the words of a context is."""
    found = []
    for context, levels in TEXT_LEVELS.items():
        share = reading.context_shares.get(context, 0.0)
        level = next((str(s) for s in levels if share < s), "more")
        found += [f"text-{context}<{level}", f"group={group}&text-{context}<{level}"]
    return found


def _neighbours(reading: Reading, k: int, group: str) -> list[str]:
    """What the numbers before and after count."""
    found = []
    sentence = reading.sentence(k)
    earlier = [
        (i, reading.sentence(i))
        for i in range(max(0, k - 6), k)
        if reading.quantities[i].kind == "plain" and reading.quantities[i].form != "article"
    ]
    if earlier:
        last, where = earlier[-1]
        place = "same" if where == sentence else "earlier"
        kind = reading.nouns[last].kind
        found.append(f"group={group}&last-{place}={kind}")
    kinds = {reading.nouns[i].kind for i, where in earlier if where == sentence}
    found += [f"group={group}&same-sentence={kind}" for kind in sorted(kinds)]
    kinds = {reading.nouns[i].kind for i, where in earlier if sentence - 2 <= where < sentence}
    found += [f"group={group}&sentence-before={kind}" for kind in sorted(kinds)]
    for i in range(k + 1, min(k + 3, len(reading.quantities))):
        if reading.sentence(i) == sentence:
            found.append(f"group={group}&next={reading.nouns[i].kind}")
            break
    return found
