"""Grammar for chosen sentences only: most of an article holds no figure and need not be parsed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.nlp.syntax import Syntax, pieces_of

#: What a foreign pipeline's components may give that makes up the grammar.
GRAMMAR = frozenset(
    {
        "doc.tensor",
        "token.tag",
        "token.pos",
        "token.morph",
        "token.lemma",
        "token.dep",
        "token.head",
    }
)
ATTRIBUTES: list[int | str] = ["TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP"]


def parse_sentences(nlp: Language, doc: Doc, sentence_indices: Iterable[int]) -> Doc:
    """The document with word classes, lemmas and trees on the chosen sentences.

    The other sentences, and the sentence starts, stay as they are. The shipped model's network is
    used also where its components are disabled. A foreign pipeline is run on each sentence by
    itself, all components that give grammar, disabled ones included.

    Args:
        nlp: the pipeline that made the document.
        doc: a document with sentence starts.
        sentence_indices: numbers of sentences in `doc.sents`, from 0; others are ignored.

    Returns:
        The same document.

    Example:
        >>> from pipeline.nlp.model import load_model
        >>> nlp = load_model()
        >>> with nlp.select_pipes(disable=["morphologizer", "parser"]):
        ...     doc = nlp("Styrken er borte. Irak sendte 300 soldater.")
        >>> doc = parse_sentences(nlp, doc, [1])
        >>> [token.dep_ for token in list(doc.sents)[1]]
        ['nsubj', 'ROOT', 'nummod', 'obj', 'punct']
    """
    wanted = sorted(set(sentence_indices))
    if not wanted:
        return doc
    for _, component in nlp.components:
        if isinstance(component, Syntax):
            pieces = pieces_of(doc, wanted)
            component.attach(doc, pieces, component.tag(doc, pieces))
            return doc
    return _parse_foreign(nlp, doc, wanted)


def _parse_foreign(nlp: Language, doc: Doc, wanted: list[int]) -> Doc:
    """`parse_sentences` for a pipeline that is not ours."""
    steps = [
        component
        for name, component in nlp.components
        if GRAMMAR & set(nlp.get_pipe_meta(name).assigns) or name == "attribute_ruler"
    ]
    sentences = list(doc.sents)
    starts: Any = doc.to_array(["SENT_START"]).reshape(-1, 1)
    array: Any = doc.to_array(ATTRIBUTES)
    for number in wanted:
        if number >= len(sentences):
            continue
        span = sentences[number]
        part = Doc(
            doc.vocab,
            words=[token.text for token in span],
            spaces=[bool(token.whitespace_) for token in span],
            sent_starts=[i == 0 for i in range(len(span))],
        )
        for step in steps:
            part = step(part)
        array[span.start : span.end] = part.to_array(ATTRIBUTES)
    doc.from_array(ATTRIBUTES, array)
    doc.from_array(["SENT_START"], starts)
    return doc
