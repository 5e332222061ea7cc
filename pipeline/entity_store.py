"""Counts over all articles, kept on disk: what each entity is called, how often, where and when.

SQLite groups and sorts, so that memory does not grow with the number of articles. No answer depends
on the order in which articles came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.entities import alias_of
from pipeline.schema import Row, Values
from pipeline.scratch import Scratch

_SCHEMA = """
CREATE TABLE seen (doc_id, date, entity_id, kind, n_mentions, first_char);
CREATE TABLE called (entity_id, kind, alias, n_mentions, doc_id);
CREATE TABLE stated (entity_id, name, role, role_organization_id, date, doc_id, at);
CREATE TABLE needed (entity_id, name, PRIMARY KEY (entity_id, name)) WITHOUT ROWID;
"""
_TOTALS = """
WITH total AS (
  SELECT entity_id, sum(n_mentions) AS n_mentions, count(*) AS n_documents,
         min(nullif(date, '')) AS first_date, max(nullif(date, '')) AS last_date
  FROM seen GROUP BY entity_id
), every AS (
  SELECT entity_id FROM total UNION SELECT entity_id FROM needed
)
SELECT every.entity_id, coalesce(n_mentions, 0), coalesce(n_documents, 0), first_date, last_date
FROM every LEFT JOIN total USING (entity_id)
WHERE entity_id GLOB ? ORDER BY entity_id
"""
_PATTERNS = {
    "person": "person:*",
    "organization": "org:*",
    "place": "place:*",
    "country": "[A-Z][A-Z][A-Z]",
}
# The name stated most often; of those, the longest; of those, the first in the alphabet.
_NAME = """
SELECT name FROM stated WHERE entity_id = ? AND name != ''
GROUP BY name ORDER BY count(*) DESC, length(name) DESC, name LIMIT 1
"""
_ANY_NAME = "SELECT name FROM needed WHERE entity_id = ? AND name != '' ORDER BY name LIMIT 1"
_ROLE = """
SELECT role, role_organization_id FROM stated WHERE entity_id = ? AND role != ''
ORDER BY date = '', date, doc_id, at LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Totals:
    """How often and when an entity is mentioned; zero where only a figure is about it."""

    entity_id: str
    n_mentions: int
    n_documents: int
    first_date: str | None
    last_date: str | None

    @property
    def counts(self) -> tuple[int, int, str | None, str | None]:
        """The four columns that every entity table ends with."""
        return self.n_mentions, self.n_documents, self.first_date, self.last_date


class EntityStore(Scratch):
    """Collects the decided rows of each article, then answers for all of them."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, _SCHEMA)

    def add(self, document: Row, mentions: Iterable[Row], figures: Iterable[Row]) -> None:
        """Count one article's mentions, and remember the entities that its figures need."""
        doc_id, date = document["doc_id"], document["date"] or ""
        seen: dict[str, tuple[str, int]] = {}
        counts: Counter[str] = Counter()
        called: Counter[tuple[str, str, str]] = Counter()
        stated: dict[tuple[str, str, str, str], int] = {}
        for row in mentions:
            entity_id, kind = row["entity_id"], row["kind"]
            seen.setdefault(entity_id, (kind, row["start_char"]))
            counts[entity_id] += 1
            called[entity_id, kind, alias_of(row["text"], row["form"])] += 1
            fact = (entity_id, row["name"] or "", row["role"], row["role_organization_id"])
            stated.setdefault(tuple(x or "" for x in fact), row["start_char"])  # type: ignore[arg-type]
            if row["role_organization_id"]:
                self._need(row["role_organization_id"], "")
        for figure in figures:
            for field, name in (("actor_id", ""), ("location_id", ""), ("source_id", "source")):
                if figure[field]:
                    self._need(figure[field], figure[name] or "" if name else "")
            if figure["location_country"]:
                self._need(figure["location_country"], "")
        execute = self._database.executemany
        execute(
            "INSERT INTO seen VALUES (?, ?, ?, ?, ?, ?)",
            [(doc_id, date, e, kind, counts[e], first) for e, (kind, first) in seen.items()],
        )
        execute(
            "INSERT INTO called VALUES (?, ?, ?, ?, ?)",
            [(*key, n, doc_id) for key, n in called.items()],
        )
        execute(
            "INSERT INTO stated VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(*fact, date, doc_id, at) for fact, at in stated.items()],
        )

    def _need(self, entity_id: str, name: str) -> None:
        self._database.execute("INSERT OR IGNORE INTO needed VALUES (?, ?)", (entity_id, name))

    def totals(self, kind: str) -> Iterator[Totals]:
        """Yield the entities of a kind, sorted by id."""
        self._index()
        for row in self._database.execute(_TOTALS, (_PATTERNS[kind],)):
            yield Totals(*row)

    def _index(self) -> None:
        self._database.execute("CREATE INDEX IF NOT EXISTS by_entity ON stated (entity_id)")

    def name(self, entity_id: str) -> str:
        """Return the name most often stated for an entity, or "" if none is."""
        for query in (_NAME, _ANY_NAME):
            found = self._database.execute(query, (entity_id,)).fetchone()
            if found:
                return str(found[0])
        return ""

    def role(self, entity_id: str) -> tuple[str, str]:
        """Return a person's role as first stated, and its organization's id."""
        found = self._database.execute(_ROLE, (entity_id,)).fetchone()
        return (found[0], found[1]) if found else ("", "")

    def alias_rows(self) -> Iterator[Values]:
        """Yield the rows of `aliases`."""
        yield from self._database.execute(
            "SELECT entity_id, alias, kind, sum(n_mentions) FROM called"
            " GROUP BY entity_id, alias, kind ORDER BY entity_id, alias"
        )

    def document_entity_rows(self) -> Iterator[Values]:
        """Yield the rows of `document_entities`."""
        yield from self._database.execute(
            "SELECT doc_id, entity_id, kind, n_mentions, first_char FROM seen"
            " ORDER BY doc_id, entity_id"
        )

    def surface_rows(self) -> Iterator[tuple[str, str, str, int, int, str]]:
        """Yield (entity_id, kind, alias, n_mentions, n_documents, first doc_id) for every form."""
        yield from self._database.execute(
            "SELECT entity_id, kind, alias, sum(n_mentions), count(DISTINCT doc_id), min(doc_id)"
            " FROM called GROUP BY entity_id, kind, alias ORDER BY kind, alias, entity_id"
        )
