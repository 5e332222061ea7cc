"""Train the network that reads figures beside the trees.

    python -m training.train_figure_reader training/gold/train.jsonl --start reader-start.pt

Needs the `training` extra and PyTorch; the result needs numpy alone. `--start` names the weights
that `training.pretrain_figure_reader` made. With `--fold K` the articles of that fold are left out,
and read by the members afterwards: `--odds` writes what they say, to weigh them against the trees.
"""

from __future__ import annotations

import argparse
import copy
import pickle
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

import numpy as np
import torch
from torch import Tensor

from pipeline.lexicon import load_lexicon
from pipeline.nlp.figure_entities import Decided
from pipeline.nlp.figure_reader import FIELDS, FigureReader
from pipeline.nlp.figure_reader_input import ROLES, ReaderInput, lay_out_article
from pipeline.nlp.figure_reader_network import EVENTS, MODALITIES
from pipeline.nlp.weights import weights_from_bytes, weights_to_bytes
from training.figure_learners import same_time
from training.figure_reader_batch import Batch, batch_of, numbers
from training.figure_reader_net import FigureReaderNet, Sizes
from training.find_mentions import annotator
from training.recipe import Averaged
from training.shorter_articles import shortened
from training.train_figures import Article, read_articles, score

FOLDS = 5
FIRST_LOOK = 0.5  # weight of the first look's loss beside the second's
EVENT = 2.0  # weight of the event's loss
SMOOTHING = 0.06  # share of a right answer that goes to all answers alike
FAINTEST = -12.0  # log probabilities below it teach no more


@dataclass(frozen=True)
class Recipe:
    """How a member is trained."""

    epochs: int = 20
    batch: int = 6
    rate: float = 3e-3
    decay: float = 1e-3
    warmup: int = 40
    average: float = 0.99
    clip: float = 2.0


@dataclass(frozen=True)
class Example:
    """An article for the network, and what is right for its figures."""

    article: Article
    input: ReaderInput


def fold_of(doc_id: str) -> int:
    """The fold that an article belongs to, whatever else is in the files."""
    return crc32(doc_id.encode("utf8")) % FOLDS


def sizes_of(example: Example) -> Sizes:
    """The widths that the input asks for."""
    roles = example.input.roles
    return Sizes(
        figure_facts=example.input.figures.shape[1],
        facts={role: roles[role].facts.shape[1] for role in ROLES},
        spots={role: roles[role].spots.shape[1] for role in ROLES},
    )


def targets(examples: Sequence[Example]) -> dict[str, Tensor]:
    """The right class of each figure, and which cells of the candidates are right."""
    gold = [(e, right) for e in examples for right in e.article.gold]
    found = {
        "event": numbers([EVENTS.index(right.event) for _, right in gold]),
        "modality": numbers([MODALITIES.index(right.modality) for _, right in gold]),
    }
    for role in ROLES:
        cells = [
            same_time(name, getattr(right, role))
            if role == "as_of"
            else name == getattr(right, role)
            for example, right in gold
            for name in example.input.roles[role].names
        ]
        found[role] = torch.tensor(cells)
    return found


def loss_of(found: dict[str, Tensor], batch: Batch, right: dict[str, Tensor]) -> Tensor:
    """The loss of a batch; figures whose right candidate is not there teach next to nothing."""
    event, modality = (
        _smoothed(torch.nn.functional.nll_loss(found[name], right[name]), -found[name].mean())
        for name in ("event", "modality")
    )
    total = EVENT * event + modality
    count = len(batch.at)
    for role in ROLES:
        good, figure = right[role], batch.groups[role].cell_figure
        known = torch.bincount(figure[good], minlength=count) > 0
        alike = 1 / torch.bincount(figure, minlength=count)[figure]
        for name, weight in ((role, 1.0), (f"{role}.first", FIRST_LOOK)):
            chance = found[name].new_zeros(count)
            chance = chance.index_add(0, figure[good], torch.exp(found[name][good]))
            own = -torch.log(chance[known] + 1e-6).sum() / count
            all_alike = -(found[name].clamp(min=FAINTEST) * alike).sum() / count
            total = total + weight * _smoothed(own, all_alike)
    return total


def _smoothed(own: Tensor, all_alike: Tensor) -> Tensor:
    """The loss of the right answer, with a little of that of all answers alike."""
    return (1 - SMOOTHING) * own + SMOOTHING * all_alike


def varied(example: Example, draws: np.random.Generator) -> ReaderInput:
    """The article as it is read this time: whole, or without some sentences."""
    right = {role: {getattr(gold, role) for gold in example.article.gold} for role in ROLES}
    return shortened(example.input, right, draws)


def train_member(
    examples: Sequence[Example], recipe: Recipe, seed: int, start: Path | None
) -> FigureReaderNet:
    """One network: the moving average of its weights at the end of the recipe."""
    torch.manual_seed(seed)
    rng, draws = random.Random(seed), np.random.default_rng(seed)
    net = FigureReaderNet(sizes_of(examples[0]))
    if start is not None:
        net.load_state_dict(torch.load(start), strict=False)
    average = copy.deepcopy(net)
    optimizer = torch.optim.AdamW(
        net.parameters(), lr=recipe.rate, weight_decay=recipe.decay, betas=(0.9, 0.98), fused=True
    )
    learner = Averaged(net, average, optimizer, recipe.average, recipe.clip)
    steps = recipe.epochs * -(-len(examples) // recipe.batch)
    for _ in range(recipe.epochs):
        order = list(examples)
        rng.shuffle(order)
        for k in range(0, len(order), recipe.batch):
            part = order[k : k + recipe.batch]
            step = learner.steps + 1
            rise, fall = min(1, step / recipe.warmup), max(0.02, 1 - step / steps)
            batch = batch_of([varied(example, draws) for example in part])
            learner.step(loss_of(net(batch), batch, targets(part)), recipe.rate * rise * fall)
    return average.eval()


def arrays_of(net: FigureReaderNet) -> dict[str, np.ndarray]:
    """The weights as `pipeline.nlp.figure_reader_network` reads them."""
    arrays: dict[str, np.ndarray] = {}
    for name, tensor in net.state_dict().items():
        array = tensor.detach().numpy()
        if name.startswith("tables."):
            arrays[name.split(".")[1]] = array
        elif name.startswith(("lstm.", "dlstm.", "flstm.")):
            layer, _, rest = name.partition(".")
            side = "backward" if rest.endswith("_reverse") else "forward"
            if rest.startswith("bias"):
                key = f"{layer}.{side}.bias"
                arrays[key] = arrays.get(key, 0) + array
            else:
                arrays[f"{layer}.{side}.{'input' if '_ih_' in rest else 'hidden'}"] = array
        else:
            arrays[name] = array.T.copy() if array.ndim == 2 else array
    return arrays


def packed(members: Sequence[FigureReaderNet]) -> bytes:
    """The file of weights: every member's arrays under its number."""
    return weights_to_bytes(
        {
            f"{number}/{name}": array
            for number, net in enumerate(members)
            for name, array in arrays_of(net).items()
        },
        coarse=True,
    )


def read_examples(paths: Sequence[Path], mentions: Path | None) -> list[Example]:
    """The articles of gold files that have figures, laid out for the network."""
    lexicon = load_lexicon()
    annotate = annotator(lexicon, mentions)
    return [
        Example(article, lay_out_article(article.scene))
        for path in paths
        for article in read_articles(path, annotate, lexicon)
        if article.gold
    ]


def alone(reader: FigureReader, examples: Sequence[Example]) -> str:
    """How well the members read without the trees."""
    decided = []
    for example in examples:
        rows = []
        for odds in reader.odds(example.input):
            best = {name: max(sorted(odds[name]), key=odds[name].__getitem__) for name in FIELDS}
            rows.append(replace(Decided(), **best))
        decided.append(rows)
    return score([example.article for example in examples], decided)


def main() -> None:
    """Train, report, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--dev", type=Path)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--out", type=Path, default=Path("pipeline/nlp/data/figure_reader.npz"))
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--epochs", type=int, default=Recipe.epochs)
    parser.add_argument("--fold", type=int, help="leave this fold out and read it")
    parser.add_argument("--odds", type=Path, help="where to write what is said of the fold")
    parser.add_argument("--mentions", type=Path, help="from `training.find_mentions`")
    given = parser.parse_args()
    torch.set_num_threads(1)
    examples = read_examples(given.gold, given.mentions)
    learned = [e for e in examples if fold_of(e.article.doc_id) != given.fold]
    judged = [e for e in examples if fold_of(e.article.doc_id) == given.fold]
    judged += read_examples([given.dev], given.mentions) if given.dev else []
    recipe = Recipe(epochs=given.epochs)
    members = []
    for seed in given.seeds:
        members.append(train_member(learned, recipe, seed, given.start))
        data = packed(members)
        if given.fold is None:
            given.out.write_bytes(data)
        if judged:
            reader = FigureReader(weights_from_bytes(data))
            print(f"{len(members)} members\n{alone(reader, judged)}", flush=True)
    if given.odds:
        said = {e.article.doc_id: reader.odds(e.input) for e in judged}
        given.odds.write_bytes(pickle.dumps(said))


if __name__ == "__main__":
    sys.exit(main())
