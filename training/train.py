"""Make the shipped model from the corpus, step by step: `python -m training.train CORPUS`.

CORPUS holds `ndt-train`, `ud-train` and `dev`. Each step is a module of this package that can be
run alone; what lies in the build folder already is not made again.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

#: What differs between the members of the committee; one network is enough (see EXPERIMENTS.md).
MEMBERS = (("--seed", "1"),)
#: The articles that teach what is said of a figure.
GOLD = (Path("training/gold/train.jsonl"), Path("training/gold/more.jsonl"))


def steps(corpus: Path, build: Path, out: Path) -> Iterator[tuple[Path | None, list[str]]]:
    """What each step makes, and its module with its arguments, in order."""
    words, names, syntax, pipe = (
        build / name for name in ("words.xz", "ner", "syntax", "syntax-pipeline")
    )
    yield words, ["wordlists", str(words)]
    yield None, ["readings"]
    checkpoints = []
    for number, settings in enumerate(MEMBERS, 1):
        folder = build / f"ner-{number}"
        checkpoints.append(str(folder / "final.pt"))
        arguments = ["train_ner", str(corpus), str(folder), "--words", str(words), *settings]
        yield folder / "final.pt", arguments
    yield names, ["export_ner", str(words), str(names), *checkpoints]
    yield syntax / "net.pt", ["train_parse", str(corpus), str(syntax)]
    yield syntax / "tagger.pt", ["train_tagger", str(corpus), str(syntax)]
    yield syntax / "sentences.pt", ["train_sentences", str(corpus), str(syntax)]
    yield pipe, ["export_parse", str(syntax), str(pipe)]
    draft, figures = build / "model", build / "figures.json"
    yield draft, ["assemble", str(names), str(pipe), str(draft)]
    yield figures, ["evaluate", str(corpus), str(draft), "--json", str(figures)]
    yield None, ["assemble", str(names), str(pipe), str(out), "--figures", str(figures)]
    yield None, ["train_figure_candidates", str(corpus)]
    start, mentions = build / "reader-start.pt", build / "mentions.pkl"
    gold = [str(path) for path in GOLD]
    known = ["--mentions", str(mentions)]
    yield mentions, ["find_mentions", str(mentions), *gold]
    yield start, ["pretrain_figure_reader", str(corpus), str(start), "--texts", *gold, *known]
    yield None, ["train_figure_reader", *gold, "--start", str(start), *known]
    yield None, ["train_figures", *gold, *known]


def main() -> None:
    """Run the steps whose result is not there yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--build", type=Path, default=Path("build/training"))
    parser.add_argument("--out", type=Path, default=Path("pipeline/model"))
    args = parser.parse_args()
    args.build.mkdir(parents=True, exist_ok=True)
    for result, (module, *arguments) in steps(args.corpus, args.build, args.out):
        if result is None or not result.exists():
            print(f"training.{module} {' '.join(arguments)}", flush=True)
            command = [sys.executable, "-m", f"training.{module}", *arguments]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
