"""Output folders to render: tables built from a few hand-annotated articles, without a model."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from pipeline import ids
from pipeline.tableio import DEFAULT, Dialect, TableWriter, csv_path
from pipeline.tables import FIGURES, public_tables

Row = dict[str, Any]
_SENTENCE = re.compile(r"[^\n]+?(?:[.!?](?=\s)|(?=\n)|\Z)")
_MARK = re.compile(r"[^\s.,]+")


@cache
def _countries() -> dict[str, Row]:
    file = resources.files("pipeline.lexicon") / "countries.csv"
    with file.open(encoding="utf-8-sig") as opened:
        return {row["country_id"]: row for row in csv.DictReader(opened)}


def write_tables(directory: Path, documents: Iterable[Row], dialect: Dialect = DEFAULT) -> Path:
    """Write the public tables of annotated articles (the layout of the gold files) to a folder."""
    rows: dict[str, list[Row]] = {table.name: [] for table in public_tables()}
    for document in documents:
        _add_document(rows, document)
    _add_entities(rows)
    directory.mkdir(parents=True, exist_ok=True)
    for table in public_tables():
        found = sorted(
            rows[table.name], key=lambda r, t=table: ["" if r[c] is None else r[c] for c in t.key]
        )
        with TableWriter(csv_path(directory, table), table, dialect) as writer:
            writer.write([r.get(c) for c in table.column_names] for r in found)
    return directory


def _add_document(rows: dict[str, list[Row]], document: Row) -> None:
    doc_id, text = document["doc_id"], document["text"]
    header = re.match(r" date (\d{4}-\d\d(?:-\d\d)?)(?: ([^\n]+))?", text)
    date, section = (header[1], header[2]) if header else (None, None)
    begin = header.end() if header else 0
    spans = [m.span() for m in _SENTENCE.finditer(text, begin) if m[0].strip()]
    base = {"doc_id": doc_id}
    for n, (start, end) in enumerate(spans):
        piece = {"sentence_no": n, "start_char": start, "end_char": end, "text": text[start:end]}
        rows["sentences"].append(base | piece)
    for n, match in enumerate(_MARK.finditer(text, begin)):
        at = _sentence_of(spans, match.start())
        token = {"token_no": n, "sentence_no": at, "head_no": n, "entity": "O", "text": match[0]}
        rows["tokens"].append(base | token | {"start_char": match.start(), "end_char": match.end()})
    rows["texts"].append(base | {"text": text})
    facts = {"path": f"{doc_id}.txt", "date": date, "section": section, "agency": "NTB"}
    sizes = {"n_characters": len(text), "n_sentences": len(spans), "n_tokens": len(text.split())}
    digest = sha256(text.encode()).hexdigest()
    rows["documents"].append(
        base | facts | sizes | {"language": document.get("lang", "nb"), "sha256": digest}
    )
    _add_mentions(rows, document, spans)
    for n, figure in enumerate(document.get("figures", [])):
        _add_figure(rows, document, figure, n, spans)


def _sentence_of(spans: list[tuple[int, int]], at: int) -> int:
    return max((n for n, (start, _) in enumerate(spans) if start <= at), default=0)


def _add_mentions(rows: dict[str, list[Row]], document: Row, spans: list[tuple[int, int]]) -> None:
    names = [("person", e["name"], e["forms"]) for e in document.get("people", [])]
    names += [("organization", e["name"], e["forms"]) for e in document.get("organizations", [])]
    countries = _countries()
    for code in document.get("countries", []):
        name = countries[code]["name_nb"]
        names.append(("country", code, [name]))
    found: dict[int, Row] = {}
    for kind, name, forms in names:
        for form in sorted(set(forms), key=len, reverse=True):
            for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", document["text"]):
                found.setdefault(
                    match.start(),
                    {
                        "end_char": match.end(),
                        "text": form,
                        "kind": kind,
                        "entity_id": _id(kind, name),
                    }
                    | {"_name": name, "form": "name", "label": kind[:3].upper()},
                )
    for n, (start, row) in enumerate(sorted(found.items())):
        at = _sentence_of(spans, start)
        head = {"doc_id": document["doc_id"], "mention_no": n, "sentence_no": at}
        rows["mentions"].append(head | {"start_char": start} | row)


def _id(kind: str, name: str) -> str:
    makers = {"person": ids.person_id, "organization": ids.organization_id}
    return makers[kind](name) if kind in makers else name


def _add_figure(
    rows: dict[str, list[Row]],
    document: Row,
    figure: Row,
    number: int,
    spans: list[tuple[int, int]],
) -> None:
    text, quote = document["text"], figure["quote"]
    start = figure.get("start", text.find(quote))
    actor, at = figure.get("actor"), _sentence_of(spans, start)
    is_country = actor in _countries()
    row = {c: figure.get(c) for c in FIGURES.column_names} | {
        "doc_id": document["doc_id"],
        "figure_no": number,
        "sentence_no": at,
        "start_char": start,
        "end_char": start + len(quote),
        "actor_id": actor if is_country or not actor else ids.organization_id(actor),
        "actor_kind": ("country" if is_country else "organization") if actor else None,
        "location_id": figure.get("location"),
        "location_country": figure.get("location"),
        "source_id": _source_id(document, figure.get("source")),
        "_actor_name": actor,
        "confidence": 0.9,
    }
    for name in ("value", "value_min", "value_max"):
        row[name] = None if row[name] is None else float(row[name])
    rows["figures"].append(row)
    table = "troop_figures" if row["category"] == "troops" else "casualty_figures"
    sentence = text[slice(*spans[at])]
    rows[table].append(row | _joined(row, rows["documents"][-1]) | {"sentence": sentence})


def _source_id(document: Row, source: str | None) -> str | None:
    if source in {e["name"] for e in document.get("people", [])}:
        return ids.person_id(source)
    if source in {e["name"] for e in document.get("organizations", [])}:
        return ids.organization_id(source)
    return None


def _joined(figure: Row, document: Row) -> Row:
    actor, place = figure["_actor_name"], _country_name(figure["location_id"])
    return {
        "date": document["date"],
        "section": document["section"],
        "actor": _country_name(actor) if actor in _countries() else actor,
        "location": place,
        "location_country_name": place,
        "path": document["path"],
    }


def _country_name(code: str | None) -> str | None:
    return _countries()[code]["name_nb"] if code else None


def _add_entities(rows: dict[str, list[Row]]) -> None:
    names: dict[str, tuple[str, str]] = {}
    mentions, documents, aliases = Counter[str](), dict[str, set[str]](), Counter[tuple[str, str]]()
    per_document, first = Counter[tuple[str, str]](), dict[tuple[str, str], int]()
    for m in rows["mentions"]:
        entity = m["entity_id"]
        names.setdefault(entity, (m["kind"], m["_name"]))
        mentions[entity] += 1
        documents.setdefault(entity, set()).add(m["doc_id"])
        aliases[entity, m["text"]] += 1
        per_document[m["doc_id"], entity] += 1
        first.setdefault((m["doc_id"], entity), m["start_char"])
    for f in rows["figures"]:
        for entity, name in ((f["actor_id"], f["_actor_name"]), (f["location_id"], None)):
            if entity:
                kind = "organization" if entity.startswith("org:") else "country"
                names.setdefault(entity, (kind, name or entity))
    dates = {d["doc_id"]: d["date"] for d in rows["documents"]}
    for entity, (kind, name) in names.items():
        seen = sorted(d for i in documents.get(entity, ()) if (d := dates[i]))
        counts = {"n_mentions": mentions[entity], "n_documents": len(documents.get(entity, ()))}
        counts |= {"first_date": seen[0] if seen else None, "last_date": seen[-1] if seen else None}
        _add_entity(rows, entity, kind, {"name": name} | counts)
    kinds = {entity: kind for entity, (kind, _) in names.items()}
    for (entity, alias), n in aliases.items():
        row = {"entity_id": entity, "alias": alias, "kind": kinds[entity], "n_mentions": n}
        rows["aliases"].append(row)
    for key, n in per_document.items():
        row = {"kind": kinds[key[1]], "n_mentions": n, "first_char": first[key]}
        rows["document_entities"].append({"doc_id": key[0], "entity_id": key[1]} | row)


def _add_entity(rows: dict[str, list[Row]], entity: str, kind: str, facts: Row) -> None:
    if kind == "person":
        row = {"person_id": entity, "family_name": facts["name"].split()[-1]} | facts
        rows["people"].append(row)
    elif kind == "organization":
        rows["organizations"].append({"organization_id": entity, "type": "other"} | facts)
    else:
        country = _countries()[entity]
        row: Row = {k: v or None for k, v in country.items() if k != "country_id"}
        for code in ("cow_code", "gw_code"):
            row[code] = int(row[code]) if row.get(code) else None
        rows["countries"].append({"country_id": entity} | row | facts)


def figure(quote: str, value: float | None, **fields: Any) -> Row:
    """Return an annotated figure; what is not said is an exact count of troops that are there."""
    bounds = {"value": value, "value_min": value, "value_max": value}
    usual = {"qualifier": "exact", "measure": "count", "category": "troops", "unit": "soldat"}
    usual |= {"event": "present", "modality": "actual", "as_of": "2021-05"}
    return {"quote": quote} | bounds | usual | fields


SAMPLE: list[Row] = [
    {
        "doc_id": "a1",
        "lang": "nb",
        "text": " date 2021-05 utenriks\n\n"
        "Øst-Lillevik: Norge har 120 soldater i Mali, sier Åse Bø til NTB.\n\n"
        "Styrken skal kuttes til rundt 60 soldater, og minst 20 franske soldater er drept.\n",
        "people": [{"name": "Åse Bø", "forms": ["Åse Bø"]}],
        "organizations": [{"name": "NTB", "forms": ["NTB"]}],
        "countries": ["NOR", "MLI", "FRA"],
        "figures": [
            figure("120 soldater", 120, actor="NOR", location="MLI", source="Åse Bø"),
            figure("rundt 60 soldater", 60, value_min=None, value_max=None, qualifier="approx")
            | {"actor": "NOR", "location": "MLI", "event": "remain", "modality": "planned"},
            figure("minst 20 franske soldater", 20, value_max=None, qualifier="at_least")
            | {"actor": "FRA", "location": "MLI", "event": "killed", "category": "casualties"},
        ],
    },
    {
        "doc_id": "b_script",
        "lang": "nn",
        "text": "=HYPERLINK(A1) frå <script>alert('æ')</script> og </script><!-- &amp; \"sitat\"."
        "\n\n"
        "– NATO kan sende mellom 300 og 400 soldatar til Estland, men ikkje tusenvis av mann.\n",
        "organizations": [{"name": "NATO", "forms": ["NATO"]}],
        "countries": ["EST"],
        "figures": [
            figure("mellom 300 og 400 soldatar", 350, value_min=300, value_max=400)
            | {"qualifier": "range", "actor": "NATO", "location": "EST", "event": "deploy"}
            | {"modality": "possible", "as_of": None},
            figure("tusenvis av mann", None, value_min=1000, qualifier="magnitude")
            | {"actor": "NATO", "location": "EST", "event": "deploy", "modality": "negated"},
        ],
    },
    {
        "doc_id": "007",
        "text": " date 2022-01-15 utenriks\n- Vi trekker ut 60 prosent av styrken, melder Nato.\n",
        "organizations": [{"name": "NATO", "forms": ["Nato"]}],
        "figures": [
            figure("60 prosent av styrken", 60, measure="percent", actor="NATO", as_of="2022-01-15")
            | {"event": "withdraw", "unit": "styrke", "source": "Nato"}
        ],
    },
]


@pytest.fixture(scope="session")
def sample_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder of three articles: Bokmål, Nynorsk with hostile text, and no location."""
    return write_tables(tmp_path_factory.mktemp("sample"), SAMPLE)


@pytest.fixture(scope="session")
def write_sample() -> Callable[[Path, Dialect], Path]:
    """Write the sample to a folder in a dialect."""
    return lambda directory, dialect: write_tables(directory, SAMPLE, dialect)


@pytest.fixture(scope="session")
def write_articles() -> Callable[[Path, Iterable[Row]], Path]:
    """Write annotated articles to a folder."""
    return write_tables
