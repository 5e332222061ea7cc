"""The rows of the entity tables: what was counted, with what the lexicon knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.entities import Entity, suggest_merges
from pipeline.ids import kind_of_id
from pipeline.lang.names import family_name
from pipeline.lexicon.state_codes import former_states
from pipeline.schema import Table, Values
from pipeline.tables import (
    ALIASES,
    COUNTRIES,
    DOCUMENT_ENTITIES,
    ORGANIZATIONS,
    PEOPLE,
    PLACES,
    SUGGESTED_MERGES,
    UNRESOLVED,
)

if TYPE_CHECKING:
    from pipeline.entity_store import EntityStore
    from pipeline.lexicon import Lexicon

Rows = Iterator[Values]


def entity_tables(store: EntityStore, lexicon: Lexicon) -> Iterator[tuple[Table, Rows]]:
    """Yield each table that follows from the counts, with its rows in key order."""
    yield PEOPLE, _people(store, lexicon)
    yield ORGANIZATIONS, _organizations(store, lexicon)
    yield COUNTRIES, _countries(store, lexicon)
    yield PLACES, _places(store, lexicon)
    yield ALIASES, store.alias_rows()
    yield DOCUMENT_ENTITIES, store.document_entity_rows()
    yield UNRESOLVED, _unresolved(store, lexicon)
    yield SUGGESTED_MERGES, _suggested_merges(store, lexicon)


def _people(store: EntityStore, lexicon: Lexicon) -> Rows:
    known = {row["person_id"]: row["name"] for row in lexicon.table("people")}
    for total in store.totals("person"):
        name = known.get(total.entity_id) or _stated_name(store, total.entity_id)
        role, organization = store.role(total.entity_id)
        yield (total.entity_id, name, family_name(name), role, organization, *total.counts)


def _organizations(store: EntityStore, lexicon: Lexicon) -> Rows:
    known = {row["organization_id"]: row for row in lexicon.table("organizations")}
    for total in store.totals("organization"):
        row = known.get(total.entity_id)
        if row:
            kind, country, wikidata = row["type"], row["country"], row["wikidata"]
        else:
            kind = "coalition" if "koalisjon" in total.entity_id else "other"
            country = wikidata = ""
        name = row["name"] if row else _stated_name(store, total.entity_id)
        yield (total.entity_id, name, kind, country, *total.counts, wikidata)


def _countries(store: EntityStore, lexicon: Lexicon) -> Rows:
    for total in store.totals("country"):
        row = lexicon.country_names[total.entity_id]
        yield (
            total.entity_id,
            row["iso2"],
            row["name_nb"],
            row["name_nn"],
            row["name_en"],
            int(row["cow_code"]) if row["cow_code"] else None,
            int(row["gw_code"]) if row["gw_code"] else None,
            row["continent"],
            *total.counts,
            former_states(lexicon, total.entity_id),
        )


def _places(store: EntityStore, lexicon: Lexicon) -> Rows:
    for total in store.totals("place"):
        place = lexicon.place(total.entity_id)
        if place is None:
            name = _stated_name(store, total.entity_id)
            yield (total.entity_id, name, "", None, None, *total.counts)
        else:
            position = (place.latitude, place.longitude)
            yield (total.entity_id, place.name, place.country, *position, *total.counts)


def _stated_name(store: EntityStore, entity_id: str) -> str:
    """Return what articles call an entity, or its id in words if only the user's files name it."""
    return store.name(entity_id) or entity_id.partition(":")[2].replace("-", " ").title()


def _unresolved(store: EntityStore, lexicon: Lexicon) -> Rows:
    """Names without an entity behind them: unknown organizations, lone names, unplaced places."""
    organizations = {row["organization_id"] for row in lexicon.table("organizations")}
    people = {row["person_id"] for row in lexicon.table("people")}

    def is_resolved(entity_id: str) -> bool:
        kind = kind_of_id(entity_id)
        if kind == "organization":
            return entity_id in organizations
        if kind == "person":
            return entity_id in people or "-" in entity_id
        return kind == "country" or lexicon.place(entity_id) is not None

    rows = [
        (alias, kind, n_mentions, n_documents, doc_id)
        for entity_id, kind, alias, n_mentions, n_documents, doc_id in store.surface_rows()
        if not is_resolved(entity_id)
    ]
    yield from sorted(rows, key=lambda row: (-row[2], row[1], row[0]))


def _suggested_merges(store: EntityStore, lexicon: Lexicon) -> Rows:
    """Pairs that look the same; two that the lexicon knows are known to be two."""
    known = {row["organization_id"]: row["name"] for row in lexicon.table("organizations")}
    known |= {row["person_id"]: row["name"] for row in lexicon.table("people")}

    def entities(kind: str) -> list[Entity]:
        return [
            Entity(
                t.entity_id,
                known.get(t.entity_id) or _stated_name(store, t.entity_id),
                t.n_mentions,
            )
            for t in store.totals(kind)
        ]

    people, organizations = entities("person"), entities("organization")
    names = {entity.entity_id: entity.name for entity in (*people, *organizations)}
    for pair in suggest_merges(people, organizations):
        if pair.from_id in known and pair.into_id in known:
            continue
        ids = (pair.from_id, pair.into_id)
        yield (*ids, pair.reason, *(names[entity_id] for entity_id in ids), pair.similarity)
