"""How a network learns from sentences: how long, how fast, in which batches, and its average."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from training.prepare_parse import Sentence

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


def learning_rate(step: int, steps: int, recipe: Recipe) -> float:
    """Up during the warm-up, then down in a straight line."""
    if step < recipe.warmup:
        return recipe.rate * (step + 1) / recipe.warmup
    return recipe.rate * max(0.01, 1 - (step - recipe.warmup) / (steps - recipe.warmup))


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


class Averaged:
    """A network that learns step by step, and the moving average of its weights.

    Args:
        net: what learns.
        average: a network of the same sizes, which gets the average.
        optimizer: the one of `net`.
        keep: how much of the average a step keeps, once there have been many.
        clip: the greatest length of a gradient.
    """

    def __init__(
        self,
        net: nn.Module,
        average: nn.Module,
        optimizer: torch.optim.Optimizer,
        keep: float,
        clip: float,
    ) -> None:
        average.load_state_dict(net.state_dict())
        self.net, self.average, self.optimizer = net, average, optimizer
        self.keep, self.clip = keep, clip
        self.steps = 0

    def step(self, loss: Tensor, rate: float) -> None:
        """Learn from one batch's loss at this rate."""
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), self.clip)
        self.optimizer.step()
        self.steps += 1
        keep = min(self.keep, self.steps / (self.steps + 10))
        with torch.no_grad():
            pairs = zip(self.average.parameters(), self.net.parameters(), strict=True)
            for average, present in pairs:
                average.lerp_(present, 1 - keep)


def learn(
    learner: Averaged,
    sentences: list[Sentence],
    recipe: Recipe,
    rng: random.Random,
    loss_of: Callable[[list[Sentence]], Tensor],
) -> Iterator[tuple[int, float]]:
    """Run the recipe; the number and the mean loss of each epoch come when it is over."""
    steps = recipe.epochs * sum(1 for _ in batches(sentences, recipe.batch_words, None))
    for epoch in range(1, recipe.epochs + 1):
        total = 0.0
        varied = [vary(sentence, recipe, rng) for sentence in sentences]
        for group in batches(varied, recipe.batch_words, rng):
            loss = loss_of(group)
            learner.step(loss, learning_rate(learner.steps, steps, recipe))
            total += float(loss.detach())
        yield epoch, total * recipe.epochs / steps
