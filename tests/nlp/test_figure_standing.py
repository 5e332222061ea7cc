"""How names stand to a figure: the facts that the trees weigh, and how opinions are joined."""

from typing import Any

import pytest
import spacy

from pipeline.lexicon import load_lexicon
from pipeline.nlp.boosted import Described, read_forest, read_forests
from pipeline.nlp.figure_candidates import find_candidates
from pipeline.nlp.figure_entities import NOBODY, Decided, entity_features
from pipeline.nlp.figure_links import figure_scene, pooled
from pipeline.nlp.figure_positions import NEVER, positions_of
from pipeline.nlp.figure_scene import Scene
from pipeline.nlp.mentions import find_mentions

LEXICON = load_lexicon()
BLANK = spacy.blank("nb")


def lay_out(text: str, date: str = "2018-02") -> Scene:
    """A text ready for linking, read by the lexicon alone."""
    doc = BLANK(text)
    return figure_scene(
        text, find_candidates(doc, LEXICON), find_mentions(doc, LEXICON), date, LEXICON
    )


def stances(scene: Scene, index: int, role: str = "actor") -> Described:
    """What speaks for each candidate of a figure before anything is decided."""
    return entity_features(scene, index, [Decided()] * (index + 1), role)


def test_words_back_are_counted_across_sentences() -> None:
    scene = lay_out("Danmark nøler. Der sitter de og venter. 300 soldater står klare.")
    stands = stances(scene, 0)
    assert stands["DNK"]["words.any"] == 8
    assert stands["DNK"]["words.place"] == NEVER


@pytest.mark.parametrize(
    ("text", "entity", "fact"),
    [
        ("Frankrike sender 300 soldater til Mali.", "FRA", "subject.first"),
        ("Frankrike sender 300 soldater til Mali.", "MLI", "next=til"),
        ("I fjor sendte Frankrike 300 soldater.", "FRA", "subject.late"),
        ("Minst 40 ble drept av israelske soldater i Gaza.", "ISR", "p=av:R"),
        ("Regjeringen sendte 200 mann mot Eritrea.", "ERI", "enemy"),
        ("Danmark stiller med 150 mann, Estland 40.", "EST", "adjacent"),
    ],
)
def test_a_candidate_shows_how_it_stands(text: str, entity: str, fact: str) -> None:
    scene = lay_out(text)
    index = len(scene.figures) - 1
    stands = stances(scene, index)
    assert stands[entity].get(fact) == 1.0


def test_a_name_between_two_figures_counts_as_new() -> None:
    scene = lay_out("Danmark har 150 mann i landet, og Norge har 60.")
    stands = stances(scene, 1)
    assert (stands["NOR"]["since"], stands["DNK"]["since"]) == (1.0, 0.0)
    assert (stands["NOR"]["since.others"], stands["DNK"]["since.others"]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hangarskipet har 5.000 soldater i Adenbukta.", "sea"),
        ("Frankrike har 4.500 soldater i Sahel.", "region"),
        ("Kina har samla 2000 soldatar langs grensa.", "border"),
        ("Australia har 2.000 soldater i utlandet.", "several"),
    ],
)
def test_seas_regions_and_borders_speak_for_no_country(text: str, kind: str) -> None:
    scene = lay_out(text)
    assert kind in {spot.kind for spot in scene.nowhere}
    features = stances(scene, 0, "location")
    assert features[NOBODY]["any.right"] < 9 or features[NOBODY]["any.left"] < 9
    actors = stances(scene, 0)
    assert actors[NOBODY]["any.right"] == 99.0


def test_long_documents_are_taken_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = lay_out("Danmark har 150 mann i Mali, og Norge har 60. Sverige sendte 300 soldater.")
    whole = positions_of(scene, scene.actors)
    monkeypatch.setattr("pipeline.nlp.figure_positions._CELLS", 1)
    parts = positions_of(scene, scene.actors)
    assert (whole.numbers == parts.numbers).all()
    assert (whole.nearest == parts.nearest).all()
    assert all((whole.shared[name] == parts.shared[name]).all() for name in whole.shared)


def test_pooled_opinions_weigh_both() -> None:
    own, heard = {"a": 0.6, "b": 0.4}, {"b": 0.9, "a": 0.1}
    assert max(pooled(own, heard, 0.0).items(), key=lambda item: item[1])[0] == "a"
    assert max(pooled(own, heard, 0.5).items(), key=lambda item: item[1])[0] == "b"
    assert sum(pooled(own, heard, 0.5).values()) == pytest.approx(1)


def test_a_value_that_one_opinion_lacks_is_unlikely_but_not_impossible() -> None:
    assert 0 < pooled({"a": 0.5, "b": 0.5}, {"a": 1.0}, 0.5)["b"] < 0.05


def stump(column: str, low: float, high: float) -> dict[str, Any]:
    """One tree with one question, as the weights file stores it."""
    return {"columns": [column], "feature": [0, -1, -1], "threshold": [0.5, 0, 0],
            "left": [1, 0, 0], "right": [2, 0, 0], "value": [0, low, high], "roots": [0],
            "depth": 1}  # fmt: skip


def test_forests_laid_in_one_say_the_mean_of_their_members() -> None:
    candidates = {"x": {"near": 1.0}, "y": {"named": 1.0}, "": {}}
    stored = [stump("near", 0, 2), stump("named", 0, 1)]
    joined = read_forests(stored).probabilities(candidates)
    alone = [read_forests([member]).probabilities(candidates) for member in stored]
    for name in candidates:
        assert joined[name] == pytest.approx(sum(said[name] for said in alone) / 2)


def test_a_forest_gives_each_class_its_own_trees() -> None:
    trees = {
        "columns": ["near"],
        "feature": [0, -1, -1, -1],
        "threshold": [0.5, 0, 0, 0],
        "left": [1, 0, 0, 0],
        "right": [2, 0, 0, 0],
        "value": [0, 0, 2, 0],
        "roots": [0, 3],
    }
    odds = read_forest(trees).class_probabilities(("there", "away"), {"near"})
    assert odds["there"] > odds["away"]
    assert odds["away"] == pytest.approx(1 - odds["there"])
