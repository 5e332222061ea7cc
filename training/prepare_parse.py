"""Reads the treebanks into the sentences that the syntax network learns from.

Universal Dependencies give word classes, features, lemmas and trees. The same treebank in its
own format (NDT) covers a third more text: its trees are a second task for the same network, and
its tags become UD tags where the parallel sentences show that only one UD tag is possible.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

LANGUAGES = ("nob", "nno")
HEADLINE_BAR = "|"
#: An NDT tag stands for one UD tag when this share of its parallel tokens has it, and that many.
PURE, SEEN = 0.985, 3
#: A form tells the written standard if it is this common and this one-sided (natural logarithms).
COMMON, LEANING, STRONGEST = 12, 1.0, 4.0

Rows = list[list[str]]


@dataclass(slots=True)
class Sentence:
    """One sentence; lists run over its tokens, None or -1 where nothing is known.

    heads count from 1, 0 is the root. `new_paragraph` is the treebank's mark.
    """

    language: str
    words: list[str]
    spaces: list[bool]
    tags: list[str | None]
    lemmas: list[str]
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    ndt_heads: list[int] = field(default_factory=list)
    ndt_deps: list[str] = field(default_factory=list)
    new_paragraph: bool = False
    document: str = ""


def clean_lemma(lemma: str) -> str:
    """The lemma without the `$` that the treebank puts before punctuation."""
    return lemma[1:] if lemma.startswith("$") and len(lemma) > 1 else lemma


def read_rows(path: Path) -> Iterator[tuple[bool, Rows]]:
    """Sentences of a CoNLL file as rows of columns, each with its paragraph mark."""
    rows: Rows = []
    new_paragraph = True
    for line in path.read_text(encoding="utf8").splitlines():
        if line.startswith(("# newpar", "# newdoc")):
            new_paragraph = True
        elif line and not line.startswith("#"):
            rows.append(line.split("\t"))
        elif not line and rows:
            yield new_paragraph, rows
            rows, new_paragraph = [], False
    if rows:
        yield new_paragraph, rows


def read_ud(path: Path, language: str) -> list[Sentence]:
    """The sentences of a UD file."""
    return [
        Sentence(
            language=language,
            words=[row[1] for row in rows],
            spaces=["SpaceAfter=No" not in row[9] for row in rows],
            tags=[f"{row[3]}|{'' if row[5] == '_' else row[5]}" for row in rows],
            lemmas=[clean_lemma(row[2]) for row in rows],
            heads=[int(row[6]) for row in rows],
            deps=[row[7] for row in rows],
            new_paragraph=new_paragraph,
            document=path.stem,
        )
        for new_paragraph, rows in read_rows(path)
    ]


def printed(sentence: Sentence) -> str:
    """The sentence as it is printed."""
    pairs = zip(sentence.words, sentence.spaces, strict=True)
    return "".join(word + " " * space for word, space in pairs).strip()


def without_bars(rows: Rows) -> Rows:
    """NDT rows without the bars that end headlines, heads renumbered."""
    kept = [row for row in rows if row[1] != HEADLINE_BAR]
    if len(kept) == len(rows):
        return rows
    number = {row[0]: str(i) for i, row in enumerate(kept, 1)}
    parent = {row[0]: row[6] for row in rows}

    def climb(head: str) -> str:
        while head != "0" and head not in number:
            head = parent[head]
        return number.get(head, "0")

    return [[number[row[0]], *row[1:6], climb(row[6]), *row[7:]] for row in kept]


def tag_keys(row: list[str]) -> tuple[tuple[str, ...], ...]:
    """What of an NDT token may decide its UD tag, the most specific first."""
    base = (row[3], row[5])
    return ((*base, row[7], row[1].lower()), (*base, row[1].lower()), (*base, row[7]), base)


class TagMap:
    """UD tags of NDT tokens, learnt from parallel sentences."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)

    def learn(self, rows: Rows, tags: Iterable[str | None]) -> None:
        """Counts one parallel sentence."""
        for row, tag in zip(rows, tags, strict=True):
            for key in tag_keys(row):
                self.counts[key][str(tag)] += 1

    def tag(self, row: list[str]) -> str | None:
        """The UD tag, or None where more than one is likely."""
        for key in tag_keys(row):
            counts = self.counts.get(key)
            if counts and (total := sum(counts.values())) >= SEEN:
                tag, count = counts.most_common(1)[0]
                return tag if count >= PURE * total else None
        return None


def ndt_only(rows: Rows, tags: TagMap, language: str) -> Sentence:
    """A sentence that only the NDT has: its trees, lemmas, and tags where they are sure."""
    return Sentence(
        language=language,
        words=[row[1] for row in rows],
        spaces=[True] * len(rows),
        tags=[tags.tag(row) for row in rows],
        lemmas=[clean_lemma(row[2]) for row in rows],
        ndt_heads=[int(row[6]) for row in rows],
        ndt_deps=[row[7] for row in rows],
    )


def as_today(sentence: Sentence) -> Sentence:
    """A Nynorsk training sentence tagged as in the treebank's present release.

    The training files keep an older one, in which inflected participles after `verte`, `bli` and
    `vere` are verbs and `verte` may be an auxiliary; in the present one they are adjectives, and
    `verte` is always a verb.
    """
    for i, tag in enumerate(sentence.tags):
        pos, _, feats = str(tag).partition("|")
        inflected = feats.endswith("VerbForm=Part") and feats != "VerbForm=Part"
        if pos == "VERB" and inflected:
            sentence.tags[i] = f"ADJ|{feats}"
        elif pos == "AUX" and sentence.lemmas[i] == "verte":
            sentence.tags[i] = f"VERB|{feats}"
    return sentence


def read_training(corpus: Path) -> list[Sentence]:
    """All training sentences of a corpus folder with `ud-train` and, if there, `ndt-train`."""
    sentences = []
    for language in LANGUAGES:
        ours = [
            sentence
            for path in sorted((corpus / "ud-train" / language).glob("*.conllu"))
            for sentence in read_ud(path, language)
        ]
        if language == "nno":
            ours = [as_today(sentence) for sentence in ours]
        by_words = {tuple(sentence.words): sentence for sentence in ours}
        tags = TagMap()
        alone = []
        for path in sorted((corpus / "ndt-train" / language).glob("*.conll")):
            for _, rows in read_rows(path):
                bare = without_bars(rows)
                twin = by_words.get(tuple(row[1] for row in bare))
                if twin is None:
                    alone.append(bare)
                    continue
                tags.learn(bare, twin.tags)
                twin.ndt_heads = [int(row[6]) for row in bare]
                twin.ndt_deps = [row[7] for row in bare]
        sentences += ours
        sentences += [ndt_only(rows, tags, language) for rows in alone if rows]
    return sentences


def leanings(sentences: Iterable[Sentence]) -> dict[str, int]:
    """How much each telling form speaks for Bokmål (above 0) or Nynorsk, in tenths."""
    counts: dict[str, Counter[str]] = {language: Counter() for language in LANGUAGES}
    for sentence in sentences:
        words = [word for i, word in enumerate(sentence.words) if not i or word.islower()]
        counts[sentence.language].update(word.lower() for word in words)
    bokmaal, nynorsk = (counts[language] for language in LANGUAGES)
    tilt = math.log(nynorsk.total() / bokmaal.total())
    found = {}
    for form in sorted(bokmaal | nynorsk):
        if bokmaal[form] + nynorsk[form] >= COMMON and form.islower():
            lean = math.log((bokmaal[form] + 0.5) / (nynorsk[form] + 0.5)) + tilt
            if abs(lean) >= LEANING:
                found[form] = round(10 * max(-STRONGEST, min(STRONGEST, lean)))
    return found
