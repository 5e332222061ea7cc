"""Finds the cities, regions and bases that a document names, and settles which one is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log10

from spacy.tokens import Doc, Span

from pipeline.ids import place_id
from pipeline.lexicon import Lexicon
from pipeline.lexicon.country_forms import country_forms
from pipeline.lexicon.folding import fold
from pipeline.lexicon.places import Place, PlaceIndex
from pipeline.nlp.guards import Surroundings
from pipeline.records import Mention

PLACE_LABELS = frozenset({"GPE_LOC", "GPE_ORG", "LOC"})
# A political entity that acts (GPE_ORG) and is no known place is an organization: EU.
_UNKNOWN_LABELS = frozenset({"GPE_LOC", "LOC"})
_DIRECTIONS = ("nord", "sør", "syd", "øst", "aust", "vest", "sentrale", "indre")
_SHORTEST_SHOUTED = 5  # a shorter word in capitals is an abbreviation
_APOSTROPHES = "'’´`"
_ARTICLES = frozenset({"al", "ad", "an", "ar", "as", "ash", "at", "az", "ed", "el", "es", "ez"})
# What a country's presence in the document is worth, in powers of ten of a city's population.
_IN_DOCUMENT, _SHARE, _IN_SENTENCE = 0.4, 0.8, 0.4


@dataclass(frozen=True, slots=True)
class _Name:
    """A place name in the text: words `first` to `last`, and the places that it may be."""

    first: int
    last: int
    start: int
    end: int
    base: str  # without genitive -s
    form: str
    label: str
    places: tuple[Place, ...]


def find_places(doc: Doc, lexicon: Lexicon, decided: Sequence[Mention] = ()) -> list[Mention]:
    """The places that a document names, where nothing else has been decided already.

    A name that the reader labels as a place is taken; so is a name that always means a place
    (`certain` in the lexicon), capitalized. Lower-case words and parts of persons' names never are.
    An ambiguous name means one place in the whole document: the largest, unless the countries
    that the document mentions speak for another.

    Args:
        doc: A document with named entities.
        lexicon: What places are called.
        decided: Mentions of countries, persons and organizations: places do not overlap them, and
            the countries help to settle what is ambiguous.

    Returns:
        Mentions of kind `place`, by place in the text, without overlap. A place that the lexicon
        does not know has an id without country: `place:ukjentby`.

    Example:
        >>> import spacy
        >>> from pipeline.lexicon import load_lexicon
        >>> doc = spacy.blank("nb")("Styrken i Mosul flyttes til Helmand.")
        >>> [(m.text, m.entity_id) for m in find_places(doc, load_lexicon())]
        [('Mosul', 'place:irq-mosul'), ('Helmand', 'place:afg-helmand')]
    """
    around = Surroundings(doc)
    taken = [(mention.start_char, mention.end_char) for mention in decided]
    forms = country_forms(lexicon).forms
    found = _find_names(around, lexicon.places, taken)
    # A country's name that stands for something else (Danmarks plass) is no place of its own.
    names = [name for name in found if name.places or fold(name.base) not in forms]
    chosen = _settle(names, around, [m for m in decided if m.kind == "country"])
    return [_mention(name, chosen.get(name.base), around) for name in names]


def _find_names(
    around: Surroundings, places: PlaceIndex, taken: list[tuple[int, int]]
) -> list[_Name]:
    names: list[_Name] = []
    at = 0
    for start, end in sorted(taken):
        while at < len(around.words) and around.offset(at) < start:
            at = _step(around, places, at, start, names)
        while at < len(around.words) and around.offset(at) < end:
            at += 1
    while at < len(around.words):
        at = _step(around, places, at, len(around.text), names)
    return names


def _step(around: Surroundings, places: PlaceIndex, at: int, limit: int, names: list[_Name]) -> int:
    """Take the name that begins at a word, if any; where to go on."""
    if not _begins_name(around.words[at]):
        return at + 1
    name = next(_names_at(around, places, at, limit), None)
    if name is None:
        return at + 1
    names.append(name)
    return name.last + 1


def _begins_name(word: str) -> bool:
    """Whether a word has the capital of a name, be it behind an article: `Tanf`, `al-Tanf`."""
    article, _, rest = word.partition("-")
    return word[:1].isupper() or (article in _ARTICLES and rest[:1].isupper())


def _names_at(around: Surroundings, places: PlaceIndex, at: int, limit: int) -> Iterator[_Name]:
    """The names that may begin at a word, the best first: known ones, then what was labelled."""
    entity = around.entity(at)
    label = entity.label_ if entity is not None else ""
    longest = min(places.phrase_length(around.words[at]), len(around.words) - at)
    for length in range(longest, 0, -1):
        last = at + length - 1
        end = around.offset(last) + len(around.words[last])
        if end > limit or not around.words[last][:1].isalnum():
            continue
        found = _look_up(around.text[around.offset(at) : end], places)
        if found and _is_place(found[2], entity, around, at, last):
            base, form, candidates = found
            where = (around.offset(at), around.offset(at) + len(_bare(around, at, end)))
            shown = label if label in PLACE_LABELS else "GPE_LOC"
            yield _Name(at, last, *where, base, form, shown, candidates)
    if entity is not None and label in _UNKNOWN_LABELS and around.starts(entity, at):
        last = at + sum(1 for token in entity if not token.is_space) - 1
        if around.offset(last) + len(around.words[last]) <= limit:
            text = _bare(around, at, entity.end_char)
            base, form = _unknown(text, around)
            start = around.offset(at)
            yield _Name(at, last, start, start + len(text), base, form, label, ())


def _bare(around: Surroundings, at: int, end: int) -> str:
    """The text from a word on, without the apostrophe of a genitive."""
    return around.text[around.offset(at) : end].rstrip(_APOSTROPHES + "-")


def _look_up(text: str, places: PlaceIndex) -> tuple[str, str, tuple[Place, ...]] | None:
    """The name in a text, its form and the places that have it; None if there is none."""
    bare = text.rstrip(_APOSTROPHES + "-")
    tries = [(bare, "name" if bare == text else "genitive")]
    if bare.endswith("s"):
        tries.append((bare[:-1], "genitive"))
    head, hyphen, tail = bare.partition("-")
    if hyphen and " " not in tail:
        compass = head.lower() in _DIRECTIONS
        tries.append((tail if compass else head, "compound"))
        if compass and tail.endswith("s"):
            tries.append((tail[:-1], "compound"))
        if tail and not compass:
            tries.append((bare.rpartition("-")[0], "compound"))
    for name, form in tries:
        candidates = places.find(name) if len(name) > 1 else ()
        if candidates:
            return candidates[0].name if len(candidates) == 1 else name, form, candidates
    return None


def _is_place(
    candidates: tuple[Place, ...], entity: Span | None, around: Surroundings, at: int, last: int
) -> bool:
    """Whether known names are meant as a place here."""
    if entity is not None and entity.label_ in PLACE_LABELS:
        return True
    shouted = around.words[at].isupper() and len(around.words[at]) < _SHORTEST_SHOUTED
    if shouted or not any(place.certain for place in candidates):
        return False
    if entity is None:
        return True
    if around.covers(entity, at, last):  # a general Wardak is no province
        return entity.label_ != "PER" or not around.is_in_longer_name(entity)
    # Part of a longer name: a person's never, an organization's only if it comes first (`Natos`).
    return entity.label_ not in ("PER", "ORG", "PROD", "EVT")


def _unknown(text: str, around: Surroundings) -> tuple[str, str]:
    """The base form of a name that the lexicon lacks, and its form."""
    if text.endswith("s") and text[:-1] in around.entity_texts:
        return text[:-1], "genitive"
    return text, "name"


def _settle(
    names: list[_Name], around: Surroundings, countries: Sequence[Mention]
) -> dict[str, Place]:
    """Which place each known name means in this document."""
    votes = Counter(mention.entity_id for mention in countries)
    sentences = {(mention.sentence_no, mention.entity_id) for mention in countries}
    for name in names:
        if len({place.country for place in name.places}) == 1:
            votes[name.places[0].country] += 1
    total = sum(votes.values()) or 1
    where: dict[str, set[int]] = {}
    for name in names:
        where.setdefault(name.base, set()).add(around.sentence_no(name.first))
    chosen: dict[str, Place] = {}
    for name in names:
        if not name.places or name.base in chosen:
            continue

        def score(place: Place, base: str = name.base) -> float:
            near = any((number, place.country) in sentences for number in where[base])
            return (
                log10(place.population + 1)
                + _IN_DOCUMENT * (place.country in votes)
                + _SHARE * votes[place.country] / total
                + _IN_SENTENCE * near
            )

        chosen[name.base] = max(name.places, key=score)
    return chosen


def _mention(name: _Name, place: Place | None, around: Surroundings) -> Mention:
    entity_id = place.place_id if place else place_id("", name.base)
    shown = place.name if place else name.base
    sentence_no = around.sentence_no(name.first)
    text = around.text[name.start : name.end]
    return Mention(
        name.start, name.end, text, "place", name.label, name.form, entity_id, shown, sentence_no
    )
