"""The yardstick: a pipeline of `nb_core_news_sm`'s architecture, run bare over the same articles.

`nb_core_news_sm` itself may not be at hand, so its architecture (spaCy's own, optimized for
efficiency) is trained for a moment on what the shipped model says of our articles: the time that a
transition system takes depends on the moves it makes, so it must have learned to make some.

usage: python -m benchmarks.bare_spacy FOLDER JOBS [tokenizer]
"""

from __future__ import annotations

import sys
from pathlib import Path

import spacy
from spacy.cli.init_config import init_config
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import minibatch

from benchmarks.corpus import articles

MODEL = Path(__file__).parent / ".cache" / "sm_architecture"
BATCH = 128  # spaCy's own 1,000 would leave the second of two processes idle
PIPES = ["tok2vec", "morphologizer", "parser", "attribute_ruler", "lemmatizer", "ner"]


def make_model() -> Language:
    """Train the yardstick on sixty of our articles as the shipped model reads them."""
    from pipeline.nlp.model import load_model

    shipped = load_model()
    config = init_config(lang="nb", pipeline=[*PIPES[:3], "ner"], optimize="efficiency")
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)
    examples = []
    for doc in shipped.pipe(list(articles(60))):
        for sentence in doc.sents:
            words = [token for token in sentence if not token.is_space]
            if words:
                examples.append(_example(nlp, words))
    nlp.initialize(lambda: examples)
    for _ in range(4):
        for batch in minibatch(examples, 32):
            nlp.update(batch)
    nlp.add_pipe("attribute_ruler", before="ner")
    nlp.add_pipe("lemmatizer", config={"mode": "rule"}, before="ner").initialize()
    MODEL.parent.mkdir(exist_ok=True)
    nlp.to_disk(MODEL)
    return nlp


def _example(nlp: Language, words: list[spacy.tokens.Token]) -> Example:
    number = {token.i: n for n, token in enumerate(words)}
    annotated = Doc(
        nlp.vocab,
        words=[token.text for token in words],
        pos=[token.pos_ for token in words],
        morphs=[str(token.morph) for token in words],
        heads=[number.get(token.head.i, n) for n, token in enumerate(words)],
        deps=[token.dep_ or "dep" for token in words],
        ents=[f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in words],
    )
    return Example(Doc(nlp.vocab, words=[token.text for token in words]), annotated)


def main(folder: str, jobs: str, only: str = "") -> None:
    """Read every article under a folder with the yardstick, or with its tokenizer alone."""
    nlp = spacy.load(MODEL) if MODEL.exists() else make_model()
    texts = (path.read_text(encoding="utf-8") for path in sorted(Path(folder).rglob("*.txt")))
    read = nlp.pipe(texts, n_process=int(jobs), batch_size=BATCH)
    print(sum(len(doc) for doc in (map(nlp.make_doc, texts) if only else read)))


if __name__ == "__main__":
    main(*sys.argv[1:])
