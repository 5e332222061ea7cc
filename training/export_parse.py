"""Turns trained checkpoints into spaCy components: `python -m training.export_parse FOLDER OUT`.

FOLDER holds `net.pt`, `tagger.pt` and `sentences.pt`; OUT gets a spaCy pipeline with
`sentence_boundaries`, `morphologizer` and `parser`, to be put together with the name tagger.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import spacy
import torch
from spacy.language import Language

from pipeline.nlp import sentences as _sentences  # noqa: F401  (registers the factory)
from pipeline.nlp import syntax as _syntax  # noqa: F401  (registers the factories)
from pipeline.nlp.tokenizer import adapt_tokenizer
from training.syntax_net import STANDARD_GAIN

Arrays = dict[str, Any]


def word_arrays(state: Arrays) -> Arrays:
    """The weights of `pipeline.nlp.word_vectors`."""
    return {
        "word": state["words.word.weight"],
        "affix": state["words.affix.weight"],
        "reading": state["words.reading.weight"],
        "shape": state["words.shape.weight"],
        "project": state["words.project.weight"],
        "project_bias": state["words.project.bias"],
        "scale": state["words.norm.weight"],
        "shift": state["words.norm.bias"],
    }


def syntax_arrays(state: Arrays) -> Arrays:
    """The weights of `pipeline.nlp.syntax_network`; tags, lemmas and NDT trees are left behind."""
    arrays = word_arrays(state)
    for layer in range(3):
        for side, suffix in (("forward", ""), ("backward", "_reverse")):
            prefix = f"layers.{layer}."
            target = f"lstm{layer}.{side}."
            arrays[target + "input"] = state[f"{prefix}weight_ih_l0{suffix}"]
            arrays[target + "hidden"] = state[f"{prefix}weight_hh_l0{suffix}"]
            biases = [state[f"{prefix}bias_{kind}_l0{suffix}"] for kind in ("ih", "hh")]
            arrays[target + "bias"] = biases[0] + biases[1]
    for name in ("arc_child", "arc_head", "dep_child", "dep_head"):
        arrays[name] = state[f"tree.{name}.weight"]
        arrays[name + ".bias"] = state[f"tree.{name}.bias"]
    arrays |= {name: state[f"tree.{name}"] for name in ("root", "arc", "dep")}
    arrays["standard"] = STANDARD_GAIN * state["standard.weight"]
    return arrays


def tagger_arrays(state: Arrays) -> Arrays:
    """The weights of `pipeline.nlp.tagger_network`."""
    arrays = {"tag_vector": state["tag_vector.weight"]}
    for name in ("standard", "tag_standard", "rule_standard"):
        arrays[name] = STANDARD_GAIN * state[name + ".weight"]
    for name in ("tag_hidden", "tag", "rule_hidden", "rule"):
        arrays[name] = state[name + ".weight"].T.contiguous()
        arrays[name + ".bias"] = state[name + ".bias"]
    for i in range(sum(name.endswith(".norm.weight") for name in state)):
        arrays[f"{i}.linear"] = state[f"blocks.{i}.linear.weight"].T.contiguous()
        arrays[f"{i}.bias"] = state[f"blocks.{i}.linear.bias"]
        arrays[f"{i}.gain"] = state[f"blocks.{i}.norm.weight"]
        arrays[f"{i}.shift"] = state[f"blocks.{i}.norm.bias"]
    return {f"tagger.{name}": array for name, array in arrays.items()}


def boundary_arrays(state: Arrays) -> Arrays:
    """The weights of `pipeline.nlp.boundaries`."""
    return word_arrays(state) | {
        "beyond": state["beyond"],
        "hidden": state["hidden.weight"],
        "hidden_bias": state["hidden.bias"],
        "out": state["out.weight"][0],
        "out_bias": state["out.bias"][0],
    }


def as_numpy(arrays: Arrays) -> dict[str, np.ndarray]:
    """Tensors as numpy arrays."""
    return {name: np.asarray(array) for name, array in arrays.items()}


def syntax_pipeline(net: Path, tagger: Path, sentences: Path) -> Language:
    """A pipeline of our sentence splitter, tagger, lemmatizer and parser."""
    nlp = spacy.blank("nb")
    adapt_tokenizer(nlp)
    checkpoint = torch.load(sentences)
    splitter = nlp.add_pipe("sentence_boundaries")
    splitter.load(
        as_numpy(boundary_arrays(checkpoint["state"])), {"words": checkpoint["vocabulary"]}
    )
    checkpoint = torch.load(net)
    syntax = nlp.add_pipe("troppetall_syntax", name="morphologizer")
    labels = {name: checkpoint[name] for name in ("words", "tags", "rules", "deps", "leanings")}
    arrays = syntax_arrays(checkpoint["state"]) | tagger_arrays(torch.load(tagger)["state"])
    syntax.load(as_numpy(arrays), labels)
    nlp.add_pipe("troppetall_parser", name="parser", config={"syntax": "morphologizer"})
    return nlp


def main() -> None:
    """Reads the command line and writes the pipeline."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--sentences", type=Path, help="another folder with `sentences.pt`")
    args = parser.parse_args()
    splitter = (args.sentences or args.folder) / "sentences.pt"
    syntax_pipeline(args.folder / "net.pt", args.folder / "tagger.pt", splitter).to_disk(args.out)


if __name__ == "__main__":
    main()
