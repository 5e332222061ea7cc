"""What a number expression says: value, bounds, qualifier, and what it counts if that is plain."""

from __future__ import annotations

from dataclasses import dataclass

Bounds = tuple[float | None, float | None, float | None]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number expression in a text; offsets in characters, 0-based, end exclusive.

    `start` and `end` hold qualifier and number, `number_start` and `number_end` the number alone.
    `kind` is `plain` where the number may count anything; otherwise what it is instead: `year`,
    `date`, `clock`, `age`, `money`, `measure`, `time`, `score`, `ordinal`, `label` (section,
    resolution, unit or product number), `decimal`.
    `form` is how it is written: `digits`, `words`, `article` (`en soldat`), `collective`
    (`et titalls`), `magnitude` (`tusenvis`), `share`.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: float | None
    value_min: float | None
    value_max: float | None
    qualifier: str = "exact"
    measure: str = "count"
    kind: str = "plain"
    form: str = "digits"


def bounds(value: float, qualifier: str) -> Bounds:
    """(value, value_min, value_max) of a number under a qualifier.

    Args:
        value: the number stated; of a magnitude, its size (1000 for `tusenvis`).
        qualifier: `exact`, `approx`, `at_least`, `more_than`, `at_most`, `less_than`, `magnitude`.

    Returns:
        The three values that the words give; None where they give no bound.

    Example:
        >>> bounds(300, "at_least")
        (300, 300, None)
    """
    if qualifier == "magnitude":
        return None, value, None
    lower = value if qualifier in ("exact", "at_least", "more_than") else None
    upper = value if qualifier in ("exact", "at_most", "less_than") else None
    return value, lower, upper
