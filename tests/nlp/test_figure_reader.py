"""The networks that read figures: what they may choose, what they may not see, how they are kept.

The sentences are our own. Names come from the lexicon alone, so that no model is loaded.
"""

import numpy as np
import pytest
import spacy

from pipeline.lexicon import load_lexicon
from pipeline.nlp.figure_candidates import find_candidates
from pipeline.nlp.figure_links import figure_scene
from pipeline.nlp.figure_reader import FIELDS, Odds, read_fields
from pipeline.nlp.figure_reader_geometry import APART, PAIR, RELATION, figures_apart
from pipeline.nlp.figure_reader_input import FORMS, KINDS, lay_out_article
from pipeline.nlp.figure_reader_network import EVENTS, MODALITIES, ReaderNetwork
from pipeline.nlp.figure_scene import Scene
from pipeline.nlp.mentions import find_mentions
from pipeline.nlp.weights import weights_from_bytes, weights_to_bytes

LEXICON = load_lexicon()
BLANK = spacy.blank("nb")
ARTICLE = (
    "Danmark sender 200 soldater til Mali i mai 2019.\n\n"
    "Styrken skal avløse 150 franske soldater, sier general Per Lund. "
    "I fjor ble tre av dem drept ved Gao."
)


def scene_of(text: str, date: str = "2018-02") -> Scene:
    """A text laid out for linking."""
    doc = BLANK(text)
    candidates = find_candidates(doc, LEXICON)
    return figure_scene(text, candidates, find_mentions(doc, LEXICON), date, LEXICON)


def best(odds: Odds) -> dict[str, str]:
    return {field: max(sorted(odds[field]), key=odds[field].__getitem__) for field in FIELDS}


def test_every_figure_gets_the_odds_of_every_value_of_every_field() -> None:
    scene = scene_of(ARTICLE)
    said = read_fields(scene)
    assert len(said) == len(scene.figures) == 3
    for odds in said:
        assert tuple(odds) == FIELDS
        assert tuple(odds["event"]) == EVENTS
        assert tuple(odds["modality"]) == MODALITIES
        assert set(odds["actor"]) == {*scene.actors, "", "NOR"}
        assert set(odds["location"]) == {*scene.locations, "", "NOR"}
        assert {"", "2018-02", "2019-05"} <= set(odds["as_of"])
        for field in FIELDS:
            assert sum(odds[field].values()) == pytest.approx(1, abs=1e-5)


def test_a_text_without_figures_has_nothing_to_read() -> None:
    assert read_fields(scene_of("Danmark og Mali møtes til fotballkamp.")) == []


@pytest.mark.parametrize(
    "text",
    [
        "20.000 soldater",
        "Fem såret",
        "Tre soldatar vart drepne.",
        "– 400",
        "Styrken teller 600 mann.\n\n\n\n800 mann ventes.",
    ],
)
def test_a_text_without_names_and_times_is_read_too(text: str) -> None:
    for odds in read_fields(scene_of(text, "")):
        assert set(odds["actor"]) == {"", "NOR"}
        assert set(odds["as_of"]) == {""}


PLAIN = [
    ("Danmark sender 200 soldater til Mali.", "deploy", "planned actual", "DNK", "MLI"),
    ("Danmark sender 200 soldatar til Mali.", "deploy", "planned actual", "DNK", "MLI"),
    ("Frankrike har 3.000 soldater i Niger.", "present", "actual", "FRA", "NER"),
    ("Frankrike har 3.000 soldatar i Niger.", "present", "actual", "FRA", "NER"),
    ("Fire soldater ble drept i Irak.", "killed", "actual", None, "IRQ"),
    ("Fire soldatar vart drepne i Irak.", "killed", "actual", None, "IRQ"),
    ("Italia vil trekke ut 500 soldater fra Libanon.", "withdraw", "planned", "ITA", "LBN"),
    ("Italia vil trekkje ut 500 soldatar frå Libanon.", "withdraw", "planned", "ITA", "LBN"),
]


@pytest.mark.parametrize(("text", "event", "modality", "actor", "location"), PLAIN)
def test_plain_sentences_are_read_in_both_standards(
    text: str, event: str, modality: str, actor: str | None, location: str
) -> None:
    (odds,) = read_fields(scene_of(text))
    found = best(odds)
    assert found["event"] == event
    assert found["modality"] in modality.split()
    assert found["actor"] == actor or actor is None
    assert found["location"] == location


@pytest.mark.parametrize(
    ("first", "second", "renamed"),
    [
        (
            "Danmark sender 200 soldater til Mali.",
            "Italia sender 200 soldater til Niger.",
            {"DNK": "ITA", "MLI": "NER"},
        ),
        (
            "De 50 tyske offiserene ble tatt til fange i Jemen.",
            "De 50 greske offiserene ble tatt til fange i Oman.",
            {"DEU": "GRC", "YEM": "OMN"},
        ),
    ],
)
def test_the_networks_see_grammar_and_not_which_country_is_named(
    first: str, second: str, renamed: dict[str, str]
) -> None:
    (one,), (other,) = read_fields(scene_of(first)), read_fields(scene_of(second))
    for field in FIELDS:
        mapped = {renamed.get(name, name): odds for name, odds in one[field].items()}
        assert mapped == pytest.approx(other[field], abs=1e-5)


def test_what_is_said_of_an_article_does_not_depend_on_what_was_read_before() -> None:
    alone = read_fields(scene_of(ARTICLE))
    read_fields(scene_of("Norge har 30 soldater i Jordan.\n\n12 av dem er kvinner."))
    assert read_fields(scene_of(ARTICLE)) == alone


def test_the_layout_points_to_words_that_are_there() -> None:
    scene = scene_of(ARTICLE)
    article = lay_out_article(scene)
    words = len(scene.words)
    assert len(article.keys) == len(article.words) == len(article.sentence) == words
    for site, relation in zip(scene.sites, article.relations, strict=True):
        sentence = scene.sentence_of(site)
        assert relation.shape == (sentence.last - sentence.first, RELATION)
    for choices in article.roles.values():
        assert choices.pairs.shape == (len(scene.figures), len(choices.owner), PAIR)
        assert (np.diff(choices.owner) >= 0).all()
        assert not len(choices.last) or choices.last.max() < words


def test_coarse_weights_are_a_quarter_the_size_and_nearly_the_same() -> None:
    matrix = np.random.default_rng(1).normal(size=(64, 64)).astype(np.float32)
    vector = np.linspace(-1, 1, 9, dtype=np.float32)
    data = weights_to_bytes({"matrix": matrix, "vector": vector}, coarse=True)
    read = weights_from_bytes(data)
    assert set(read) == {"matrix", "vector"}
    assert np.abs(read["matrix"] - matrix).max() < np.abs(matrix).max() / 200
    assert np.abs(read["vector"] - vector).max() < 1e-3
    assert len(data) < matrix.nbytes / 2


def test_what_lies_in_no_country_speaks_for_no_place() -> None:
    scene = scene_of("Danmark mistet 12 soldater ved grensen mellom Mali og Niger.")
    places = lay_out_article(scene).roles["location"]
    nobody = places.names.index("")
    spots = places.first[places.owner == nobody]
    assert [scene.words[k].lower for k in spots] == ["grensen"]


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("Fem sivile ble drept i Mali. To av dem var barn.", "barn", "people"),
        ("Fire menneske miste livet i Mali. Éin av dei var soldat.", "menneske", "people"),
        ("Opprørerne har 300 mann i Mali.", "opprørerne", "rebel"),
        ("Sjørøvarane har 40 mann utanfor Somalia.", "sjørøvarane", "rebel"),
        ("Danmark og Norge har til sammen 200 soldater i Mali.", "til", "several"),
        ("Det stod 30.000 sovjetiske soldatar i Polen.", "sovjetiske", "former"),
    ],
)
def test_people_of_no_state_that_is_named_speak_for_nobody(text: str, word: str, kind: str) -> None:
    scene = scene_of(text)
    actors = lay_out_article(scene).roles["actor"]
    nobody = actors.names.index("")
    spots = np.flatnonzero(actors.owner == nobody)
    kinds = {
        (scene.words[actors.first[spot]].lower, KINDS[row])
        for spot in spots
        for row in np.flatnonzero(actors.spots[spot, len(FORMS) : len(FORMS) + len(KINDS)])
    }
    assert (word, kind) in kinds


def test_a_mission_and_an_armed_group_speak_for_where_they_serve_and_fight() -> None:
    scene = scene_of("Norge har 30 soldater i KFOR, og Taliban mistet 12 mann.")
    places = lay_out_article(scene).roles["location"]
    assert {"XKX", "AFG"} <= set(places.names)
    assert {places.names[owner] for owner in places.owner} == {"XKX", "AFG", "NOR"}


def test_svalbard_is_norwegian_ground() -> None:
    scene = scene_of("12 soldater øver på Svalbard.")
    places = lay_out_article(scene).roles["location"]
    assert set(places.names) == {"", "NOR"}
    assert [places.names[owner] for owner in places.owner] == ["NOR"]


def test_the_network_reads_in_use_as_it_did_in_training() -> None:
    torch = pytest.importorskip("torch")
    train = pytest.importorskip("training.train_figure_reader")
    articles = [lay_out_article(scene_of(text)) for text in (ARTICLE, PLAIN[0][0] + " I mai 2019.")]
    torch.manual_seed(1)
    net = train.FigureReaderNet(train.sizes_of(train.Example(None, articles[0]))).eval()
    with torch.no_grad():
        learned = net(train.batch_of(articles))
    network = ReaderNetwork(train.arrays_of(net))
    used = [network(article) for article in articles]
    for field in FIELDS:
        there = torch.exp(learned[field]).numpy().ravel()
        here = np.concatenate([odds[field].ravel() for odds in used])
        assert here == pytest.approx(there, abs=1e-5)


def test_the_quick_lstm_of_training_is_that_of_the_library() -> None:
    torch = pytest.importorskip("torch")
    packed = pytest.importorskip("training.packed_lstm")
    torch.manual_seed(1)
    layer = torch.nn.LSTM(5, 3, bidirectional=True, batch_first=True)
    lengths, x = torch.tensor([2, 4, 1]), torch.randn(7, 5)
    states = packed.packed_lstm(layer, x, packed.packing_of(lengths))
    alone = [layer(part[None])[0][0] for part in x.split(lengths.tolist())]
    assert torch.allclose(states, torch.cat(alone), atol=1e-6)
    parts = list(layer.parameters())
    quick = torch.autograd.grad(states.square().sum(), parts)
    slow = torch.autograd.grad(torch.cat(alone).square().sum(), parts)
    assert all(torch.allclose(a, b, atol=1e-5) for a, b in zip(quick, slow, strict=True))


def test_a_candidate_named_most_stands_above_the_others() -> None:
    scene = scene_of("Danmark har 200 soldater i Mali. Mali takker. Danmark og Mali øver.")
    actors = lay_out_article(scene).roles["actor"]
    mali, denmark = (actors.facts[actors.names.index(name)] for name in ("MLI", "DNK"))
    ranks = 7  # the columns that say how a candidate stands among all
    assert mali[-ranks] == 1
    assert denmark[-ranks] == 0.5


def test_figures_see_which_others_come_before_and_how_far_off_they_are() -> None:
    apart = figures_apart(np.array([0, 0, 3]))
    assert apart.shape == (3, 3, APART)
    before, beside, after = (apart[1, k] for k in range(3))
    assert before[0] == 1
    assert after[0] == 0
    assert before[4] == 1  # the same sentence
    assert after[6] > before[6] == 0
    assert not beside.any() or beside[4] == 1
