"""Cities, regions and bases by name, with their country and coordinates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.ids import place_id
from pipeline.lexicon.folding import fold

# A region or base has no population; it counts as much as a city of this size.
_REGION_POPULATION = 500_000


@dataclass(frozen=True, slots=True)
class Place:
    """A place: `certain` names mean it wherever they stand, others only where a reader says so."""

    place_id: str
    name: str
    country: str
    latitude: float
    longitude: float
    population: int
    certain: bool


class PlaceRow(NamedTuple):
    """A place as the file `cities.csv` writes it."""

    name: str
    country: str
    latitude: str
    longitude: str
    population: str
    aliases: str
    certain: str

    @classmethod
    def of(cls, row: Mapping[str, str]) -> PlaceRow:
        """The place of a row of `places.csv`."""
        return cls(*(row.get(column, "") for column in cls._fields))


class PlaceIndex:
    """Finds places by name and by id.

    Args:
        rows: Rows of `cities.csv` and `places.csv`; a later row replaces one of the same place.
        aliases: Ids by alias, from `aliases.csv`.
    """

    def __init__(self, rows: Iterable[PlaceRow], aliases: Mapping[str, tuple[str, ...]]) -> None:
        self._rows: dict[tuple[str, str], PlaceRow] = {}
        self._by_name: dict[str, list[tuple[str, str]]] = {}
        self._first_words: dict[str, int] = {}
        for row in rows:
            self._add(row)
        self._aliases: dict[str, tuple[str, ...]] = {}
        for alias, ids in aliases.items():
            self._aliases[fold(alias)] = ids
            self._note_length(alias)
        self._by_id: dict[str, Place] = {}
        self._countries_read: set[str] = set()

    def _add(self, row: PlaceRow) -> None:
        key = (row.country, row.name)
        self._rows[key] = row
        names = (row.name, *row.aliases.split("|")) if row.aliases else (row.name,)
        for name in names:
            self._by_name.setdefault(fold(name), []).append(key)
            if " " in name:
                self._note_length(name)

    def _note_length(self, name: str) -> None:
        words = name.split()
        if len(words) > 1:
            first = words[0].lower()
            self._first_words[first] = max(self._first_words.get(first, 0), len(words))

    def find(self, name: str) -> tuple[Place, ...]:
        """The places that have a name, the largest first; mostly none.

        Example:
            >>> from pipeline.lexicon import load_lexicon
            >>> [place.country for place in load_lexicon().places.find("Tripoli")][:2]
            ['LBY', 'LBN']
        """
        key = fold(name)
        if key in self._aliases:
            named = (self.get(entity_id) for entity_id in self._aliases[key])
            return tuple(place for place in named if place is not None)
        places = {p.place_id: p for p in map(self._place, self._by_name.get(key, ()))}
        return tuple(sorted(places.values(), key=lambda p: (-p.population, p.place_id)))

    def phrase_length(self, first_word: str) -> int:
        """How many words the longest name has that begins with a word; 1 if there is none."""
        return self._first_words.get(first_word.lower(), 1)

    def get(self, entity_id: str) -> Place | None:
        """The place with an id, or None."""
        prefix = entity_id.removeprefix("place:")[:3].upper()
        for country in (prefix, ""):  # seas have no country: `place:europa`
            if country not in self._countries_read:
                self._countries_read.add(country)
                self._read_country(country)
        return self._by_id.get(entity_id)

    def _read_country(self, country: str) -> None:
        for key in self._rows:
            if key[0] == country:
                place = self._place(key)
                self._by_id[place.place_id] = place

    def _place(self, key: tuple[str, str]) -> Place:
        row = self._rows[key]
        return Place(
            place_id(row.country, row.name),
            row.name,
            row.country,
            float(row.latitude),
            float(row.longitude),
            int(row.population or _REGION_POPULATION),
            row.certain == "yes",
        )
