"""The counted noun after a number: which words it takes, its lemma, and what kind of thing it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.lang.words import DASHES, Word

SHORTEST_HEAD = 4  # letters of a compound's known last part: `jegersoldat`
SHORTEST_FIRST_PART = 2
LONGEST_MODIFIERS = 9  # words: `franske, polske, britiske og norske soldater`

ADJECTIVE_ENDINGS = (
    "ske", "ske", "ede", "ete", "te", "de", "ige", "ege", "ale", "elle", "ive", "ende", "ande",
    "ære", "øse", "bare", "same", "ise", "ere", "are", "na", "ra", "da",
)  # fmt: skip
MODIFIERS = frozenset(
    "ekstra nye andre flere fleire øvrige første fyrste siste tidligere tidlegare militære væpna "
    "ubevæpna bevæpna godt tungt lett lettere hardt helt fremdeles egne eigne unge gamle eldre "
    "faste falne fangne drepne utenlandske utanlandske sivile eneste einaste ny nytt gode beste "
    "kvinnelige mannlige mindre store små tungt lettvæpna velutrustede regulære ytterligere "
    "ytterlegare norsk dansk svensk tysk britisk fransk amerikansk russisk".split()
)
SINGULAR_ENDINGS = ("sk", "ig", "leg", "et", "a", "t")
FUNCTION_WORDS = frozenset(
    "fra frå i til av på ved for med mot under over om før etter innen innan hos langs rundt som "
    "uten utan mellom og eller men mens medan at da då når hvis dersom fordi er var ble blei vart "
    "blir bli har hadde skal skulle kan kunne vil ville må måtte bør får fikk fekk sto stod står "
    "sitter sit nå no der her igjen att ute hjem heim den det de dei han hun ho vi jeg eg seg ikke "
    "ikkje bare berre også òg så enn siden sidan hver kvar alene åleine lenger lengre allerede alt "
    "fortsatt framleis fremdeles trolig truleg ennå enno gjennom utenfor utanfor inne inn opp ned "
    "bak foran framfor nord sør øst aust vest ifølge ifølgje samtidig samstundes derfor difor kom "
    "dro drar dreg reiser reiste kommer kjem gikk gjekk går døde falt fall omkom overlevde stemte "
    "røysta møtte ønsker venter ventar mener meiner sier seier sa bor bur lever".split()
)


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
    """Counted nouns by form: (lemma, type)."""

    forms: Mapping[str, tuple[str, str]]
    _longest: int = field(default=24)

    @classmethod
    def from_rows(
        cls, rows: Iterable[Mapping[str, str]], nationals: Mapping[str, str] | None = None
    ) -> Units:
        """Units from rows with `lemma`, `type` and `forms`, and inhabitants (lemma by form)."""
        forms: dict[str, tuple[str, str]] = {}
        for form, lemma in (nationals or {}).items():
            forms[form] = (lemma, "national")
        for row in rows:
            entry = (row["lemma"], row["type"])
            listed = [form for form in row["forms"].split("|") if form]
            for form in [row["lemma"], *listed, *inflected(row["lemma"])]:
                if form not in forms or form in listed or form == row["lemma"]:
                    forms[form] = entry
        return cls(forms)

    def find(self, word: str) -> tuple[str, str] | None:
        """(lemma, type) of a word by itself or as a compound of a known one; None if unknown."""
        lower = word.lower()
        for form in (lower, lower.removesuffix("s")):
            if form in self.forms:
                return self.forms[form]
        for start in range(max(SHORTEST_FIRST_PART, len(lower) - self._longest), len(lower) - 3):
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


def counted_noun(words: Sequence[Word], at: int, units: Units) -> Noun:
    """The noun that directly follows a number, with its adjectives.

    Args:
        words: the text's words.
        at: index of the first word after the number.
        units: known counted nouns.

    Returns:
        The noun; `NO_NOUN` where none follows. Adjectives without a noun (`220 armenske`) give
        kind `none` with the adjectives and their place.
    """
    first, place = at, at
    adjectives: list[str] = []
    while place < len(words) and place - first < LONGEST_MODIFIERS:
        word = words[place]
        if word.new_line and place > 0:
            break
        if word.kind == "mark" or word.kind == "number":
            if not (word.text == "," and adjectives and _adjective_at(words, place + 1, units)):
                break
            place += 1
            continue
        text, after = whole_word(words, place)
        lower = text.lower()
        known = units.find(text.rpartition("-")[2]) if "-" in text else units.find(text)
        modifying = _is_adjective(lower) and _noun_follows(words, after, units)
        if known and not (modifying and known[1] not in ("soldier", "casualty") ):
            lemma = known[0]
            if "-" in text:
                lemma = text[: text.rindex("-") + 1] + lemma
            return Noun(known[1], lemma, first, after, lower, tuple(adjectives))
        if lower in FUNCTION_WORDS and not (lower == "og" and adjectives):
            break
        if _is_adjective(lower) or lower in ("og", "eller") or (text[0].isupper() and place == first and _noun_follows(words, after, units)):
            adjectives.append(lower)
            place = after
            continue
        return Noun(ending_kind(text), lower, first, after, lower, tuple(adjectives))
    while adjectives and adjectives[-1] in ("og", "eller"):
        adjectives.pop()
    if adjectives:
        return Noun("none", "", first, first + 1, "", tuple(adjectives))
    return NO_NOUN


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


def _is_adjective(lower: str) -> bool:
    return lower in MODIFIERS or (len(lower) > 4 and lower.endswith(ADJECTIVE_ENDINGS))


def _adjective_at(words: Sequence[Word], at: int, units: Units) -> bool:
    return at < len(words) and words[at].kind == "word" and _is_adjective(words[at].lower)


def _noun_follows(words: Sequence[Word], at: int, units: Units) -> bool:
    """Whether a known noun comes next, after one more adjective at most."""
    for place in (at, at + 1):
        if place >= len(words) or words[place].kind != "word" or words[place].new_line:
            return False
        text, _ = whole_word(words, place)
        if text.lower() in FUNCTION_WORDS:
            return False
        if units.find(text.rpartition("-")[2]):
            return True
        if not _is_adjective(text.lower()):
            return False
    return False


def ending_kind(word: str) -> str:
    """What an unknown word seems to be, by its ending."""
    lower = word.lower()
    if lower.endswith(("ere", "erne", "arar", "arane", "ister", "istar", "istene", "istane")):
        return "agent"
    if lower.endswith(("er", "ar", "ene", "ane", "a")):
        return "plural"
    return "bare"
