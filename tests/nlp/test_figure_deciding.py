"""How decisions on figures are taken: from stored weights, in order, the likelier first."""

from __future__ import annotations

import json
import math
from importlib import resources
from pathlib import Path

import pytest
import spacy

from pipeline.lexicon import load_lexicon
from pipeline.nlp.figure_candidates import find_candidates
from pipeline.nlp.figure_links import WEIGHTS, decide, figure_scene, link_figures, link_models
from pipeline.nlp.figure_reader import read_fields
from pipeline.nlp.figure_scene import Scene
from pipeline.nlp.figure_sources import speakers
from pipeline.nlp.loglinear import Classifier, Ranker, best, softmax
from pipeline.nlp.mentions import find_mentions

LEXICON = load_lexicon()
TEXT = (
    "USA hadde 5.000 soldater i Irak i 2011. Ifølge Nato sendte Norge 60 soldater til Jordan.\n\n"
    "– Tolv franske soldater er drept i Mali, sier Emmanuel Macron. Ti er savnet."
)


def scene_of(text: str, date: str = "2018-02") -> Scene:
    doc = spacy.blank("nb")(text)
    candidates = find_candidates(doc, LEXICON)
    return figure_scene(text, candidates, find_mentions(doc, LEXICON), date, LEXICON)


def test_weights_say_the_same_wherever_they_are_read_from(tmp_path: Path) -> None:
    shipped = resources.files("pipeline.nlp").joinpath("data", WEIGHTS).read_text(encoding="utf-8")
    (tmp_path / "w.json").write_text(json.dumps(json.loads(shipped)), encoding="utf-8")
    scene = scene_of(TEXT)
    links = link_figures(scene)
    assert len(links) == 4
    assert link_figures(scene, link_models(tmp_path / "w.json")) == links


def test_training_scores_the_decisions_that_users_get() -> None:
    scene = scene_of(TEXT)
    fields = ("event", "modality", "as_of")
    decided = decide(scene, speakers(scene), link_models(), read_fields(scene))
    links = link_figures(scene)
    assert [[getattr(d, f) for f in fields] for d in decided] == [
        [getattr(link, f) for f in fields] for link in links
    ]
    assert [d.actor for d in decided] == [link.actor_id for link in links]
    assert [d.location for d in decided] == [link.location_country for link in links]


def test_the_likeliest_wins_and_the_first_in_order_where_two_are_as_likely() -> None:
    assert best({"b": 0.4, "a": 0.4, "c": 0.2}) == ("a", 0.4)
    assert best({"a": 0.1, "b": 0.9}) == ("b", 0.9)


def test_probabilities_sum_to_one_however_large_the_scores() -> None:
    assert softmax([0.0, 0.0]) == [0.5, 0.5]
    assert softmax([1000.0, 1000.0 + math.log(3)]) == pytest.approx([0.25, 0.75])


def test_a_classifier_adds_the_weights_of_what_holds() -> None:
    model = Classifier(("no", "yes"), {"a": (0.0, math.log(2)), "b": (0.0, math.log(4))})
    assert model.probabilities({"a"}) == pytest.approx({"no": 1 / 3, "yes": 2 / 3})
    assert model.probabilities({"a", "b", "never seen"}) == pytest.approx(
        {"no": 1 / 9, "yes": 8 / 9}
    )


def test_a_ranker_adds_weights_for_each_candidate_and_tells_the_strongest() -> None:
    model = Ranker({"near": math.log(3), "far": -1.0, "after": 0.5})
    assert model.probabilities({"x": {"near", "never seen"}, "y": set()}) == pytest.approx(
        {"x": 0.75, "y": 0.25}
    )
    assert model.reasons({"after", "near", "far", "never seen"}) == ["near", "after"]
    assert model.reasons({"after", "near"}, 1) == ["near"]
    assert model.reasons({"far", "never seen"}) == []
