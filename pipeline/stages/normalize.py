"""Normalize: who is who across articles, with the user's merges and splits on top."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.ids import kind_of_id
from pipeline.schema import Row, Values
from pipeline.tables import MENTIONS

if TYPE_CHECKING:
    from pipeline.lexicon import Lexicon

_ENTITY_FIELDS = ("actor_id", "location_id", "source_id")


@dataclass(frozen=True, slots=True)
class Decisions:
    """The user's own: which ids are one entity, and in which articles an id means another."""

    merges: Mapping[str, str]
    splits: Mapping[tuple[str, str], str]

    @classmethod
    def from_lexicon(cls, lexicon: Lexicon) -> Decisions:
        """Return the decisions of `merges.csv` and `splits.csv`, if the user wrote any."""
        return cls(
            {row["from_id"]: row["into_id"] for row in lexicon.table("merges")},
            {(r["entity_id"], r["doc_id"]): r["new_id"] for r in lexicon.table("splits")},
        )

    def decide(self, entity_id: str, doc_id: str) -> str:
        """Return the id that `entity_id` stands for in an article.

        A split comes first; then merges are followed to their end (a ring ends where it began).

        >>> Decisions({"org:a": "org:b", "org:b": "org:c"}, {}).decide("org:a", "1")
        'org:c'
        """
        current = self.splits.get((entity_id, doc_id), entity_id)
        seen = {current}
        while (following := self.merges.get(current)) is not None and following not in seen:
            seen.add(following)
            current = following
        return current


def decided_mentions(rows: Iterable[Row], decisions: Decisions) -> list[Row]:
    """Return rows of `extracted_mentions` with the entities that the user decided on."""
    decided = []
    for row in rows:
        entity_id = decisions.decide(row["entity_id"], row["doc_id"])
        role_id = row["role_organization_id"]
        decided.append(
            {
                **row,
                "entity_id": entity_id,
                # A merged entity goes by the name of the one it became, which others state.
                "name": row["name"] if entity_id == row["entity_id"] else "",
                "kind": kind_of_id(entity_id),
                "role_organization_id": decisions.decide(role_id, row["doc_id"]) if role_id else "",
            }
        )
    return decided


def decided_figures(rows: Iterable[Row], decisions: Decisions) -> list[Row]:
    """Return rows of `extracted_figures` with the entities that the user decided on."""
    decided = []
    for row in rows:
        new = dict(row)
        for field in _ENTITY_FIELDS:
            if row[field]:
                new[field] = decisions.decide(row[field], row["doc_id"])
        if new["actor_id"]:
            new["actor_kind"] = kind_of_id(new["actor_id"])
        decided.append(new)
    return decided


def mention_rows(rows: Iterable[Row]) -> Iterable[Values]:
    """Yield rows of `mentions` from decided ones."""
    names = MENTIONS.column_names
    return (tuple(row[name] for name in names) for row in rows)
