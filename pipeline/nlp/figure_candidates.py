"""Which numbers of a text are figures: people of armed forces and groups, or casualties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc

from pipeline.lang.qualifiers import Qualifiers
from pipeline.lexicon import Lexicon
from pipeline.lexicon.country_forms import country_forms
from pipeline.nlp.annotation import text_of
from pipeline.nlp.figure_detector import Judgement, judge, trained_weights
from pipeline.nlp.figure_nouns import Units
from pipeline.nlp.figure_quotes import quote_end, stated_unit, understood_unit
from pipeline.nlp.figure_reading import PEOPLE, Contexts, Knowledge, Reading

PARTICIPLES = {
    "killed": ("drep", "omkom", "død", "daud", "fal"),
    "wounded": ("såre", "såra", "skad"),
    "missing": ("savn", "sakn"),
    "captured": ("fang", "pågr", "arrester", "bortfør", "kidnapp", "internert"),
}


@dataclass(frozen=True, slots=True)
class FigureCandidate:
    """One number that states how many people; offsets in characters, 0-based, end exclusive.

    `start_char` to `end_char` is the quote; `number_start` to `number_end` the number without
    qualifier. `unit` is the counted noun's lemma; `understood` says that it is not beside the
    number. `unit_kind` is the noun's type (`soldier`, `body`, `casualty`, `national` …).
    `participle` is the casualty event that the word directly after the quote states, or empty.
    `reasons` are the features that spoke most for it.
    """

    start_char: int
    end_char: int
    quote: str
    value: float | None
    value_min: float | None
    value_max: float | None
    qualifier: str
    measure: str
    unit: str
    unit_kind: str
    number_start: int
    number_end: int
    understood: bool
    participle: str
    confidence: float
    reasons: tuple[str, ...]


def find_candidates(doc: Doc, lexicon: Lexicon) -> list[FigureCandidate]:
    """The figures of a document, in order.

    Args:
        doc: any document; only its text is read, so no component need have run.
        lexicon: units, contexts, qualifiers and countries.

    Returns:
        One candidate per figure; an article that is not about forces or casualties has none.

    Example:
        >>> import spacy
        >>> from pipeline.lexicon import load_lexicon
        >>> doc = spacy.blank("nb")("Norge sender rundt 60 soldater til Irak for 20 mill. kroner.")
        >>> [(c.quote, c.value) for c in find_candidates(doc, load_lexicon())]
        [('rundt 60 soldater', 60.0)]
    """
    reading = Reading(text_of(doc), knowledge_of(lexicon))
    found: list[FigureCandidate] = []
    for k, judgement in judge(reading, trained_weights()).items():
        if judgement.taken:
            found.append(_candidate(reading, k, judgement, found))
    return found


@lru_cache(maxsize=4)
def knowledge_of(lexicon: Lexicon) -> Knowledge:
    """Units, contexts and qualifiers of a lexicon, made once for each."""
    countries = country_forms(lexicon).forms
    nationals = {
        form: meaning.base
        for form, meanings in countries.items()
        for meaning in meanings
        if meaning.kind == "inhabitant"
    }
    return Knowledge(
        Units.from_rows(
            lexicon.table("units"),
            nationals,
            {row["form"]: row["class"] for row in lexicon.table("word_classes")},
        ),
        Contexts.from_rows(lexicon.table("contexts")),
        Qualifiers.from_rows(lexicon.table("qualifiers")),
        frozenset(f for f, ms in countries.items() if ms[0].kind in ("name", "abbreviation")),
    )


def _candidate(
    reading: Reading, k: int, judgement: Judgement, before: Sequence[FigureCandidate]
) -> FigureCandidate:
    quantity, noun = reading.quantities[k], reading.nouns[k]
    end = quote_end(reading, k)
    unit = stated_unit(reading, k)
    understood = not unit
    kind = noun.kind if noun.kind in PEOPLE else ""
    if understood:
        unit, kind = understood_unit(reading, k, [(c.unit, c.unit_kind) for c in before])
    return FigureCandidate(
        start_char=quantity.start,
        end_char=end,
        quote=reading.text[quantity.start : end],
        value=quantity.value,
        value_min=quantity.value_min,
        value_max=quantity.value_max,
        qualifier=quantity.qualifier,
        measure=quantity.measure,
        unit=unit,
        unit_kind=kind,
        number_start=quantity.number_start,
        number_end=quantity.number_end,
        understood=understood,
        participle=_participle(reading, end),
        confidence=round(judgement.chance, 3),
        reasons=judgement.reasons,
    )


def _participle(reading: Reading, end: int) -> str:
    """The casualty that the word after the quote states: `to drept, fem såret`."""
    at = reading.at(end)
    if at >= len(reading.words) or reading.words[at].new_line:
        return ""
    lower = reading.words[at].lower
    if reading.words[at].kind != "word":
        return ""
    return next((e for e, stems in PARTICIPLES.items() if lower.startswith(stems)), "")
