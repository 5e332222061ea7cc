"""The country files: codes, names, and that no form means two countries unnoticed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.lexicon import Lexicon
from pipeline.lexicon.country_forms import country_forms
from pipeline.lexicon.files import FILES
from pipeline.lexicon.folding import fold
from pipeline.lexicon.state_codes import former_states


def test_every_iso_country_once(lexicon: Lexicon) -> None:
    rows = lexicon.table("countries")
    assert len({row["country_id"] for row in rows}) == 250  # 249 of ISO 3166-1, and Kosovo
    assert len({row["iso2"] for row in rows}) == 250
    assert all(len(row["country_id"]) == 3 and len(row["iso2"]) == 2 for row in rows)
    assert all(row["name_nb"] and row["name_nn"] and row["name_en"] for row in rows)


@pytest.mark.parametrize("column", ["cow_code", "gw_code"])
def test_state_codes_are_unique(lexicon: Lexicon, column: str) -> None:
    codes = Counter(row[column] for row in lexicon.table("countries") if row[column])
    assert [code for code, n in codes.items() if n > 1] == []
    assert len(codes) == 195


@pytest.mark.parametrize(
    ("country", "cow", "gw"),
    [
        ("USA", "2", "2"), ("CAN", "20", "20"), ("CUB", "40", "40"), ("MEX", "70", "70"),
        ("COL", "100", "100"), ("BRA", "140", "140"), ("GBR", "200", "200"), ("FRA", "220", "220"),
        ("DEU", "255", "260"), ("POL", "290", "290"), ("CZE", "316", "316"), ("SVK", "317", "317"),
        ("ITA", "325", "325"), ("SRB", "345", "340"), ("XKX", "347", "347"), ("MNE", "341", "341"),
        ("ROU", "360", "360"), ("RUS", "365", "365"), ("UKR", "369", "369"), ("GEO", "372", "372"),
        ("FIN", "375", "375"), ("SWE", "380", "380"), ("NOR", "385", "385"), ("DNK", "390", "390"),
        ("ISL", "395", "395"), ("MLI", "432", "432"), ("NGA", "475", "475"), ("COG", "484", "484"),
        ("COD", "490", "490"), ("SOM", "520", "520"), ("ETH", "530", "530"), ("ERI", "531", "531"),
        ("ZAF", "560", "560"), ("LBY", "620", "620"), ("SDN", "625", "625"), ("SSD", "626", "626"),
        ("IRN", "630", "630"), ("TUR", "640", "640"), ("IRQ", "645", "645"), ("SYR", "652", "652"),
        ("ISR", "666", "666"), ("SAU", "670", "670"), ("YEM", "679", "678"), ("AFG", "700", "700"),
        ("CHN", "710", "710"), ("TWN", "713", "713"), ("PRK", "731", "731"), ("KOR", "732", "732"),
        ("IND", "750", "750"), ("PAK", "770", "770"), ("MMR", "775", "775"), ("VNM", "816", "816"),
        ("TLS", "860", "860"), ("AUS", "900", "900"), ("KIR", "946", "970"), ("TUV", "947", "973"),
        ("TON", "955", "972"), ("NRU", "970", "971"), ("PSE", "", ""), ("VAT", "", ""),
    ],
)  # fmt: skip
def test_known_state_codes(lexicon: Lexicon, country: str, cow: str, gw: str) -> None:
    row = lexicon.country_names[country]
    assert (row["cow_code"], row["gw_code"]) == (cow, gw)


@pytest.mark.parametrize(
    ("country", "states"),
    [
        (
            "DEU",
            ["Vest-Tyskland 1955-1990 COW 260 GW 260", "Øst-Tyskland 1954-1990 COW 265 GW 265"],
        ),
        ("SRB", ["Jugoslavia 1918-2006 COW 345 GW 345"]),
        ("CZE", ["Tsjekkoslovakia 1918-1992 COW 315 GW 315"]),
        ("YEM", ["Nord-Jemen 1918-1990 COW 678 GW 678", "Sør-Jemen 1967-1990 COW 680 GW 680"]),
        ("NOR", []),
        ("PSE", []),
    ],
)
def test_former_states_have_their_own_codes(
    lexicon: Lexicon, country: str, states: list[str]
) -> None:
    assert former_states(lexicon, country) == "|".join(states)


def test_forms_of_two_countries_are_guarded(lexicon: Lexicon) -> None:
    guarded = {row["form"].removesuffix("*") for row in lexicon.table("country_guards")}
    shared = {
        fold(form.base)
        for meanings in country_forms(lexicon).forms.values()
        if len(meanings) > 1
        for form in meanings
    }
    assert {base for base in shared if not any(base.startswith(g) for g in guarded)} == set()


def test_no_base_form_is_blocked(lexicon: Lexicon) -> None:
    forms = country_forms(lexicon)
    assert forms.blocks & set(forms.forms) == set()


@pytest.mark.parametrize("row_kind", ["adjective", "inhabitant"])
def test_every_sovereign_state_has_adjective_and_inhabitant(
    lexicon: Lexicon, row_kind: str
) -> None:
    kinds = {
        (form.country_id, form.kind)
        for meanings in country_forms(lexicon).forms.values()
        for form in meanings
    }
    states = {row["country_id"] for row in lexicon.table("countries") if row["cow_code"]}
    assert {state for state in states | {"PSE"} if (state, row_kind) not in kinds} == set()


def test_guards_and_blocks_speak_of_known_forms(lexicon: Lexicon) -> None:
    forms = country_forms(lexicon).forms
    for row in lexicon.table("country_guards"):
        form = row["form"].removesuffix("*")
        assert fold(form) in forms, f"{row.file}, line {row.line}"


def test_readme_gives_a_source_for_every_file(root: Path) -> None:
    folder = root / "pipeline" / "lexicon"
    table = [line for line in (folder / "README.md").read_text("utf-8").splitlines() if "|" in line]
    named = " ".join(line.split("|")[1] for line in table)
    assert [f.name for f in sorted(folder.glob("*.csv")) if f"`{f.name}`" not in named] == []


def test_every_file_of_the_folder_is_declared(root: Path) -> None:
    files = {file.stem for file in (root / "pipeline" / "lexicon").glob("*.csv")}
    assert files <= {declared.stem for declared in FILES}
