"""What the dictionaries say about a form: its possible word classes, genders and lemmas.

Norsk Ordbank's Bokmål forms and a Nynorsk list are folded into a table of hashes; every form
points at a class of readings, and a reading is a word class with the edit that makes the lemma, so
a quarter of a megabyte of rules and one number a form stand for half a million entries.
"""

from __future__ import annotations

import bisect
import json
from functools import cached_property
from pathlib import Path

from pipeline.nlp.edits import apply_edit
from pipeline.nlp.wordtable import WordTable, form_hash

#: A compound's last part must have at least this many letters to lend its reading.
SHORTEST_HEAD = 3
LONGEST_FIRST_PART = 24


class Readings:
    """Dictionary readings of a form, by itself or as the last part of a compound.

    A reading is `class:edit` or, for nouns, `class.genders:edit`, such as `n.m:ene>`.
    """

    def __init__(self, table: WordTable, classes: list[tuple[int, ...]], names: list[str]) -> None:
        self.table = table
        self.classes = classes
        self.names = names

    @cached_property
    def _index(self) -> list[int]:
        keys: list[int] = self.table.hashes.tolist()
        return keys

    def of(self, form: str) -> tuple[int, ...]:
        """The numbers of the readings of a lower-cased form, empty for an unknown one."""
        key = form_hash(form)
        index = self._index
        at = bisect.bisect_left(index, key)
        if at == len(index) or index[at] != key:
            return ()
        return self.classes[int(self.table.masks[at])]

    def head(self, form: str) -> tuple[str, tuple[int, ...]]:
        """The longest known ending of an unknown form, with its readings.

        Example: `feltsykehuset` is not in the dictionary, `sykehuset` is.
        """
        last = min(len(form) - SHORTEST_HEAD, LONGEST_FIRST_PART)
        for start in range(2, last + 1):
            found = self.of(form[start:])
            if found:
                return form[start:], found
        return "", ()

    def lemmas(self, form: str, word_class: str) -> list[str]:
        """The dictionary's lemmas of a lower-cased form as a word of class `n`, `v`, `a` or `r`."""
        readings = self.of(form) or self.head(form)[1]
        found = []
        for number in readings:
            name, _, edit = self.names[number].partition(":")
            if name[0] == word_class:
                lemma = apply_edit(form, edit)
                if lemma and lemma not in found:
                    found.append(lemma)
        return found

    def to_disk(self, folder: Path) -> None:
        """Writes `readings.bin` and `readings.json` into the folder."""
        (folder / "readings.bin").write_bytes(self.table.to_bytes())
        content = {"names": self.names, "classes": self.classes}
        (folder / "readings.json").write_text(
            json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf8"
        )

    @classmethod
    def from_disk(cls, folder: Path) -> Readings:
        """The readings that `to_disk` wrote."""
        content = json.loads((folder / "readings.json").read_text(encoding="utf8"))
        classes = [tuple(numbers) for numbers in content["classes"]]
        return cls(WordTable.from_disk(folder / "readings.bin"), classes, content["names"])
