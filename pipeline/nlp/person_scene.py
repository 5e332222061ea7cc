"""What people are read from, and how a run of capitals makes up one name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.lang.names import is_initial, strip_genitive
from pipeline.nlp.mention_words import Word, Words, is_common_word, is_family_name, is_given_name
from pipeline.nlp.organization_names import Nouns
from pipeline.nlp.titles import Titles

Span = tuple[int, int]
_JOINING_WORDS = """
von van der den al el bin ibn bint binti del della dos das di la le af ben ul zu y da de du
ter ten abu
"""
_JOINING = frozenset(_JOINING_WORDS.split())
_SURELY_JOINING_WORDS = """
von van al el bin ibn bint binti del della dos di la le af ben ul zu
"""
_SURELY_JOINING = frozenset(_SURELY_JOINING_WORDS.split())
_SIGNS = '.,:;!?()[]©»«"”'
_LONGEST = 6


@dataclass(frozen=True, slots=True)
class Person:
    """A person's name in the text; `end` takes in a genitive ending, `name` does not."""

    start: int
    end: int
    name: str
    sure: bool  # a title or several words say so, not the reader alone


@dataclass(frozen=True, slots=True)
class PersonScene:
    """What people are read from. `blocked` are spans that are something else for certain;
    `parties` those of parties in the genitive."""

    words: Words
    entities: Sequence[tuple[int, int, str]]
    titles: Titles
    blocked: Sequence[Span]
    excluded: frozenset[str]
    keeps_s: frozenset[str]
    nouns: Nouns
    is_place: Callable[[str], bool]
    parties: Sequence[Span] = ()
    leaders: frozenset[str] = frozenset()  # the last words of names that all know: `Putin`


def name_run(scene: PersonScene, number: int) -> list[Word]:
    """The words from `number` on that make up one name."""
    words = scene.words
    run: list[Word] = []
    while number < len(words) and len(run) < _LONGEST:
        word = words[number]
        if run and not words.joined(run[-1], word):
            break
        if is_blocked(word, scene) or not word.text[0].isalpha() or (run and _ends(word, scene)):
            break
        joining = run and word.text in _JOINING and _continues(scene, number, run)
        if not (word.capital or is_initial(word.text) or joining):
            break
        run.append(word)
        if ends_in_genitive(run[-1], scene) and not _label_continues(scene, number):
            break
        number += 1
    while run and not run[-1].capital:
        run.pop()
    return run


def _ends(word: Word, scene: PersonScene) -> bool:
    """Whether a capitalized word after a name is not a part of it: a title, a common noun."""
    if is_given_name(word.text) or is_family_name(word.text) or word.label == "PER":
        return False
    if scene.titles.of(word.text) is not None and len(word.text) > 4:
        return True
    return word.initial and is_common_word(word.text)


def _continues(scene: PersonScene, number: int, run: Sequence[Word]) -> bool:
    """Whether a small word joins two parts of a name: `Ursula von der Leyen`.

    `da` and `de` are Norwegian words too: the reader must see a person, and no verb may follow.
    """
    words = scene.words
    after = next((w for w in words.words[number + 1 : number + 3] if w.text not in _JOINING), None)
    if after is None or not after.capital or is_blocked(after, scene) or after.initial:
        return False
    word = words[number]
    if (
        word.text in _SURELY_JOINING
        or words[number + 1].text in _SURELY_JOINING
        or run[-1].text in _SURELY_JOINING
    ):
        return True
    if word.label == "PER" and after.label == "PER":
        return True
    following = words[after.number + 1] if after.number + 1 < len(words) else None
    clause = following is not None and following.pos in ("VERB", "AUX")
    fits = after.label in ("", "PER") or word.text != "da"
    return run[-1].label == "PER" and fits and not clause


def _label_continues(scene: PersonScene, number: int) -> bool:
    """Whether the reader sees a word and the next one as one person."""
    entity = next((e for e in scene.entities if e[0] <= scene.words[number].start < e[1]), None)
    return entity is not None and entity[2] == "PER" and entity[1] > scene.words[number].end


def ends_in_genitive(word: Word, scene: PersonScene) -> bool:
    """Whether a word of a name is in the genitive, so that the name ends with it."""
    if is_given_name(word.text) or word.text in scene.keeps_s:
        return False
    base = strip_genitive(word.text, (), scene.keeps_s)
    return base != word.text and (word.text[-1] != "s" or not _begins_name(word, scene))


def _begins_name(word: Word, scene: PersonScene) -> bool:
    """Whether a word in -s follows a title, so that it is a given name: `statsminister Meles`."""
    before = scene.words[word.number - 1] if word.number else None
    return before is not None and scene.titles.is_name_holder(before.text)


def end_of(words: Sequence[Word]) -> int:
    """Where a name ends; signs that the tokenizer left on its last word are no part of it."""
    last = words[-1]
    if is_initial(last.text):
        return last.end
    return last.end - (len(last.text) - len(last.text.rstrip(_SIGNS)))


def person_of(scene: PersonScene, words: Sequence[Word], sure: bool) -> Person:
    """The person whose name these words are."""
    return Person(words[0].start, end_of(words), text_of(scene, words), sure)


def text_of(scene: PersonScene, words: Sequence[Word]) -> str:
    """A name as printed, on one line."""
    return " ".join(scene.words.text[words[0].start : end_of(words)].split())


def is_blocked(word: Word, scene: PersonScene) -> bool:
    """Whether a word stands where something else than a person is named."""
    return any(start < word.end and word.start < end for start, end in scene.blocked)
