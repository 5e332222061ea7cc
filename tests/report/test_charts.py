"""Charts draw what the words say: bounds as bars, modality as style, nothing unescaped."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from pipeline.report.charts import legend, sheet, sources, timeline
from pipeline.report.drawing import Scale, decimal_year, points_of


def row(value: float | None = 100, **fields: Any) -> dict[str, Any]:
    usual = {
        "value": value,
        "value_min": value,
        "value_max": value,
        "qualifier": "exact",
        "measure": "count",
        "event": "present",
        "modality": "actual",
        "as_of": "2018-02",
        "actor": "Norge",
        "location_country_name": "Irak",
        "source": None,
        "quote": "100 soldater",
    }
    return usual | fields


def drawn(rows: list[dict[str, Any]]) -> str:
    [panel] = timeline(rows)
    ET.fromstring(panel.svg)
    return str(panel.svg)


@pytest.mark.parametrize(
    ("when", "year"),
    [("2018", 2018.5), ("2018-01", 2018 + 0.5 / 12), ("2018-12-31", 2018 + 11 / 12 + 30 / 372)],
)
def test_a_time_is_drawn_in_the_middle_of_what_it_says(when: str, year: float) -> None:
    assert decimal_year(when) == pytest.approx(year)


@pytest.mark.parametrize(
    "fields",
    [{"measure": "percent"}, {"as_of": None}, {"as_of": float("nan")}, {"value": None}],
    ids=["a share", "no time", "missing in a frame", "no number"],
)
def test_what_has_no_place_on_the_axes_is_left_out(fields: dict[str, Any]) -> None:
    empty = {"value_min": None, "value_max": None} if "value" in fields else {}
    assert points_of([row(**{**fields, **empty})]) == []


def test_a_magnitude_is_drawn_at_its_lower_bound() -> None:
    [point] = points_of([row(None, value_min=1000.0, qualifier="magnitude")])
    assert (point.value, point.low, point.high) == (1000.0, 1000.0, None)


@pytest.mark.parametrize(
    ("fields", "bars"),
    [
        ({}, 0),
        ({"qualifier": "approx", "value_min": None, "value_max": None}, 0),
        ({"qualifier": "range", "value_min": 90, "value_max": 110}, 1),
        ({"qualifier": "at_least", "value_max": None}, 2),  # a bar and the tip of an arrow
        ({"qualifier": "at_most", "value_min": None}, 2),
    ],
)
def test_bounds_are_bars(fields: dict[str, Any], bars: int) -> None:
    assert drawn([row(**fields)]).count('class="bar"') == bars


def test_modality_is_style_and_event_is_shape() -> None:
    svg = drawn([row(event="withdraw", modality="planned")])
    assert 'class="mark out planned"' in svg
    assert 'class="cross"' in drawn([row(modality="negated")])


def test_panels_come_in_order_of_figures() -> None:
    rows = [row(actor="USA"), row(), row(as_of="2019"), row(actor=None)]
    panels = timeline(rows, most=2)
    assert [(p.actor, p.n_figures) for p in panels] == [("Norge", 2), ("USA", 1)]
    assert timeline([]) == []


def test_text_is_escaped() -> None:
    svg = drawn([row(quote="<script>alert(1)</script>", source="<b>")])
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg


@pytest.mark.parametrize("numbers", [[3], [60, 120], [15, 170_000], [1000, 1_000_000], [29, 900]])
def test_a_scale_holds_its_numbers_with_few_ticks(numbers: list[float]) -> None:
    scale = Scale.of(numbers)
    ticks = scale.ticks()
    assert ticks[-1] >= max(numbers)
    assert 2 <= len(ticks) <= 7
    heights = [scale.y(n) for n in sorted(numbers)]
    assert heights == sorted(heights, reverse=True)
    assert all(0 <= h <= 200 for h in heights)


def test_who_says_what_is_drawn() -> None:
    svg = sources([row(source="Åse Bø"), row(140)])
    assert "Åse Bø" in svg
    assert "(artikkelens egne ord)" in svg
    assert "(the article&#39;s own voice)" in sources([row(140)], lang="en")
    assert sources([]) == ""


def test_a_sheet_stands_by_itself() -> None:
    svg = sheet(timeline([row(), row(actor="USA"), row(actor="Mali")]), lang="en", columns=2)
    ET.fromstring(svg)
    assert svg.count("<svg") == svg.count("<style") == 1
    assert all(text in svg for text in ("Norge – Irak", "USA – Irak", "are there", "denied"))
    assert "er der" in legend("nb")
