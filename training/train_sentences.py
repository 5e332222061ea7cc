"""Trains the sentence splitter: `python -m training.train_sentences CORPUS FOLDER`.

It learns from the paragraphs of `ud-train`, once in the treebank's tokens and once as our own
tokenizer splits the printed text, since it must live with what the tokenizer makes of `kl.`.
"""

from __future__ import annotations

import argparse
import copy
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import spacy
import torch
from torch import Tensor, nn

from pipeline.nlp.boundaries import (
    LEFT,
    PLACE_FEATURES,
    RIGHT,
    candidates,
    place_features,
    stretches,
    window,
)
from pipeline.nlp.readings import Readings
from pipeline.nlp.tokenizer import adapt_tokenizer
from pipeline.nlp.weights import shipped_readings
from pipeline.nlp.word_features import FIRST_READING, WordFeaturizer, normal_form
from training.prepare_parse import LANGUAGES, Sentence, printed, read_training, read_ud
from training.syntax_net import Sizes, WordEncoder
from training.word_rows import row_of

SEED = 7
EPOCHS = 5
BATCH = 40
RATE = 2e-3
HIDDEN = 96
WIDTH = 56
LEAST_COUNT = 4
AFFIX_ROWS = 4096
RUN_TOGETHER = 0.5
LONGEST_RUN = 12
#: The sentences that only the NDT has come without paragraph marks: so many make one.
ALONE = 5

#: A paragraph: its tokens and the tokens at which sentences begin.
Paragraph = tuple[list[str], set[int]]
Tokenize = Callable[[str], list[tuple[str, int]]]


def text_of(sentence: Sentence) -> str:
    """The sentence as printed, with the space after it."""
    return printed(sentence) + " "


def paragraphs(sentences: list[Sentence]) -> Iterator[list[Sentence]]:
    """Sentences grouped by the treebank's paragraph marks."""
    group: list[Sentence] = []
    for sentence in sentences:
        if sentence.new_paragraph and group:
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group


def gold_paragraph(group: list[Sentence]) -> Paragraph:
    """A paragraph in the treebank's tokens."""
    forms: list[str] = []
    starts = set()
    for sentence in group:
        starts.add(len(forms))
        forms += sentence.words
    return forms, starts


def raw_paragraph(group: list[Sentence], tokenize: Tokenize) -> Paragraph:
    """A paragraph as the tokenizer splits its text; a start inside a token counts for the next."""
    text, offsets = "", []
    for sentence in group:
        offsets.append(len(text))
        text += text_of(sentence)
    tokens = tokenize(text.rstrip())
    begins = np.array([start for _, start in tokens])
    starts = set(np.searchsorted(begins, offsets).tolist())
    return [form for form, _ in tokens], starts


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one or more paragraphs at which sentences may begin, as numbers."""

    rows: Tensor
    windows: Tensor
    at: Tensor
    begin: Tensor
    end: Tensor
    features: Tensor
    wanted: Tensor


def run_together(groups: list[list[Sentence]], rng: random.Random) -> list[list[Sentence]]:
    """Paragraphs of a document, half of them run into the next: headings lose their line break."""
    joined: list[list[Sentence]] = []
    for group in groups:
        if joined and len(joined[-1]) < LONGEST_RUN and rng.random() < RUN_TOGETHER:
            joined[-1] = joined[-1] + group
        else:
            joined.append(group)
    return joined


class BoundaryNet(nn.Module):
    """The network of `pipeline.nlp.boundaries` for training."""

    def __init__(self, words: int, readings: int) -> None:
        super().__init__()
        self.words = WordEncoder(
            Sizes(
                words=words,
                readings=readings,
                tags=1,
                rules=1,
                deps=1,
                ndt_deps=1,
                affix_rows=AFFIX_ROWS,
                word_width=24,
                affix_width=32,
                reading_width=24,
                shape_width=8,
                input_width=WIDTH,
                word_dropout=0.3,
            )
        )
        self.beyond = nn.Parameter(torch.zeros(WIDTH))
        self.hidden = nn.Linear((LEFT + RIGHT + 2) * WIDTH + PLACE_FEATURES, HIDDEN)
        self.out = nn.Linear(HIDDEN, 1)
        self.dropout = nn.Dropout(0.4)

    def forward(self, batch: Places) -> Tensor:
        vectors = self.dropout(self.words(batch.rows))
        padded = torch.cat([vectors, self.beyond[None, :]])
        around = padded[batch.windows].flatten(1)
        sums = torch.cat([torch.zeros(1, WIDTH), torch.cumsum(vectors, 0)])
        before = (sums[batch.at] - sums[batch.begin]) / (batch.at - batch.begin).clamp(min=1)[
            :, None
        ]
        after = (sums[batch.end] - sums[batch.at]) / (batch.end - batch.at).clamp(min=1)[:, None]
        x = torch.cat([around, before, after, batch.features], 1)
        return self.out(self.dropout(torch.relu(self.hidden(x))))[:, 0]


class Encoder:
    """Paragraphs as the numbers that the network reads."""

    def __init__(self, vocabulary: list[str], readings: Readings) -> None:
        rows = {word: i for i, word in enumerate(vocabulary, 1)}
        self.featurize = WordFeaturizer(rows, AFFIX_ROWS, readings)
        self.cache: dict[str, list[int]] = {}

    def encode(self, paragraph: Paragraph) -> Places:
        """One paragraph."""
        forms, starts = paragraph
        places = candidates(forms)
        begin, end = stretches(forms, places)
        return Places(
            rows=torch.tensor([row_of(form, self.featurize, self.cache) for form in forms]),
            windows=torch.from_numpy(window(places, len(forms))),
            at=torch.from_numpy(places),
            begin=torch.from_numpy(begin),
            end=torch.from_numpy(end),
            features=torch.from_numpy(place_features(forms, places)),
            wanted=torch.tensor([float(place in starts) for place in places.tolist()]),
        )


def join(parts: list[Places]) -> Places:
    """Several paragraphs laid end to end; the place beyond any of them comes last."""
    total = sum(len(part.rows) for part in parts)
    offsets = np.cumsum([0] + [len(part.rows) for part in parts]).tolist()
    moved = [
        replace(
            part,
            windows=torch.where(part.windows == len(part.rows), total, part.windows + offset),
            at=part.at + offset,
            begin=part.begin + offset,
            end=part.end + offset,
        )
        for part, offset in zip(parts, offsets, strict=False)
    ]
    names = [field.name for field in fields(Places)]
    return Places(**{name: torch.cat([getattr(part, name) for part in moved]) for name in names})


@torch.no_grad()
def f_score(
    net: BoundaryNet, found: list[tuple[Paragraph, Places]], threshold: float = 0.0
) -> float:
    """F of whole sentences, begin and end right."""
    net.eval()
    right = gold = guessed = 0
    for (forms, starts), places in found:
        kept = {0}
        if len(places.at):
            kept |= set(places.at[net(places) > threshold].tolist())
        ours, theirs = ([*sorted(x), len(forms)] for x in (kept, starts))
        ours_set = set(pairwise(ours))
        theirs_set = set(pairwise(theirs))
        right += len(ours_set & theirs_set)
        gold += len(theirs_set)
        guessed += len(ours_set)
    net.train()
    return 2 * right / (gold + guessed)


def train(
    net: BoundaryNet, data: list[Places], dev: dict[str, list[tuple[Paragraph, Places]]]
) -> BoundaryNet:
    """The network's average over the last updates; prints the F of each dev set an epoch."""
    rng = random.Random(SEED)
    average = copy.deepcopy(net)
    optimizer = torch.optim.Adam(net.parameters(), lr=RATE)
    steps, step = EPOCHS * (len(data) // BATCH + 1), 0
    for epoch in range(EPOCHS):
        rng.shuffle(data)
        for start in range(0, len(data), BATCH):
            optimizer.param_groups[0]["lr"] = RATE * max(0.02, 1 - step / steps)
            batch = join(data[start : start + BATCH])
            loss = nn.functional.binary_cross_entropy_with_logits(net(batch), batch.wanted)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            step += 1
            with torch.no_grad():
                for ours, theirs in zip(average.parameters(), net.parameters(), strict=True):
                    ours.lerp_(theirs, 0.01 if step > 100 else 1.0)
        shares = {
            f"{name} {threshold}": f_score(average, found, threshold)
            for name, found in dev.items()
            for threshold in (0.0, -0.5, -1.0)
        }
        print(epoch + 1, " ".join(f"{k} {v:.4f}" for k, v in shares.items()), flush=True)
    return average


def spacy_tokenizer() -> Tokenize:
    """The shipped pipeline's tokenizer as a function."""
    nlp = spacy.blank("nb")
    adapt_tokenizer(nlp)
    return lambda text: [(token.text, token.idx) for token in nlp.make_doc(text)]


def main() -> None:
    """Reads the command line, trains and writes `sentences.pt`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    args.folder.mkdir(parents=True, exist_ok=True)
    readings = shipped_readings()
    tokenize = spacy_tokenizer()
    rng = random.Random(SEED)
    data: list[Paragraph] = []
    for language in LANGUAGES:
        for path in sorted((args.corpus / "ud-train" / language).glob("*.conllu")):
            groups = list(paragraphs(read_ud(path, language)))
            data += [raw_paragraph(group, tokenize) for group in groups]
            data += [gold_paragraph(group) for group in groups]
            data += [gold_paragraph(group) for group in run_together(groups, rng)]
    alone = [sentence for sentence in read_training(args.corpus) if not sentence.heads]
    data += [gold_paragraph(alone[start : start + ALONE]) for start in range(0, len(alone), ALONE)]
    counts = Counter(normal_form(form) for forms, _ in data for form in forms)
    vocabulary = sorted(form for form, count in counts.items() if count >= 3 * LEAST_COUNT)
    dev = {}
    for language in LANGUAGES:
        groups = list(paragraphs(read_ud(args.corpus / "dev" / f"{language}.conllu", language)))
        dev[language + " gold"] = [gold_paragraph(group) for group in groups]
        dev[language + " raw"] = [raw_paragraph(group, tokenize) for group in groups]
    encoder = Encoder(vocabulary, readings)
    pairs = {k: [(p, encoder.encode(p)) for p in found] for k, found in dev.items()}
    net = BoundaryNet(len(vocabulary) + 1, FIRST_READING + len(readings.names))
    encoded = [places for places in map(encoder.encode, data) if len(places.at)]
    net = train(net, encoded, pairs)
    torch.save({"state": net.state_dict(), "vocabulary": vocabulary}, args.folder / "sentences.pt")


if __name__ == "__main__":
    main()
