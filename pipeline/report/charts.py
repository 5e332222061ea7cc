"""Charts as plain SVG text, for the report and for notebooks: no library, no script.

Each function takes rows of `troop_figures` (dictionaries; missing values may be None or NaN) and
gives SVG whose looks come from `chart_style()`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import resources

from markupsafe import Markup

from pipeline.report.drawing import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    WIDTH,
    Point,
    Row,
    Scale,
    arrow_tip,
    as_text,
    bar_line,
    crossed,
    nice_step,
    open_picture,
    points_of,
    rounded,
    sign,
    written,
)
from pipeline.report.wording import Wording, wording_of

Href = Callable[[Row], str]

_ARROW = 16  # length of the bar of an open bound


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


def timeline(
    rows: Iterable[Row], *, lang: str = "nb", most: int = 12, href: Href | None = None
) -> list[Panel]:
    """Return a panel for each pair of actor and place: known pairs with most figures first.

    Args:
        rows: troop figures with `actor`, `location_country_name`, `as_of`, `measure`, `value`,
            `value_min`, `value_max`, `qualifier`, `event`, `modality`, `quote`.
        lang: language of the labels.
        most: how many panels at most.
        href: where a mark leads, if anywhere.

    Returns:
        Panels, each with its own axis of time and scale of people.

    Examples:
        >>> from pipeline import load_tables
        >>> panels = timeline(load_tables("outputs")["troop_figures"].to_dict("records"))
        >>> len(panels)
        12
    """
    words = wording_of(lang)
    groups: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for point in points_of(rows):
        actor = as_text(point.row.get("actor")) or words("chart.no_actor")
        place = as_text(point.row.get("location_country_name")) or words("chart.no_location")
        groups[actor, place].append(point)
    unsaid = {words("chart.no_actor"), words("chart.no_location")}
    # A pair with a part that nobody said mixes forces; it comes after those that do not.
    chosen = sorted(
        groups.items(), key=lambda item: (bool(unsaid & {*item[0]}), -len(item[1]), item[0])
    )[:most]
    return [
        Panel(actor, place, len(points), _panel(points, words, f"{actor}, {place}", href))
        for (actor, place), points in chosen
    ]


def _panel(points: Sequence[Point], words: Wording, label: str, href: Href | None) -> Markup:
    times = [p.when for p in points]
    span = (math.floor(min(times)), math.floor(max(times)) + 1)
    scale = Scale.of([n for p in points for n in (p.value, p.low, p.high) if n is not None])
    floor = HEIGHT - BOTTOM
    parts = [open_picture(WIDTH, HEIGHT, f"{label}: {words.count('n_figures', len(points))}")]
    for tick in scale.ticks():
        y = rounded(scale.y(tick))
        parts.append(Markup('<path class="grid" d="M{} {}H{}"/>').format(LEFT, y, WIDTH - RIGHT))
        parts.append(written(LEFT - 6, y + 4, words.number(tick), "end"))
    first, last = span
    for year in range(first, last + 1, max(1, math.ceil((last - first) / 6))):
        x = rounded(_x(year, span))
        parts.append(Markup('<path class="grid" d="M{} {}v5"/>').format(x, floor))
        parts.append(written(x, floor + 18, str(year), "middle"))
    parts.append(Markup('<path class="axis" d="M{} {}H{}"/>').format(LEFT, floor, WIDTH - RIGHT))
    for point in sorted(points, key=lambda p: (p.when, p.value)):
        parts.append(_mark(point, _x(point.when, span), scale, words, href))
    parts.append(Markup("</svg>"))
    return Markup("").join(parts)


def _x(when: float, span: tuple[int, int]) -> float:
    return LEFT + (when - span[0]) / (span[1] - span[0]) * (WIDTH - LEFT - RIGHT)


def _mark(point: Point, x: float, scale: Scale, words: Wording, href: Href | None) -> Markup:
    x, y = rounded(x), rounded(scale.y(point.value))
    style = f"mark {point.shape} {point.modality}"
    body = Markup("{}{}{}").format(
        _bar(point, x, y, scale), sign(point.shape, x, y), crossed(point, x, y)
    )
    title = Markup("<title>{}</title>").format(describe(point.row, words))
    group = Markup('<g class="{}">{}{}</g>').format(style, title, body)
    link = href(point.row) if href else ""
    if not link:
        return group
    # The same figures stand in the table, so that a keyboard need not pass every mark.
    name = link.rpartition("#")[2]
    return Markup('<a href="{}" data-figure="{}" tabindex="-1">{}</a>').format(link, name, group)


def describe(row: Row, words: Wording) -> str:
    """Return a figure's tooltip: time, the words as printed, what happens and how it is said."""
    parts = (
        as_text(row.get("as_of")),
        f"«{row['quote']}»",
        words.value("event", row["event"]),
        words.value("modality", row["modality"]),
        as_text(row.get("source")),
    )
    return " · ".join(p for p in parts if p)


def _bar(point: Point, x: float, y: float, scale: Scale) -> Markup:
    low, high = point.low, point.high
    if low is not None and high is not None:
        return Markup("") if low == high else bar_line(x, scale.y(high), scale.y(low))
    if low is not None:
        return Markup("{}{}").format(
            bar_line(x, y - _ARROW, scale.y(low)), arrow_tip(x, y - _ARROW, 1)
        )
    if high is not None:
        return Markup("{}{}").format(
            bar_line(x, scale.y(high), y + _ARROW), arrow_tip(x, y + _ARROW, -1)
        )
    return Markup("")


def sources(rows: Iterable[Row], *, lang: str = "nb") -> Markup:
    """Return a chart of who says what: one line a figure, its number a mark, its bounds a bar.

    Args:
        rows: figures of one force, place and time, as for `timeline`.
        lang: language of the labels.

    Returns:
        One SVG with its own style; an empty text where no row has a number.

    Examples:
        >>> rows = [{"value": 120, "measure": "count", "qualifier": "exact", "as_of": "2021",
        ...          "event": "present", "modality": "actual", "quote": "120", "source": "Bø"}]
        >>> "Bø" in sources(rows)
        True
    """
    words = wording_of(lang)
    points = points_of(rows)
    if not points:
        return Markup("")
    points.sort(key=lambda p: (p.when, as_text(p.row.get("source")), p.value))
    left, width, line = 230, 640, 24
    height = line * len(points) + 40
    high = max(n for p in points for n in (p.value, p.low, p.high) if n is not None) * 1.05
    at = _across(left, width - 30, high)
    parts = [open_picture(width, height, words("chart.sources"))]
    parts.append(Markup("<style>{}</style>").format(Markup(chart_style())))
    step = nice_step(high)
    for tick in (n * step for n in range(int(high / step) + 1)):
        parts.append(Markup('<path class="grid" d="M{} 8V{}"/>').format(at(tick), height - 26))
        parts.append(written(at(tick), height - 8, words.number(tick), "middle"))
    for n, point in enumerate(points):
        y = 20 + n * line
        who = as_text(point.row.get("source")) or words("chart.own_voice")
        parts.append(written(0, y + 4, f"{point.row['as_of']}  {_short(who)}", "start"))
        parts.append(_said(point, at, y, words))
    parts.append(Markup("</svg>"))
    return Markup("").join(parts)


def _across(left: float, right: float, high: float) -> Callable[[float], float]:
    return lambda number: rounded(left + number / high * (right - left))


def _said(point: Point, at: Callable[[float], float], y: float, words: Wording) -> Markup:
    low = at(point.low) if point.low is not None else at(point.value) - _ARROW
    high = at(point.high) if point.high is not None else at(point.value) + _ARROW
    bar = Markup('<path class="bar" d="M{} {}H{}"/>').format(low, y, high)
    title = Markup("<title>{}</title>").format(describe(point.row, words))
    style = f"mark {point.shape} {point.modality}"
    shape = Markup("{}{}").format(
        sign(point.shape, at(point.value), y), crossed(point, at(point.value), y)
    )
    return Markup('<g class="{}">{}{}{}</g>').format(style, title, bar, shape)


def _legend_items(words: Wording) -> list[tuple[str, str, str]]:
    """Return style, shape and meaning of each sign."""
    shapes = [(f"mark {s} actual", s, words(f"shape.{s}")) for s in ("level", "in", "out", "other")]
    fills = [
        (f"mark level {m}", "level", words.value("modality", m))
        for m in ("actual", "planned", "possible", "negated")
    ]
    return shapes + fills


def legend(lang: str = "nb") -> Markup:
    """Return what the shapes and fills of the timeline mean, as a list of small pictures."""
    items = [
        Markup(
            '<li><svg class="chart" viewBox="0 0 18 18" width="18" height="18" '
            'aria-hidden="true">{}</svg>{}</li>'
        ).format(_sample(style, shape), text)
        for style, shape, text in _legend_items(wording_of(lang))
    ]
    return Markup('<ul class="legend">{}</ul>').format(Markup("").join(items))


def _sample(style: str, shape: str) -> Markup:
    negated = Markup('<path class="cross" d="M2 2l14 14m0 -14l-14 14"/>')
    cross = negated if style.endswith("negated") else Markup("")
    return Markup('<g class="{}">{}{}</g>').format(style, sign(shape, 9, 9), cross)


def sheet(panels: Sequence[Panel], *, lang: str = "nb", columns: int = 2) -> Markup:
    """Return panels side by side with a legend, as one picture that stands by itself.

    Args:
        panels: what `timeline` gave.
        lang: language of the legend.
        columns: panels in a row.

    Returns:
        One SVG with its own style: show it with `IPython.display.SVG`, or save it.

    Examples:
        >>> sheet([]).startswith("<svg")
        True
    """
    across, down = WIDTH + 30, HEIGHT + 46
    width = across * columns
    height = down * math.ceil(len(panels) / columns) + 60
    parts = [open_picture(width, height, wording_of(lang)("timeline"))]
    parts.append(Markup("<style>{}</style>").format(Markup(chart_style())))
    for n, panel in enumerate(panels):
        x, y = across * (n % columns), down * (n // columns)
        title = f"{panel.actor} – {panel.location}"
        parts.append(
            Markup('<g class="title">{}</g>').format(written(x + 8, y + 20, title, "start"))
        )
        place = Markup('<g transform="translate({} {})">{}</g>')
        parts.append(place.format(x, y + 28, _inner(panel.svg)))
    parts += _legend_rows(wording_of(lang), height - 50, width)
    parts.append(Markup("</svg>"))
    return Markup("").join(parts)


def _inner(svg: Markup) -> Markup:
    """Return what a picture of ours draws, without its own frame."""
    return Markup(svg[svg.index(">") + 1 : svg.rindex("<")])


def _legend_rows(words: Wording, top: float, width: float) -> list[Markup]:
    made, x, y = [], 8.0, top
    for style, shape, text in _legend_items(words):
        space = 40 + 7 * len(text)
        if x + space > width:
            x, y = 8.0, y + 24
        place = Markup('<g transform="translate({} {})">{}</g>')
        made.append(place.format(x, y, _sample(style, shape)))
        made.append(written(x + 22, y + 13, text, "start"))
        x += space
    return made


def _short(text: str, most: int = 26) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
