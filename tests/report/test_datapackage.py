"""The data package describes the tables so that other tools can check and join them."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.datapackage import describe, write_datapackage
from pipeline.tableio import DEFAULT, DIALECTS
from pipeline.tables import TABLES, public_tables


@pytest.mark.parametrize("dialect", DIALECTS)
def test_frictionless_finds_it_valid(
    dialect: str, tmp_path: Path, write_sample: Callable[..., Path]
) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    directory = write_sample(tmp_path / "out", DIALECTS[dialect])
    report = frictionless.validate(str(write_datapackage(directory, dialect)))
    assert report.flatten(["type", "rowNumber", "fieldName", "note"]) == []
    assert len(report.tasks) == sum(1 for _ in public_tables())


def test_frictionless_sees_a_broken_reference(
    tmp_path: Path, write_sample: Callable[..., Path]
) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    directory = write_sample(tmp_path / "out", DEFAULT)
    file = directory / "mentions.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("a1,0", "a9,0"), encoding="utf-8")
    report = frictionless.validate(str(write_datapackage(directory)))
    assert {row[0] for row in report.flatten(["type"])} == {"foreign-key"}


def test_every_column_and_key_is_declared(sample_dir: Path) -> None:
    package = describe(sample_dir)
    assert [r["name"] for r in package["resources"]] == [t.name for t in public_tables()]
    for resource in package["resources"]:
        table = TABLES[resource["name"]]
        schema = resource["schema"]
        assert [field["name"] for field in schema["fields"]] == list(table.column_names)
        assert schema["primaryKey"] == list(table.key)
        assert all(field["description"] for field in schema["fields"])
        content = (sample_dir / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"


def test_a_missing_table_is_not_referred_to(
    tmp_path: Path, write_sample: Callable[..., Path]
) -> None:
    directory = write_sample(tmp_path / "out", DEFAULT)
    (directory / "sentences.csv").unlink()
    package = describe(directory)
    targets = {
        key["reference"]["resource"]
        for resource in package["resources"]
        for key in resource["schema"]["foreignKeys"]
    }
    assert "sentences" not in targets


def test_same_tables_give_the_same_description(
    tmp_path: Path, write_sample: Callable[..., Path]
) -> None:
    one, other = (write_sample(tmp_path / name, DEFAULT) for name in ("one", "other"))
    text = write_datapackage(one).read_text(encoding="utf-8")
    assert text == write_datapackage(other).read_text(encoding="utf-8")
    assert json.loads(text)["licenses"][0]["name"] == "MIT"
