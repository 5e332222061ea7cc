"""Read the training material: NDT files, UD trees, and documents out of both."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.nlp.bilou_ner import LABELS

Names = set[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens with BIO names; `spaces` says whether white space follows each token."""

    words: list[str]
    names: list[str]
    pos: list[str]
    deprel: list[str]
    spaces: list[bool]


def read_conllu(path: Path) -> Iterator[Sentence]:
    """The sentences of a CoNLL-U or NDT file; NDT's bar at the end of a headline is dropped."""
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf8")):
        rows = [line.split("\t") for line in block.splitlines() if line and line[0] != "#"]
        rows = [row for row in rows if row[0].isdigit() and row[1] != "|"]
        if rows:
            yield Sentence(
                [row[1] for row in rows],
                [name_of(row[9]) for row in rows],
                ["PROP" if "prop" in row[5].split("|") else row[3] for row in rows],
                [row[7].split(":")[0] for row in rows],
                ["SpaceAfter=No" not in row[9] for row in rows],
            )


def name_of(misc: str) -> str:
    """The BIO tag in the last column."""
    found = re.search(r"(?:^|\|)name=([^|]+)", misc)
    return found[1] if found else "O"


def read_documents(folder: Path) -> dict[Path, list[Sentence]]:
    """The sentences of each file, files in order of their names."""
    paths = sorted(path for path in folder.iterdir() if path.suffix in {".conll", ".conllu"})
    return {path: list(read_conllu(path)) for path in paths}


def to_bilou(names: list[str]) -> list[str]:
    """BIO as BILOU; an `I-` that continues nothing opens an entity."""
    tags = []
    for i, name in enumerate(names):
        if name == "O":
            tags.append("O")
            continue
        label = name[2:]
        starts = name[0] == "B" or i == 0 or names[i - 1][2:] != label
        ends = i + 1 == len(names) or names[i + 1] != f"I-{label}"
        tags.append(
            ("U" if ends else "B") + name[1:] if starts else ("L" if ends else "I") + name[1:]
        )
    return tags


def spans(names: list[str]) -> Names:
    """(start, end, label) of the entities in BIO or BILOU tags, end exclusive."""
    found = set()
    start, label = -1, ""
    for i, name in enumerate([*names, "O"]):
        if start >= 0 and (name[0] not in "IL" or name[2:] != label):
            found.add((start, i, label))
            start = -1
        if name != "O" and start < 0:
            start, label = i, name[2:]
    return found


def f_scores(gold: Sequence[Names], found: Sequence[Names]) -> dict[str, float]:
    """F by label, and of all names under "all"."""
    result = {}
    for label in ("all", *LABELS):
        right = total = 0
        for wanted, got in zip(gold, found, strict=True):
            ours = {name for name in got if label in ("all", name[2])}
            theirs = {name for name in wanted if label in ("all", name[2])}
            right += len(ours & theirs)
            total += len(ours) + len(theirs)
        result[label] = 2 * right / total if total else 0.0
    return result
