"""A coverage-guided fuzzer over ingest, numbers and figures (extra `fuzz`).

usage: python fuzz/fuzz_reading.py -runs=20000        (any option of libFuzzer)

Every input is a file's bytes. Whatever they are, they are read or refused with a reason, no
quantity lies outside the text or contradicts its own bounds, and every figure stands where it says.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["pipeline"]):
    import spacy

    from pipeline.lang.decoding import NotTextError, decode, readable
    from pipeline.lang.header import parse_header
    from pipeline.lang.numbers import find_quantities
    from pipeline.lexicon import load_lexicon
    from pipeline.nlp.figure_candidates import find_candidates
    from pipeline.records import RawArticle, Skipped
    from pipeline.stages.ingest import read_article

NLP = spacy.blank("nb")
NLP.add_pipe("sentencizer")
LEXICON = load_lexicon()


def read_bytes(data: bytes) -> None:
    """Take one file through decoding, ingest, numbers and figure candidates."""
    try:
        decoded = decode(data)
    except NotTextError:
        return
    raw = RawArticle("x", "", "x.txt", decoded.text, decoded.encoding)
    article = read_article(raw, lambda _: "nb")
    if isinstance(article, Skipped):
        assert article.detail
        return
    body = readable(article.text, parse_header(article.text).body_start)
    for quantity in find_quantities(body.text):
        assert 0 <= quantity.start < quantity.end <= len(body.text)
    doc = NLP(body.text[:5000])
    for candidate in find_candidates(doc, LEXICON):
        assert 0 <= candidate.start_char < candidate.end_char <= len(doc.text)
        low, high = candidate.value_min, candidate.value_max
        assert low is None or high is None or low <= high
        start, end, _ = body.printed(candidate.start_char, candidate.end_char)
        assert 0 <= start < end <= len(article.text)


if __name__ == "__main__":
    atheris.Setup(sys.argv, read_bytes)
    atheris.Fuzz()
