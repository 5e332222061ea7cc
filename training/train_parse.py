"""Trains the syntax network: `python -m training.train_parse CORPUS FOLDER`.

CORPUS holds `ud-train`, `dev` and, better, `ndt-train`; FOLDER gets `net.pt` (averaged weights with
their vocabularies); one line an epoch is printed.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
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
from training.syntax_net import COLUMNS, Biaffine, Sizes, SyntaxNet

IGNORE = -100
SEED = 7
FINAL = frozenset(".!:")
PER_WORD = ("words", "spaces", "tags", "lemmas", "heads", "deps", "ndt_heads", "ndt_deps")


@dataclass(frozen=True)
class Recipe:
    """How long and how fast to learn."""

    epochs: int = 18
    batch_words: int = 1000
    rate: float = 2e-3
    warmup: int = 300
    average: float = 0.998
    clip: float = 5.0
    ndt_weight: float = 0.5
    upper: float = 0.02
    unknown_standard: float = 0.1
    no_stop: float = 0.04


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


def vary(sentence: Sentence, recipe: Recipe, rng: random.Random) -> Sentence:
    """Now and then the sentence in capitals or, as a heading, without its full stop."""
    size = len(sentence.words)
    heads = (sentence.heads, sentence.ndt_heads)
    is_leaf = all(size not in trees and trees[-1:] != [0] for trees in heads)
    if rng.random() < recipe.no_stop and size > 2 and sentence.words[-1] in FINAL and is_leaf:
        cut = {name: getattr(sentence, name)[: size - 1] for name in PER_WORD}
        sentence = replace(sentence, **cut)
    if rng.random() < recipe.upper:
        sentence = replace(sentence, words=[word.upper() for word in sentence.words])
    return sentence


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


def batches(
    sentences: list[Sentence], words: int, rng: random.Random | None
) -> Iterator[list[Sentence]]:
    """Groups of sentences of like length with about so many words, in random order if `rng`."""
    noise = (lambda: rng.random() * 6) if rng else (lambda: 0.0)
    ordered = sorted(sentences, key=lambda s: len(s.words) + noise())
    groups: list[list[Sentence]] = [[]]
    filled = 0
    for sentence in ordered:
        if filled + len(sentence.words) > words and groups[-1]:
            groups.append([])
            filled = 0
        groups[-1].append(sentence)
        filled += len(sentence.words)
    if rng:
        rng.shuffle(groups)
    yield from groups


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


@torch.no_grad()
def accuracies(net: SyntaxNet, encoder: Encoder, sentences: list[Sentence]) -> dict[str, float]:
    """Shares of right tags, classes, rules, heads and relations, on gold tokens, greedily."""
    net.eval()
    right: Counter[str] = Counter()
    for group in batches(sentences, 3000, None):
        rows, lengths, standards, targets = pad_batch(encoder, group)
        x, second, third = net(rows, lengths, standards)
        tag, rule, head, dep = targets[:4]
        known = head != IGNORE
        words = net.tag_scores(second, standards).argmax(2)
        pos = torch.tensor([hash(t.split("|")[0]) % 9973 for t in encoder.labels.tags])
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


def learning_rate(step: int, steps: int, recipe: Recipe) -> float:
    """Up during the warm-up, then down in a straight line."""
    if step < recipe.warmup:
        return recipe.rate * (step + 1) / recipe.warmup
    return recipe.rate * max(0.01, 1 - (step - recipe.warmup) / (steps - recipe.warmup))


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
    rng = random.Random(SEED)
    average = SyntaxNet(net.sizes)
    average.load_state_dict(net.state_dict())
    optimizer = torch.optim.Adam(net.parameters(), lr=recipe.rate, betas=(0.9, 0.95), eps=1e-8)
    steps = recipe.epochs * sum(1 for _ in batches(task.train, recipe.batch_words, None))
    step, start = 0, time.time()
    for epoch in range(1, recipe.epochs + 1):
        total = 0.0
        varied = [vary(sentence, recipe, rng) for sentence in task.train]
        for group in batches(varied, recipe.batch_words, rng):
            for part in optimizer.param_groups:
                part["lr"] = learning_rate(step, steps, recipe)
            optimizer.zero_grad(set_to_none=True)
            batch = pad_batch(task.encoder, group, recipe.unknown_standard, rng)
            loss = batch_loss(net, batch, recipe)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), recipe.clip)
            optimizer.step()
            total += float(loss.detach())
            step += 1
            keep = min(recipe.average, step / (step + 10))
            with torch.no_grad():
                for ours, theirs in zip(average.parameters(), net.parameters(), strict=True):
                    ours.lerp_(theirs, 1 - keep)
        parts = [
            f"epoch {epoch} loss {total / (steps / recipe.epochs):.3f} {time.time() - start:.0f}s"
        ]
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
