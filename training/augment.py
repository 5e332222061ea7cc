"""Other names, other case: copies of the training text that the treebank lacks."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from training.wordlists import cities, countries, is_latin, people


@dataclass(frozen=True, slots=True)
class NameLists:
    """Single-word names to put in the place of others, sorted."""

    given: list[str]
    family: list[str]
    places: list[str]

    @classmethod
    def load(cls) -> "NameLists":
        """The names of the word lists, one word each, with a capital and no digits."""
        found: dict[str, set[str]] = {"given": set(), "family": set(), "place": set()}
        for name, kind in people():
            found[kind].add(name)
        for name, kind in [*cities(), *countries()]:
            if kind in {"city", "country"}:
                found["place"].add(name)
        return cls(*(sorted(n for n in names if _usable(n)) for names in found.values()))

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
        for i, tag in enumerate(names):
            kind = self._kind(names, i) if tag[2:] in {"PER", "GPE_LOC", "GPE_ORG"} else ""
            form = forms[i]
            if not kind or not form[:1].isupper() or len(form) < 3 or "." in form or form.isupper():
                continue
            stem = form[:-1] if form.endswith("s") and mapping.get((kind, form[:-1])) else form
            genitive = stem != form
            if (kind, stem) not in mapping:
                mapping[kind, stem] = rng.choice(getattr(self, kind))
            other = mapping[kind, stem]
            new[i] = other + ("" if not genitive or other[-1] in "sxzSXZ" else "s")
        return new

    @staticmethod
    def _kind(names: Sequence[str], i: int) -> str:
        """Which list the token's replacement comes from; places of several words are left."""
        before = i > 0 and names[i][0] == "I"
        after = i + 1 < len(names) and names[i + 1][0] == "I"
        if names[i][2:] != "PER":
            return "" if before or after else "places"
        return "given" if after else "family"


def _usable(name: str) -> bool:
    return name[:1].isupper() and len(name) > 2 and is_latin(name) and all(
        c.isalpha() or c in "-'" for c in name
    )


def disturb(forms: Sequence[str], rng: random.Random) -> list[str]:
    """The tokens as they may stand elsewhere: now and then in capitals."""
    if rng.random() < 0.02:
        return [form.upper() for form in forms]
    if rng.random() < 0.02:
        end = rng.randint(1, min(6, len(forms)))
        return [form.upper() for form in forms[:end]] + list(forms[end:])
    return list(forms)
