"""Finds the people that a document names: by the name reader, by titles, by lists of names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from pipeline.lang.names import is_initial, strip_genitive
from pipeline.nlp.mention_words import (
    Word,
    Words,
    is_common_word,
    is_family_name,
    is_given_name,
    is_place_name,
    stands_after_place_word,
)
from pipeline.nlp.organization_names import Nouns
from pipeline.nlp.organizations import is_other_thing
from pipeline.nlp.titles import Titles

Span = tuple[int, int]

_JOINING = frozenset(
    "von van der den al el bin ibn bint binti del della dos das di la le af ben ul zu y da de du ter "
    "ten abu".split()
)
_SURELY_JOINING = frozenset(
    "von van al el bin ibn bint binti del della dos di la le af ben ul zu".split()
)
_SPEECH = frozenset(
    "sier sa seier opplyser opplyste forteller fortalte fortel fortalde mener meinte meiner hevder "
    "hevda hevdet skriver skriv skrev skreiv understreker understrekar påpeker påpeikar forklarer "
    "forklarar uttaler uttalar uttalte svarer svara svarar legger legg lover lovar la varsler "
    "varslar spør krever krev kaller kallar kalte tror trur".split()
)
_SAYS = frozenset({"sier", "seier", "sa", "forteller", "fortel"})
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
class Stage:
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


def find_people(stage: Stage) -> list[Person]:
    """The names of people in a document, by place in the text, without overlap.

    Args:
        stage: The document and what is known.

    Returns:
        Names after a title first, then the name reader's where they are plausible, then words that
        lists of names know; longer names win over names inside them.
    """
    votes = _votes(stage)
    found = [*_after_titles(stage), *_from_reader(stage, votes), *_from_lists(stage)]
    known = {p.name for p in found if not p.name.endswith("s")}
    cleaned = without_overlap(_without_genitive(p, known, stage) for p in found)
    return _not_only_headings(_split_pairs(cleaned), stage)


def _split_pairs(people: list[Person]) -> list[Person]:
    """The people, with two family names side by side as two: `møtte Zelenskyj Trump`."""
    full = [p.name for p in people if " " in p.name]
    result = []
    for person in people:
        words = person.name.split()
        others = [name for name in full if name != person.name]
        if len(words) == 2 and all(any(o.endswith(f" {w}") for o in others) for w in words):
            middle = person.start + len(words[0])
            result.append(Person(person.start, middle, words[0], False))
            result.append(Person(person.end - len(words[1]), person.end, words[1], False))
        else:
            result.append(person)
    return result


def _not_only_headings(people: list[Person], stage: Stage) -> list[Person]:
    """The people without single words that stand in headings alone."""

    def in_heading(person: Person) -> bool:
        return stage.words[stage.words.at(person.start)].heading and " " not in person.name

    elsewhere = {w for p in people if not in_heading(p) for w in p.name.split()}
    return [p for p in people if not in_heading(p) or p.name in elsewhere]


def _votes(stage: Stage) -> dict[str, Counter[str]]:
    votes: dict[str, Counter[str]] = {}
    for start, end, label in stage.entities:
        base = strip_genitive(stage.words.text[start:end])
        votes.setdefault(base, Counter())[label] += 1
    return votes


# --- names after titles


def _after_titles(stage: Stage) -> Iterable[Person]:
    for word in stage.words.words[:-1]:
        if not stage.titles.is_name_holder(word.text) or not _may_be_title(word):
            continue
        run = _run(stage, word.number + 1)
        if not run or not stage.words.joined(word, run[0]):
            continue
        if (
            run[0].label in ("ORG", "PROD", "EVT")
            and len(run) == 1
            and not is_given_name(run[0].text)
        ):
            continue
        if len(run) == 1 and not _single_after_title(run[0], word, stage):
            continue
        yield _person(stage, run, True)


def _may_be_title(word: Word) -> bool:
    """Whether a word is written as a title: in lower case, or first in its sentence."""
    last = word.text.rpartition("-")[2]
    return last[:1].islower() or word.initial


def _single_after_title(word: Word, title: Word, stage: Stage) -> bool:
    """Whether one word after a title is a name: `president Obama`, not `leder Aker`."""
    kind = stage.titles.of(title.text)
    if word.label == "PER" or (kind is not None and kind.kind in ("rank", "part")):
        return True
    post = kind is not None and kind.kind == "post" and title.text[0].islower()
    if post and word.label.startswith("GPE") and not stage.is_place(word.text):
        return True
    return word.label in ("", "MISC") and not is_common_word(word.text)


def _run(stage: Stage, number: int) -> list[Word]:
    """The words from `number` on that make up one name."""
    words, run = stage.words, []
    while number < len(words) and len(run) < _LONGEST:
        word = words[number]
        if run and not words.joined(run[-1], word):
            break
        if _blocked(word, stage) or not word.text[0].isalpha() or (run and _ends(word, stage)):
            break
        if word.capital or is_initial(word.text):
            run.append(word)
        elif run and word.text in _JOINING and _continues(stage, number, run):
            run.append(word)
        else:
            break
        if _ends_in_genitive(run[-1], stage) and not _label_continues(stage, number):
            break
        number += 1
    while run and not run[-1].capital:
        run.pop()
    return run


def _ends(word: Word, stage: Stage) -> bool:
    """Whether a capitalized word after a name is not a part of it: a title, a common noun."""
    if is_given_name(word.text) or is_family_name(word.text) or word.label == "PER":
        return False
    if stage.titles.of(word.text) is not None and len(word.text) > 4:
        return True
    return word.initial and is_common_word(word.text)


def _continues(stage: Stage, number: int, run: Sequence[Word]) -> bool:
    """Whether a small word joins two parts of a name: `Ursula von der Leyen`."""
    words = stage.words
    after = next((w for w in words.words[number + 1 : number + 3] if w.text not in _JOINING), None)
    if after is None or not after.capital or _blocked(after, stage) or after.initial:
        return False
    word = words[number]
    if word.text in _SURELY_JOINING or run[-1].text in _SURELY_JOINING:
        return True
    return word.label == "PER" and after.label == "PER"


def _label_continues(stage: Stage, number: int) -> bool:
    """Whether the reader sees a word and the next one as one person."""
    entity = next((e for e in stage.entities if e[0] <= stage.words[number].start < e[1]), None)
    return entity is not None and entity[2] == "PER" and entity[1] > stage.words[number].end


def _ends_in_genitive(word: Word, stage: Stage) -> bool:
    """Whether a word of a name is in the genitive, so that the name ends with it."""
    if is_given_name(word.text) or word.text in stage.keeps_s:
        return False
    base = strip_genitive(word.text, (), stage.keeps_s)
    return base != word.text and (word.text[-1] != "s" or not _begins_name(word, stage))


def _begins_name(word: Word, stage: Stage) -> bool:
    """Whether a word in -s follows a title, so that it is a given name: `statsminister Meles`."""
    before = stage.words[word.number - 1] if word.number else None
    return before is not None and stage.titles.is_name_holder(before.text)


# --- names from the reader


def _from_reader(stage: Stage, votes: dict[str, Counter[str]]) -> Iterable[Person]:
    for start, end, label in stage.entities:
        if label != "PER":
            continue
        kept = _name_words(stage.words.within(start, end), stage)
        if not kept:
            continue
        kept = _stretched(kept, stage)
        name = _text(stage, kept)
        if _plausible(name, kept, stage, votes):
            yield _person(stage, kept, len(kept) > 1 and not kept[0].heading)


def _name_words(words: list[Word], stage: Stage) -> list[Word]:
    """The words of a reader's person that belong to the name: no title, no organization."""
    kept = list(words)
    while kept and (
        not kept[0].capital
        or _blocked(kept[0], stage)
        or (len(kept) > 2 and _is_leading_title(kept[0], stage))
        or (len(kept) == 2 and stage.titles.of(kept[0].text) and _is_leading_title(kept[0], stage))
    ):
        kept.pop(0)
    for position, word in enumerate(kept):
        gap = stage.words.gap(kept[position - 1], word) if position else ""
        if _blocked(word, stage) or word.text in "(,–—«»" or "\n" in gap:
            kept = kept[:position]
            break
    while kept and not kept[-1].capital and not is_initial(kept[-1].text):
        kept.pop()
    return kept


def _is_leading_title(word: Word, stage: Stage) -> bool:
    """Whether the first word of a name is its title: `Statsminister`, `NATO-sjef`, not `Sheikh`."""
    title = stage.titles.of(word.text)
    if title is None:
        return word.initial and is_common_word(word.text) and not is_given_name(word.text)
    if not _may_be_title(word):
        return title.kind in ("post", "rank") and not is_given_name(word.text)
    return not is_given_name(word.text) or title.kind != "trade"


def _stretched(kept: list[Word], stage: Stage) -> list[Word]:
    """The name with the capitalized words that the reader left out on its right or left."""
    words = stage.words
    last = kept[-1]
    if not _ends_in_genitive(last, stage):
        after = words[last.number + 1] if last.number + 1 < len(words) else None
        if after is not None and words.joined(last, after) and _may_follow(kept, after):
            kept = kept + _run(stage, after.number)
    first = kept[0]
    before = words[first.number - 1] if first.number else None
    if (
        before is not None
        and words.joined(before, first)
        and before.text[0].isupper()
        and before.label in ("", "PER")
        and not _blocked(before, stage)
        and not stage.titles.of(before.text)
        and not _ends_in_genitive(before, stage)
        and (is_given_name(before.text) and not (before.initial and is_common_word(before.text)))
    ):
        kept = [before, *kept]
    return kept


def _may_follow(kept: Sequence[Word], after: Word) -> bool:
    """Whether the word after a reader's person is a part of the name that the reader missed."""
    if after.label in ("", "PER"):
        return after.label == "" or is_given_name(kept[0].text)
    if len(kept) > 1 or after.label == "EVT" or after.text.isupper():
        return False
    return is_given_name(kept[0].text) or not is_common_word(after.text)


def _plausible(
    name: str, words: Sequence[Word], stage: Stage, votes: dict[str, Counter[str]]
) -> bool:
    """Whether the reader's person may be one: no heading, no common noun, no place, no product."""
    if len(words) > 1 and len(words[0].text) == 1:
        return False
    if len(words) == 1 and stage.nouns.is_body(words[0].text):
        return False
    if name in stage.excluded or any(c.isdigit() for c in name) or _other(words, stage):
        return False
    if _place_like(words, stage):
        return False
    if len(words) == 1:
        return _single_plausible(strip_genitive(name), words[0], stage, votes)
    tail = words[-1].text.rpartition("-")[2]
    if tail[:1].islower() and len(tail) > 3 and is_common_word(tail):
        return False
    if words[0].heading and is_common_word(words[0].text) and not is_given_name(words[0].text):
        return not is_common_word(words[-1].text)
    return True


def _place_like(words: Sequence[Word], stage: Stage) -> bool:
    """Whether the preposition before a name that no list knows speaks for a place."""
    if len(words) == 1 and stage.is_place(strip_genitive(words[0].text)):
        return True
    how = stands_after_place_word(stage.words, words[0])
    known = is_given_name(words[0].text) or (len(words) > 1 and is_family_name(words[-1].text))
    if how == "surely":
        return not known or len(words) == 1
    return how == "maybe" and len(words) == 1 and not known and is_place_name(words[0].text)


def _single_plausible(name: str, word: Word, stage: Stage, votes: dict[str, Counter[str]]) -> bool:
    head, hyphen, tail = name.partition("-")
    if len(name) < 2 or (hyphen and tail[:1].islower() and head not in ("al", "el")):
        return False
    counts = votes.get(name, Counter())
    if counts["PER"] < counts["ORG"] or counts["PER"] < counts["GPE_LOC"] + counts["LOC"]:
        return False
    if name.isupper() and len(name) > 2:
        return False
    if is_common_word(name) and (word.initial or word.heading):
        return is_given_name(name) and not word.heading and _acts(word, stage)
    if is_place_name(name) and not (is_given_name(name) or is_family_name(name)):
        return _speaks(word, stage)
    return True


def _acts(word: Word, stage: Stage) -> bool:
    """Whether a verb follows a word, so that it can be the one who acts: `Espen spretter opp`."""
    after = stage.words[word.number + 1] if word.number + 1 < len(stage.words) else None
    return _speaks(word, stage) or (after is not None and after.pos in ("VERB", "AUX"))


def _speaks(word: Word, stage: Stage) -> bool:
    """Whether a verb of speech stands beside a word: `sier Sandu`, `Sandu sier`."""
    words = stage.words
    neighbours = [words[n].text for n in (word.number - 1, word.number + 1) if 0 <= n < len(words)]
    return any(text.lower() in _SPEECH for text in neighbours)


# --- names from lists


def _from_lists(stage: Stage) -> Iterable[Person]:
    """Runs of capitals that begin with a given name and that the reader saw nothing in."""
    number = 0
    while number < len(stage.words):
        word = stage.words[number]
        number += 1
        if not word.text[0].isupper() or _blocked(word, stage):
            continue
        if word.heading and (is_common_word(word.text) or not is_given_name(word.text)):
            continue
        if stage.titles.of(word.text) is not None and len(word.text) > 5:
            continue
        member = _follows(word, stage.parties)
        if not (is_given_name(word.text) or _spoken(word, stage) or member):
            continue
        run = _run(stage, word.number)
        if len(run) > 1 and (member or _looks_like_name(run, stage)):
            yield _person(stage, run, False)
            number = run[-1].number + 1


def _looks_like_name(run: Sequence[Word], stage: Stage) -> bool:
    """Whether capitals that the reader did not see as a person are one by the lists alone."""
    if all(is_common_word(word.text) for word in run) or _other(run, stage):
        return False
    if run[0].initial and is_common_word(run[0].text) and not is_family_name(run[-1].text):
        return False
    labels = {word.label for word in run} - {"PER"}
    if labels == {""} or labels == set() or _has_party(run, stage):
        return True
    if _spoken(run[0], stage) or (is_given_name(run[0].text) and _owned(run[0], stage)):
        return True
    if labels & {"PROD", "EVT"} or stands_after_place_word(stage.words, run[0]):
        return False
    known = is_given_name(run[0].text) and is_family_name(run[-1].text)
    return known


def _owned(word: Word, stage: Stage) -> bool:
    """Whether a country or an organization stands before a word in the genitive: `Høyres`."""
    before = stage.words[word.number - 1] if word.number else None
    return before is not None and before.text[-1] in "s'’" and _blocked(before, stage)


def _follows(word: Word, spans: Collection[Span]) -> bool:
    """Whether a word stands right after one of the spans: `Høyres` before a member's name."""
    return any(end + 1 == word.start for _, end in spans)


def _spoken(word: Word, stage: Stage) -> bool:
    """Whether `sier` stands right before a word: then it begins a name."""
    before = stage.words[word.number - 1] if word.number else None
    return before is not None and before.text in _SAYS and not is_common_word(word.text)


def _has_party(run: Sequence[Word], stage: Stage) -> bool:
    """Whether party letters or an age follow in parentheses: `(Ap)`, `(54)`."""
    after = stage.words.text[_end(run) : _end(run) + 8]
    return re.match(r" \((?:[A-ZÆØÅ][A-Za-z]{0,2}|\d\d)\)", after) is not None


def _other(run: Sequence[Word], stage: Stage) -> bool:
    """Whether a noun before a name says that it is a ship, an exercise, a town."""
    return is_other_thing(run[0], stage.words, stage.nouns)


# --- small helpers


def _end(words: Sequence[Word]) -> int:
    """Where a name ends; signs that the tokenizer left on its last word are no part of it."""
    last = words[-1]
    if is_initial(last.text):
        return last.end
    return last.end - (len(last.text) - len(last.text.rstrip(_SIGNS)))


def _person(stage: Stage, words: Sequence[Word], sure: bool) -> Person:
    return Person(words[0].start, _end(words), _text(stage, words), sure)


def _text(stage: Stage, words: Sequence[Word]) -> str:
    return " ".join(stage.words.text[words[0].start : _end(words)].split())


def _blocked(word: Word, stage: Stage) -> bool:
    return any(start < word.end and word.start < end for start, end in stage.blocked)


def _without_genitive(person: Person, known: Collection[str], stage: Stage) -> Person:
    """The name without its genitive ending, if what follows shows that it has one."""
    last = person.name.rpartition(" ")[2]
    shown = stage.words.noun_follows(person.end)
    own = last.endswith("s") and is_family_name(last) and not is_family_name(last[:-1])
    if strip_genitive(person.name, known) == person.name[:-1] and person.name[:-1] in known:
        base = person.name[:-1]
    elif person.name[-1] == "s" and (own or not shown):
        base = person.name
    else:
        base = strip_genitive(person.name, known, stage.keeps_s, sure=True)
    return Person(person.start, person.end, base, person.sure)


def without_overlap(people: Iterable[Person]) -> list[Person]:
    """The longest of overlapping names, the surer of equally long ones, by place in the text."""
    kept: list[Person] = []
    for person in sorted(people, key=lambda p: (p.start - p.end, not p.sure, p.start)):
        if not any(person.start < other.end and other.start < person.end for other in kept):
            kept.append(person)
    return sorted(kept, key=lambda p: p.start)
