"""Readable ids that come from content alone, never from the order of processing."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "ø": "o",
        "å": "a",
        "ß": "ss",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "ı": "i",
        "œ": "oe",
    }
)


def slug(text: str) -> str:
    """Return `text` in lower-case ASCII letters and digits, joined by single hyphens.

    Letters of other scripts keep their own form, so that two names never share an id by accident.

    >>> slug("Den afrikanske union (AU)")
    'den-afrikanske-union-au'
    >>> slug("Støre")
    'store'
    """
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    kept = (c if c.isalnum() else " " for c in folded if not unicodedata.combining(c))
    return "-".join("".join(kept).split()) or "x"


def person_id(name: str) -> str:
    """Return the id of the person with this full name.

    >>> person_id("Jens Stoltenberg")
    'person:jens-stoltenberg'
    """
    return f"person:{slug(name)}"


def organization_id(name: str) -> str:
    """Return the id of the organization with this canonical name.

    >>> organization_id("NATO")
    'org:nato'
    """
    return f"org:{slug(name)}"


def place_id(country: str, name: str) -> str:
    """Return the id of a place from its country's ISO alpha-3 code (or "") and its name.

    Three letters and a hyphen always are a country: a name that begins so without one is joined.

    >>> place_id("IRQ", "Mosul"), place_id("", "Rio Negro")
    ('place:irq-mosul', 'place:rionegro')
    """
    if country:
        return f"place:{slug(country)}-{slug(name)}"
    first, _, rest = slug(name).partition("-")
    return f"place:{first}{rest}" if len(first) == 3 else f"place:{slug(name)}"


def kind_of_id(entity_id: str) -> str:
    """Return `person`, `organization`, `place` or `country`, as the id's own prefix says.

    >>> kind_of_id("org:nato"), kind_of_id("IRQ")
    ('organization', 'country')
    """
    prefix, colon, _ = entity_id.partition(":")
    if not colon:
        return "country"
    return {"person": "person", "org": "organization", "place": "place"}[prefix]
