"""Find the mentions of gold articles once, for all steps that read them.

    python -m training.find_mentions mentions.pkl training/gold/train.jsonl training/gold/more.jsonl

Writes a pickled dict: the mentions of each article by its id, as the shipped pipeline finds them.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections.abc import Callable
from pathlib import Path

from pipeline.lang.header import parse_header
from pipeline.lexicon import Lexicon, load_lexicon
from pipeline.nlp.mentions import find_mentions
from pipeline.nlp.model import load_model
from pipeline.records import Mention


def annotator(lexicon: Lexicon, stored: Path | None) -> Callable[[str, str], list[Mention]]:
    """What gives the mentions of an article's id and body: the shipped pipeline, or a file of them.

    Args: lexicon: who is known. stored: a file that this module wrote, or none.
    """
    if stored is not None:
        known = pickle.loads(stored.read_bytes())
        return lambda doc_id, _: list(known[doc_id])
    nlp = load_model()
    return lambda _, body: find_mentions(nlp(body), lexicon)


def main() -> None:
    """Read the gold files, write their mentions."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    given = parser.parse_args()
    annotate = annotator(load_lexicon(), None)
    found = {}
    for path in given.gold:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            body = row["text"][parse_header(row["text"]).body_start :]
            found[row["doc_id"]] = annotate(row["doc_id"], body)
    given.out.write_bytes(pickle.dumps(found))


if __name__ == "__main__":
    sys.exit(main())
