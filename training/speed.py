"""Words a second of our name tagger beside spaCy's own, in one process on one text.

    python -m training.speed CORPUS [MODEL]

spaCy's has the small models' architecture: HashEmbedCNN of width 96 and depth 4, and a transition
system, after a few updates on the same sentences, since speed does not wait for quality.
"""

import argparse
import time
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from pipeline.nlp.model import load_model
from training.corpus import Sentence, read_conllu, spans
from training.evaluate import documents
from training.evaluate_parse import gold_document

UPDATES = 20
ROUNDS = 3


def spacy_tagger(sentences: list[Sentence]) -> Language:
    """spaCy's `ner` with its default, small network, slightly trained."""
    nlp = spacy.blank("nb")
    nlp.add_pipe("ner")
    examples = []
    for group in documents(sentences)[: UPDATES * 4]:
        doc = gold_document(nlp, group)
        names = spans([tag for s in group for tag in s.names])
        offsets = [(doc[a].idx, doc[b - 1].idx + len(doc[b - 1]), label) for a, b, label in names]
        examples.append(
            Example.from_dict(
                Doc(nlp.vocab, [t.text for t in doc], [bool(t.whitespace_) for t in doc]),
                {"entities": offsets},
            )
        )
    optimizer = nlp.initialize(lambda: examples)
    for start in range(0, len(examples), 4):
        nlp.update(examples[start : start + 4], sgd=optimizer)
    return nlp


def words_a_second(nlp: Language, component: str, sentences: list[Sentence]) -> float:
    """The best of some rounds over documents of ten sentences, in processor time."""
    step = nlp.get_pipe(component)
    best = 0.0
    for _ in range(ROUNDS):
        docs = [gold_document(nlp, group) for group in documents(sentences)]
        start = time.process_time()
        for _doc in step.pipe(iter(docs), batch_size=64):
            pass
        best = max(best, sum(len(doc) for doc in docs) / (time.process_time() - start))
    return best


def main() -> None:
    """Print both speeds and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("model", nargs="?")
    args = parser.parse_args()
    sentences = list(read_conllu(args.corpus / "dev" / "nob.conllu"))
    theirs = words_a_second(spacy_tagger(sentences), "ner", sentences)
    ours = words_a_second(load_model(args.model), "ner", sentences)
    print(f"spaCy ner {theirs:,.0f} words/s, ours {ours:,.0f} words/s, ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
