"""Every form of every country, generated from base forms and paradigms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.ids import kind_of_id
from pipeline.lexicon.folding import fold
from pipeline.lexicon.loader import Lexicon
from pipeline.lexicon.schema import Row

# The reading to prefer where a form of one country is two things.
_KINDS = ("abbreviation", "name", "adjective", "inhabitant")


@dataclass(frozen=True, slots=True)
class CountryForm:
    """One country that a form may mean; `genitive` forms of names end in -s."""

    country_id: str
    kind: str  # name | abbreviation | adjective | inhabitant
    base: str  # the form that it is an inflection of, as the lexicon writes it
    genitive: bool = False


@dataclass(frozen=True, eq=False)
class CountryForms:
    """The generated forms, folded (`fold`), with what they mean.

    Attributes:
        forms: What each form may mean; several countries share `Kongo`.
        first_words: How many words the longest phrase has that begins with a word.
        stems: The forms that compounds begin with, by how they may be continued.
        blocks: Words and phrases that are no country.
        before: Parts that stand before a form in a compound.
        after: Beginnings of parts that follow a form in a compound.
        not_after: Beginnings of parts after which the word means something else.
    """

    forms: dict[str, tuple[CountryForm, ...]]
    first_words: dict[str, int]
    blocks: frozenset[str]
    before: frozenset[str]
    after: tuple[str, ...]
    not_after: tuple[str, ...]


@lru_cache(maxsize=4)
def country_forms(lexicon: Lexicon) -> CountryForms:
    """All forms of all countries of a lexicon; made once for each lexicon.

    Example:
        >>> from pipeline.lexicon import load_lexicon
        >>> forms = country_forms(load_lexicon()).forms
        >>> forms["irakarane"][0].country_id, forms["irakarane"][0].kind
        ('IRQ', 'inhabitant')
    """
    forms: dict[str, dict[str, CountryForm]] = {}
    first_words: dict[str, int] = {}
    for surface, form in _all_forms(lexicon, "endings"):
        meanings = forms.setdefault(fold(surface), {})
        known = meanings.setdefault(form.country_id, form)
        if _KINDS.index(form.kind) < _KINDS.index(known.kind):  # `svenske`: adjective
            meanings[form.country_id] = form
        _note_phrase(surface, first_words)
    for surface, form in _all_forms(lexicon, "rare"):
        forms.setdefault(fold(surface), {form.country_id: form})
    blocks = [row["phrase"] for row in lexicon.table("country_blocks")]
    for phrase in blocks:
        _note_phrase(phrase, first_words)
    parts: dict[str, list[str]] = {"before": [], "after": [], "not_after": []}
    for row in lexicon.table("country_compounds"):
        parts[row["position"]].append(fold(row["part"]))
    return CountryForms(
        {key: tuple(found.values()) for key, found in forms.items()},
        first_words,
        frozenset(fold(phrase) for phrase in blocks),
        frozenset(parts["before"]),
        tuple(parts["after"]),
        tuple(parts["not_after"]),
    )


def _note_phrase(surface: str, first_words: dict[str, int]) -> None:
    """Note how many tokens a phrase has at most: `Côte d'Ivoire` may be cut into three."""
    words = surface.replace("'", "' ").split()
    if len(words) > 1:
        first = fold(words[0])
        first_words[first] = max(first_words.get(first, 0), len(words))


def _all_forms(lexicon: Lexicon, column: str) -> Iterator[tuple[str, CountryForm]]:
    """The forms with the endings of a column; the later rows, which are a user's, first."""
    paradigms = {row["paradigm"]: row for row in lexicon.table("paradigms")}
    for row in reversed(lexicon.table("country_forms")):
        yield from _inflect(row["form"], row["country_id"], paradigms[row["paradigm"]], column)
    for row in reversed(lexicon.table("aliases")):
        if kind_of_id(row["entity_id"]) == "country":
            yield from _inflect(row["alias"], row["entity_id"], paradigms["name"], column)
    for row in lexicon.table("countries"):
        for name in dict.fromkeys((row["name_nb"], row["name_nn"])):
            yield from _inflect(name, row["country_id"], paradigms["name"], column)


def _inflect(
    base: str, country_id: str, paradigm: Row, column: str
) -> Iterator[tuple[str, CountryForm]]:
    """The forms that a paradigm makes of a base form."""
    stem = base.removesuffix(paradigm["base"])
    kind = paradigm["form"]
    plain = CountryForm(country_id, kind, base)
    genitive = CountryForm(country_id, kind, base, genitive=True)
    for ending in paradigm.items_of(column):
        surface = stem if ending == "-" else stem + ending
        yield surface, plain
        if paradigm.is_yes("genitive"):
            yield surface + "s", genitive
