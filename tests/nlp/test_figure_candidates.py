"""Which numbers of a sentence are figures, with their quote, value, unit and bounds.

No model is needed: only the text of a document is read.
"""

from collections.abc import Callable

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.lexicon import Lexicon, load_lexicon
from pipeline.nlp.figure_candidates import FigureCandidate, find_candidates


@pytest.fixture(scope="module")
def tokenizer() -> Language:
    """A pipeline without components."""
    return spacy.blank("nb")


@pytest.fixture
def quotes(tokenizer: Language, lexicon: Lexicon) -> Callable[[str], list[str]]:
    """The quotes of the figures in a text."""

    def find(text: str) -> list[str]:
        return [c.quote for c in find_candidates(tokenizer(text), lexicon)]

    return find


@pytest.fixture
def figure(tokenizer: Language, lexicon: Lexicon) -> Callable[[str], FigureCandidate]:
    """The single figure of a text."""

    def find(text: str) -> FigureCandidate:
        (candidate,) = find_candidates(tokenizer(text), lexicon)
        return candidate

    return find


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("Norge har rundt 170 norske soldater i Irak.", ["rundt 170 norske soldater"],
         "qualifier, number, adjective and noun"),
        ("Noreg sender om lag 60 soldatar til Jordan.", ["om lag 60 soldatar"], "Nynorsk"),
        ("Tre norske offiserer ble såret i Afghanistan.", ["Tre norske offiserer"], "words"),
        ("Hæren har satt inn 15.000 mann mot opprørerne.", ["15.000 mann"], "`mann` of a force"),
        ("IS har 30.000 IS-krigere i Irak og Syria.", ["30.000 IS-krigere"], "a compound"),
        ("Minst 50 mennesker har omkommet i kampene.", ["Minst 50 mennesker"], "killed, anybody"),
        ("Tusenvis av soldater er sendt til grensen.", ["Tusenvis av soldater"], "a magnitude"),
        ("Halvparten av USAs 14.000 soldater i Afghanistan skal hjem.",
         ["Halvparten", "14.000 soldater"], "a share and its whole are two"),
        ("USA trekker ut 60 prosent av styrken i Afghanistan.", ["60 prosent av styrken"],
         "a share with its whole"),
        ("Styrken i Irak skal reduseres fra 500 til 300 soldater.", ["500", "300 soldater"],
         "from X to Y"),
        ("Nordmennene i Irak: 50 fra spesialstyrken og 60 fra Hæren er soldater på plass.",
         ["50", "60"], "understood nouns"),
        ("Styrken i Mali er på 800 soldater. Rundt 300 blir igjen.", ["800 soldater", "Rundt 300"],
         "the noun comes from the sentence before"),
        ("Regjeringen sender en bataljon på 800 mann til grensen.", ["800 mann"],
         "a unit with its strength"),
        ("To soldater ble drept og fem såret i et angrep i Mali.", ["To soldater", "fem"],
         "a participle in place of the noun"),
        ("En soldat ble drept og to såret da bilen kjørte på en mine.", ["En soldat", "to"],
         "an article that counts one killed"),
        ("Krigen har kostet 1.200 soldater og 300 sivile livet.", ["1.200 soldater", "300 sivile"],
         "soldiers and civilians killed"),
        ("Irak.Minst 40 soldater ble drept i kampene om byen.", ["Minst 40 soldater"],
         "a missing space after a full stop"),
        ("Hæren mistet 120 kvinner og menn i kampene.", ["120 kvinner og menn"], "joined nouns"),
        ("Dei har teke 18 mann til fange og drepe 40 opprørarar.", ["18 mann", "40 opprørarar"],
         "Nynorsk casualties"),
    ],
)  # fmt: skip
def test_figures(
    quotes: Callable[[str], list[str]], text: str, expected: list[str], reason: str
) -> None:
    assert quotes(text) == expected, reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Regjeringen bevilger 65 millioner kroner til Forsvaret i 2015.", "money and a year"),
        ("Norge sender seks F-16-fly og to fregatter til Middelhavet.", "equipment"),
        ("To bataljoner og tre kompanier er satt inn.", "units without a count of people"),
        ("En soldat fortalte at leiren var tom.", "an article"),
        ("Flere soldater og mange offiserer er på plass.", "unquantified"),
        ("Byen har 1,3 millioner innbyggere, og 200.000 har flyktet.", "inhabitants and refugees"),
        ("5.000 demonstranter samlet seg i hovedstaden.", "demonstrators"),
        ("Soldaten (22) har tjenestegjort i ni måneder.", "an age and a duration"),
        ("Sikkerhetsrådet vedtok resolusjon 1701 den 11. august 2006.", "resolution and date"),
        ("Basen ligger 15 kilometer fra grensen.", "a distance"),
        ("Brann vant 3–1 foran 12.000 tilskuere.", "football"),
        ("Stoltenberg fikk 54 prosent av stemmene.", "votes"),
        ("Selskapet kutter 200 årsverk og har 4.300 ansatte.", "business"),
        ("Mellom 1995 og 2008 gikk husleiene opp med 67 prosent.", "a range of years"),
        ("Driftene økte i perioden 1916 - 1925, da gruva tok fyr.", "two years and a dash"),
        ("Rundt 1980 gikk velgerne til høyre, og fra 1970-tallet av mot sentrum.", "years"),
        ("Hun (f. 1945) ga ut boka «1984» på nynorsk.", "a year of birth and a title"),
        ("Bloggeren fikk 1834 klikk på bildet fra klokka ni til halv tolv.", "clicks, clock"),
        ("Krava om minst 25 prosent av kvar målform står fast.", "a share of something else"),
        ("Kafeen i bygda har plass til 60, og nærmere 1.500 fant veien dit.", "guests"),
        ("", "no text"),
    ],
)
def test_other_numbers_are_no_figures(
    quotes: Callable[[str], list[str]], text: str, reason: str
) -> None:
    assert quotes(text) == [], reason


def test_years_of_a_war_are_none_of_its_dead(quotes: Callable[[str], list[str]]) -> None:
    text = "Mellom 1980 og 1988 falt over 200.000 soldater i krigen mellom Iran og Irak."
    assert quotes(text) == ["over 200.000 soldater"]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("To sivile drepte i angrep ved Kabul", "To sivile"),
        ("Fem hundre forsvarsløse sivile drept i landsbyen", "Fem hundre forsvarsløse sivile"),
        ("Minst 20 sårede soldater ble fløyet ut av byen", "Minst 20 sårede soldater"),
        ("Hæren sender 35 militære rådgivere til fronten", "35 militære rådgivere"),
    ],
)
def test_what_became_of_them_is_no_part_of_the_quote(
    quotes: Callable[[str], list[str]], text: str, quote: str
) -> None:
    assert quotes(text) == [quote]


def test_people_who_only_speak_are_none(quotes: Callable[[str], list[str]]) -> None:
    text = "To offiserar seier til avisa at 120 soldatar vart drepne i angrepet."
    assert quotes(text) == ["120 soldatar"]


def test_an_article_about_sport_has_none_in_spite_of_its_words_of_war(
    quotes: Callable[[str], list[str]],
) -> None:
    text = (
        "Troppen på 23 mann gikk til angrep fra første minutt, og 18.000 tilskuere så laget vinne "
        "3–1.\n\nKapteinen bombet inn to mål. – Vi er elleve krigere, sier treneren (47). Klubben "
        "har 5.000 medlemmer og et budsjett på 140 millioner kroner. Fire spillere er skadet."
    )
    assert quotes(text) == []


def test_a_list_of_nations_gives_a_figure_each(
    quotes: Callable[[str], list[str]],
) -> None:
    text = "Norge har 120 soldater i Irak, Danmark 190, Sverige 70 og Finland rundt 80."
    assert quotes(text) == ["120 soldater", "190", "70", "rundt 80"]


def test_a_heading_with_a_figure_is_one(
    quotes: Callable[[str], list[str]],
) -> None:
    text = (
        "USA har soldater i landet.\n\n16.000 soldater\n\nUSA har 16.000 soldater i Afghanistan, "
        "og Pentagon sender 3.000 soldater til."
    )
    assert quotes(text) == ["16.000 soldater", "16.000 soldater", "3.000 soldater"]


@pytest.mark.parametrize(
    ("text", "unit", "understood"),
    [
        ("Norge sender 60 soldatene til Irak.", "soldat", False),
        ("Hæren har trent 40 amerikanske spesialsoldater i Irak.", "spesialsoldat", False),
        ("Noreg har sendt 12 instruktørar til soldatane i Irak.", "instruktør", False),
        ("Hæren drap 40 opprørarar i kampane.", "opprørar", False),
    ],
)
def test_the_unit_is_the_lemma_of_the_counted_noun(
    figure: Callable[[str], FigureCandidate], text: str, unit: str, understood: bool
) -> None:
    candidate = figure(text)
    assert (candidate.unit, candidate.understood) == (unit, understood)


def test_an_understood_noun_is_that_of_the_figure_before(
    tokenizer: Language, lexicon: Lexicon
) -> None:
    text = "Norge har 120 instruktører i Irak, Danmark 190. Soldatene trener den irakiske hæren."
    first, second = find_candidates(tokenizer(text), lexicon)
    assert (first.unit, second.unit, second.understood) == ("instruktør", "instruktør", True)


def test_the_fields_of_a_candidate(figure: Callable[[str], FigureCandidate]) -> None:
    candidate = figure("Hæren i Mali har satt inn mellom 10 og 15.000 soldater mot opprørerne.")
    assert (candidate.value, candidate.value_min, candidate.value_max) == (12_500, 10_000, 15_000)
    assert (candidate.qualifier, candidate.measure) == ("range", "count")
    assert (candidate.unit, candidate.unit_kind) == ("soldat", "soldier")
    assert candidate.confidence > 0.5
    assert candidate.reasons


def test_the_participle_tells_what_happened(tokenizer: Language, lexicon: Lexicon) -> None:
    text = "To drept, fem såret i angrep på norske soldater i Afghanistan"
    found = find_candidates(tokenizer(text), lexicon)
    assert [(c.quote, c.participle) for c in found] == [("To", "killed"), ("fem", "wounded")]


@settings(max_examples=50, deadline=None)
@given(st.integers(min_value=2, max_value=900_000), st.sampled_from(["soldater", "soldatar"]))
def test_any_number_of_soldiers_is_a_figure_with_its_value(number: int, noun: str) -> None:
    grouped = f"{number:,}".replace(",", ".")
    text = f"USA har {grouped} {noun} i Irak, opplyser Pentagon."
    (candidate,) = find_candidates(spacy.blank("nb")(text), load_lexicon())
    assert candidate.value == number
    assert text[candidate.start_char : candidate.end_char] == candidate.quote


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="0123456789 .,–soldater drept\n«»", max_size=120))
def test_no_text_is_refused_and_quotes_are_the_text(text: str) -> None:
    doc = spacy.blank("nb")(text)
    for candidate in find_candidates(doc, load_lexicon()):
        assert doc.text[candidate.start_char : candidate.end_char] == candidate.quote
