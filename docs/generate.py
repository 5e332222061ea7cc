"""Write the generated parts of the documentation: tables, commands, sizes.

    python docs/generate.py

Between the markers `<!-- generated: NAME -->` and `<!-- end: NAME -->` of a page stands what the
code says. The tests compare; run this when they say that a page is behind.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas
import typer

import pipeline
from pipeline import cli, tabledocs

ROOT = Path(__file__).parent.parent


def commands_markdown() -> str:
    """Return every command with its arguments and options, as `--help` gives them."""
    group: Any = typer.main.get_command(cli.app)
    return "\n".join(_command(name, command) for name, command in _commands(group))


def _commands(group: Any, prefix: str = "troppetall") -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if getattr(command, "commands", None):
            yield from _commands(command, f"{prefix} {name}")
        elif not command.hidden:
            yield f"{prefix} {name}", command


def _command(name: str, command: Any) -> str:
    shown = [p for p in command.params if not getattr(p, "hidden", False) and p.name != "help"]
    arguments = [p for p in shown if p.param_type_name == "argument"]
    options = [p for p in shown if p.param_type_name == "option"]
    usage = " ".join([name, *("[OPTIONS]" for _ in options[:1]), *(_metavar(p) for p in arguments)])
    text = f"## `{name}`\n\n{_prose(command.help)}\n\n```console\n$ {usage}\n```\n"
    rows = [*((_metavar(p), p) for p in arguments), *((_flags(p), p) for p in options)]
    if rows:
        text += "\n| Argument or option | Meaning | Default |\n| --- | --- | --- |\n"
        text += "".join(_row(f"`{label}`", _help(p), _default(p)) for label, p in rows)
    return text


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _prose(text: str | None) -> str:
    """A docstring's text: marks of line breaks for the terminal removed."""
    return re.sub(r"\n?\x08\n?", "\n", text or "").strip()


def _metavar(parameter: Any) -> str:
    name = parameter.metavar or parameter.name.upper()
    return name if parameter.required else f"[{name}]"


def _flags(parameter: Any) -> str:
    flags = ", ".join([*parameter.opts, *parameter.secondary_opts])
    return flags if parameter.is_flag else f"{flags} {parameter.metavar or parameter.name.upper()}"


def _help(parameter: Any) -> str:
    return " ".join((parameter.help or "").split())


def _default(parameter: Any) -> str:
    if parameter.required:
        return "required"
    if isinstance(parameter.show_default, str):
        return parameter.show_default
    if isinstance(parameter.default, bool):
        return "yes" if parameter.default else ""
    return "" if parameter.default in (None, "", ()) else f"`{parameter.default}`"


MODEL_LABELS = ("all", "PER", "ORG", "GPE_LOC")
MODEL_GRAMMAR = (
    ("UPOS", "upos"),
    ("UFeats", "ufeats"),
    ("lemma", "lemma"),
    ("UAS", "uas"),
    ("LAS", "las"),
    ("sentence F, raw paragraphs", "sents"),
)
# Rows of the sample output that show what the fields are for.
SHOWN = (
    ("002_nato-blir-i-irak", "omkring 70 soldater"),
    ("003_fn-styrke-i-sor-sudan", "nærmere 14.500 soldater"),
    ("003_fn-styrke-i-sor-sudan", "1.300"),
    ("004_vinterovelse-i-troms", "900 soldater"),
    ("005_grensen-til-kosovo", "mellom 45.000 og 50.000 soldater"),
    ("009_frankrike-ut-av-mali", "ti stabsoffiserer"),
    ("013_taliban-avviser-tapstal", "minimum 2.500 soldatar"),
    ("014_sesjon-og-verneplikt", "fleire hundre mann"),
)
COLUMNS = (
    "quote", "value", "value_min", "value_max", "qualifier", "actor", "location", "event",
    "modality", "as_of", "source",
)  # fmt: skip


def excerpt_markdown() -> str:
    """Return some rows of outputs/troop_figures.csv as a table."""
    figures = pipeline.load_tables(ROOT / "outputs")["troop_figures"]
    is_shown = [pair in SHOWN for pair in zip(figures["doc_id"], figures["quote"], strict=True)]
    rows = figures.loc[is_shown, list(COLUMNS)]
    lines = (_row(*(_cell(value) for value in row)) for row in rows.itertuples(index=False))
    return _row(*COLUMNS) + _row(*("---" for _ in COLUMNS)) + "".join(lines)


def _cell(value: Any) -> str:
    if pandas.isna(value):
        return ""
    return f"{value:g}" if isinstance(value, float) and value < 1e6 else str(value)


def model_markdown() -> str:
    """Return the shipped model's figures, as its meta.json has them."""
    performance = json.loads((ROOT / "pipeline/model/meta.json").read_text("utf-8"))["performance"]
    both = [performance[standard] for standard in ("nb", "nn")]
    rows = [
        *((f"NER F, {name}", [p["ner_gold_tokens"][name] for p in both]) for name in MODEL_LABELS),
        ("NER F, all, raw text", [p["ner_raw_text"]["all"] for p in both]),
        *((label, [p["grammar"][key] for p in both]) for label, key in MODEL_GRAMMAR),
    ]
    lines = (_row(label, *(f"{value:.3f}" for value in values)) for label, values in rows)
    return _row("", "nb", "nn") + _row("---", "---", "---") + "".join(lines)


GOLD = ("train", "more", "dev", "test")


def gold_markdown() -> str:
    """Return how much each file of the gold corpus holds."""
    sizes = [_gold_sizes(ROOT / "training" / "gold" / f"{name}.jsonl") for name in GOLD]
    rows = (_row(label, *(size[label] for size in sizes)) for label in sizes[0])
    head = _row("", *(f"`{name}.jsonl`" for name in GOLD)) + _row("---", *("---" for _ in GOLD))
    return head + "".join(rows)


def _gold_sizes(file: Path) -> dict[str, str]:
    articles = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    figures = [figure for article in articles for figure in article["figures"]]
    standards = Counter(article["lang"] for article in articles)
    kinds = Counter(figure["category"] for figure in figures)
    entities = ("people", "organizations", "countries")
    return {
        "articles (Bokmål, Nynorsk)": f"{len(articles):,} ({standards['nb']}, {standards['nn']})",
        "words": f"{sum(len(article['text'].split()) for article in articles):,}",
        "figures (troops, casualties)": (
            f"{len(figures):,} ({kinds['troops']:,}, {kinds['casualties']:,})"
        ),
        "articles with no figure": f"{sum(not article['figures'] for article in articles)}",
        "people, organizations, countries (per article, summed)": ", ".join(
            f"{sum(len(article[kind]) for article in articles):,}" for kind in entities
        ),
    }


GENERATED: tuple[tuple[Path, str, Callable[[], str]], ...] = (
    (ROOT / "README.md", "excerpt", excerpt_markdown),
    (ROOT / "README.md", "tables", tabledocs.tables_markdown),
    (ROOT / "training" / "MODEL_CARD.md", "model", model_markdown),
    (ROOT / "training" / "gold" / "DATA_STATEMENT.md", "gold", gold_markdown),
    (ROOT / "docs" / "tables.md", "tables", tabledocs.reference_markdown),
    (ROOT / "docs" / "cli.md", "commands", commands_markdown),
)


def filled(page: str, name: str, content: str) -> str:
    """Return the page with new content between the markers of this name.

    Raises:
        ValueError: the page has no such markers.
    """
    begin, end = f"<!-- generated: {name} -->", f"<!-- end: {name} -->"
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"no markers {begin} … {end}")
    return f"{before}{begin}\n\n{content.strip()}\n\n{end}{after}"


def main() -> None:
    """Fill every generated part in place."""
    for path, name, make in GENERATED:
        page = path.read_text(encoding="utf-8")
        path.write_text(filled(page, name, make()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
