"""Write what was measured into the tables and the plot of `benchmarks/README.md`.

usage: python -m benchmarks.report        (anew from `results.json`)
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RESULTS, README, PLOT = HERE / "results.json", HERE / "README.md", HERE / "speed.svg"
BAR, LEFT, WIDTH = 22, 270, 640  # pixels


def read_results() -> dict[str, Any]:
    """Return what was measured so far."""
    if not RESULTS.exists():
        return {}
    found: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return found


def write_results(results: dict[str, Any]) -> None:
    """Keep what was measured, and write it into the README and the plot."""
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    text = README.read_text(encoding="utf-8")
    tables = {"speed": speed, "sparse": speed, "steps": steps, "scale": scale}
    for name, table in tables.items():
        if name in results:
            text = _between(text, name, table(results[name]))
    README.write_text(text, encoding="utf-8")
    if "speed" in results:
        PLOT.write_text(plot(results["speed"]), encoding="utf-8")


def _between(text: str, name: str, table: str) -> str:
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n{table}\n{end}{after}"


def with_ratios(measured: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows, each with its ratios to the bare pass with as many processes."""
    rows = []
    bare: dict[str, Any] = {}
    for row in measured["rows"]:
        if row["name"].startswith("bare"):
            bare = row
        ratios = {f"{key} ratio": bare[key] / row[key] for key in ("processor", "wall")}
        rows.append({**row, **ratios})
    return rows


def speed(measured: dict[str, Any]) -> str:
    """Return the table of runs beside the bare pass."""
    lines = [
        f"{measured['articles']:,} articles, {measured['words']:,} words, "
        f"{measured['figures']:,} figures:\n",
        "| run | jobs | ratio (processor) | ratio (clock) | processor s | clock s | peak MB |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for row in with_ratios(measured):
        lines.append(
            f"| {row['name']} | {row['jobs']} | **{row['processor ratio']:.2f}** "
            f"| {row['wall ratio']:.2f} | {row['processor']:.1f} | {row['wall']:.1f} "
            f"| {row['peak']:,.0f} |"
        )
    return "\n".join(lines) + "\n"


def steps(measured: dict[str, Any]) -> str:
    """Return the table of steps, and the floor that matrix products set."""
    seconds: dict[str, float] = measured["seconds"]
    total = sum(seconds.values())
    lines = [
        f"Processor seconds for {measured['articles']:,} articles ({measured['tokens']:,} tokens), "
        "each step alone, after loading:\n",
        "| step | seconds | share |",
        "|---|--:|--:|",
    ]
    lines += [f"| {name} | {s:.2f} | {100 * s / total:.0f} % |" for name, s in seconds.items()]
    speed_now = measured["speed"]
    lines += [
        "",
        f"The matrix products of the networks, at the {speed_now / 1e9:.0f} GFLOP/s of one large "
        "product on one core at that time:\n",
        "| network | operations a token | seconds at least |",
        "|---|--:|--:|",
    ]
    for name, flops in measured["flops"].items():
        floor = flops * measured["tokens"] / speed_now
        lines.append(f"| {name} | {flops / 1e6:.2f} million | {floor:.2f} |")
    return "\n".join(lines) + "\n"


def scale(rows: list[dict[str, Any]]) -> str:
    """Return the table of growing numbers of short items."""
    lines = [
        "| items | words | processor s | words/s (processor) | clock s | peak MB |",
        "|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        lines.append(
            f"| {row['items']:,} | {row['words']:,} | {row['processor']:.0f} "
            f"| {row['words'] / row['processor']:,.0f} | {row['wall']:.0f} | {row['peak']:,.0f} |"
        )
    return "\n".join(lines) + "\n"


def plot(measured: dict[str, Any]) -> str:
    """Return a bar for each run: its words per processor second, of those of the bare pass."""
    rows = [row for row in with_ratios(measured) if row["processor ratio"] <= 2]
    most = max(1.0, *(row["processor ratio"] for row in rows))
    height = BAR * len(rows) + 34
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="sans-serif" font-size="12" role="img">',
        "<title>Words per processor second, of those of the bare spaCy pass</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
    ]
    one = LEFT + (WIDTH - LEFT - 60) / most
    for number, row in enumerate(rows):
        y = 8 + BAR * number
        length = (WIDTH - LEFT - 60) * row["processor ratio"] / most
        fill = "#999" if row["name"].startswith("bare") else "#1f5f8b"
        name = f"{row['name']}, {row['jobs']} process" + ("es" if row["jobs"] > 1 else "")
        lines += [
            f'<text x="{LEFT - 8}" y="{y + 13}" text-anchor="end">{name}</text>',
            f'<rect x="{LEFT}" y="{y}" width="{length:.0f}" height="{BAR - 6}" fill="{fill}"/>',
            f'<text x="{LEFT + length + 5:.0f}" y="{y + 13}">{row["processor ratio"]:.2f}</text>',
        ]
    lines += [
        f'<line x1="{one:.0f}" y1="4" x2="{one:.0f}" y2="{height - 24}" stroke="#999"/>',
        f'<text x="{one:.0f}" y="{height - 8}" text-anchor="middle">bare spaCy pass = 1</text>',
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    write_results(read_results())
