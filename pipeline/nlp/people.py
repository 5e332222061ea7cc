"""Finds the people that a document names: by the name reader, by titles, by lists of names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from pipeline.lang.names import is_initial, strip_genitive
from pipeline.nlp.mention_words import Word, is_common_word, is_family_name, is_given_name
from pipeline.nlp.overlap import without_overlap
from pipeline.nlp.person_checks import is_plausible, is_spoken, looks_like_name, shown
from pipeline.nlp.person_scene import (
    Person,
    PersonScene,
    Span,
    ends_in_genitive,
    is_blocked,
    name_run,
    person_of,
    text_of,
)


def find_people(scene: PersonScene) -> list[Person]:
    """The names of people in a document, by place in the text, without overlap.

    Args:
        scene: The document and what is known.

    Returns:
        Names after a title first, then the name reader's where they are plausible, then words that
        lists of names know; longer names win over names inside them.
    """
    votes = _votes(scene)
    found = [*_after_titles(scene), *_from_reader(scene, votes), *_from_lists(scene)]
    known = {p.name for p in found if not p.name.endswith("s")}
    bare = (_without_genitive(person, known, scene) for person in found)
    cleaned = without_overlap(bare, lambda person: not person.sure)
    return shown(_not_only_headings(_split_pairs(cleaned), scene), scene)


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


def _not_only_headings(people: list[Person], scene: PersonScene) -> list[Person]:
    """The people without single words that stand in headings alone."""

    def in_heading(person: Person) -> bool:
        return scene.words[scene.words.at(person.start)].heading and " " not in person.name

    elsewhere = {w for p in people if not in_heading(p) for w in p.name.split()}
    return [p for p in people if not in_heading(p) or p.name in elsewhere]


def _votes(scene: PersonScene) -> dict[str, Counter[str]]:
    votes: dict[str, Counter[str]] = {}
    for start, end, label in scene.entities:
        base = strip_genitive(scene.words.text[start:end])
        votes.setdefault(base, Counter())[label] += 1
    return votes


def _after_titles(scene: PersonScene) -> Iterable[Person]:
    for word in scene.words.words[:-1]:
        if not scene.titles.is_name_holder(word.text) or not _may_be_title(word):
            continue
        run = name_run(scene, word.number + 1)
        if not run or not scene.words.joined(word, run[0]):
            continue
        if (
            run[0].label in ("ORG", "PROD", "EVT")
            and len(run) == 1
            and not is_given_name(run[0].text)
        ):
            continue
        if len(run) == 1 and not _single_after_title(run[0], word, scene):
            continue
        yield person_of(scene, run, True)


def _may_be_title(word: Word) -> bool:
    """Whether a word is written as a title: in lower case, or first in its sentence."""
    last = word.text.rpartition("-")[2]
    return last[:1].islower() or word.initial


def _single_after_title(word: Word, title: Word, scene: PersonScene) -> bool:
    """Whether one word after a title is a name: `president Obama`, not `leder Aker`."""
    kind = scene.titles.of(title.text)
    if word.label == "PER" or (kind is not None and kind.kind in ("rank", "part")):
        return True
    post = kind is not None and kind.kind == "post" and title.text[0].islower()
    if post and word.label.startswith("GPE") and not scene.is_place(word.text):
        return True
    return word.label in ("", "MISC") and not is_common_word(word.text)


def _from_reader(scene: PersonScene, votes: dict[str, Counter[str]]) -> Iterable[Person]:
    for start, end, label in scene.entities:
        if label != "PER":
            continue
        kept = _name_words(scene.words.within(start, end), scene)
        if not kept:
            continue
        kept = _stretched(kept, scene)
        name = text_of(scene, kept)
        if is_plausible(name, kept, scene, votes):
            yield person_of(scene, kept, len(kept) > 1 and not kept[0].heading)


def _name_words(words: list[Word], scene: PersonScene) -> list[Word]:
    """The words of a reader's person that belong to the name: no title, no organization."""
    kept = list(words)
    while kept and (
        not kept[0].capital
        or is_blocked(kept[0], scene)
        or (len(kept) > 2 and _is_leading_title(kept[0], scene, len(kept)))
        or (
            len(kept) == 2
            and scene.titles.of(kept[0].text)
            and _is_leading_title(kept[0], scene, len(kept))
        )
    ):
        kept.pop(0)
    for position, word in enumerate(kept):
        gap = scene.words.gap(kept[position - 1], word) if position else ""
        if is_blocked(word, scene) or word.text in "(,–—«»" or "\n" in gap:
            kept = kept[:position]
            break
    while kept and not kept[-1].capital and not is_initial(kept[-1].text):
        kept.pop()
    return kept


def _is_leading_title(word: Word, scene: PersonScene, kept_words: int) -> bool:
    """Whether the first word of a name is its title: `Statsminister`, `NATO-sjef`, not `Sheikh`."""
    title = scene.titles.of(word.text)
    if title is None:
        opening = word.initial and is_common_word(word.text)
        return kept_words > 2 and opening and not is_given_name(word.text)
    if not _may_be_title(word):
        return title.kind in ("post", "rank") and not is_given_name(word.text)
    if word.initial and is_common_word(word.text) and kept_words > 2:
        return True
    return not is_given_name(word.text) or title.kind != "trade"


def _stretched(kept: list[Word], scene: PersonScene) -> list[Word]:
    """The name with the capitalized words that the reader left out on its right or left."""
    words = scene.words
    last = kept[-1]
    if not ends_in_genitive(last, scene):
        after = words[last.number + 1] if last.number + 1 < len(words) else None
        if after is not None and words.joined(last, after) and _may_follow(kept, after):
            further = name_run(scene, after.number if after.capital else last.number)
            kept = kept + [word for word in further if word.number > last.number]
    first = kept[0]
    before = words[first.number - 1] if first.number else None
    if (
        before is not None
        and words.joined(before, first)
        and before.text[0].isupper()
        and before.label in ("", "PER")
        and not is_blocked(before, scene)
        and not scene.titles.of(before.text)
        and not ends_in_genitive(before, scene)
        and _may_begin(before, kept)
    ):
        kept = [before, *kept]
    return kept


def _may_begin(before: Word, kept: Sequence[Word]) -> bool:
    """Whether the word before a reader's person is a given name that the reader missed."""
    if is_given_name(before.text):
        return not (before.initial and is_common_word(before.text))
    if len(kept) > 1:
        return False
    return before.pos == "PROPN" if before.initial else not is_common_word(before.text)


def _may_follow(kept: Sequence[Word], after: Word) -> bool:
    """Whether the word after a reader's person is a part of the name that the reader missed."""
    if after.label in ("", "PER"):
        return True
    if len(kept) > 1 or after.label == "EVT" or after.text.isupper():
        return False
    return is_given_name(kept[0].text) or not is_common_word(after.text)


def _from_lists(scene: PersonScene) -> Iterable[Person]:
    """Runs of capitals that begin with a given name and that the reader saw nothing in."""
    number = 0
    while number < len(scene.words):
        word = scene.words[number]
        number += 1
        if not word.text[0].isupper() or is_blocked(word, scene):
            continue
        if word.heading and (is_common_word(word.text) or not is_given_name(word.text)):
            continue
        title = scene.titles.of(word.text)
        if title is not None and (len(word.text) > 5 or title.kind == "rank"):
            continue
        member = _follows(word, scene.parties)
        if not (is_given_name(word.text) or is_spoken(word, scene) or member):
            continue
        run = name_run(scene, word.number)
        if len(run) > 1 and (member or looks_like_name(run, scene)):
            yield person_of(scene, run, False)
            number = run[-1].number + 1


def _follows(word: Word, spans: Collection[Span]) -> bool:
    """Whether a word stands right after one of the spans: `Høyres` before a member's name."""
    return any(end + 1 == word.start for _, end in spans)


def _without_genitive(person: Person, known: Collection[str], scene: PersonScene) -> Person:
    """The name without its genitive ending, if what follows shows that it has one."""
    last = person.name.rpartition(" ")[2]
    shown = scene.words.noun_follows(person.end)
    own = last.endswith("s") and is_family_name(last) and not is_family_name(last[:-1])
    if strip_genitive(person.name, known) == person.name[:-1] and person.name[:-1] in known:
        base = person.name[:-1]
    elif person.name[-1] == "s" and (own or not shown):
        base = person.name
    else:
        base = strip_genitive(person.name, known, scene.keeps_s, sure=True)
    return Person(person.start, person.end, base, person.sure)
