"""`bilou_ner`: names found by a softmax over BILOU tags and the best well-formed tag sequence.

A document is read paragraph by paragraph and white-space tokens are left out, so a blank line or a
line break never looks like a word. Each document is computed by itself: what is found does not
depend on what else is in the batch.
"""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.scorer import get_ner_prf
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Optimizer, set_dropout_rate
from thinc.types import Floats2d

from pipeline.nlp.bilou_network import Floats, Frozen, bilou_network, read_segments
from pipeline.nlp.consistency import agree, label_groups
from pipeline.nlp.viterbi import allowed, bilou_tags, decode
from pipeline.nlp.wordtable import WordTable

LABELS = ("PER", "ORG", "GPE_LOC", "GPE_ORG", "LOC", "PROD", "EVT", "DRV", "MISC")
LONGEST_SEGMENT = 400


@Language.factory(
    "bilou_ner",
    assigns=["doc.ents", "token.ent_iob", "token.ent_type"],
    default_config={"labels": list(LABELS), "width": 128, "depth": 4, "pieces": 3},
    default_score_weights={"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0, "ents_per_type": None},
)
def make_bilou_ner(
    nlp: Language, name: str, labels: list[str], width: int, depth: int, pieces: int
) -> "BilouNer":
    """The component, untrained; `nlp.initialize()` or a saved pipeline fills it."""
    return BilouNer(nlp.vocab, name, labels=labels, width=width, depth=depth, pieces=pieces)


def segments_of(doc: Doc) -> list[list[int]]:
    """The tokens of each paragraph, without white space; very long ones are cut.

    Example:
        >>> import spacy
        >>> doc = spacy.blank("nb")("Nytt angrep\\n\\nTo soldater døde.")
        >>> [[doc[i].text for i in segment] for segment in segments_of(doc)]
        [['Nytt', 'angrep'], ['To', 'soldater', 'døde', '.']]
    """
    segments: list[list[int]] = [[]]
    for token in doc:
        if token.is_space:
            if "\n" in token.text:
                segments.append([])
        else:
            segments[-1].append(token.i)
    return [
        segment[start : start + LONGEST_SEGMENT]
        for segment in segments
        for start in range(0, len(segment), LONGEST_SEGMENT)
    ]


class BilouNer(TrainablePipe):
    """The name tagger as a spaCy component.

    Args:
        vocab: the pipeline's vocabulary.
        name: the component's name.
        labels: what names are called.
        width, depth, pieces: sizes of the network.
    """

    def __init__(
        self, vocab: Vocab, name: str = "ner", *, labels: Sequence[str], width: int, depth: int, pieces: int
    ) -> None:
        tags = bilou_tags(labels)
        super().__init__(
            vocab, bilou_network(len(tags), width, depth, pieces), name, labels=list(labels),
            width=width, depth=depth, pieces=pieces,
        )
        self.tags = tags
        self.constraints = allowed(tags)
        self.groups = label_groups(tags)
        self.table = WordTable.from_words({})
        self._frozen: Frozen | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that this component gives."""
        return tuple(self.cfg["labels"])

    @property
    def label_data(self) -> tuple[str, ...]:
        """The labels, as spaCy's `init labels` writes them."""
        return self.labels

    def predict(self, docs: Iterable[Doc]) -> list[list[tuple[int, int, str]]]:
        """(start, end, label) of the names of each document, in order."""
        return [self._names(doc) for doc in docs]

    def _names(self, doc: Doc) -> list[tuple[int, int, str]]:
        segments = [segment for segment in segments_of(doc) if segment]
        if not segments:
            return []
        if self._frozen is None:
            self._frozen = Frozen(self.model, self.table)
        forms = [[doc[i].text for i in segment] for segment in segments]
        cuts = np.cumsum([len(segment) for segment in segments])[:-1]
        tokens = [form for segment in forms for form in segment]
        scores = np.split(agree(tokens, self._frozen.scores(forms), self.groups), cuts)
        found: list[tuple[int, int, str]] = []
        for segment, path in zip(segments, self._best(scores), strict=True):
            start = -1
            for at in np.flatnonzero(path):
                tag = self.tags[path[at]]
                if tag[0] in "BU":
                    start = segment[at]
                if tag[0] in "LU":
                    found.append((start, segment[at] + 1, tag[2:]))
        return found

    def _best(self, scores: Sequence[Floats]) -> list[np.ndarray[Any, np.dtype[np.int64]]]:
        """The best well-formed tags: the best tag of each token where they fit together already."""
        first, follows, last = self.constraints
        paths = [rows.argmax(axis=1) for rows in scores]
        odd = [
            i
            for i, path in enumerate(paths)
            if not (first[path[0]] and last[path[-1]] and follows[path[:-1], path[1:]].all())
        ]
        for i, path in zip(odd, decode([scores[i] for i in odd], self.constraints), strict=True):
            paths[i] = path
        return paths

    def set_annotations(self, docs: Iterable[Doc], scores: list[list[tuple[int, int, str]]]) -> None:
        """Put the names that `predict` found into `doc.ents`."""
        for doc, names in zip(docs, scores, strict=True):
            doc.ents = [Span(doc, start, end, label) for start, end, label in names]

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """Learn from examples, one step a call; tokens whose name is unknown do not count."""
        losses = {} if losses is None else losses
        losses.setdefault(self.name, 0.0)
        set_dropout_rate(self.model, drop)
        for example in examples:
            segments = [segment for segment in segments_of(example.predicted) if segment]
            if segments:
                forms = [[example.predicted[i].text for i in segment] for segment in segments]
                scores, backprop = self.model.begin_update(read_segments(forms, self.table))
                loss, gradient = self.get_loss([example], scores)
                backprop(gradient)
                losses[self.name] += loss
        if sgd is not None:
            self.finish_update(sgd)
        self._frozen = None
        return losses

    def get_loss(self, examples: Iterable[Example], scores: Floats2d) -> tuple[float, Floats2d]:
        """Cross entropy of the gold tags of one example, and its gradient."""
        gold = [tag for example in examples for tag in self._gold(example)]
        known = np.array([tag >= 0 for tag in gold])
        probabilities = np.exp(scores - scores.max(axis=1, keepdims=True))
        probabilities /= probabilities.sum(axis=1, keepdims=True)
        at = np.arange(len(gold))[known], np.array(gold)[known]
        loss = float(-np.log(probabilities[at] + 1e-12).sum())
        gradient = probabilities.copy()
        gradient[at] -= 1
        gradient[~known] = 0
        return loss, gradient / max(1, int(known.sum()))

    def _gold(self, example: Example) -> Iterator[int]:
        """The number of each token's gold tag, -1 where unknown; white space is left out."""
        tags = example.get_aligned_ner()
        number = {tag: i for i, tag in enumerate(self.tags)}
        for segment in segments_of(example.predicted):
            for i in segment:
                yield number.get(tags[i] or "", -1)

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,
        labels: Sequence[str] | None = None,
        words: str | None = None,
    ) -> None:
        """Random weights; `words` is the path of a word table (see `training.wordlists`)."""
        if words:
            self.table = WordTable.from_disk(Path(words))
        self.model.initialize()
        self._frozen = None

    def add_label(self, label: str) -> int:
        """Not possible once made: labels are a setting. Returns 0 for a label it has."""
        if label in self.labels:
            return 0
        message = f"bilou_ner: label {label!r} must be in the component's `labels` setting"
        raise ValueError(message)

    def score(self, examples: Iterable[Example], **kwargs: Any) -> dict[str, Any]:
        """Precision, recall and F of the names."""
        result: dict[str, Any] = get_ner_prf(examples, **kwargs)
        return result

    def _weights(self) -> bytes:
        """All parameters in half precision."""
        arrays = {
            f"{i}.{name}": node.get_param(name).astype(np.float16)
            for i, node in enumerate(self.model.walk())
            for name in node.param_names
            if node.has_param(name)
        }
        stream = io.BytesIO()
        np.savez(stream, **arrays)
        return stream.getvalue()

    def _set_weights(self, data: bytes) -> None:
        nodes = list(self.model.walk())
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            for key in arrays.files:
                number, name = key.split(".")
                nodes[int(number)].set_param(name, arrays[key].astype(np.float32))
        self._frozen = None

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The component as bytes: settings, word table, weights (in half precision)."""
        stream = io.BytesIO()
        np.savez(
            stream,
            cfg=np.frombuffer(json.dumps(self.cfg).encode(), dtype=np.uint8),
            words=np.frombuffer(self.table.to_bytes(), dtype=np.uint8),
            weights=np.frombuffer(self._weights(), dtype=np.uint8),
        )
        return stream.getvalue()

    def from_bytes(self, bytes_data: bytes, *, exclude: Iterable[str] = ()) -> "BilouNer":
        """This component, filled with what `to_bytes` gave."""
        with np.load(io.BytesIO(bytes_data), allow_pickle=False) as parts:
            self._configure(json.loads(parts["cfg"].tobytes()))
            self.table = WordTable.from_bytes(parts["words"].tobytes())
            self._set_weights(parts["weights"].tobytes())
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write `cfg.json`, `words.xz` and `weights.npz` into the folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "cfg.json").write_text(json.dumps(self.cfg, indent=1), encoding="utf8")
        (folder / "words.xz").write_bytes(self.table.to_bytes())
        (folder / "weights.npz").write_bytes(self._weights())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "BilouNer":
        """This component, filled from a folder that `to_disk` wrote."""
        folder = Path(path)
        self._configure(json.loads((folder / "cfg.json").read_text(encoding="utf8")))
        self.table = WordTable.from_disk(folder / "words.xz")
        self._set_weights((folder / "weights.npz").read_bytes())
        return self

    def _configure(self, cfg: dict[str, Any]) -> None:
        """Rebuild the network when the saved sizes or labels differ from the present ones."""
        if cfg != self.cfg:
            self.cfg = dict(cfg)
            self.tags = bilou_tags(cfg["labels"])
            self.constraints = allowed(self.tags)
            self.groups = label_groups(self.tags)
            sizes = (cfg["width"], cfg["depth"], cfg["pieces"])
            self.model = bilou_network(len(self.tags), *sizes)
