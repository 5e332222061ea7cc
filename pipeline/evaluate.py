"""Measures an output folder against gold, by the rules of the annotation guidelines.

Gold is a `.jsonl` of annotated articles, or a `figures.csv` that somebody corrected in a
spreadsheet (then only figures are measured).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from pathlib import Path

from pipeline.errors import InputError
from pipeline.ids import kind_of_id
from pipeline.schema import Row
from pipeline.tableio import DIALECTS, csv_path, dialect_of_folder, read_rows
from pipeline.tables import FIGURES, TABLES

ATTRIBUTES = (
    "qualifier",
    "measure",
    "category",
    "actor",
    "location",
    "event",
    "modality",
    "as_of",
    "source",
)
# Whole rows are counted over what the guidelines score; the source is shown beside them.
_SCORED = ATTRIBUTES[:-1]
# Where the ranges of `confidence` begin, surest first.
_STEPS = (0.85, 0.7, 0.5, 0.3, 0.0)
_SETS = (("people", "person"), ("organizations", "organization"), ("countries", "country"))


@dataclass(slots=True)
class Score:
    """Hits, false alarms and misses, and what follows from them."""

    hits: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 where nothing was found."""
        return self.hits / (self.hits + self.extra) if self.hits + self.extra else 0.0

    @property
    def recall(self) -> float:
        """The share of what there is that was found; 0 where there is nothing."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Evaluation:
    """The result: a score by table, the share of right values by column, and what differs.

    `judged` tells of each row of `figures` that counts its confidence and whether all is right.
    """

    n_documents: int
    scores: dict[str, Score] = field(default_factory=dict)
    right: Counter[str] = field(default_factory=Counter)
    compared: int = 0
    judged: list[tuple[float, bool]] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)

    def accuracy(self, attribute: str) -> float:
        """Return the share of matched figures whose attribute equals gold."""
        return self.right[attribute] / self.compared if self.compared else 0.0

    @property
    def rows_wholly_right(self) -> float:
        """The share of all gold figures that were found with every scored attribute right."""
        score = self.scores["figures"]
        total = score.hits + score.missed
        return sum(is_right for _, is_right in self.judged) / total if total else 0.0

    def by_confidence(self) -> list[tuple[str, int, float]]:
        """Return the ranges of confidence, surest first: how many rows, and the share right.

        A range without rows is left out; a row that is no figure in gold is wrong.
        """
        ranges = []
        for high, low in pairwise((inf, *_STEPS)):
            right = [is_right for sure, is_right in self.judged if low <= sure < high]
            if right:
                name = f"{low:.2f} to {min(high, 1):.2f}"
                ranges.append((name, len(right), sum(right) / len(right)))
        return ranges

    def judge(self, row: Row, *, is_right: bool) -> None:
        """Note whether a row of `figures` is wholly right."""
        self.judged.append((row["confidence"] or 0.0, is_right))


@dataclass(frozen=True, slots=True)
class GoldFigure:
    """A figure as it should be. `None` fields are not known, and so not compared."""

    start: int
    end: int
    quote: str
    value: float | None
    value_min: float | None
    value_max: float | None
    attributes: dict[str, str | None]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """An article as it should be read; `entities` is empty where gold holds only figures."""

    doc_id: str
    figures: list[GoldFigure]
    entities: dict[str, list[tuple[str, frozenset[str]]]]


def comparable(name: str) -> str:
    """Return a name as it is compared: without case, hyphens and odd spaces.

    >>> comparable("FNs  Sikkerhetsråd") == comparable("FNs sikkerhetsråd")
    True
    """
    return " ".join(name.casefold().replace("-", " ").split())


def evaluate_tables(directory: Path, gold: Path) -> Evaluation:
    """Return how well the tables of an output folder agree with gold.

    Args:
        directory: an output folder.
        gold: annotated articles (`.jsonl`), or a corrected `figures.csv`.

    Raises: InputError if gold cannot be read; TableError if a table is missing.
    """
    documents = list(read_gold(gold))
    names = _Names(directory)
    evaluation = Evaluation(len(documents))
    kinds = [(t, k) for t, k in _SETS if any(t in d.entities for d in documents)]
    for table, _ in kinds:
        evaluation.scores[table] = Score()
    evaluation.scores["figures"] = Score()
    found = _document_entities(directory, names)
    figures: dict[str, list[Row]] = defaultdict(list)
    for row in _read(directory, "figures"):
        figures[row["doc_id"]].append(row)
    for document in documents:
        for table, kind in kinds:
            _compare_sets(evaluation, document, table, set(found[document.doc_id, kind]), names)
        _compare_figures(evaluation, document, figures[document.doc_id], names)
    return evaluation


class _Names:
    """Canonical names, aliases and coalitions of an output folder."""

    def __init__(self, directory: Path) -> None:
        organizations = list(_read(directory, "organizations"))
        self.name = {row["person_id"]: row["name"] for row in _read(directory, "people")}
        self.name |= {row["organization_id"]: row["name"] for row in organizations}
        self.coalitions = {r["organization_id"] for r in organizations if r["type"] == "coalition"}
        self.aliases: dict[str, set[str]] = defaultdict(set)
        for row in _read(directory, "aliases"):
            self.aliases[row["entity_id"]].add(comparable(row["alias"]))

    def matches(self, wanted: str | None, entity_id: str) -> bool:
        """Return whether an id stands for the entity that gold names; both may be nothing."""
        if not wanted or not entity_id:
            return not wanted and not entity_id
        folded = comparable(wanted)
        return (
            wanted == entity_id
            or folded == comparable(self.name.get(entity_id, entity_id))
            or folded in self.aliases.get(entity_id, ())
        )


def _read(directory: Path, name: str) -> Iterator[Row]:
    return read_rows(csv_path(directory, TABLES[name]), TABLES[name], dialect_of_folder(directory))


def _document_entities(directory: Path, names: _Names) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in _read(directory, "document_entities"):
        if row["entity_id"] not in names.coalitions:
            found[row["doc_id"], row["kind"]].append(row["entity_id"])
    return found


def _compare_sets(
    evaluation: Evaluation, document: GoldDocument, table: str, have: set[str], names: _Names
) -> None:
    score = evaluation.scores[table]
    for name, forms in document.entities.get(table, ()):
        hit = next((one for one in sorted(have) if _is_entity(one, name, forms, names)), None)
        if hit is None:
            score.missed += 1
            evaluation.misses.append(f"{document.doc_id}: {table}: missed {name}")
        else:
            score.hits += 1
            have.discard(hit)
    score.extra += len(have)
    extra = (f"{document.doc_id}: {table}: extra {names.name.get(e, e)}" for e in sorted(have))
    evaluation.misses.extend(extra)


def _is_entity(entity_id: str, name: str, forms: frozenset[str], names: _Names) -> bool:
    kind = kind_of_id(entity_id)
    if kind == "country":
        return entity_id == name
    if comparable(names.name.get(entity_id, entity_id)) in forms:
        return True
    return kind == "organization" and comparable(name) in names.aliases.get(entity_id, ())


def _compare_figures(
    evaluation: Evaluation, document: GoldDocument, rows: list[Row], names: _Names
) -> None:
    score = evaluation.scores["figures"]
    left = list(rows)
    for gold in document.figures:
        over = [r for r in left if r["start_char"] < gold.end and r["end_char"] > gold.start]
        hit = next((row for row in over if _same_numbers(gold, row)), None)
        if hit is None:
            if gold.optional:
                left = [row for row in left if row not in over]
            else:
                score.missed += 1
                seen = ", ".join(repr(row["quote"]) for row in over) or "nothing"
                evaluation.misses.append(
                    f"{document.doc_id}: figures: missed {gold.quote!r}; there: {seen}"
                )
            continue
        left.remove(hit)
        if not gold.optional:
            score.hits += 1
            _compare_attributes(evaluation, document.doc_id, gold, hit, names)
    score.extra += len(left)
    for row in left:
        evaluation.judge(row, is_right=False)
        evaluation.misses.append(f"{document.doc_id}: figures: extra {row['quote']!r}")


def _same_numbers(gold: GoldFigure, row: Row) -> bool:
    bounds = _near(row["value_min"], gold.value_min) and _near(row["value_max"], gold.value_max)
    is_magnitude = gold.attributes.get("qualifier") == "magnitude"
    return bounds and (is_magnitude or _near(row["value"], gold.value))


def _near(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= 0.051 + 1e-6 * abs(b)


def _compare_attributes(
    evaluation: Evaluation, doc_id: str, gold: GoldFigure, row: Row, names: _Names
) -> None:
    got = {
        **{name: row.get(name) for name in _SCORED},
        "actor": row["actor_id"],
        "location": row["location_country"],
        "source": row["source_id"] or row["source"],
    }
    wrong = []
    for name in ATTRIBUTES:
        wanted, value = gold.attributes.get(name), got[name] or ""
        if name in ("actor", "source"):
            equal = names.matches(wanted, value)
        elif name == "as_of":
            equal = _same_time(wanted, value)
        else:
            equal = (wanted or "") == value
        evaluation.right[name] += equal
        if not equal:
            wrong.append(name)
            shown = f"gold {wanted or 'nothing'}, got {value or 'nothing'}"
            evaluation.misses.append(f"{doc_id}: {name}: {gold.quote!r}: {shown}")
    evaluation.compared += 1
    evaluation.judge(row, is_right=not set(wrong) & set(_SCORED))


def _same_time(a: str | None, b: str | None) -> bool:
    if not a or not b:
        return not a and not b
    short, long = sorted((a, b), key=len)
    return len(short) >= 4 and long.startswith(short)


def read_gold(path: Path) -> Iterator[GoldDocument]:
    """Yield the annotated articles of a gold file.

    Raises: InputError naming file and line for anything that cannot be used.
    """
    if not path.is_file():
        raise InputError(f"There is no gold file {path}.")
    if path.suffix.lower() == ".csv":
        yield from _corrected_figures(path)
        return
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                yield _gold_document(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise InputError(
                    f"{path}, line {number}: not a gold article ({type(error).__name__}: {error})."
                ) from None


def _gold_document(document: Row) -> GoldDocument:
    entities: dict[str, list[tuple[str, frozenset[str]]]] = {
        "countries": [(code, frozenset()) for code in document["countries"]],
        "people": [(p["name"], frozenset({comparable(p["name"])})) for p in document["people"]],
        "organizations": [
            (o["name"], frozenset({comparable(o["name"]), *map(comparable, o["forms"])}))
            for o in document["organizations"]
        ],
    }
    return GoldDocument(
        document["doc_id"], [_gold_figure(f) for f in document["figures"]], entities
    )


def _gold_figure(figure: Row) -> GoldFigure:
    return GoldFigure(
        figure["start"],
        figure["start"] + len(figure["quote"]),
        figure["quote"],
        figure["value"],
        figure["value_min"],
        figure["value_max"],
        {name: figure.get(name) for name in ATTRIBUTES},
        bool(figure.get("optional")),
    )


def _corrected_figures(path: Path) -> Iterator[GoldDocument]:
    """Yield what a corrected `figures.csv` says, in whichever dialect it was saved."""
    with path.open(encoding="utf-8-sig") as file:
        head = file.readline()
    dialect = DIALECTS["norwegian-excel" if head.count(";") > head.count(",") else "default"]
    by_document: dict[str, list[GoldFigure]] = defaultdict(list)
    for row in read_rows(path, FIGURES, dialect):
        attributes: dict[str, str | None] = {name: row.get(name) for name in _SCORED}
        attributes |= {
            "actor": row["actor_id"],
            "location": row["location_country"],
            "source": row["source_id"] or row["source"],
        }
        by_document[row["doc_id"]].append(
            GoldFigure(
                row["start_char"],
                row["end_char"],
                row["quote"],
                row["value"],
                row["value_min"],
                row["value_max"],
                attributes,
            )
        )
    for doc_id, figures in sorted(by_document.items()):
        yield GoldDocument(doc_id, figures, {})


def evaluation_text(evaluation: Evaluation, *, with_misses: bool = False) -> str:
    """Return the result as text: a table of scores, the accuracy by column, then what differs."""
    lines = [
        f"{evaluation.n_documents} articles",
        "",
        f"{'':<15}{'precision':>10}{'recall':>8}{'F1':>8}{'hits':>7}{'extra':>7}{'missed':>8}",
    ]
    for name, score in evaluation.scores.items():
        shares = f"{score.precision:>10.3f}{score.recall:>8.3f}{score.f1:>8.3f}"
        lines.append(f"{name:<15}{shares}{score.hits:>7}{score.extra:>7}{score.missed:>8}")
    lines += ["", f"Of {evaluation.compared} figures found, right in"]
    lines += [f"  {name:<13}{evaluation.accuracy(name):>7.3f}" for name in ATTRIBUTES]
    lines += ["", f"Rows wholly right  {evaluation.rows_wholly_right:.3f}"]
    if ranges := evaluation.by_confidence():
        lines += ["", f"{'By confidence':<15}{'rows':>10}{'right':>8}"]
        lines += [f"  {steps:<13}{rows:>10}{share:>8.3f}" for steps, rows, share in ranges]
    if with_misses:
        lines += ["", *evaluation.misses]
    return "\n".join(lines)
