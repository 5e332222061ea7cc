"""Finds the organizations that the lexicon knows, by every name it gives them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.lang.names import APOSTROPHES
from pipeline.lexicon import Lexicon, Row

SURE, COMMON, CONTEXT = "sure", "common", "context"

_MOST_READ = 50_000  # words whose aliases are remembered
_FIRST_WORD = re.compile(r"[^\W_]+")
_BLANKS = str.maketrans({"\n": " ", "\t": " ", "\xa0": " ", "\u202f": " ", "‑": "-", "’": "'"})
_JOINED_HEADS = """
soldat kriger krigar leder leiar sjef topp styrke tropp land fly skip øvelse øving operasjon
medlem general mål angrep åtak regjering velger veljar folk mann kilde kjelde base leir
oppdrag  milits opprør tilhenger tilhengjar ansatt tilsett møte toppmøte støtte representant
politiker  politikar minister gruppe regime talsmann talskvinne talsperson utsending
observatør kontroll  kommando kommandant planlegg kamp nestleder strategi avtale beslutning
vedtak budsjett rapport  krav dom ekspert ambassadør delegasjon plan resolusjon mandat
sanksjon front bevegelse partner  allierte ledelse leiing hovedkvarter kampgruppe bidrag
kamerat område fange lege flagg  slagferdig artikkel pakt side
"""
_GENITIVE = re.compile(rf"(?:[{APOSTROPHES}](s)?|s)(?![\w-])")
_JOINING_TYPES = frozenset({"armed_group", "alliance", "party"})
_JOINED = re.compile("|".join(sorted(_JOINED_HEADS.split(), key=len, reverse=True)))


def counts_people(tail: str) -> bool:
    """Whether the second part of a compound tells of an organization's people or deeds.

    >>> counts_people("krigarar"), counts_people("senter")
    (True, False)
    """
    return _JOINED.match(tail) is not None


@dataclass(frozen=True, slots=True)
class Known:
    """An organization of the lexicon."""

    organization_id: str
    name: str
    type: str
    country: str
    parent: str


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of an organization: how sure it is, and whether case may differ."""

    text: str
    organization_id: str
    strength: str
    any_case: bool = False
    joins: bool = False  # a solid compound may begin with it: `Natosjef`


@dataclass(frozen=True, slots=True)
class Hit:
    """A lexicon name in a text. `start` to `end` is the evidence, with genitive ending."""

    start: int
    end: int
    name_end: int  # where the name ends without its genitive ending
    alias: Alias
    form: str  # name | genitive | compound | abbreviation


class OrganizationIndex:
    """All names of all organizations, by their first word."""

    def __init__(self, lexicon: Lexicon) -> None:
        rows = lexicon.table("organizations")
        self.known = {row["organization_id"]: _known(row) for row in rows}
        self.types = {row["organization_id"]: row["type"] for row in rows}
        self._by_first: dict[str, list[Alias]] = defaultdict(list)
        self._by_text: dict[str, list[Alias]] = defaultdict(list)
        self._read: dict[str, list[Alias]] = {}
        for alias in _all_aliases(lexicon, rows):
            first = _FIRST_WORD.search(alias.text)
            if first is not None and first.start() == 0:
                self._by_first[first[0].casefold()].append(alias)
            self._by_text[alias.text.casefold()].append(alias)
        for found in self._by_first.values():
            found.sort(key=lambda alias: (-len(alias.text), alias.text))

    def of_name(self, name: str) -> Alias | None:
        """The alias that is exactly this name, whatever it needs around it."""
        found = self._by_text.get(" ".join(name.split()).casefold(), [])
        return next((a for a in found if _case_fits(a, name)), None)

    def aliases_of(self, organization_id: str) -> list[str]:
        """All names of an organization."""
        every = (alias for found in self._by_text.values() for alias in found)
        return [alias.text for alias in every if alias.organization_id == organization_id]

    def find(self, text: str) -> Iterator[Hit]:
        """The lexicon names in a text, from left to right, the longest at each place."""
        flat = text.translate(_BLANKS)
        position = 0
        for match in _FIRST_WORD.finditer(flat):
            if match.start() < position:
                continue
            hit = self._longest(flat, match.start(), match[0])
            if hit is not None:
                yield hit
                position = hit.end

    def _longest(self, text: str, start: int, first: str) -> Hit | None:
        before = text[start - 1] if start else " "
        if before in "@_" or (before == "." and first[0].islower()):
            return None
        for alias in self._candidates(first):
            end = start + len(alias.text)
            if not _case_fits(alias, text[start:end]):
                continue
            if before == "-" and not alias.text[0].isupper():
                continue
            hit = _bounded(text, start, end, alias)
            if hit is not None:
                return hit
        return None

    def _candidates(self, first: str) -> list[Alias]:
        """Aliases that begin with a word, with it in the genitive, or that it is a compound of."""
        if first not in self._read:
            if len(self._read) > _MOST_READ:
                self._read.clear()
            self._read[first] = self._look_up(first)
        return self._read[first]

    def _look_up(self, first: str) -> list[Alias]:
        folded = first.casefold()
        found = self._by_first.get(folded, [])
        if folded.endswith("s"):
            bare = self._by_first.get(folded[:-1], [])
            found = found + [alias for alias in bare if len(alias.text) == len(first) - 1]
        if found:
            return found
        for length in range(min(len(first) - 3, 12), 3, -1):
            heads = self._by_first.get(first[:length].casefold())
            if heads is not None and _JOINED.match(first, length):
                return [alias for alias in heads if len(alias.text) == length]
        return []


def _known(row: Row) -> Known:
    return Known(row["organization_id"], row["name"], row["type"], row["country"], row["parent"])


def _all_aliases(lexicon: Lexicon, rows: Iterable[Row]) -> Iterator[Alias]:
    taken = {row["name"] for row in rows}
    for row in rows:
        seen: set[str] = set()
        for column, strength in (
            ("context_aliases", CONTEXT),
            ("common_aliases", COMMON),
            ("lower_aliases", SURE),
            ("name", SURE),
            ("aliases", SURE),
        ):
            for text in row.items_of(column):
                if text not in seen:
                    seen.add(text)
                    lower = column == "lower_aliases"
                    joins = row["type"] in _JOINING_TYPES and text.isalpha() and len(text) > 3
                    yield Alias(text, row["organization_id"], strength, lower, lower or joins)
                title = _title_case(text) if strength == SURE else ""
                # `Sana` is a city, whatever SANA is.
                if title and title not in seen | taken and not lexicon.places.find(title):
                    seen.add(title)
                    yield Alias(title, row["organization_id"], strength, joins=True)
    for row in lexicon.table("aliases"):
        if row["entity_id"].startswith("org:"):
            strength = CONTEXT if row.is_yes("ambiguous") else SURE
            yield Alias(row["alias"], row["entity_id"], strength)


def _title_case(text: str) -> str:
    """`Unifil` for `UNIFIL`: abbreviations of four letters and more are written so too."""
    return text.capitalize() if len(text) > 3 and text.isalpha() and text.isupper() else ""


def _case_fits(alias: Alias, text: str) -> bool:
    """Whether the text is the alias, in a case that the alias allows.

    Names of several words may differ in case after the first letter (`Leger uten Grenser`), and
    begin with a small article (`det hvite hus`).
    """
    if text == alias.text:
        return True
    if text.casefold() != alias.text.casefold():
        return False
    if alias.any_case:
        return True
    if " " not in alias.text:
        return False
    first = text.partition(" ")[0]
    return text[0] == alias.text[0] or first in ("den", "det", "de", "dei")


def _bounded(text: str, start: int, end: int, alias: Alias) -> Hit | None:
    """The hit if the name ends where a name may end: a boundary, a genitive, a compound."""
    form = "abbreviation" if alias.text.isupper() and len(alias.text) < 8 else "name"
    following = text[end : end + 1]
    if not following or not (following.isalnum() or following in "-_" + APOSTROPHES):
        return Hit(start, end, end, alias, form)
    genitive = _GENITIVE.match(text, end)
    if genitive is not None and (following == "s" or alias.text[-1] in "sxzSXZ" or genitive[1]):
        return Hit(start, genitive.end(), end, alias, "genitive")
    if following in APOSTROPHES:
        return None if text[end + 1 : end + 2].isalnum() else Hit(start, end, end, alias, form)
    if following == "-":
        after = text[end + 1 : end + 2]
        compound = after.islower() or after.isdigit() or not after.strip()
        return Hit(start, end, end, alias, "compound" if compound else form)
    if alias.joins and alias.strength == SURE and _JOINED.match(text, end):
        return Hit(start, end, end, alias, "compound")
    return None


@lru_cache(maxsize=4)
def organization_index(lexicon: Lexicon) -> OrganizationIndex:
    """The index of a lexicon; made once for each lexicon."""
    return OrganizationIndex(lexicon)
