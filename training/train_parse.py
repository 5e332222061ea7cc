"""Trains the syntax network: `python -m training.train_parse CORPUS FOLDER`.

CORPUS holds `ud-train`, `dev` and, better, `ndt-train`; FOLDER gets `net.pt` (averaged weights with
their vocabularies); one line an epoch is printed.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from pipeline.nlp.edits import lemma_rule
from pipeline.nlp.readings import Readings
from pipeline.nlp.weights import shipped_readings
from pipeline.nlp.word_features import (
    FIRST_READING,
    NO_READING,
    READINGS,
    WordFeaturizer,
    normal_form,
)
from training.prepare_parse import LANGUAGES, Sentence, leanings, read_training, read_ud
from training.recipe import Averaged, Recipe, batches, learn
from training.syntax_net import COLUMNS, Biaffine, Sizes, SyntaxNet

IGNORE = -100
SEED = 7


@dataclass(slots=True)
class Labels:
    """The vocabularies of one model; row 0 of the words is everything rare."""

    words: dict[str, int]
    tags: list[str]
    rules: list[str]
    deps: list[str]
    ndt_deps: list[str]
    leanings: dict[str, int]
    number: dict[str, dict[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("tags", "rules", "deps", "ndt_deps"):
            self.number[name] = {label: i for i, label in enumerate(getattr(self, name))}


def collect_labels(sentences: list[Sentence]) -> Labels:
    """Vocabularies of the training sentences: words seen twice, rules seen three times."""
    words: Counter[str] = Counter()
    tags: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    for sentence in sentences:
        words.update(normal_form(word) for word in sentence.words)
        tags.update(tag for tag in sentence.tags if tag)
        rules.update(map(lemma_rule, sentence.words, sentence.lemmas))
    kept = sorted(word for word, count in words.items() if count >= 2)
    return Labels(
        words={word: i for i, word in enumerate(kept, 1)},
        tags=sorted(tag for tag, count in tags.items() if count >= 2),
        rules=sorted(rule for rule, count in rules.items() if count >= 3),
        deps=sorted({dep for sentence in sentences for dep in sentence.deps}),
        ndt_deps=sorted({dep for sentence in sentences for dep in sentence.ndt_deps}),
        leanings=leanings(sentences),
    )


class Encoder:
    """Sentences as rows of numbers."""

    def __init__(self, labels: Labels, readings: Readings, sizes: Sizes) -> None:
        self.labels = labels
        self.featurize = WordFeaturizer(labels.words, sizes.affix_rows, readings)
        self.cache: dict[str, list[int]] = {}

    def row(self, form: str) -> list[int]:
        """The row of features of one form."""
        found = self.cache.get(form)
        if found is None:
            word = self.featurize(form)
            pad = (NO_READING,) * (READINGS - len(word.readings))
            found = [word.word, word.head, word.shape, *word.affixes, *word.readings, *pad]
            self.cache[form] = found
        return found

    def targets(self, sentence: Sentence, lemmas: list[str]) -> list[list[int]]:
        """Six numbers a word: tag, rule, head, relation, NDT head, NDT relation."""
        size = len(sentence.words)
        number = self.labels.number
        unknown = [IGNORE] * size
        tags = [number["tags"].get(tag or "", IGNORE) for tag in sentence.tags]
        rules = [
            number["rules"].get(lemma_rule(word, lemma), IGNORE)
            for word, lemma in zip(sentence.words, lemmas, strict=True)
        ]
        deps = [number["deps"].get(dep, IGNORE) for dep in sentence.deps] or unknown
        ndt_deps = [number["ndt_deps"].get(dep, IGNORE) for dep in sentence.ndt_deps] or unknown
        columns = (
            tags,
            rules,
            sentence.heads or unknown,
            deps,
            sentence.ndt_heads or unknown,
            ndt_deps,
        )
        return [list(column) for column in columns]


Batch = tuple[Tensor, Tensor, Tensor, Tensor]


def pad_batch(
    encoder: Encoder,
    sentences: list[Sentence],
    unknown: float = 0.0,
    rng: random.Random | None = None,
) -> Batch:
    """Rows, lengths, standards and targets of sentences, longest first.

    A share `unknown` of the sentences does not tell its written standard.
    """
    ordered = sorted(sentences, key=lambda s: -len(s.words))
    longest = len(ordered[0].words)
    rows = torch.zeros(len(ordered), longest, COLUMNS, dtype=torch.long)
    targets = torch.full((6, len(ordered), longest), IGNORE, dtype=torch.long)
    for i, sentence in enumerate(ordered):
        size = len(sentence.words)
        rows[i, :size] = torch.tensor([encoder.row(word) for word in sentence.words])
        targets[:, i, :size] = torch.tensor(encoder.targets(sentence, sentence.lemmas))
    standards = [
        0 if rng and rng.random() < unknown else 1 + LANGUAGES.index(sentence.language)
        for sentence in ordered
    ]
    lengths = torch.tensor([len(s.words) for s in ordered])
    return rows, lengths, torch.tensor(standards), targets


def tree_loss(
    tree: Biaffine, states: Tensor, lengths: Tensor, heads: Tensor, deps: Tensor
) -> Tensor:
    """Loss of heads and relations; sentences without a tree count nothing."""
    known = heads != IGNORE
    if not bool(known.any()):
        return states.sum() * 0
    scores, dep_child, dep_head = tree(states)
    beyond = torch.arange(scores.shape[2])[None, :] > lengths[:, None]
    scores = scores.masked_fill(beyond[:, None, :], -1e4)
    loss = cross_entropy(scores[known], heads[known])
    sentence, _ = known.nonzero(as_tuple=True)
    relations = tree.relations(dep_child[known], dep_head[sentence, heads[known]])
    return loss + cross_entropy(relations, deps[known], ignore_index=IGNORE)


def batch_loss(net: SyntaxNet, batch: Batch, recipe: Recipe) -> Tensor:
    """The sum of all tasks' losses."""
    rows, lengths, standards, targets = batch
    x, second, third = net(rows, lengths, standards)
    tag, rule, head, dep, ndt_head, ndt_dep = targets
    loss = cross_entropy(
        net.tag_scores(second, standards).flatten(0, 1), tag.flatten(), ignore_index=IGNORE
    )
    loss = loss + cross_entropy(
        net.rule_scores(x, second).flatten(0, 1), rule.flatten(), ignore_index=IGNORE
    )
    loss = loss + tree_loss(net.tree, third, lengths, head, dep)
    if recipe.ndt_weight:
        loss = loss + recipe.ndt_weight * tree_loss(net.ndt_tree, third, lengths, ndt_head, ndt_dep)
    return loss


def word_classes(tags: Iterable[str]) -> Tensor:
    """For each tag the number of its word class, which stands before the first bar."""
    number: dict[str, int] = {}
    return torch.tensor([number.setdefault(t.partition("|")[0], len(number)) for t in tags])


@torch.no_grad()
def accuracies(net: SyntaxNet, encoder: Encoder, sentences: list[Sentence]) -> dict[str, float]:
    """Shares of right tags, classes, rules, heads and relations, on gold tokens, greedily."""
    net.eval()
    right: Counter[str] = Counter()
    pos = word_classes(encoder.labels.tags)
    for group in batches(sentences, 3000, None):
        rows, lengths, standards, targets = pad_batch(encoder, group)
        x, second, third = net(rows, lengths, standards)
        tag, rule, head, dep = targets[:4]
        known = head != IGNORE
        words = net.tag_scores(second, standards).argmax(2)
        right["words"] += int(known.sum())
        right["tag"] += int((words == tag)[known].sum())
        right["pos"] += int((pos[words] == pos[tag.clamp(min=0)])[known].sum())
        right["rule"] += int((net.rule_scores(x, second).argmax(2) == rule)[known].sum())
        scores, dep_child, dep_head = net.tree(third)
        beyond = torch.arange(scores.shape[2])[None, :] > lengths[:, None]
        guess = scores.masked_fill(beyond[:, None, :], -1e4).argmax(2)
        sentence, _ = known.nonzero(as_tuple=True)
        relations = net.tree.relations(dep_child[known], dep_head[sentence, guess[known]]).argmax(1)
        attached = guess[known] == head[known]
        right["uas"] += int(attached.sum())
        right["las"] += int((attached & (relations == dep[known])).sum())
    net.train()
    total = right.pop("words")
    return {name: count / total for name, count in right.items()}


@dataclass(slots=True)
class Task:
    """What a training run works on."""

    encoder: Encoder
    train: list[Sentence]
    dev: dict[str, list[Sentence]]
    folder: Path


def save(net: SyntaxNet, task: Task) -> None:
    """Writes the averaged weights with all that is needed to use them."""
    labels = task.encoder.labels
    content = {
        "state": net.state_dict(),
        "sizes": asdict(net.sizes),
        "words": list(labels.words),
        "tags": labels.tags,
        "rules": labels.rules,
        "deps": labels.deps,
        "ndt_deps": labels.ndt_deps,
        "leanings": labels.leanings,
    }
    torch.save(content, task.folder / "net.pt")


def train(net: SyntaxNet, task: Task, recipe: Recipe) -> None:
    """Runs the recipe, evaluating and saving the averaged network after each epoch."""
    rng, start = random.Random(SEED), time.time()
    average = SyntaxNet(net.sizes)
    optimizer = torch.optim.Adam(net.parameters(), lr=recipe.rate, betas=(0.9, 0.95), eps=1e-8)
    learner = Averaged(net, average, optimizer, recipe.average, recipe.clip)

    def loss_of(group: list[Sentence]) -> Tensor:
        batch = pad_batch(task.encoder, group, recipe.unknown_standard, rng)
        return batch_loss(net, batch, recipe)

    for epoch, loss in learn(learner, task.train, recipe, rng, loss_of):
        parts = [f"epoch {epoch} loss {loss:.3f} {time.time() - start:.0f}s"]
        for language, sentences in task.dev.items() if epoch % 3 == 0 else ():
            shares = accuracies(average, task.encoder, sentences)
            parts.append(language + " " + " ".join(f"{k} {v:.4f}" for k, v in shares.items()))
        print(" | ".join(parts), flush=True)
        save(average, task)


def main() -> None:
    """Reads the command line and trains."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--epochs", type=int, default=Recipe.epochs)
    parser.add_argument("--rate", type=float, default=Recipe.rate)
    parser.add_argument("--hidden", type=int, default=Sizes.hidden)
    parser.add_argument("--dropout", type=float, default=Sizes.dropout)
    parser.add_argument("--ndt-weight", type=float, default=Recipe.ndt_weight)
    parser.add_argument("--init", type=Path, help="go on from the weights in this `net.pt`")
    parser.add_argument("--limit", type=int, default=0, help="use only so many sentences")
    args = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    args.folder.mkdir(parents=True, exist_ok=True)
    readings = shipped_readings()
    sentences = read_training(args.corpus)
    labels = collect_labels(sentences)
    if args.limit:
        sentences = random.Random(SEED).sample(sentences, args.limit)
    sizes = Sizes(
        words=len(labels.words) + 1,
        readings=FIRST_READING + len(readings.names),
        tags=len(labels.tags),
        rules=len(labels.rules),
        deps=len(labels.deps),
        ndt_deps=len(labels.ndt_deps),
        hidden=args.hidden,
        dropout=args.dropout,
    )
    dev = {name: read_ud(args.corpus / "dev" / f"{name}.conllu", name) for name in LANGUAGES}
    task = Task(Encoder(labels, readings, sizes), sentences, dev, args.folder)
    recipe = Recipe(epochs=args.epochs, rate=args.rate, ndt_weight=args.ndt_weight)
    net = SyntaxNet(sizes)
    if args.init:
        net.load_state_dict(torch.load(args.init)["state"], strict=False)
    train(net, task, recipe)


if __name__ == "__main__":
    main()
