"""The words that limit a number (`minst`, `opp mot`, `eller flere`), before and after it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from pipeline.lang.words import Word

LONGEST_PHRASE = 4  # words: `ikke mer enn`, `i det minste over`


@dataclass(frozen=True)
class Qualifiers:
    """Qualifier phrases as tuples of words, by where they stand.

    `before` and `after` give the qualifier of a phrase; `intensifiers` widen one that stands
    before (`godt over`); `verbs` take `over` as their own (`rår over 200 mann`).
    """

    before: Mapping[tuple[str, ...], str]
    after: Mapping[tuple[str, ...], str]
    intensifiers: frozenset[tuple[str, ...]]
    verbs: frozenset[tuple[str, ...]]

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, str]]) -> Qualifiers:
        """Qualifiers from rows with `form`, `qualifier` and `position`, as in `qualifiers.csv`."""
        before: dict[tuple[str, ...], str] = {}
        after: dict[tuple[str, ...], str] = {}
        others: dict[str, set[tuple[str, ...]]] = {"intensifier": set(), "verb": set()}
        for row in rows:
            phrase = tuple(row["form"].split())
            if row["position"] in others:
                others[row["position"]].add(phrase)
            else:
                (before if row["position"] == "before" else after)[phrase] = row["qualifier"]
        return cls(before, after, frozenset(others["intensifier"]), frozenset(others["verb"]))

    def ending_at(self, words: Sequence[Word], at: int) -> tuple[str, int] | None:
        """The qualifier that ends just before a word: (qualifier, index of its first word).

        A full stop after an abbreviation (`ca.`) belongs to it. The longest phrase wins.
        """
        stop = at
        if at >= 2 and words[at - 1].text == "." and words[at - 2].lower == "ca":
            stop = at - 1
        found = _longest_before(words, stop, self.before)
        if found is None or any(words[i].new_line for i in range(found[1] + 1, at + 1)):
            return None
        qualifier, first = found
        if _longest_before(words, first + 1, dict.fromkeys(self.verbs, "")):
            return None
        if qualifier in ("more_than", "less_than"):
            wider = _longest_before(words, first, dict.fromkeys(self.intensifiers, ""))
            if wider is not None and not words[first].new_line:
                first = wider[1]
        return qualifier, first

    def starting_at(self, words: Sequence[Word], at: int) -> tuple[str, int] | None:
        """The qualifier that begins at a word: (qualifier, index after its last word)."""
        for length in range(LONGEST_PHRASE, 0, -1):
            phrase = tuple(word.lower for word in words[at : at + length])
            if len(phrase) == length and phrase in self.after:
                return self.after[phrase], at + length
        return None


def _longest_before(
    words: Sequence[Word], stop: int, phrases: Mapping[tuple[str, ...], str]
) -> tuple[str, int] | None:
    for length in range(min(LONGEST_PHRASE, stop), 0, -1):
        phrase = tuple(word.lower for word in words[stop - length : stop])
        if phrase in phrases:
            return phrases[phrase], stop - length
    return None


@lru_cache(maxsize=1)
def default_qualifiers() -> Qualifiers:
    """The qualifiers of the shipped `qualifiers.csv`."""
    path = resources.files("pipeline").joinpath("lexicon", "qualifiers.csv")
    with path.open(encoding="utf-8") as file:
        return Qualifiers.from_rows(csv.DictReader(file))
