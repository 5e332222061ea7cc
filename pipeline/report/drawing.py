"""What charts are drawn with: figures as points, the scale of people, and signs as SVG."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

Row = Mapping[str, Any]

WIDTH, HEIGHT = 380, 210
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 14, 26
_SHAPES = {
    "present": "level",
    "remain": "level",
    "deploy": "in",
    "increase": "in",
    "withdraw": "out",
    "decrease": "out",
}
_LOG_FROM = 30  # largest over smallest: past this, small numbers vanish on a linear scale


@dataclass(frozen=True, slots=True)
class Point:
    """A figure as drawn: when (decimal year), its number and bounds, and what style it gets."""

    when: float
    value: float
    low: float | None
    high: float | None
    shape: str
    modality: str
    row: Row


def decimal_year(when: str) -> float:
    """Return the middle of a year, month or day as a decimal year.

    >>> decimal_year("2018"), round(decimal_year("2018-02"), 3), decimal_year("2018-01-01")
    (2018.5, 2018.125, 2018.0)
    """
    parts = [int(p) for p in when.split("-")]
    if len(parts) == 1:
        return parts[0] + 0.5
    if len(parts) == 2:
        return parts[0] + (parts[1] - 0.5) / 12
    return parts[0] + (parts[1] - 1) / 12 + (parts[2] - 1) / 372


def points_of(rows: Iterable[Row]) -> list[Point]:
    """Return the rows that can be drawn: counts (not shares) with a time and a number."""
    points = []
    for row in rows:
        value, low, high = (as_number(row.get(c)) for c in ("value", "value_min", "value_max"))
        shown = next((n for n in (value, low, high) if n is not None), None)
        when = row.get("as_of")
        if shown is None or row["measure"] != "count" or not isinstance(when, str) or not when:
            continue
        if row["qualifier"] == "approx":
            low = high = shown  # no bounds were said: no bar
        shape = _SHAPES.get(row["event"], "other")
        points.append(Point(decimal_year(when), shown, low, high, shape, row["modality"], row))
    return points


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale of people: linear from 0, or logarithmic where numbers lie far apart."""

    low: float
    high: float
    log: bool

    @classmethod
    def of(cls, numbers: Sequence[float]) -> Scale:
        """Return a scale that holds the numbers.

        >>> Scale.of([120, 60]).log, Scale.of([15, 170_000]).log
        (False, True)
        """
        high, low = max(numbers), max(1.0, min(numbers))
        if high / low <= _LOG_FROM:
            step = nice_step(high)
            return cls(0, max(step, math.ceil(high / step) * step), log=False)
        # Exponents by rounding: log10(1000) is a hair below 3 on some platforms.
        return cls(
            10 ** math.floor(round(math.log10(low), 9)),
            10 ** math.ceil(round(math.log10(high), 9)),
            log=True,
        )

    def y(self, number: float) -> float:
        """Return the height of a number, in the picture's units from the top."""
        if self.log:
            share = math.log10(max(number, self.low) / self.low) / math.log10(self.high / self.low)
        else:
            share = number / self.high
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)

    def ticks(self) -> list[float]:
        """Return the numbers to write beside the scale."""
        if self.log:
            exponents = range(round(math.log10(self.low)), round(math.log10(self.high)) + 1)
            return [float(10**e) for e in exponents]
        step = nice_step(self.high)
        return [n * step for n in range(round(self.high / step) + 1)]


def nice_step(high: float) -> float:
    """Return a round distance between ticks: at most five steps to `high`."""
    power = 10 ** math.floor(math.log10(max(high, 1)))
    return float(next(s for s in (power / 5, power / 2, power, power * 2) if high / s <= 5))


def bar_line(x: float, top: float, bottom: float) -> Markup:
    """Return the upright bar between two bounds."""
    return Markup('<path class="bar" d="M{} {}V{}"/>').format(x, rounded(top), rounded(bottom))


def arrow_tip(x: float, y: float, way: int) -> Markup:
    """Return the tip of an open bound, upwards (1) or downwards (-1)."""
    path = '<path class="bar" d="M{} {}l4 {}m-4 {}l-4 {}"/>'
    return Markup(path).format(x, rounded(y), 5 * way, -5 * way, 5 * way)


def sign(shape: str, x: float, y: float) -> Markup:
    """Return a point's shape around its place."""
    if shape == "level":
        return Markup('<circle cx="{}" cy="{}" r="5"/>').format(x, y)
    if shape == "other":
        return Markup('<rect x="{}" y="{}" width="9" height="9"/>').format(x - 4.5, y - 4.5)
    way = -1 if shape == "in" else 1
    return Markup('<path class="shape" d="M{} {}l5.5 {}h-11z"/>').format(x, y + 6 * way, -10 * way)


def crossed(point: Point, x: float, y: float) -> Markup:
    """Return the cross over a denied figure; nothing for others."""
    if point.modality != "negated":
        return Markup("")
    return Markup('<path class="cross" d="M{} {}l14 14m0 -14l-14 14"/>').format(x - 7, y - 7)


def open_picture(width: int, height: int, label: str) -> Markup:
    """Return the start tag of a picture that says what it shows."""
    return Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}" '
        'xmlns="http://www.w3.org/2000/svg">'
    ).format(width, height, label)


def written(x: float, y: float, text: str, anchor: str) -> Markup:
    """Return text in a picture, escaped."""
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(
        rounded(x), rounded(y), anchor, text
    )


def rounded(number: float) -> float:
    """Return a coordinate short enough for a file that people may read."""
    return round(number, 1)


def as_number(value: Any) -> float | None:
    """Return a number; None for what a frame holds where none was said."""
    return value if isinstance(value, int | float) and not math.isnan(value) else None


def as_text(value: Any) -> str:
    """Return a text; an empty one for what a frame holds where none was said."""
    return value if isinstance(value, str) else ""
