"""Charts as plain SVG text, for the report and for notebooks: no library, no script.

Each function takes rows of `troop_figures` (dictionaries; missing values may be None or NaN) and
gives SVG whose looks come from `chart_style()`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from markupsafe import Markup, escape

from pipeline.report.language import Words, words_of

Row = Mapping[str, Any]
Href = Callable[[Row], str]

WIDTH, HEIGHT = 380, 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 14, 14, 26
_SHAPES = {
    "present": "level",
    "remain": "level",
    "deploy": "in",
    "increase": "in",
    "withdraw": "out",
    "decrease": "out",
}
_LOG_FROM = 30  # largest over smallest: past this, small numbers vanish on a linear scale
_ARROW = 16  # length of the bar of an open bound


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


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart of the timeline: who, where, and how many figures it shows."""

    actor: str
    location: str
    n_figures: int
    svg: Markup


def chart_style() -> str:
    """Return the CSS that the charts need."""
    file = resources.files("pipeline.report") / "assets" / "charts.css"
    return file.read_text(encoding="utf-8")


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
        value, low, high = (_number(row.get(c)) for c in ("value", "value_min", "value_max"))
        shown = next((n for n in (value, low, high) if n is not None), None)
        when = row.get("as_of")
        if shown is None or row["measure"] != "count" or not isinstance(when, str) or not when:
            continue
        if row["qualifier"] == "approx":
            low = high = shown  # no bounds were said: no bar
        shape = _SHAPES.get(row["event"], "other")
        points.append(Point(decimal_year(when), shown, low, high, shape, row["modality"], row))
    return points


def timeline(
    rows: Iterable[Row], *, lang: str = "nb", most: int = 12, href: Href | None = None
) -> list[Panel]:
    """Return a panel for each pair of actor and place, those with most figures first.

    Args:
        rows: troop figures with `actor`, `location_country_name`, `as_of`, `measure`, `value`,
            `value_min`, `value_max`, `qualifier`, `event`, `modality`, `quote`.
        lang: language of the labels.
        most: how many panels at most.
        href: where a mark leads, if anywhere.

    Returns: Panels, each with its own axis of time and scale of people.

    Example:
        >>> panels = timeline(load_tables("outputs")["troop_figures"].to_dict("records"))
        >>> panels[0].actor
        'USA'
    """
    words = words_of(lang)
    groups: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for point in points_of(rows):
        actor = _text(point.row.get("actor")) or words("chart.no_actor")
        place = _text(point.row.get("location_country_name")) or words("chart.no_location")
        groups[actor, place].append(point)
    chosen = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))[:most]
    return [
        Panel(actor, place, len(points), _panel(points, words, f"{actor}, {place}", href))
        for (actor, place), points in chosen
    ]


def _panel(points: Sequence[Point], words: Words, label: str, href: Href | None) -> Markup:
    times = [p.when for p in points]
    span = (math.floor(min(times)), math.floor(max(times)) + 1)
    scale = Scale.of([n for p in points for n in (p.value, p.low, p.high) if n is not None])
    floor = HEIGHT - _BOTTOM
    parts = [_open(WIDTH, HEIGHT, f"{label}: {words.count('n_figures', len(points))}")]
    for tick in scale.ticks():
        y = _round(scale.y(tick))
        parts.append(Markup('<path class="grid" d="M{} {}H{}"/>').format(_LEFT, y, WIDTH - _RIGHT))
        parts.append(_label(_LEFT - 6, y + 4, words.number(tick), "end"))
    first, last = span
    for year in range(first, last + 1, max(1, math.ceil((last - first) / 6))):
        x = _round(_x(year, span))
        parts.append(Markup('<path class="grid" d="M{} {}v5"/>').format(x, floor))
        parts.append(_label(x, floor + 18, str(year), "middle"))
    parts.append(Markup('<path class="axis" d="M{} {}H{}"/>').format(_LEFT, floor, WIDTH - _RIGHT))
    for point in sorted(points, key=lambda p: (p.when, p.value)):
        parts.append(_mark(point, _x(point.when, span), scale, words, href))
    parts.append(Markup("</svg>"))
    return Markup("").join(parts)


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
            step = _step(high)
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
        return HEIGHT - _BOTTOM - share * (HEIGHT - _BOTTOM - _TOP)

    def ticks(self) -> list[float]:
        """Return the numbers to write beside the scale."""
        if self.log:
            exponents = range(round(math.log10(self.low)), round(math.log10(self.high)) + 1)
            return [float(10**e) for e in exponents]
        step = _step(self.high)
        return [n * step for n in range(round(self.high / step) + 1)]


def _step(high: float) -> float:
    power = 10 ** math.floor(math.log10(max(high, 1)))
    return float(next(s for s in (power / 5, power / 2, power, power * 2) if high / s <= 5))


def _x(when: float, span: tuple[int, int]) -> float:
    return _LEFT + (when - span[0]) / (span[1] - span[0]) * (WIDTH - _LEFT - _RIGHT)


def _mark(point: Point, x: float, scale: Scale, words: Words, href: Href | None) -> Markup:
    x, y = _round(x), _round(scale.y(point.value))
    style = f"mark {point.shape} {point.modality}"
    body = Markup("{}{}{}").format(
        _bar(point, x, y, scale), _shape(point.shape, x, y), _cross(point, x, y)
    )
    title = Markup("<title>{}</title>").format(describe(point.row, words))
    group = Markup('<g class="{}">{}{}</g>').format(style, title, body)
    link = href(point.row) if href else ""
    if not link:
        return group
    # The same figures stand in the table, so that a keyboard need not pass every mark.
    name = link.rpartition("#")[2]
    return Markup('<a href="{}" data-figure="{}" tabindex="-1">{}</a>').format(link, name, group)


def describe(row: Row, words: Words) -> str:
    """Return a figure's tooltip: time, the words as printed, what happens and how it is said."""
    parts = (
        _text(row.get("as_of")),
        f"«{row['quote']}»",
        words.value("event", row["event"]),
        words.value("modality", row["modality"]),
        _text(row.get("source")),
    )
    return " · ".join(p for p in parts if p)


def _bar(point: Point, x: float, y: float, scale: Scale) -> Markup:
    low, high = point.low, point.high
    if low is not None and high is not None:
        return Markup("") if low == high else _line(x, scale.y(high), scale.y(low))
    if low is not None:
        return Markup("{}{}").format(_line(x, y - _ARROW, scale.y(low)), _tip(x, y - _ARROW, 1))
    if high is not None:
        return Markup("{}{}").format(_line(x, scale.y(high), y + _ARROW), _tip(x, y + _ARROW, -1))
    return Markup("")


def _line(x: float, top: float, bottom: float) -> Markup:
    return Markup('<path class="bar" d="M{} {}V{}"/>').format(x, _round(top), _round(bottom))


def _tip(x: float, y: float, way: int) -> Markup:
    path = '<path class="bar" d="M{} {}l4 {}m-4 {}l-4 {}"/>'
    return Markup(path).format(x, _round(y), 5 * way, -5 * way, 5 * way)


def _shape(shape: str, x: float, y: float) -> Markup:
    if shape == "level":
        return Markup('<circle cx="{}" cy="{}" r="5"/>').format(x, y)
    if shape == "other":
        return Markup('<rect x="{}" y="{}" width="9" height="9"/>').format(x - 4.5, y - 4.5)
    way = -1 if shape == "in" else 1
    return Markup('<path class="shape" d="M{} {}l5.5 {}h-11z"/>').format(x, y + 6 * way, -10 * way)


def _cross(point: Point, x: float, y: float) -> Markup:
    if point.modality != "negated":
        return Markup("")
    return Markup('<path class="cross" d="M{} {}l14 14m0 -14l-14 14"/>').format(x - 7, y - 7)


def claims(rows: Iterable[Row], *, lang: str = "nb", href: Href | None = None) -> Markup:
    """Return a chart of who says what: one line a claim, its number as a mark and bounds as bar.

    Args:
        rows: figures of one force, place and time, as for `timeline`.
        lang: language of the labels.
        href: where a mark leads, if anywhere.

    Returns: One SVG; an empty text where no row has a number.

    Example:
        >>> rows = [{"value": 120, "measure": "count", "qualifier": "exact", "as_of": "2021",
        ...          "event": "present", "modality": "actual", "quote": "120", "source": "Bø"}]
        >>> "Bø" in claims(rows)
        True
    """
    words = words_of(lang)
    points = points_of(rows)
    if not points:
        return Markup("")
    points.sort(key=lambda p: (p.when, _text(p.row.get("source")), p.value))
    left, width, line = 230, 640, 24
    height = line * len(points) + 40
    high = max(n for p in points for n in (p.value, p.low, p.high) if n is not None) * 1.05
    at = _across(left, width - 30, high)
    parts = [_open(width, height, words("chart.claims"))]
    step = _step(high)
    for tick in (n * step for n in range(int(high / step) + 1)):
        parts.append(Markup('<path class="grid" d="M{} 8V{}"/>').format(at(tick), height - 26))
        parts.append(_label(at(tick), height - 8, words.number(tick), "middle"))
    for n, point in enumerate(points):
        y = 20 + n * line
        who = _text(point.row.get("source")) or words("chart.own_voice")
        parts.append(_label(0, y + 4, f"{point.row['as_of']}  {_short(who)}", "start"))
        parts.append(_claim(point, at, y, words, href))
    parts.append(Markup("</svg>"))
    return Markup("").join(parts)


def _across(left: float, right: float, high: float) -> Callable[[float], float]:
    return lambda number: _round(left + number / high * (right - left))


def _claim(
    point: Point, at: Callable[[float], float], y: float, words: Words, href: Href | None
) -> Markup:
    low = at(point.low) if point.low is not None else at(point.value) - _ARROW
    high = at(point.high) if point.high is not None else at(point.value) + _ARROW
    bar = Markup('<path class="bar" d="M{} {}H{}"/>').format(low, y, high)
    title = Markup("<title>{}</title>").format(describe(point.row, words))
    style = f"mark {point.shape} {point.modality}"
    shape = Markup("{}{}").format(
        _shape(point.shape, at(point.value), y), _cross(point, at(point.value), y)
    )
    group = Markup('<g class="{}">{}{}{}</g>').format(style, title, bar, shape)
    return Markup('<a href="{}">{}</a>').format(href(point.row), group) if href else group


def legend(lang: str = "nb") -> Markup:
    """Return what the shapes and fills of the timeline mean, as a list of small pictures."""
    words = words_of(lang)
    shapes = [(f"mark {s} actual", s, words(f"shape.{s}")) for s in ("level", "in", "out", "other")]
    fills = [
        (f"mark level {m}", "level", words.value("modality", m))
        for m in ("actual", "planned", "possible", "negated")
    ]
    items = [
        Markup("<li>{}{}</li>").format(_sample(style, shape), text)
        for style, shape, text in shapes + fills
    ]
    return Markup('<ul class="legend">{}</ul>').format(Markup("").join(items))


def _sample(style: str, shape: str) -> Markup:
    negated = Markup('<path class="cross" d="M2 2l14 14m0 -14l-14 14"/>')
    cross = negated if style.endswith("negated") else Markup("")
    return Markup(
        '<svg class="chart" viewBox="0 0 18 18" width="18" height="18" aria-hidden="true">'
        '<g class="{}">{}{}</g></svg>'
    ).format(style, _shape(shape, 9, 9), cross)


def page(panels: Iterable[Panel | Markup], lang: str = "nb") -> str:
    """Return charts with their style and legend as one piece of HTML, for a notebook's cell."""
    figures = [
        Markup("<figure><figcaption>{} – {}</figcaption>{}</figure>").format(
            p.actor, p.location, p.svg
        )
        if isinstance(p, Panel)
        else Markup("<figure>{}</figure>").format(p)
        for p in panels
    ]
    body = Markup('<div class="charts">{}</div>{}').format(Markup("").join(figures), legend(lang))
    return f"<style>{chart_style()}</style>{body}"


def _open(width: int, height: int, label: str) -> Markup:
    return Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}" '
        'xmlns="http://www.w3.org/2000/svg">'
    ).format(width, height, label)


def _label(x: float, y: float, text: str, anchor: str) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(
        _round(x), _round(y), anchor, escape(text)
    )


def _short(text: str, most: int = 26) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _round(number: float) -> float:
    return round(number, 1)


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not math.isnan(value) else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
