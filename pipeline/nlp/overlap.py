"""Of names that share characters, one can stay."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar


class Placed(Protocol):
    """What stands somewhere in a text, end exclusive."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


P = TypeVar("P", bound=Placed)


def overlaps_any(one: Placed, others: Iterable[Placed]) -> bool:
    """Whether something shares a character with any of the others."""
    return any(one.start < other.end and other.start < one.end for other in others)


def without_overlap(found: Iterable[P], rank: Callable[[P], int] = lambda _: 0) -> list[P]:
    """The longest of those that overlap, by place.

    Of equally long ones that with the lowest rank stays; then the first in the text; then the first
    in `found`.
    """
    kept: list[P] = []
    for one in sorted(found, key=lambda p: (p.start - p.end, rank(p), p.start)):
        if not overlaps_any(one, kept):
            kept.append(one)
    return sorted(kept, key=lambda p: p.start)
