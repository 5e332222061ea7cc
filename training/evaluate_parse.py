"""Measures sentences and syntax on a dev set: `python -m training.evaluate_parse CORPUS MODEL`.

Word classes, features, lemmas and trees are judged on gold tokens and sentences, sentences on the
printed text of each paragraph, in characters.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.nlp import model as _model  # noqa: F401  (registers the factories)
from pipeline.nlp import sentences as _sentences  # noqa: F401
from pipeline.nlp import syntax as _syntax  # noqa: F401
from training.prepare_parse import LANGUAGES, Sentence, read_ud
from training.train_sentences import paragraphs, text_of

#: So many sentences make one document.
SENTENCES_A_DOCUMENT = 10
GRAMMAR = (
    "tok2vec",
    "morphologizer",
    "tagger",
    "parser",
    "attribute_ruler",
    "lemmatizer",
    "trainable_lemmatizer",
)


class Tokens(Protocol):
    """A sentence of either reader of treebanks."""

    @property
    def words(self) -> list[str]:
        """The tokens."""

    @property
    def spaces(self) -> list[bool]:
        """Whether white space follows each."""


def gold_document(nlp: Language, sentences: Sequence[Tokens]) -> Doc:
    """The sentences' tokens as a document with sentence starts and nothing else."""
    return Doc(
        nlp.vocab,
        words=[word for sentence in sentences for word in sentence.words],
        spaces=[space for sentence in sentences for space in sentence.spaces],
        sent_starts=[i == 0 for sentence in sentences for i in range(len(sentence.words))],
    )


def compare(doc: Doc, sentences: list[Sentence], right: Counter[str]) -> None:
    """Counts what is right in one document."""
    begin = 0
    for sentence in sentences:
        for i in range(len(sentence.words)):
            token = doc[begin + i]
            pos, _, feats = str(sentence.tags[i]).partition("|")
            head = sentence.heads[i] - 1 + begin if sentence.heads[i] else begin + i
            dep = "ROOT" if sentence.deps[i] == "root" else sentence.deps[i]
            attached = token.head.i == head
            right["words"] += 1
            right["upos"] += token.pos_ == pos
            right["ufeats"] += set(str(token.morph).split("|")) == set(feats.split("|"))
            right["lemma"] += token.lemma_ == sentence.lemmas[i]
            right["uas"] += attached
            right["las"] += attached and token.dep_ == dep
            if dep != "punct":
                right["words -p"] += 1
                right["uas -p"] += attached
                right["las -p"] += attached and token.dep_ == dep
        begin += len(sentence.words)


def grammar_scores(nlp: Language, sentences: list[Sentence]) -> dict[str, float]:
    """Accuracies on gold tokens; `-p` leaves out punctuation."""
    steps = [component for name, component in nlp.components if name in GRAMMAR]
    right: Counter[str] = Counter()
    for start in range(0, len(sentences), SENTENCES_A_DOCUMENT):
        group = sentences[start : start + SENTENCES_A_DOCUMENT]
        doc = gold_document(nlp, group)
        for step in steps:
            doc = step(doc)
        compare(doc, group, right)
    totals = {name: right["words -p" if name.endswith("-p") else "words"] for name in right}
    return {n: right[n] / totals[n] for n in right if not n.startswith("words")}


def spans_without_space(text: str, starts: list[int]) -> set[tuple[int, int]]:
    """Sentences as character spans, white space at both ends left out."""
    spans = set()
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        part = text[start:end]
        spans.add((start + len(part) - len(part.lstrip()), start + len(part.rstrip())))
    return spans


def sentence_scores(nlp: Language, sentences: list[Sentence]) -> dict[str, float]:
    """F of sentences from the printed text of each paragraph."""
    right = gold = found = 0
    for group in paragraphs(sentences):
        text, starts = "", []
        for sentence in group:
            starts.append(len(text))
            text += text_of(sentence)
        text = text.rstrip()
        doc = nlp(text)
        ours = spans_without_space(text, [sent.start_char for sent in doc.sents])
        theirs = spans_without_space(text, starts)
        right += len(ours & theirs)
        gold += len(theirs)
        found += len(ours)
    return {"sents": 2 * right / (gold + found)}


def evaluate(nlp: Language, corpus: Path) -> dict[str, dict[str, float]]:
    """All scores by language: upos, ufeats, lemma, uas, las (`-p`: without punctuation), sents."""
    scores = {}
    for language in LANGUAGES:
        sentences = read_ud(corpus / "dev" / f"{language}.conllu", language)
        scores[language] = grammar_scores(nlp, sentences) | sentence_scores(nlp, sentences)
    return scores


def main() -> None:
    """Reads the command line and prints one line a language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("model", type=Path)
    args = parser.parse_args()
    for language, scores in evaluate(spacy.load(args.model), args.corpus).items():
        print(language, " ".join(f"{name} {value:.4f}" for name, value in scores.items()))


if __name__ == "__main__":
    main()
