"""Where missions serve and armed groups fight: one country each, or none said."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import LexiconError
from pipeline.lexicon import Lexicon, load_lexicon
from pipeline.nlp.figure_links import world_of


@pytest.mark.parametrize(
    ("name", "area"),
    [
        # missions
        ("KFOR", "XKX"), ("UNIFIL", "LBN"), ("UNTAET", "TLS"), ("INTERFET", "TLS"),
        ("MINUSMA", "MLI"), ("ISAF", "AFG"), ("SFOR", "BIH"), ("AMISOM", "SOM"),
        ("UNMISS", "SSD"), ("MONUSCO", "COD"), ("EUFOR Tchad", "TCD"), ("SAMIM", "MOZ"),
        ("ECOMIB", "GNB"), ("Swisscoy", "XKX"),
        # armed groups
        ("Taliban", "AFG"), ("URNG", "GTM"), ("GAM", "IDN"), ("FARC", "COL"),
        ("Tamiltigrene", "LKA"), ("PKK", "TUR"), ("Houthi", "YEM"), ("M23", "COD"),
        ("Falintil", "TLS"), ("UCK", "XKX"), ("Polisario", "ESH"), ("Peshmerga", "IRQ"),
        # forces at home: how many they are says nothing of where they are
        ("Heimevernet", ""), ("ANA", ""), ("Rashtriya Rifles", ""),
        # forces whose country is another than their own
        ("Panserbrigade 45", "LTU"), ("Zaytun-divisjonen", "IRQ"), ("Dutchbat", "BIH"),
        # at home in several countries, or anywhere
        ("al-Qaida", ""), ("IS", ""), ("Wagner-gruppen", ""), ("UNTSO", ""), ("UNMOGIP", ""),
        ("US Army", ""), ("Telemark bataljon", ""), ("NRF", ""), ("ECOMOG", ""),
    ],
)  # fmt: skip
def test_where_an_organization_serves(lexicon: Lexicon, name: str, area: str) -> None:
    (organization,) = lexicon.ids_of("organization", name)
    assert world_of(lexicon).areas.get(organization, "") == area


def test_missions_and_armed_groups_mostly_say_where(lexicon: Lexicon) -> None:
    rows = lexicon.table("organizations")
    missions = [row for row in rows if row["parent"] and row["type"] == "armed_forces"]
    groups = [row for row in rows if row["type"] == "armed_group"]
    for some in (missions, groups):
        assert sum(bool(row["area"]) for row in some) > 0.7 * len(some)


def test_organization_without_arms_says_nothing_of_where(lexicon: Lexicon) -> None:
    silent = ("party", "company", "media", "ministry")
    rows = lexicon.table("organizations")
    assert [row["name"] for row in rows if row["type"] in silent and row["area"]] == []


def test_user_says_where_a_group_fights(tmp_path: Path) -> None:
    (tmp_path / "organizations.csv").write_text(
        "organization_id,name,type,area\norg:fjellvakta,Fjellvakta,armed_group,NPL\n"
    )
    lexicon = load_lexicon(tmp_path)
    assert world_of(lexicon).areas["org:fjellvakta"] == "NPL"
    assert world_of(lexicon).areas["org:kfor"] == "XKX"


def test_unknown_country_is_refused(tmp_path: Path) -> None:
    (tmp_path / "organizations.csv").write_text(
        "organization_id,name,type,area\norg:fjellvakta,Fjellvakta,armed_group,NPX\n"
    )
    with pytest.raises(LexiconError, match=r"line 2: 'NPX' in 'area'"):
        load_lexicon(tmp_path)
