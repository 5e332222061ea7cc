"""Loading a model: the shipped one, another, and one that will not do."""

import json
import shutil
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from pipeline.errors import ModelError
from pipeline.nlp.model import SHIPPED, damaged_files, load_model, model_card


def test_the_shipped_model_finds_names_and_sentences(nlp: Language) -> None:
    doc = nlp("Jens Stoltenberg leder Nato. Han bor i Brussel.")
    assert [(ent.text, ent.label_) for ent in doc.ents[:2]] == [
        ("Jens Stoltenberg", "PER"),
        ("Nato", "ORG"),
    ]
    assert len(list(doc.sents)) == 2


def test_a_missing_package_is_told_how_to_install() -> None:
    with pytest.raises(ModelError, match=r"spacy download nb_core_news_xx.*needs nothing"):
        load_model("nb_core_news_xx")


def test_a_missing_folder_is_named() -> None:
    with pytest.raises(ModelError, match="no model folder 'models/none'"):
        load_model("models/none")


def test_a_package_that_is_no_model_is_refused() -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_model("json")


def test_a_folder_without_a_pipeline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_model(tmp_path)


@pytest.mark.parametrize(
    ("component", "lacks"),
    [
        ("sentencizer", "lacks ner: it has sentencizer"),
        ("ner", "lacks parser or senter: it has ner"),
    ],
)
def test_a_pipeline_without_names_or_sentences_is_refused(
    tmp_path: Path, component: str, lacks: str
) -> None:
    nlp = spacy.blank("nb")
    nlp.add_pipe(component)
    nlp.initialize()
    nlp.to_disk(tmp_path)
    with pytest.raises(ModelError, match=lacks):
        load_model(tmp_path)


def test_a_plain_spacy_pipeline_will_do(tmp_path: Path) -> None:
    nlp = spacy.blank("nb")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("ner")
    nlp.initialize()
    nlp.to_disk(tmp_path)
    assert load_model(str(tmp_path)).pipe_names == ["sentencizer", "ner"]


def test_the_shipped_model_is_intact_and_small() -> None:
    assert damaged_files() == []
    size = sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file())
    assert size < 30_000_000


def test_a_changed_or_missing_file_is_found(tmp_path: Path) -> None:
    copy = tmp_path / "model"
    shutil.copytree(SHIPPED, copy)
    (copy / "ner" / "words.xz").write_bytes(b"")
    (copy / "ner" / "weights.npz").unlink()
    assert damaged_files(copy) == ["ner/weights.npz", "ner/words.xz"]


def test_the_card_tells_name_licence_sources_and_figures() -> None:
    card = model_card()
    assert card["name"] == "troppetall"
    assert card["license"]
    assert card["sources"]
    assert {"nb", "nn"} <= set(card["performance"])


def test_a_card_that_is_missing_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text(json.dumps({}), encoding="utf8")
    assert model_card(tmp_path) == {}
    with pytest.raises(ModelError, match=r"no readable meta\.json"):
        model_card(tmp_path / "none")
    with pytest.raises(ModelError, match=r"no readable checksums\.json"):
        damaged_files(tmp_path)
