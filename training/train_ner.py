"""Train the name tagger.

    python -m training.train_ner CORPUS OUT [--epochs 5 --seed 0 …]

CORPUS holds `ndt-train/{nob,nno}` and `dev/{nob,nno}.conllu`; OUT gets `final.pt`, the averaged
weights at the end, `last.pt` on the way there, and `best.pt`, those that did best on dev.
"""

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from pipeline.nlp.bilou_ner import LABELS
from pipeline.nlp.features import ORDINARY, Spellings, context_features
from pipeline.nlp.viterbi import allowed, bilou_tags, decode
from pipeline.nlp.wordtable import WordTable
from training.augment import NameLists, disturb
from training.corpus import Sentence, f_scores, read_conllu, read_documents, spans, to_bilou
from training.ner_types import Segment, Types
from training.network import Batch, Shape, Tagger, edges

TAGS = bilou_tags(LABELS)


class Trainer:
    """Data, network, optimizer and the moving average of the weights."""

    chance: np.random.Generator

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        self.rng = random.Random(args.seed)
        torch.manual_seed(args.seed)
        self.table = WordTable.from_disk(Path(args.words))
        self.types = Types(self.table)
        self.names = NameLists.load()
        self.documents, held_out = self.split(Path(args.corpus) / "ndt-train")
        self.dev = {
            language: list(read_conllu(Path(args.corpus) / "dev" / f"{language}.conllu"))
            for language in ("nob", "nno")
        }
        if held_out:
            self.dev["held"] = held_out
        self.tag_number = {tag: i for i, tag in enumerate(TAGS)}
        sentences = [s for doc in self.documents for s in doc]
        self.aux = {
            name: {
                label: i
                for i, label in enumerate(sorted({x for s in sentences for x in getattr(s, name)}))
            }
            for name in ("pos", "deprel")
        }
        self.counts = Counter(word.lower() for s in sentences for word in s.words)
        self.types.add([word for s in sentences for word in s.words])
        shape = Shape(args.width, args.depth, args.pieces)
        heads = {"ner": len(TAGS)} | ({n: len(v) for n, v in self.aux.items()} if args.aux else {})
        self.net = Tagger(shape, heads)
        if args.start:
            saved = torch.load(args.start, map_location="cpu", weights_only=False)
            self.net.load_state_dict(saved["state"])
        self.ema = Tagger(shape, heads)
        self.ema.load_state_dict(self.net.state_dict())
        self.ema.eval()
        self.teachers = [load_tagger(Path(path)) for path in args.teachers]

    def split(self, folder: Path) -> tuple[list[list[Sentence]], list[Sentence]]:
        """The documents to learn from, and the sentences of those kept back as a second judge.

        A document's name is the newspaper's issue and a number; whole issues are kept back, every
        `holdout`th, so that no article stands on both sides.
        """
        documents = {
            path: sentences
            for language in ("nob", "nno")
            for path, sentences in read_documents(folder / language).items()
        }
        issues = sorted({path.name.split("_")[0] for path in documents})
        out = set(issues[4 :: self.args.holdout]) if self.args.holdout else set()
        kept = [doc for path, doc in documents.items() if path.name.split("_")[0] not in out]
        held = [doc for path, doc in documents.items() if path.name.split("_")[0] in out]
        return kept, [sentence for doc in held for sentence in doc]

    def segments(self) -> Iterator[Segment]:
        """One epoch: every document in random chunks of sentences, some with other names."""
        for doc in self.documents:
            swapped = self.rng.random() < self.args.replace_documents
            mapping: dict[tuple[str, str], str] = {}
            changed = [
                self.names.replace(s.words, s.names, mapping, self.rng)
                if swapped and self.rng.random() < 0.8
                else s.words
                for s in doc
            ]
            whole = Spellings(changed)
            start = 0
            while start < len(doc):
                size = self.rng.choice((1, 1, 1, 1, 2, 3, 6))
                chunk, forms = doc[start : start + size], changed[start : start + size]
                yield self._segment(chunk, forms, whole)
                start += size

    def _segment(
        self, chunk: list[Sentence], changed: list[list[str]], whole: Spellings
    ) -> Segment:
        forms = [form for sentence in changed for form in sentence]
        names = [tag for s in chunk for tag in to_bilou(s.names)]
        forms, names = disturb(forms, names, self.names, self.rng)
        tags = [self.tag_number[tag] for tag in names]
        aux = {
            name: [number[x] for s in chunk for x in getattr(s, name)]
            for name, number in self.aux.items()
        }
        for numbers in aux.values():  # tokens put in front have no part of speech
            numbers[:0] = [-100] * (len(forms) - len(numbers))
        alone = self.rng.random() < 0.4
        return Segment(forms, tags, aux, Spellings([forms]) if alone else whole)

    def batches(self, segments: Sequence[Segment], size: int) -> Iterator[Batch]:
        """Segments in groups of about so many tokens."""
        group: list[Segment] = []
        total = 0
        for segment in segments:
            group.append(segment)
            total += len(segment.forms)
            if total >= size:
                yield self.batch(group)
                group, total = [], 0
        if group:
            yield self.batch(group)

    def batch(self, group: Sequence[Segment]) -> Batch:
        """Arrays for the network."""
        numbers = np.array([self.types.number[f] for s in group for f in s.forms])
        distinct, index = np.unique(numbers, return_inverse=True)
        context = np.concatenate(
            [
                context_features(s.forms, self.table, s.spellings or Spellings([s.forms]))
                for s in group
            ]
        )
        lengths = [len(s.forms) for s in group]
        first, last = edges(lengths)
        targets = {"ner": torch.tensor([t for s in group for t in s.tags])}
        if self.args.aux and group[0].targets:
            for name in self.aux:
                targets[name] = torch.tensor([t for s in group for t in s.targets[name]])
        return Batch(
            distinct=distinct,
            keys={
                slot: torch.from_numpy(rows[distinct]).long()
                for slot, rows in self.types.keys.items()
            },
            dense=torch.from_numpy(self.types.dense[distinct]),
            shown=None,
            seen=None,
            index=torch.from_numpy(index),
            context=torch.from_numpy(context),
            first=torch.from_numpy(first),
            last=torch.from_numpy(last),
            targets=targets,
            lengths=lengths,
        )

    def rarity(self) -> tuple[np.ndarray, np.ndarray]:
        """How rare each type is, from 0 to 1, and whether only name lists know it."""
        count = np.array(
            [self.counts[form.lower()] for form in self.types.number], dtype=np.float32
        )
        rare = np.where(count == 0, 0.5, 1 - count / (count + self.args.word_dropout))
        ordinary = self.table.masks_of([form.lower() for form in self.types.number]) & ORDINARY
        capital = np.array([form[:1].isupper() for form in self.types.number])
        return rare, capital & (ordinary == 0)

    def hide(self, batch: Batch, rare: np.ndarray, name: np.ndarray) -> None:
        """Cover some of what the batch shows: words by heart, spellings, lists, whole tokens."""
        args, at = self.args, batch.distinct
        drawn = self.chance.random((3, len(at)))
        hidden = [rare[at], args.hide_letters * rare[at], args.hide_lists * name[at]]
        shown = [row >= limit for row, limit in zip(drawn, hidden, strict=True)]
        batch.shown = torch.from_numpy(np.stack(shown, axis=1).astype(np.float32))
        if args.hide_tokens:
            seen = self.chance.random(len(batch.index)) >= args.hide_tokens
            batch.seen = torch.from_numpy(seen.astype(np.float32))

    def train(self) -> None:
        """All epochs; keeps the averaged weights that do best on dev."""
        args = self.args
        optimizer = torch.optim.AdamW(
            self.net.parameters(),
            lr=args.lr,
            weight_decay=args.decay,
            betas=(0.9, 0.98),
            fused=True,
        )
        tokens = sum(len(s.words) for doc in self.documents for s in doc)
        total = int(args.epochs * tokens / args.batch)
        step, best, began = 0, 0.0, time.time()
        self.chance = np.random.default_rng(args.seed)
        while step < total:
            segments = list(self.segments())
            self.rng.shuffle(segments)
            self.types.add([form for s in segments for form in s.forms])
            rare, name = self.rarity()
            for batch in self.batches(segments, args.batch):
                self.hide(batch, rare, name)
                for group in optimizer.param_groups:
                    group["lr"] = args.lr * min(1.0, (step + 1) / 200) * max(0.02, 1 - step / total)
                loss = self.step(batch, optimizer)
                step += 1
                self.average(step)
                if step % 200 == 0:
                    print(f"{step}/{total} loss {loss:.3f} {time.time() - began:.0f}s", flush=True)
                if step % args.every == 0 or step == total:
                    best = self.judge(step, best, total)
                if step == total:
                    break

    def step(self, batch: Batch, optimizer: torch.optim.Optimizer) -> float:
        """One update; returns the loss of the names a token."""
        self.net.train()
        output = self.net(batch, self.args.dropout)
        losses = {
            name: torch.nn.functional.cross_entropy(
                output[name], target, label_smoothing=self.args.smoothing if name == "ner" else 0.0
            )
            for name, target in batch.targets.items()
        }
        loss = losses["ner"] + self.args.aux * sum(v for k, v in losses.items() if k != "ner")
        if self.teachers:
            loss = (1 - self.args.distill) * loss + self.args.distill * self.distance(
                batch, output["ner"]
            )
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        optimizer.step()
        return float(losses["ner"].detach())

    def distance(self, batch: Batch, scores: torch.Tensor) -> torch.Tensor:
        """Cross entropy against the teachers' mean opinion of the same batch, as much covered."""
        with torch.no_grad():
            opinion = sum(torch.softmax(teacher(batch)["ner"], dim=1) for teacher in self.teachers)
        wanted = opinion / len(self.teachers)
        return -(wanted * torch.log_softmax(scores, dim=1)).sum(dim=1).mean()

    def average(self, step: int) -> None:
        """Move the averaged weights towards the present ones."""
        rate = min(self.args.ema, (1 + step) / (10 + step))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.ema.parameters()), list(self.net.parameters()), 1 - rate)

    def judge(self, step: int, best: float, total: int) -> float:
        """Print dev figures of the averaged weights; save them when they are the best."""
        scores = {}
        for language, sentences in self.dev.items():
            for size in (1, 10):
                result = self.evaluate(self.ema, sentences, size)
                scores[f"{language}{size}"] = result["all"]
                if size == 10:
                    scores[language] = result
        losses = {name: round(1000 * self.loss(self.ema, s), 2) for name, s in self.dev.items()}
        figure = sum(scores[k] for k in ("nob1", "nob10", "nno1", "nno10")) / 4
        shown = {
            k: {a: round(b, 3) for a, b in v.items()} if isinstance(v, dict) else round(v, 4)
            for k, v in scores.items()
        }
        print(f"step {step} mean {figure:.4f} losses {losses} {json.dumps(shown)}", flush=True)
        out = Path(self.args.out)
        out.mkdir(parents=True, exist_ok=True)
        saved = {
            "state": self.ema.state_dict(),
            "args": vars(self.args),
            "aux": self.aux,
            "scores": scores,
        }
        torch.save(saved, out / ("final.pt" if step == total else "last.pt"))
        if figure > best:
            torch.save(saved, out / "best.pt")
        return max(best, figure)

    def evaluate(self, net: Tagger, sentences: Sequence[Sentence], size: int) -> dict[str, float]:
        """F by label and overall, with segments of so many sentences."""
        chunks = [sentences[i : i + size] for i in range(0, len(sentences), size)]
        segments = [
            Segment([w for s in chunk for w in s.words], [0 for s in chunk for _ in s.words])
            for chunk in chunks
        ]
        self.types.add([form for s in segments for form in s.forms])
        predicted = self.predict(net, segments)
        gold = [spans([n for s in chunk for n in s.names]) for chunk in chunks]
        return f_scores(gold, [spans(tags) for tags in predicted])

    def loss(self, net: Tagger, sentences: Sequence[Sentence]) -> float:
        """Cross entropy a token of sentences alone: a steadier judge than F."""
        segments = [
            Segment(s.words, [self.tag_number[tag] for tag in to_bilou(s.names)]) for s in sentences
        ]
        total = tokens = 0.0
        with torch.no_grad():
            for batch in self.batches(segments, 4000):
                scores, target = net(batch)["ner"], batch.targets["ner"]
                total += float(torch.nn.functional.cross_entropy(scores, target, reduction="sum"))
                tokens += len(target)
        return total / tokens

    def predict(self, net: Tagger, segments: Sequence[Segment]) -> list[list[str]]:
        """The tags of each segment."""
        constraints = allowed(TAGS)
        result = []
        with torch.no_grad():
            for batch in self.batches(segments, 4000):
                scores = torch.log_softmax(net(batch)["ner"], dim=1).numpy()
                pieces = np.split(scores, np.cumsum(batch.lengths)[:-1])
                result += [[TAGS[t] for t in path] for path in decode(pieces, constraints)]
        return result


def load_tagger(path: Path) -> Tagger:
    """The network of a checkpoint, ready for use."""
    saved = torch.load(path, map_location="cpu", weights_only=False)
    sizes = saved["args"]
    heads = {"ner": len(TAGS)} | (
        {name: len(labels) for name, labels in saved["aux"].items()} if sizes["aux"] else {}
    )
    net = Tagger(Shape(sizes["width"], sizes["depth"], sizes["pieces"]), heads)
    net.load_state_dict(saved["state"])
    return net.eval()


def main() -> None:
    """Read the settings and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus")
    parser.add_argument("out")
    parser.add_argument("--words", default="pipeline/nlp/data/words.xz")
    for name, default in {
        "epochs": 5.0,
        "lr": 0.0015,
        "decay": 0.01,
        "dropout": 0.2,
        "smoothing": 0.0,
        "aux": 0.0,
        "ema": 0.998,
        "word_dropout": 15.0,
        "replace_documents": 0.35,
        "distill": 0.7,
        "hide_letters": 0.5,
        "hide_lists": 0.0,
        "hide_tokens": 0.02,
    }.items():
        parser.add_argument(f"--{name}", type=float, default=default)
    for name, default in {
        "seed": 0,
        "holdout": 0,
        "batch": 1000,
        "every": 800,
        "width": 128,
        "depth": 4,
        "pieces": 3,
    }.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument(
        "--teachers", nargs="*", default=[], help="checkpoints to learn from as well"
    )
    parser.add_argument("--start", default="", help="a checkpoint of the same sizes to go on from")
    args = parser.parse_args()
    torch.set_num_threads(1)
    Trainer(args).train()


if __name__ == "__main__":
    main()
