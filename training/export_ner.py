"""Turn a trained PyTorch checkpoint into a spaCy pipeline that needs only spaCy and numpy.

python -m training.export_ner WORDS OUT CHECKPOINT...
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy
import torch
from spacy.language import Language
from thinc.api import Model

from pipeline.nlp.bilou_ner import BilouNer
from pipeline.nlp.features import SLOTS
from pipeline.nlp.wordtable import WordTable

#: What is added to the scores of a label's tags. The networks know their text by heart and give
#: labels that it seldom has too rarely elsewhere; these bring them up, in held-out text as on dev.
LEANINGS = {"GPE_ORG": 0.55, "LOC": 0.4, "O": -0.3}


def lean(network: Model[Any, Any], tags: Sequence[str]) -> None:
    """Add `LEANINGS` to the last layer."""
    output = network.layers[-2]
    leanings = [LEANINGS.get(tag if tag == "O" else tag[2:], 0.0) for tag in tags]
    output.set_param("b", output.get_param("b") + np.array(leanings, dtype=np.float32))


def fill(network: Model[Any, Any], state: dict[str, Any]) -> None:
    """Copy the weights into the layers, in the order of `bilou_network`."""
    n = len(SLOTS)
    layers = network.layers
    values = {name: tensor.numpy().astype(np.float32) for name, tensor in state.items()}
    for slot, layer in zip(SLOTS, layers[:n], strict=True):
        layer.set_param("E", values[f"embed.tables.{slot}.weight"])
    _linear(layers[n], values, "embed.dense")
    _maxout(layers[n + 1], values, "embed.mix")
    _linear(layers[n + 2], values, "context")
    for i, layer in enumerate(layers[n + 3 : -2]):
        _maxout(layer, values, f"layers.{i}")
    _linear(layers[-2], values, "heads.ner")


def _linear(layer: Any, values: dict[str, Any], name: str) -> None:
    weights = values[f"{name}.weight"]
    layer.set_param("W", weights)
    layer.set_param("b", values.get(f"{name}.bias", np.zeros(len(weights), dtype=np.float32)))


def _maxout(layer: Any, values: dict[str, Any], name: str) -> None:
    maxout, norm = layer.layers[0], layer.layers[1]
    n_out, pieces, n_in = maxout.get_dim("nO"), maxout.get_dim("nP"), maxout.get_dim("nI")
    maxout.set_param("W", values[f"{name}.linear.weight"].reshape(n_out, pieces, n_in))
    maxout.set_param("b", values[f"{name}.linear.bias"].reshape(n_out, pieces))
    norm.set_param("G", values[f"{name}.norm.weight"])
    norm.set_param("b", values[f"{name}.norm.bias"])


def export(checkpoints: Sequence[Path], words: Path) -> Language:
    """A pipeline with the one component `ner`, a committee of the checkpoints' networks."""
    saved = [torch.load(path, map_location="cpu", weights_only=False) for path in checkpoints]
    sizes = {name: saved[0]["args"][name] for name in ("width", "depth", "pieces")}
    nlp = spacy.blank("nb")
    component = nlp.add_pipe(
        "bilou_ner", name="ner", config={"sizes": {**sizes, "members": len(saved)}}
    )
    assert isinstance(component, BilouNer)
    component.table = WordTable.from_disk(words)
    component.model.initialize()
    for network, checkpoint in zip(component.model.layers, saved, strict=True):
        fill(network, checkpoint["state"])
        lean(network, component.tags)
    return nlp


def main() -> None:
    """Read checkpoints, write a pipeline."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    args = parser.parse_args()
    export(args.checkpoints, args.words).to_disk(args.out)


if __name__ == "__main__":
    main()
