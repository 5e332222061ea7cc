"""Trains the tagger on the syntax network's word vectors.

`python -m training.train_tagger CORPUS FOLDER`: FOLDER holds the `net.pt` of `train_parse` and gets
`tagger.pt`; a line an epoch is printed. Words whose tag the treebank does not tell (see
`prepare_parse`) are tagged by the syntax network.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from pipeline.nlp.edits import lemma_rule
from pipeline.nlp.standard import UNKNOWN
from pipeline.nlp.weights import shipped_readings, weights_from_bytes, weights_to_bytes
from pipeline.nlp.word_features import UNKNOWN as UNKNOWN_READING
from pipeline.nlp.word_vectors import Floats, WordVectors
from training.export_parse import as_numpy, syntax_arrays
from training.prepare_parse import LANGUAGES, Sentence, read_training, read_ud
from training.recipe import Averaged, Recipe, batches, learn
from training.syntax_net import Sizes, SyntaxNet
from training.tagger_net import TaggerNet, TaggerSizes
from training.train_parse import IGNORE, Encoder, Labels, pad_batch, word_classes

SEED = 7
RECIPE = Recipe(epochs=14, batch_words=1200, rate=2e-3, warmup=200)
#: How often a word's own row, and its dictionary readings too, are hidden in training.
HIDDEN_WORD, HIDDEN_READING = 0.12, 0.05


class Vocabulary:
    """The frozen vectors of word forms: as they are, without the word's row, without readings."""

    def __init__(self, words: WordVectors) -> None:
        self.words = words
        self.rows: dict[str, int] = {}
        self._found: list[list[Floats]] = []
        self._table: Tensor | None = None

    def row(self, form: str) -> int:
        """The number of a form."""
        found = self.rows.get(form)
        if found is None:
            found = self.rows[form] = len(self._found)
            features = self.words.featurize(form)
            unseen = replace(features, word=0)
            bare = replace(unseen, head=0, readings=(UNKNOWN_READING,))
            self._found.append([self.words.vector_of(one) for one in (features, unseen, bare)])
            self._table = None
        return found

    def table(self) -> Tensor:
        """All vectors: form by variant by width."""
        if self._table is None:
            self._table = torch.tensor(np.array(self._found))
        return self._table


@dataclass(slots=True)
class Task:
    """What a training run works on."""

    vocabulary: Vocabulary
    numbers: dict[str, dict[str, int]]
    train: list[Sentence]
    dev: dict[str, list[Sentence]]


Batch = tuple[Tensor, Tensor, Tensor, Tensor, Tensor]


def batch_of(
    task: Task,
    sentences: Sequence[Sentence],
    unknown: float = 0.0,
    rng: random.Random | None = None,
) -> Batch:
    """Form numbers, sentence lengths, standards, tags and rules of sentences laid end to end."""
    forms = [task.vocabulary.row(word) for s in sentences for word in s.words]
    tags = [task.numbers["tags"].get(tag or "", IGNORE) for s in sentences for tag in s.tags]
    rules = [
        task.numbers["rules"].get(lemma_rule(word, lemma), IGNORE)
        for s in sentences
        for word, lemma in zip(s.words, s.lemmas, strict=True)
    ]
    standards = []
    for s in sentences:
        hidden = rng is not None and rng.random() < unknown
        standards += [UNKNOWN if hidden else 1 + LANGUAGES.index(s.language)] * len(s.words)
    lengths = [len(s.words) for s in sentences]
    numbers = (forms, lengths, standards, tags, rules)
    return tuple(torch.tensor(column) for column in numbers)  # type: ignore[return-value]


def vectors_of(task: Task, forms: Tensor, rng: torch.Generator | None) -> Tensor:
    """The forms' vectors, some of them with less known of the word than there is."""
    variant = torch.zeros(len(forms), dtype=torch.long)
    if rng is not None:
        chance = torch.rand(len(forms), generator=rng)
        variant = (chance < HIDDEN_WORD).long() + (chance < HIDDEN_READING).long()
    return task.vocabulary.table()[forms, variant]


def batch_loss(net: TaggerNet, task: Task, batch: Batch, rng: torch.Generator) -> Tensor:
    """The loss of tags and lemma rules."""
    forms, lengths, standards, tags, rules = batch
    vectors = vectors_of(task, forms, rng)
    loss = cross_entropy(net(vectors, lengths, standards), tags, ignore_index=IGNORE)
    known = (tags != IGNORE) & (rules != IGNORE)
    scores = net.rule_scores(vectors[known], tags[known], standards[known])
    return loss + cross_entropy(scores, rules[known])


@torch.no_grad()
def accuracies(net: TaggerNet, task: Task, sentences: list[Sentence]) -> dict[str, float]:
    """Shares of right tags, word classes and lemma rules, on gold tokens."""
    net.eval()
    classes = word_classes(task.numbers["tags"])
    right: dict[str, float] = dict.fromkeys(("pos", "tag", "rule"), 0)
    total = 0
    for group in batches(sentences, 3000, None):
        forms, lengths, standards, tags, rules = batch_of(task, group)
        vectors = vectors_of(task, forms, None)
        best = net(vectors, lengths, standards).argmax(1)
        total += len(forms)
        right["tag"] += int((best == tags).sum())
        right["pos"] += int((classes[best] == classes[tags.clamp(min=0)]).sum())
        right["rule"] += int((net.rule_scores(vectors, best, standards).argmax(1) == rules).sum())
    net.train()
    return {name: count / total for name, count in right.items()}


@torch.no_grad()
def tag_the_rest(checkpoint: dict[str, Any], sentences: list[Sentence]) -> None:
    """Give the words without a tag the one that the syntax network sees."""
    net = SyntaxNet(Sizes(**checkpoint["sizes"]))
    net.load_state_dict(checkpoint["state"])
    net.eval()
    names = ("words", "tags", "rules", "deps", "ndt_deps", "leanings")
    words, *lists = (checkpoint[name] for name in names)
    labels = Labels({word: row for row, word in enumerate(words, 1)}, *lists)
    encoder = Encoder(labels, shipped_readings(), net.sizes)
    for sentence in sentences:
        if None in sentence.tags:
            rows, lengths, standards, _ = pad_batch(encoder, [sentence])
            _, states, _ = net(rows, lengths, standards)
            found = net.tag_scores(states, standards)[0].argmax(1).tolist()
            sentence.tags = [
                tag or labels.tags[number] for tag, number in zip(sentence.tags, found, strict=True)
            ]


def train(net: TaggerNet, task: Task, recipe: Recipe) -> TaggerNet:
    """Run the recipe; the average of the network's weights comes back."""
    rng, chance = random.Random(SEED), torch.Generator().manual_seed(SEED)
    start = time.process_time()
    average = TaggerNet(net.sizes)
    optimizer = torch.optim.AdamW(net.parameters(), lr=recipe.rate, weight_decay=0.01)
    learner = Averaged(net, average, optimizer, recipe.average, recipe.clip)

    def loss_of(group: list[Sentence]) -> Tensor:
        return batch_loss(net, task, batch_of(task, group, recipe.unknown_standard, rng), chance)

    for epoch, loss in learn(learner, task.train, recipe, rng, loss_of):
        parts = [f"epoch {epoch} loss {loss:.3f}", f"{time.process_time() - start:.0f} s"]
        for language, sentences in task.dev.items():
            shares = accuracies(average, task, sentences)
            parts.append(language + " " + " ".join(f"{k} {v:.4f}" for k, v in shares.items()))
        print(" | ".join(parts), flush=True)
    return average


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--epochs", type=int, default=RECIPE.epochs)
    parser.add_argument("--width", type=int, default=TaggerSizes.width)
    parser.add_argument("--depth", type=int, default=TaggerSizes.depth)
    parser.add_argument("--pieces", type=int, default=TaggerSizes.pieces)
    parser.add_argument("--out", default="tagger.pt")
    args = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    checkpoint: dict[str, Any] = torch.load(args.folder / "net.pt")
    # In half precision and back, as the shipped network will read them.
    weights = weights_from_bytes(weights_to_bytes(as_numpy(syntax_arrays(checkpoint["state"]))))
    words = WordVectors(weights, checkpoint["words"], shipped_readings())
    sentences = read_training(args.corpus)
    tag_the_rest(checkpoint, sentences)
    numbers = {
        name: {label: i for i, label in enumerate(checkpoint[name])} for name in ("tags", "rules")
    }
    dev = {name: read_ud(args.corpus / "dev" / f"{name}.conllu", name) for name in LANGUAGES}
    task = Task(Vocabulary(words), numbers, sentences, dev)
    for sentence in (s for group in (sentences, *dev.values()) for s in group):
        for word in (*sentence.words, *(word.upper() for word in sentence.words)):
            task.vocabulary.row(word)
    sizes = TaggerSizes(
        tags=len(numbers["tags"]),
        rules=len(numbers["rules"]),
        width=args.width,
        depth=args.depth,
        pieces=args.pieces,
    )
    net = train(TaggerNet(sizes), task, replace(RECIPE, epochs=args.epochs))
    torch.save({"state": net.state_dict(), "sizes": asdict(sizes)}, args.folder / args.out)


if __name__ == "__main__":
    main()
