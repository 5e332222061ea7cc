"""The name tagger's network: hashed form features, a few convolutions, one score a BILOU tag.

Built of Thinc layers, so that spaCy can train it; `bilou_reading` is the same arithmetic for use.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from thinc.api import Dropout, Linear, Maxout, Model
from thinc.types import Floats2d

from pipeline.nlp.features import (
    CONTEXT,
    DENSE,
    SLOTS,
    FormFeatures,
    Spellings,
    context_features,
    form_features,
)
from pipeline.nlp.windows import edges, windows
from pipeline.nlp.wordtable import WordTable

Floats = NDArray[np.float32]
ROWS = {
    "word": 16384,
    "prefix": 4096,
    "suffix": 8192,
    "ngram": 8192,
    "shape": 1024,
    "lists": 2048,
    "tail": 4096,
}
WIDTHS = {"word": 48, "prefix": 32, "suffix": 48, "ngram": 64, "shape": 32, "lists": 32, "tail": 32}
DENSE_WIDTH = 64
LAYER_NORM_EPSILON = 1e-8


@dataclass(frozen=True, slots=True)
class Segments:
    """Stretches of running text laid end to end: distinct forms, and tokens as numbers of forms."""

    forms: FormFeatures
    index: NDArray[np.int64]
    context: Floats
    lengths: list[int]


def parameter(layer: Model[Any, Any], name: str) -> Floats:
    """One of a layer's arrays."""
    return cast(Floats, layer.get_param(name))


def read_segments(segments: Sequence[Sequence[str]], table: WordTable) -> Segments:
    """What the network needs of the segments of one document (at least one token)."""
    tokens = [form for forms in segments for form in forms]
    distinct = list(dict.fromkeys(tokens))
    number = {form: i for i, form in enumerate(distinct)}
    return Segments(
        form_features(distinct, table),
        np.array([number[form] for form in tokens], dtype=np.int64),
        context_of(segments, table),
        [len(forms) for forms in segments],
    )


def context_of(segments: Sequence[Sequence[str]], table: WordTable) -> Floats:
    """The context features of all tokens of one document's segments."""
    spellings = Spellings(segments)
    return np.concatenate([context_features(forms, table, spellings) for forms in segments])


def unwindow(wide: Floats, lengths: Sequence[int]) -> Floats:
    """The gradient of the input of `windows` from that of its output."""
    width = wide.shape[1] // 3
    first, last = edges(lengths)
    wide = wide.copy()
    wide[first, :width] = 0
    wide[last, 2 * width :] = 0
    x = wide[:, width : 2 * width].copy()
    x[:-1] += wide[1:, :width]
    x[1:] += wide[:-1, 2 * width :]
    return x


def slot_rows(keys: NDArray[np.int64], slot: str) -> NDArray[np.int64]:
    """The rows of a slot's table for hashed keys; row 0 stays empty."""
    rows: NDArray[np.int64] = 1 + keys % (ROWS[slot] - 1)
    return rows


def bag(slot: str) -> Model[Any, Any]:
    """A layer that gives each form the mean of its keys' rows in one table."""

    def forward(model: Model[Any, Any], keys: Any, **_: Any) -> tuple[Any, Callable[[Any], Any]]:
        rows, starts = slot_rows(keys[0], slot), keys[1]
        counts = np.diff(starts, append=len(rows)).astype(np.float32)
        table = parameter(model, "E")
        output = np.add.reduceat(table[rows], starts, axis=0) / counts[:, None]

        def backprop(gradient: Any) -> Any:
            change = np.zeros_like(table)
            np.add.at(
                change, rows, np.repeat(gradient / counts[:, None], counts.astype(int), axis=0)
            )
            model.inc_grad("E", cast(Floats2d, change))
            return keys

        return output, backprop

    def init(model: Model[Any, Any], **_: Any) -> None:
        table = np.random.uniform(-0.1, 0.1, (ROWS[slot], WIDTHS[slot])).astype(np.float32)
        table[0] = 0
        model.set_param("E", cast(Floats2d, table))

    return Model(f"bag-{slot}", forward, init=init, params={"E": None})


def bilou_network(n_tags: int, width: int, depth: int, pieces: int) -> Model[Any, Any]:
    """The whole network: `Segments` to one row of scores a token."""
    n_mixed = sum(WIDTHS.values()) + DENSE_WIDTH
    layers = [
        *(bag(slot) for slot in SLOTS),
        Linear(DENSE_WIDTH, DENSE),
        Maxout(width, n_mixed, nP=pieces, normalize=True),
        Linear(width, CONTEXT),
        *(Maxout(width, 3 * width, nP=pieces, normalize=True) for _ in range(depth)),
        Linear(n_tags, width),
        Dropout(),
    ]
    return Model("bilou-network", _forward, init=_init, layers=layers, dims={"nO": n_tags})


def committee_of(networks: Sequence[Model[Any, Any]]) -> Model[Any, Any]:
    """Networks that are asked together; each gives its own scores, and learns by itself."""

    def forward(
        model: Model[Any, Any], segments: Segments, is_train: bool
    ) -> tuple[Any, Callable[[Any], Any]]:
        results = [layer(segments, is_train) for layer in model.layers]

        def backprop(gradients: Any) -> Any:
            for (_, back), gradient in zip(results, gradients, strict=True):
                back(gradient)
            return segments

        return [scores for scores, _ in results], backprop

    return Model("committee", forward, init=_init, layers=list(networks))


def _init(model: Model[Any, Any], **_: Any) -> None:
    for layer in model.layers:
        layer.initialize()


def _forward(
    model: Model[Any, Any], segments: Segments, is_train: bool
) -> tuple[Floats, Callable[[Any], Any]]:
    """Scores, and the way back; the layers are in the order of `bilou_network`."""
    n = len(SLOTS)
    bags, (dense, mix, context), (*blocks, output, dropout) = (
        model.layers[:n],
        model.layers[n : n + 3],
        model.layers[n + 3 :],
    )
    columns, back_columns = [], []
    for i, layer in enumerate(bags):
        y, back = layer((segments.forms.keys[i], segments.forms.starts[i]), is_train)
        columns.append(y)
        back_columns.append(back)
    y, back_dense = dense(segments.forms.dense, is_train)
    joined, back_drop = dropout(np.concatenate([*columns, y], axis=1), is_train)
    mixed, back_mix = mix(joined, is_train)
    extra, back_context = context(segments.context, is_train)
    x = mixed[segments.index] + extra
    backs = []
    for layer in blocks:
        y, back = layer(windows(x, *edges(segments.lengths)), is_train)
        y, back_dropped = dropout(y, is_train)
        backs.append((back, back_dropped))
        x = x + y
    scores, back_output = output(x, is_train)

    def backprop(gradient: Any) -> Any:
        d_x = back_output(gradient)
        for back, back_dropped in reversed(backs):
            d_x = d_x + unwindow(back(back_dropped(d_x)), segments.lengths)
        back_context(d_x)
        d_mixed = np.zeros_like(mixed)
        np.add.at(d_mixed, segments.index, d_x)
        parts = np.split(
            back_drop(back_mix(d_mixed)), np.cumsum([WIDTHS[slot] for slot in SLOTS]), axis=1
        )
        for back, part in zip(back_columns, parts, strict=False):
            back(part)
        back_dense(np.ascontiguousarray(parts[-1]))
        return segments

    return scores, backprop
