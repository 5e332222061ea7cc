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

from pipeline.nlp.annotation import words_of
from pipeline.nlp.bilou_network import (
    Floats,
    bilou_network,
    committee_of,
    parameter,
    read_segments,
)
from pipeline.nlp.bilou_reading import Frozen
from pipeline.nlp.consistency import agree, label_groups
from pipeline.nlp.features import ORDINARY, stem_of
from pipeline.nlp.sure_names import sure_names
from pipeline.nlp.viterbi import allowed, bilou_tags, decode
from pipeline.nlp.wordtable import BIT, WordTable

LABELS = ("PER", "ORG", "GPE_LOC", "GPE_ORG", "LOC", "PROD", "EVT", "DRV", "MISC")
SIZES = {"width": 128, "depth": 4, "pieces": 3, "members": 1}
LONGEST_SEGMENT = 400


@Language.factory(
    "bilou_ner",
    assigns=["doc.ents", "token.ent_iob", "token.ent_type"],
    default_config={"labels": list(LABELS), "sizes": SIZES},
    default_score_weights={"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0, "ents_per_type": None},
)
def make_bilou_ner(
    nlp: Language, name: str, labels: list[str], sizes: dict[str, int]
) -> "BilouNer":
    """The component, untrained; `nlp.initialize()` or a saved pipeline fills it."""
    return BilouNer(nlp.vocab, name, labels=labels, sizes={**SIZES, **sizes})


def segments_of(doc: Doc, is_rare: Callable[[str], bool] = bool) -> list[list[int]]:
    """The tokens of each sentence or, where sentences are unknown, each paragraph.

    White space is left out; very long segments are cut. A sentence that seems to start at a rare
    word between two capitals (`Abd Rabbo | Mansour Hadi`) is more likely a name cut in two, unless
    the word stands before it already (`Talsmann for Waldheim | Waldheims svar`).

    Args:
        doc: a document.
        is_rare: whether a form is no ordinary word.

    Example:
        >>> import spacy
        >>> doc = spacy.blank("nb")("Nytt angrep\\n\\nTo soldater døde.")
        >>> [[doc[i].text for i in segment] for segment in segments_of(doc)]
        [['Nytt', 'angrep'], ['To', 'soldater', 'døde', '.']]
    """
    segments: list[list[int]] = [[]]
    # One array is several times faster than a Python object a token.
    facts = doc.to_array(["IS_SPACE", "SENT_START", "IS_TITLE"]).tolist()
    after_title = False
    for i, (is_space, sentence_start, is_title) in enumerate(facts):
        starts = sentence_start == 1
        if starts and after_title and is_title and is_rare(doc[i].text):
            name = stem_of(doc[i].text)
            starts = any(doc[at].text in {doc[i].text, name} for at in segments[-1])
        if starts or (is_space and "\n" in doc[i].text):
            segments.append([])
        if not is_space:
            segments[-1].append(i)
            after_title = bool(is_title)
    return [
        segment[start : start + LONGEST_SEGMENT]
        for segment in segments
        for start in range(0, len(segment), LONGEST_SEGMENT)
    ]


class BilouNer(TrainablePipe):  # type: ignore[misc]  # compiled, so mypy sees Any
    """The name tagger as a spaCy component.

    Args:
        vocab: the pipeline's vocabulary.
        name: the component's name.
        labels: what names are called.
        sizes: width, depth and pieces of a network, and how many networks (`members`) there are.
    """

    def __init__(
        self, vocab: Vocab, name: str = "ner", *, labels: Sequence[str], sizes: dict[str, int]
    ) -> None:
        super().__init__(vocab, None, name)
        self._frozen: Frozen | None = None
        self.table = WordTable.from_words({})
        self._configure({"labels": list(labels), "sizes": dict(sizes)})

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
        segments = [segment for segment in segments_of(doc, self._is_rare) if segment]
        if not segments:
            return []
        if self._frozen is None:
            self._frozen = Frozen(self.model, self.table)
        words = words_of(doc)
        forms = [[words[i] for i in segment] for segment in segments]
        cuts = np.cumsum([len(segment) for segment in segments])[:-1]
        every = [form for segment in forms for form in segment]
        scores = np.split(agree(every, self._frozen.probabilities(forms), self.groups), cuts)
        found: list[tuple[int, int, str]] = []
        for segment, tokens, path in zip(segments, forms, self._best(scores), strict=True):
            for first, last, label in sure_names(tokens, (path == 0).tolist(), self.table):
                if label in self.labels:
                    found.append((segment[first], segment[last - 1] + 1, label))
            start = -1
            for at in np.flatnonzero(path):
                tag = self.tags[path[at]]
                if tag[0] in "BU":
                    start = segment[at]
                if tag[0] in "LU":
                    whole = start < segment[at] or not self._is_village(words[start])
                    label = tag[2:] if whole or tag[2:] != "GPE_LOC" else "LOC"
                    found.append((start, segment[at] + 1, label))
        return sorted(found)

    def _is_village(self, form: str) -> bool:
        """Whether the word lists have a place with a post office that governs nothing.

        The treebank calls a municipality or a town GPE_LOC, and such a village LOC (233 of 271 in
        the training text); a network that has not met the name goes by `bor i` and its like.
        """
        forms = [form.lower(), stem_of(form.lower())]
        masks = [int(mask) for mask in self.table.masks_of(forms)]
        mask = masks[0] if masks[0] & BIT["post_town"] else masks[1]
        governs = BIT["municipality"] | BIT["town"] | BIT["city"]
        return bool(mask & BIT["post_town"]) and not mask & governs

    def _is_rare(self, form: str) -> bool:
        """Whether the word lists have the form neither as an ordinary word nor as a Nordic name."""
        return not self.table.mask_of(form.lower()) & (ORDINARY | BIT["nordic"])

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

    def set_annotations(
        self, docs: Iterable[Doc], scores: list[list[tuple[int, int, str]]]
    ) -> None:
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
            segments = [
                segment for segment in segments_of(example.predicted, self._is_rare) if segment
            ]
            if segments:
                words = words_of(example.predicted)
                forms = [[words[i] for i in segment] for segment in segments]
                scores, backprop = self.model.begin_update(read_segments(forms, self.table))
                loss, gradient = self.get_loss([example], scores)
                backprop(gradient)
                losses[self.name] += loss
        if sgd is not None:
            self.finish_update(sgd)
        self._frozen = None
        return losses

    def get_loss(
        self, examples: Iterable[Example], scores: list[Floats]
    ) -> tuple[float, list[Floats]]:
        """Cross entropy of the gold tags of one example, and its gradient for each member."""
        gold = np.array([tag for example in examples for tag in self._gold(example)])
        rows = np.flatnonzero(gold >= 0)
        loss, gradients = 0.0, []
        for member in scores:
            probabilities = np.exp(member - member.max(axis=1, keepdims=True))
            probabilities /= probabilities.sum(axis=1, keepdims=True)
            gradient = np.zeros_like(probabilities)
            gradient[rows] = probabilities[rows]
            gradient[rows, gold[rows]] -= 1
            gradients.append(gradient / max(1, len(rows)))
            loss -= float(np.log(probabilities[rows, gold[rows]] + 1e-12).sum())
        return loss, gradients

    def _gold(self, example: Example) -> Iterator[int]:
        """The number of each token's gold tag, -1 where unknown; white space is left out."""
        tags = example.get_aligned_ner()
        number = {tag: i for i, tag in enumerate(self.tags)}
        for segment in segments_of(example.predicted, self._is_rare):
            for i in segment:
                yield number.get(tags[i] or "", -1)

    def initialize(
        self,
        _examples: Callable[[], Iterable[Example]],
        *,
        words: str | None = None,
        **_: Any,
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
        """All parameters: tables and matrices in a byte a number, with a scale a row."""
        arrays: dict[str, Any] = {}
        for i, node in enumerate(self.model.walk()):
            for name in node.param_names:
                if node.has_param(name):
                    values = parameter(node, name)
                    if name in "EW":
                        rows = values.reshape(-1, values.shape[-1])
                        scale = np.abs(rows).max(axis=1, keepdims=True).astype(np.float16)
                        scale[scale == 0] = 1
                        arrays[f"{i}.scale"] = scale
                        rounded = np.round(rows / scale.astype(np.float32) * 127)
                        rounded = np.clip(rounded, -127, 127)
                        arrays[f"{i}.{name}"] = rounded.astype(np.int8).reshape(values.shape)
                    else:
                        arrays[f"{i}.{name}"] = values.astype(np.float16)
        stream = io.BytesIO()
        np.savez(stream, **arrays)
        return stream.getvalue()

    def _set_weights(self, data: bytes) -> None:
        nodes = list(self.model.walk())
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            for key in arrays.files:
                number, name = key.split(".")
                values = arrays[key].astype(np.float32)
                if arrays[key].dtype == np.int8:
                    scale = arrays[f"{number}.scale"].astype(np.float32) / 127
                    values *= scale.reshape(*values.shape[:-1], 1)
                if name != "scale":
                    nodes[int(number)].set_param(name, values)
        self._frozen = None

    def to_bytes(self, **_: Any) -> bytes:
        """The component as bytes: settings, word table, weights (in half precision)."""
        stream = io.BytesIO()
        np.savez(
            stream,
            cfg=np.frombuffer(json.dumps(self.cfg).encode(), dtype=np.uint8),
            words=np.frombuffer(self.table.to_bytes(), dtype=np.uint8),
            weights=np.frombuffer(self._weights(), dtype=np.uint8),
        )
        return stream.getvalue()

    def from_bytes(self, bytes_data: bytes, **_: Any) -> "BilouNer":
        """This component, filled with what `to_bytes` gave."""
        with np.load(io.BytesIO(bytes_data), allow_pickle=False) as parts:
            self._configure(json.loads(parts["cfg"].tobytes()))
            self.table = WordTable.from_bytes(parts["words"].tobytes())
            self._set_weights(parts["weights"].tobytes())
        return self

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write `cfg.json`, `words.xz` and `weights.npz` into the folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "cfg.json").write_text(json.dumps(self.cfg, indent=1), encoding="utf8")
        (folder / "words.xz").write_bytes(self.table.to_bytes())
        (folder / "weights.npz").write_bytes(self._weights())

    def from_disk(self, path: str | Path, **_: Any) -> "BilouNer":
        """This component, filled from a folder that `to_disk` wrote."""
        folder = Path(path)
        self._configure(json.loads((folder / "cfg.json").read_text(encoding="utf8")))
        self.table = WordTable.from_disk(folder / "words.xz")
        self._set_weights((folder / "weights.npz").read_bytes())
        return self

    def _configure(self, cfg: dict[str, Any]) -> None:
        """Build the networks anew for these labels and sizes."""
        self.cfg = dict(cfg)
        self.tags = bilou_tags(cfg["labels"])
        self.constraints = allowed(self.tags)
        self.groups = label_groups(self.tags)
        sizes = dict(cfg["sizes"])
        members = sizes.pop("members")
        networks = [bilou_network(len(self.tags), **sizes) for _ in range(members)]
        self.model = committee_of(networks)
        self._frozen = None
