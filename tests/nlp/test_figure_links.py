"""What is said of each figure: event, actor, place, time, certainty and source, in both standards.

The sentences are our own. Names come from the lexicon alone, so that no model is loaded.
"""

import pytest
import spacy

from pipeline.lexicon import load_lexicon
from pipeline.nlp.figures import find_figures
from pipeline.nlp.mentions import find_mentions
from pipeline.records import Figure

LEXICON = load_lexicon()
BLANK = spacy.blank("nb")


def read(text: str, date: str = "2018-02") -> list[Figure]:
    """The figures of a text."""
    doc = BLANK(text)
    return find_figures(doc, find_mentions(doc, LEXICON), date, LEXICON)


# text, what holds for each figure in order (fields of `Figure`, `actor` for `actor_id`,
# `country` for `location_country`), why
SHORT = {"actor": "actor_id", "country": "location_country"}
CASES = [
    (
        "USA har 5.000 soldater i Irak.",
        ["event=present actor=USA country=IRQ modality=actual"],
        "the plain sentence, nb",
    ),
    (
        "USA har 5.000 soldatar i Irak.",
        ["event=present actor=USA country=IRQ modality=actual"],
        "the plain sentence, nn",
    ),
    (
        "Minst 20 afghanske soldater ble drept i Kunduz tirsdag.",
        ["event=killed category=casualties actor=AFG country=AFG"],
        "killed, with the actor in the quote and a town for the place",
    ),
    (
        "Minst 20 afghanske soldatar vart drepne i Kunduz tysdag.",
        ["event=killed category=casualties actor=AFG country=AFG"],
        "the same, nn",
    ),
    ("Tre norske soldater ble såret i Mali.", ["event=wounded actor=NOR country=MLI"], "wounded"),
    (
        "To amerikanske soldater er savnet i Niger.",
        ["event=missing actor=USA country=NER"],
        "missing",
    ),
    (
        "Opprørerne tok 15 syriske soldater til fange i Aleppo.",
        ["event=captured actor=SYR country=SYR"],
        "captured",
    ),
    (
        "Om lag 100 amerikanske og franske soldater er i Niger.",
        ["event=present actor= country=NER"],
        "nations counted together belong to nobody",
    ),
    (
        "Kring 24.500 britiske, franske og polske soldatar stod i Noreg.",
        ["actor= country=NOR"],
        "the same, nn, three of them",
    ),
    (
        "Norge skal sende 60 soldater til Jordan.",
        ["event=deploy modality=planned actor=NOR country=JOR"],
        "a plan to send",
    ),
    (
        "Noreg skal sende 60 soldatar til Jordan.",
        ["event=deploy modality=planned actor=NOR country=JOR"],
        "a plan to send, nn",
    ),
    (
        "Danmark vurderer å sende 100 soldater til Mali.",
        ["event=deploy modality=possible actor=DNK"],
        "considered is possible",
    ),
    (
        "Frankrike vil trekke 400 soldater ut av Afghanistan.",
        ["event=withdraw modality=planned actor=FRA country=AFG"],
        "a plan to withdraw",
    ),
    (
        "Styrken i Afghanistan skal reduseres med 300 soldater.",
        ["event=decrease modality=planned country=AFG"],
        "the difference is a decrease",
    ),
    (
        "USA øker styrken i Irak med 500 soldater.",
        ["event=increase actor=USA country=IRQ"],
        "the difference is an increase",
    ),
    (
        "De norske instruktørene har trent 700 irakiske soldater.",
        ["event=train actor=IRQ"],
        "those trained are counted, not those who train",
    ),
    (
        "Pentagon avviser at 2.000 amerikanske soldater er drept.",
        ["event=killed modality=negated actor=USA"],
        "denied is negated",
    ),
    (
        "I 2011 hadde USA 50.000 soldater i Irak.",
        ["as_of=2011 event=present actor=USA"],
        "a year moves the figure in time",
    ),
    (
        "I desember ble 12 franske soldater drept i Mali.",
        ["as_of=2017-12 event=killed"],
        "a month behind the document's date",
    ),
    (
        "Unifil har 10.000 soldater i Libanon.",
        ["actor=org:fn country=LBN"],
        "the soldiers of a mission are its parent's",
    ),
    (
        "Tre FN-soldater fra Tanzania ble drept i Kongo.",
        ["actor=TZA event=killed"],
        "the country that lent the soldiers of the UN",
    ),
    (
        "Italia har 1.100 soldater i Libanon, Frankrike 700 og Spania 600.",
        ["actor=ITA", "actor=FRA", "actor=ESP"],
        "a list of nations",
    ),
    (
        "Ti belgiske soldater ble drept i Rwanda. Fem er savnet.",
        ["event=killed actor=BEL", "event=missing country=RWA"],
        "an understood noun takes its place from the sentence before",
    ),
    (
        "USA har sendt 5.000 sjøfolk til det østlige Middelhavet.",
        ["event=deploy actor=USA country="],
        "a sea lies in no country",
    ),
    (
        "Danmark stiller med 150 soldater, Norge 60 og Estland 40.",
        ["actor=DNK", "actor=NOR", "actor=EST"],
        "a list of nations, each with its number",
    ),
    (
        "Noreg har 90 soldatar i Mali. Kontingenten skal aukast med 30 mann.",
        ["actor=NOR country=MLI", "event=increase modality=planned actor=NOR"],
        "the contingent is that of the sentence before, nn",
    ),
    (
        "Frankrike trekte ut 400 soldatar frå Mali i fjor.",
        ["event=withdraw actor=FRA country=MLI as_of=2017"],
        "a Nynorsk verb and preposition",
    ),
    (
        "Hæren i Nigeria opplyser at den har drept 40 opprørere i Borno.",
        ["event=killed country=NGA modality=actual"],
        "losses that the other side tells of",
    ),
    (
        "Estland vurderer å sende 50 soldater til Mali dersom Frankrike ber om det.",
        ["event=deploy modality=possible actor=EST country=MLI"],
        "considered and conditional",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CASES, ids=[case[2] for case in CASES])
def test_fields(text: str, expected: list[str], reason: str) -> None:
    figures = read(text)
    assert len(figures) == len(expected), reason
    for figure, wanted in zip(figures, expected, strict=True):
        for name, value in (pair.split("=") for pair in wanted.split()):
            assert getattr(figure, SHORT.get(name, name)) == value, f"{name}: {reason}"


def test_a_casualty_event_is_a_casualty_row() -> None:
    killed, sent = read(
        "Ti franske soldater ble drept i Mali. Frankrike sendte 200 soldater til Mali."
    )
    assert (killed.category, sent.category) == ("casualties", "troops")


def test_every_row_says_why_and_how_sure() -> None:
    [figure] = read("USA har 5.000 soldater i Irak.")
    assert figure.rule.startswith("actor: ")
    assert "location: " in figure.rule
    assert 0 < (figure.confidence or 0) <= 1


def test_the_place_is_the_town_where_one_is_named() -> None:
    [figure] = read("Minst 20 afghanske soldater ble drept i Kunduz.")
    assert figure.location_id.startswith("place:afg-")


def test_without_header_or_date_in_the_text_there_is_no_time() -> None:
    [figure] = read("USA har 5.000 soldater i Irak.", "")
    assert figure.as_of == ""


def test_an_article_without_figures_gives_none() -> None:
    assert read("Brann slo Viking 3–1 foran 12.000 tilskuere.") == []
    assert read("") == []


def test_reading_twice_gives_the_same() -> None:
    text = "Italia har 1.100 soldater i Libanon, Frankrike 700 og Spania 600."
    assert read(text) == read(text)
