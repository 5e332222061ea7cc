"""Teach the reader of figures Norwegian before it sees a figure.

    python -m training.pretrain_figure_reader CORPUS start.pt --texts training/gold/train.jsonl

CORPUS holds `ud-train`. From the words of a sentence, names hidden as in `figure_reader_input`, the
encoder tells each word's class and relation, the stem of its head, and the stems beside it; the
last also in the articles that `--texts` names. Word tables and encoder are kept, the rest is thrown
away. Gold articles of figures are few; without this, the network knows the verbs only that it has
met in them.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from pipeline.lang.word_keys import WordKeys
from pipeline.lexicon import load_lexicon
from pipeline.nlp.figure_cues import CueLexicon
from pipeline.nlp.figure_links import world_of
from pipeline.nlp.figure_reader_input import CUE_COLUMNS, CUES, ROLES, ROWS, key_rows
from training.figure_reader_batch import numbers, reals
from training.figure_reader_net import FigureReaderNet, Sizes
from training.packed_lstm import packed_lstm, packing_of
from training.prepare_parse import LANGUAGES, Rows, read_rows
from training.train_figure_reader import read_examples

SEED = 1
LONGEST = 60
UNTOLD = -100  # the class of a word that nobody has told; PyTorch asks nothing there
HIDE_ALL, HIDE_WORD = 0.12, 0.2
SAMPLES = 384  # wrong stems that the right one is told from
BESIDE, HEAD = 0.5, 0.7  # weights of the losses of neighbours and heads
FEATURES = frozenset({"Tense", "VerbForm", "Mood", "Voice", "Definite", "Number"})
KEPT = ("tables.", "cue.", "inp.", "ln.", "lstm.")
#: What an organization may be; the treebank does not say.
ORGANIZATIONS = ("government", "armed_group", "alliance", "company", "media", "other", "party")


@dataclass(frozen=True)
class Lesson:
    """One sentence: rows of its words, cues, classes, relations, stems of heads (0 for none)."""

    keys: np.ndarray
    cues: np.ndarray
    classes: list[int]
    relations: list[int]
    heads: list[int]


class Hider:
    """Lays out treebank sentences as `figure_reader_input` lays out articles."""

    def __init__(self, cues: CueLexicon, keys: WordKeys, rng: random.Random) -> None:
        self.cues, self.word_keys, self.rng = cues, keys, rng
        self.classes: dict[str, int] = {}
        self.relations: dict[str, int] = {}

    def lesson(self, rows: Rows) -> Lesson:
        """One sentence, names and numbers hidden."""
        lower = [row[1].lower() for row in rows]
        name = ("", "", "")
        keys = []
        for row, form in zip(rows, lower, strict=True):
            found = re.search(r"name=([BI])-([^|]+)", row[9])
            if found and (found[1] == "B" or not name[0]):
                name = self._name(found[2], form)
            if not found:
                name = ("", "", "")
            keys.append(self._keys(row, form, name, found[1] if found else ""))
        cues = np.zeros((len(rows), CUE_COLUMNS + 8), dtype=np.float32)
        words = SimpleNamespace(words=[SimpleNamespace(lower=form) for form in lower])
        for cue in self.cues.find(words):  # type: ignore[arg-type]
            column = CUES.index(cue.name) if cue.name in CUES else len(CUES)
            cues[cue.first : cue.last, column] = 1
        cues[0, CUE_COLUMNS + 5] = 1
        place = {row[0]: number for number, row in enumerate(rows)}
        return Lesson(
            np.array(keys), cues,
            [self.classes.setdefault(_class_of(row), len(self.classes)) for row in rows],
            [self.relations.setdefault(row[7], len(self.relations)) for row in rows],
            [keys[place[row[6]]][1] if row[6] in place else 0 for row in rows],
        )  # fmt: skip

    def _name(self, label: str, form: str) -> tuple[str, str, str]:
        """Kind, form and type of a name; where the treebank does not tell, by chance."""
        if label == "DRV":
            return "country", "adjective", "country"
        if label == "PER":
            return "person", "name", "person"
        if label == "ORG" or (label == "GPE_ORG" and self.rng.random() < 0.3):
            kind, what = "organization", self.rng.choice(ORGANIZATIONS)
        elif label.startswith(("GPE", "LOC")):
            kind = "country" if label != "LOC" and self.rng.random() < 0.5 else "place"
            what = kind
        else:
            return "", "", ""
        possessive = form.endswith("s") and kind != "place" and self.rng.random() < 0.3
        return kind, "genitive" if possessive else "name", what

    def _keys(
        self, row: list[str], form: str, name: tuple[str, str, str], side: str
    ) -> tuple[int, int, int, int]:
        kind, shape, what = name
        key, stem, mark = form, self.word_keys.of(form), ""
        if kind:
            key, stem, mark = f"<{kind}:{shape}>", f"<{what}>", f"{kind}:{shape}:{side}"
        if form[0].isdigit():
            digits = min(6, sum(sign.isdigit() for sign in form))
            key, stem = f"<d{digits}>", "<digits>"
            if row[3] == "NUM" and digits != 4 and self.rng.random() < 0.3:
                key, stem, mark = f"<n{digits - 1}>", "<num>", "fig"
        if not mark:
            upper = row[1][0].isupper()
            mark = "cap" if upper else "" if form[0].isalnum() else "p" + form
        return key_rows(key, stem, mark)


def read_texts(paths: Sequence[Path], mentions: Path | None) -> list[Lesson]:
    """The sentences of gold articles with figures, whose grammar nobody has told."""
    lessons = []
    for example in read_examples(paths, mentions):
        article = example.input
        ends = np.flatnonzero(np.diff(article.sentence, append=-1)) + 1
        for start, end in zip([0, *ends[:-1]], ends, strict=True):
            size = int(end - start)
            if 3 <= size <= LONGEST:
                untold = [UNTOLD] * size
                keys, cues = article.keys[start:end], article.words[start:end]
                lessons.append(Lesson(keys, cues, untold, untold, [0] * size))
    return lessons


def _class_of(row: list[str]) -> str:
    kept = [pair for pair in row[5].split("|") if pair.split("=")[0] in FEATURES]
    return "|".join([row[3], *kept])


def read_lessons(corpus: Path, hider: Hider) -> list[Lesson]:
    """The training sentences of a corpus, very short and very long ones left out."""
    return [
        hider.lesson(rows)
        for language in LANGUAGES
        for path in sorted((corpus / "ud-train" / language).glob("*.conllu"))
        for _, rows in read_rows(path)
        if 3 <= len(rows) <= LONGEST
    ]


class Teacher(nn.Module):
    """The reader's encoder with what asks it questions."""

    def __init__(self, hider: Hider, lessons: Sequence[Lesson]) -> None:
        super().__init__()
        unasked = dict.fromkeys(ROLES, 1)
        self.net = FigureReaderNet(Sizes(1, unasked, unasked))
        width = self.net.sizes.hidden
        self.classes = nn.Linear(2 * width, len(hider.classes))
        self.relations = nn.Linear(2 * width, len(hider.relations))
        self.head = nn.Linear(2 * width, 48)
        self.ahead, self.behind = nn.Linear(width, 48), nn.Linear(width, 48)
        self.stems = nn.Embedding(ROWS["stem"], 48)
        nn.init.normal_(self.stems.weight, 0, 0.1)
        self.drop = nn.Dropout(0.2)
        counts = np.bincount(np.concatenate([lesson.keys[:, 1] for lesson in lessons]),
                             minlength=ROWS["stem"])  # fmt: skip
        self.shares = reals(counts**0.75 / (counts**0.75).sum())

    def forward(self, lessons: Sequence[Lesson]) -> Tensor:
        """The loss of some sentences."""
        lengths = np.array([len(lesson.keys) for lesson in lessons])
        keys = numbers(np.concatenate([lesson.keys for lesson in lessons]))
        cues = reals(np.concatenate([lesson.cues for lesson in lessons]))
        states = self._states(keys, cues, lengths)
        classes, relations, heads = (
            numbers(np.concatenate([getattr(lesson, name) for lesson in lessons]))
            for name in ("classes", "relations", "heads")
        )
        position = np.concatenate([np.arange(length) for length in lengths])
        before = numbers(np.flatnonzero(position < np.repeat(lengths, lengths) - 1))
        after = numbers(np.flatnonzero(position > 0))
        headed = heads.nonzero().squeeze(1)
        width, stems = self.net.sizes.hidden, keys[:, 1]
        wrong = torch.multinomial(self.shares, SAMPLES, replacement=True)
        ahead = self._told(self.ahead(states[before, :width]), stems[before + 1], wrong)
        behind = self._told(self.behind(states[after, width:]), stems[after - 1], wrong)
        head = self._told(self.head(states[headed]), heads[headed], wrong)
        told = classes != UNTOLD
        own = cross_entropy(self.classes(states[told]), classes[told])
        own = own + cross_entropy(self.relations(states[told]), relations[told])
        return own + BESIDE * (ahead + behind) + HEAD * head

    def _states(self, keys: Tensor, cues: Tensor, lengths: np.ndarray) -> Tensor:
        """The encoder's states where many words are hidden, some from every table but the mark."""
        net = self.net
        hidden = torch.rand(len(keys)) < HIDE_ALL
        keys = keys.clone()
        keys[hidden | (torch.rand(len(keys)) < HIDE_WORD), 0] = 0
        keys[hidden, 1:3] = 0
        parts = [table(keys[:, k]) for k, table in enumerate(net.tables.values())]
        parts.append(torch.relu(net.cue(cues * ~hidden[:, None])))
        x = self.drop(net.ln(torch.relu(net.inp(self.drop(torch.cat(parts, 1))))))
        return self.drop(packed_lstm(net.lstm, x, packing_of(numbers(lengths))))

    def _told(self, asking: Tensor, right: Tensor, wrong: Tensor) -> Tensor:
        """The loss of telling the right stem from a sample of others."""
        own = (asking * self.stems(right)).sum(1) - self._expected(right)
        others = asking @ self.stems(wrong).T - self._expected(wrong)
        others = others.masked_fill(wrong[None, :] == right[:, None], -1e4)
        scores = torch.cat([own[:, None], others], 1)
        return cross_entropy(scores, torch.zeros(len(right), dtype=torch.long))

    def _expected(self, stems: Tensor) -> Tensor:
        return torch.log(SAMPLES * self.shares[stems] + 1e-9)


def batches(lessons: Sequence[Lesson], words: int, rng: random.Random) -> list[list[Lesson]]:
    """Sentences of like length together, in random order."""
    ordered = sorted(lessons, key=lambda lesson: len(lesson.keys) + 4 * rng.random())
    found: list[list[Lesson]] = []
    current: list[Lesson] = []
    for lesson in ordered:
        current.append(lesson)
        if sum(len(other.keys) for other in current) >= words:
            found.append(current)
            current = []
    rng.shuffle(found)
    return found


def main() -> None:
    """Reads the command line and trains."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="gold files")
    parser.add_argument("--mentions", type=Path, help="from `training.find_mentions`")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--words", type=int, default=1200, help="words a batch")
    parser.add_argument("--limit", type=int, default=0, help="use only so many sentences")
    given = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    rng = random.Random(SEED)
    world = world_of(load_lexicon())
    hider = Hider(world.cues, world.keys, rng)
    lessons = read_lessons(given.corpus, hider) + read_texts(given.texts, given.mentions)
    if given.limit:
        lessons = rng.sample(lessons, given.limit)
    teacher = Teacher(hider, lessons)
    optimizer = torch.optim.Adam(teacher.parameters(), lr=given.rate, fused=True)
    steps = given.epochs * sum(len(lesson.keys) for lesson in lessons) // given.words
    step = 0
    for epoch in range(1, given.epochs + 1):
        total = 0.0
        groups = batches(lessons, given.words, rng)
        for group in groups:
            step += 1
            for part in optimizer.param_groups:
                part["lr"] = given.rate * min(1, step / 100) * max(0.03, 1 - step / steps)
            optimizer.zero_grad(set_to_none=True)
            loss = teacher(group)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(teacher.parameters(), 2.0)
            optimizer.step()
            total += float(loss.detach())
        print(f"epoch {epoch} loss {total / max(1, len(groups)):.3f}", flush=True)
    state = teacher.net.state_dict()
    torch.save({name: state[name] for name in state if name.startswith(KEPT)}, given.out)


if __name__ == "__main__":
    main()
