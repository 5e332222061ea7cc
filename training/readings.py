"""Builds the table of dictionary readings from open lists: `python -m training.readings`.

Bokmål: Norsk Ordbank's forms with word class and lemma (`nb_lemma_exc` of spacy-lookups-data,
CC BY 4.0). Nynorsk: simplemma's list of forms with lemmas (MIT).
"""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from importlib.resources import files

import numpy as np
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from pipeline.nlp.edits import suffix_edit
from pipeline.nlp.readings import Readings
from pipeline.nlp.weights import DATA
from pipeline.nlp.wordtable import WordTable, form_hash

WORD_CLASSES = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
#: Rarer readings are not worth a number of their own.
LEAST_FORMS = 12


def genders(lemma: str, forms: set[str]) -> str:
    """The genders (`m`, `f`, `n`) that a noun's definite singular forms show."""
    stem = lemma.removesuffix("e")
    doubled = lemma + lemma[-1]
    shown = ""
    if lemma + "en" in forms or lemma + "n" in forms or doubled + "en" in forms:
        shown += "m"
    if stem + "a" in forms or doubled + "a" in forms:
        shown += "f"
    if stem + "et" in forms or doubled + "et" in forms or lemma + "et" in forms:
        shown += "n"
    return shown


def bokmaal() -> dict[str, set[str]]:
    """Readings by lower-cased form from Norsk Ordbank."""
    path = files("spacy_lookups_data") / "data" / "nb_lemma_exc.json.gz"
    lists = json.loads(gzip.decompress(path.read_bytes()))
    readings: dict[str, set[str]] = defaultdict(set)
    for name, entries in lists.items():
        letter = WORD_CLASSES[name]
        paradigm: dict[str, set[str]] = defaultdict(set)
        for form, lemmas in entries.items():
            for lemma in lemmas:
                paradigm[lemma].add(form)
        for form, lemmas in entries.items():
            if " " in form:
                continue
            for lemma in lemmas:
                shown = "." + genders(lemma, paradigm[lemma]) if letter == "n" else ""
                edit = suffix_edit(form.lower(), lemma.lower())
                readings[form.lower()].add(f"{letter}{shown}:{edit}")
    return readings


def nynorsk() -> dict[str, set[str]]:
    """Readings by lower-cased form from simplemma's Nynorsk list, word class unknown."""
    readings: dict[str, set[str]] = defaultdict(set)
    for form, lemma in DefaultDictionaryFactory().get_dictionary("nn").items():
        readings[form.lower()].add("y:" + suffix_edit(form.lower(), lemma.lower()))
    return readings


def build() -> Readings:
    """Both lists folded into one table."""
    readings = bokmaal()
    for form, found in nynorsk().items():
        readings[form] |= found
    counts = Counter(name for found in readings.values() for name in found)
    names = sorted(name for name, count in counts.items() if count >= LEAST_FORMS)
    number = {name: i for i, name in enumerate(names)}
    classes: dict[tuple[int, ...], int] = {}
    by_hash: dict[int, int] = {}
    for form in sorted(readings):
        kept = tuple(sorted(number[name] for name in readings[form] if name in number))
        if kept:
            by_hash[form_hash(form)] = classes.setdefault(kept, len(classes))
    keys = sorted(by_hash)
    table = WordTable(
        np.array(keys, dtype=np.uint32), np.array([by_hash[k] for k in keys], dtype=np.uint32)
    )
    return Readings(table, list(classes), names)


def main() -> None:
    """Writes the table into the package's data and says how large it is."""
    built = build()
    built.to_disk(DATA)
    size = sum(file.stat().st_size for file in DATA.glob("readings.*"))
    print(
        f"{len(built.table.hashes)} forms, {len(built.names)} readings, "
        f"{len(built.classes)} classes, {size / 1e6:.1f} MB"
    )


if __name__ == "__main__":
    main()
