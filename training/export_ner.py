"""Turn a trained PyTorch checkpoint into a spaCy pipeline that needs only spaCy and numpy.

    python -m training.export_ner CHECKPOINT WORDS OUT
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import spacy
import torch

from pipeline.nlp.bilou_ner import BilouNer
from pipeline.nlp.features import SLOTS
from pipeline.nlp.wordtable import WordTable


def fill(component: BilouNer, state: dict[str, Any]) -> None:
    """Copy the weights into the component's layers, in the order of `bilou_network`."""
    n = len(SLOTS)
    layers = component.model.layers
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


def main() -> None:
    """Read a checkpoint, write a pipeline with the one component `ner`."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("checkpoint", "words", "out"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    saved = torch.load(args.checkpoint, map_location="cpu", weights_only=False)
    sizes = {name: saved["args"][name] for name in ("width", "depth", "pieces")}
    nlp = spacy.blank("nb")
    component = nlp.add_pipe("bilou_ner", name="ner", config=sizes)
    component.table = WordTable.from_disk(args.words)
    component.model.initialize()
    fill(component, saved["state"])
    nlp.to_disk(args.out)


if __name__ == "__main__":
    main()
