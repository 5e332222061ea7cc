"""The counted noun after a number: its words, its lemma, and what kind of thing it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.lang.words import DASHES, Word

SHORTEST_HEAD = 4  # letters of a compound's known last part: `jegersoldat`
SHORTEST_FIRST_PART = 2
LONGEST_FORM = 24
LONGEST_MODIFIERS = 9  # words: `franske, polske, britiske og norske soldater`

ADJECTIVE_ENDINGS = (
    "ske", "sk", "ede", "ete", "te", "de", "ige", "ege", "ale", "elle", "ive", "ende", "ande",
    "ære", "øse", "bare", "same", "ise", "na", "ra", "da",
)  # fmt: skip
NYNORSK_PLURALS = ("arar", "arane", "aren")
ADJECTIVAL = ("soldier", "civilian", "staff")  # types with nouns that are adjectives too: `sivile`
COMPARATIVE_ENDINGS = ("ere", "are")  # adjectives only before a noun: else `smørere`


@dataclass(frozen=True, slots=True)
class Noun:
    """What is counted: `words[first:after]` with its adjectives; `kind` is the type of unit.

    `kind` is a type of `units.csv`, `national` for inhabitants of a country, or for unknown words
    by their ending `agent` (`-ere`, `-arar`), `plural` or `bare`; `none` where no noun follows.
    """

    kind: str
    lemma: str = ""
    first: int = 0
    after: int = 0
    head: str = ""
    adjectives: tuple[str, ...] = ()


NO_NOUN = Noun("none")


@dataclass(frozen=True)
class Units:
    """Counted nouns by form (lemma, type), and words that are no nouns by their class.

    `classes` knows `function` words and finite `verb`s, at which a noun phrase stops, and
    `modifier`s, which stand before its noun.
    """

    forms: Mapping[str, tuple[str, str]]
    classes: Mapping[str, str]

    @classmethod
    def from_rows(
        cls,
        rows: Iterable[Mapping[str, str]],
        nationals: Mapping[str, str],
        classes: Mapping[str, str],
    ) -> Units:
        """Units from the rows of `units.csv`, inhabitants (lemma by form) and word classes."""
        forms = {form: (lemma, "national") for form, lemma in nationals.items()}
        for row in rows:
            entry = (row["lemma"], row["type"])
            listed = [form for form in row["forms"].split("|") if form]
            for form in [row["lemma"], *listed, *inflected(row["lemma"])]:
                if form not in forms or form in listed or form == row["lemma"]:
                    forms[form] = entry
        return cls(forms, classes)

    def stops(self, lower: str) -> bool:
        """Whether no noun phrase goes on over a word."""
        return self.classes.get(lower) in ("function", "verb")

    def is_verb(self, lower: str) -> bool:
        """Whether a word is a finite verb."""
        return self.classes.get(lower) == "verb"

    def modifies(self, lower: str) -> bool:
        """Whether a word has the shape of an adjective or is a known one."""
        if self.classes.get(lower) == "modifier":
            return True
        return len(lower) > 4 and lower.endswith(ADJECTIVE_ENDINGS)

    def find(self, word: str) -> tuple[str, str] | None:
        """(lemma, type) of a word by itself or as a compound of a known one; None if unknown."""
        lower = word.lower()
        for form in (lower, lower.removesuffix("s")):
            if form in self.forms:
                return self.forms[form]
        for start in range(max(SHORTEST_FIRST_PART, len(lower) - LONGEST_FORM), len(lower) - 3):
            known = self.forms.get(lower[start:])
            if known and len(lower) - start >= SHORTEST_HEAD and known[1] != "national":
                first_part = word[:start]
                return first_part + known[0], known[1]
        return None


def inflected(lemma: str) -> list[str]:
    """The forms that a noun may have in either standard; more than it has, never harmful."""
    if lemma.endswith("er"):
        return [lemma + ending for ending in ("en", "e", "ne", "et", "a", "er", "ene", "ar", "ane")]
    if lemma.endswith("e"):
        stem = lemma[:-1]
        return [lemma + e for e in ("n", "r", "ne", "t", "ne")] + [
            stem + e for e in ("a", "ar", "ane", "ene", "er")
        ]
    return [lemma + ending for ending in ("en", "et", "a", "er", "ene", "ar", "ane", "e")]


def counted_noun(words: Sequence[Word], at: int, units: Units, several: bool = False) -> Noun:
    """The noun that directly follows a number, with its adjectives.

    Args:
        words: the text's words.
        at: index of the first word after the number.
        units: known counted nouns and verbs.
        several: the number is more than one, so that no definite singular can follow it.

    Returns:
        The noun; `NO_NOUN` where none follows. Adjectives without a noun (`220 armenske`) give
        kind `none` with the adjectives and their place.
    """
    place = at
    adjectives: list[str] = []
    while place < len(words) and place - at < LONGEST_MODIFIERS and not words[place].new_line:
        if words[place].kind != "word":
            listed = words[place].text == "," and adjectives
            if not (listed and place + 1 < len(words) and units.modifies(words[place + 1].lower)):
                break
            place += 1
            continue
        text, after = whole_word(words, place)
        lower = text.lower()
        if not adjectives or lower != "og":
            noun = _noun_at(words, place, units, several)
            if noun is not None:
                return replace(noun, first=at, adjectives=tuple(adjectives))
            if units.stops(lower) or (several and _definite_singular(lower, units)):
                break
        adjectives.append(lower)
        place = after
    while adjectives and adjectives[-1] == "og":
        adjectives.pop()
    return Noun("none", "", at, at + 1, "", tuple(adjectives)) if adjectives else NO_NOUN


def _noun_at(words: Sequence[Word], at: int, units: Units, several: bool) -> Noun | None:
    """The noun that a word is, None for an adjective or a word at which the phrase stops."""
    text, after = whole_word(words, at)
    lower = text.lower()
    head = text.rpartition("-")[2]
    followed = _noun_follows(words, after, units)
    known = units.find(head)
    if followed and _modifies_as(lower, known, followed, units):
        return None
    if known is not None:
        if several and _definite_singular(lower, units):
            return None
        lemma = known[0]
        if known[1] == "national" and lemma.endswith("er") and lower.endswith(NYNORSK_PLURALS):
            lemma = lemma[:-2] + "ar"
        return Noun(known[1], lemma, at, after, lower)
    name = bool(followed) and text[0].isupper()  # `Boko Haram-krigere`
    if name or units.stops(lower) or units.modifies(lower):
        return None
    return Noun(ending_kind(text), lower, at, after, lower)


def whole_word(words: Sequence[Word], at: int) -> tuple[str, int]:
    """A word with what is hyphenated to it, and the index after: `IS-krigere`."""
    after = at + 1
    text = words[at].text
    while (
        after + 1 < len(words)
        and words[after].text in DASHES
        and not words[after].spaced
        and not words[after + 1].spaced
        and words[after + 1].kind != "mark"
    ):
        text += "-" + words[after + 1].text
        after += 2
    return text, after


def _modifies_as(lower: str, known: tuple[str, str] | None, followed: str, units: Units) -> bool:
    """Whether a word before a noun is its adjective: `sårede soldater`, not `sivile drept`."""
    if known is None:
        return units.modifies(lower) or lower.endswith(COMPARATIVE_ENDINGS)
    if known[1] in ADJECTIVAL:
        return followed != "casualty" and units.modifies(lower)
    return known[1] == "casualty" or units.classes.get(lower) == "modifier"


def _definite_singular(lower: str, units: Units) -> bool:
    """Whether a form is `soldaten`, `landet`: no number but one stands before it."""
    known = units.find(lower)
    if known is None or lower.endswith("mannen"):
        return False
    lemma = known[0].lower()
    stem = lemma.removesuffix("e")
    return lower in (stem + "en", stem + "et") and lower != lemma and not lemma.endswith("et")


def _noun_follows(words: Sequence[Word], at: int, units: Units) -> str:
    """The type of the known noun that comes next, after one more adjective at most, or ""."""
    for place in (at, at + 1):
        if place >= len(words) or words[place].kind != "word" or words[place].new_line:
            return ""
        text, _ = whole_word(words, place)
        if units.stops(text.lower()):
            return ""
        known = units.find(text.rpartition("-")[2])
        if known:  # not in `18 sivile livet`
            return "" if _definite_singular(text.lower(), units) else known[1]
        if not units.modifies(text.lower()):
            return ""
    return ""


def ending_kind(word: str) -> str:
    """What an unknown word seems to be, by its ending."""
    lower = word.lower()
    if lower.endswith(("ere", "erne", "arar", "arane", "ister", "istar", "istene", "istane")):
        return "agent"
    if lower.endswith(("er", "ar", "ene", "ane", "a")):
        return "plural"
    return "bare"
