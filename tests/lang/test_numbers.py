"""Number expressions are read with exact values and the bounds that their words give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lang.numbers import Quantity, find_quantities
from pipeline.lang.quantity import bounds

NNBSP, NBSP = "\u202f", "\u00a0"


def only(text: str) -> Quantity:
    """The single quantity of a text."""
    (quantity,) = find_quantities(text)
    return quantity


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("640 soldater", 640),
        ("2.500 soldater", 2500),
        ("2 500 soldatar", 2500),
        (f"2{NBSP}500 soldater", 2500),
        (f"132{NNBSP}000 mann", 132_000),
        ("1.200.000 mann", 1_200_000),
        ("75000 mann", 75_000),
        ("15 tusen mann", 15_000),
        ("2,5 tusen mann", 2500),
        ("1,2 millioner mann", 1_200_000),
        ("1,7 millionar", 1_700_000),
        ("3 mill. mennesker", 3_000_000),
        ("2 milliarder", 2_000_000_000),
        ("Tjue mann", 20),
        ("tjueen mann", 21),
        ("to og tjue mann", 22),
        ("toogtyve mann", 22),
        ("syv soldater", 7),
        ("sju soldatar", 7),
        ("tredve mann", 30),
        ("hundre og femti mann", 150),
        ("fem hundre mann", 500),
        ("femten hundre mann", 1500),
        ("tusen mann", 1000),
        ("Et tusen soldater", 1000),
        ("ett tusen soldater", 1000),
        ("seksten tusen soldater", 16_000),
        ("en million mann", 1_000_000),
        ("éin million mann", 1_000_000),
        ("en halv million soldater", 500_000),
        ("to og en halv million", 2_500_000),
        ("halvannen million mann", 1_500_000),
        ("halvannan million", 1_500_000),
        ("halvannet tusen", 1500),
        ("halvannet hundre", 150),
        ("to millioner fem hundre tusen", 2_500_000),
    ],
)
def test_exact_numbers(text: str, value: float) -> None:
    quantity = only(text)
    assert (quantity.value, quantity.value_min, quantity.value_max) == (value, value, value)
    assert (quantity.qualifier, quantity.measure, quantity.kind) == ("exact", "count", "plain")


@pytest.mark.parametrize(
    ("text", "value", "qualifier"),
    [
        *[(f"{word} 300 mann", 300, "approx") for word in (
            "rundt", "om lag", "omlag", "omkring", "omtrent", "ca.", "ca", "cirka", "sirka",
            "kring", "anslagsvis",
        )],
        *[(f"{word} 300 mann", 300, "at_least") for word in (
            "minst", "minimum", "i det minste",
        )],
        *[(f"{word} 300 mann", 300, "more_than") for word in (
            "over", "mer enn", "meir enn", "flere enn", "fleire enn", "drøyt", "drygt", "vel",
            "godt og vel", "i overkant av", "godt over", "noe over",
        )],
        *[(f"{word} 300 mann", 300, "at_most") for word in (
            "opptil", "inntil", "opp mot", "maks", "høyst", "høgst", "ikke mer enn",
            "ikkje meir enn",
        )],
        *[(f"{word} 300 mann", 300, "less_than") for word in (
            "under", "færre enn", "mindre enn", "nesten", "nærmere", "nærare", "snaut", "knapt",
            "i underkant av", "nær", "bortimot", "godt under",
        )],
        ("300 eller flere", 300, "at_least"),
        ("300 eller fleire", 300, "at_least"),
        ("800 eller mer", 800, "at_least"),
        ("800 eller meir", 800, "at_least"),
        ("800 eller færre", 800, "at_most"),
        ("800 mann eller mer", 800, "at_least"),
        ("800 soldatar eller fleire", 800, "at_least"),
        ("et titalls mann", 10, "approx"),
        ("eit titals mann", 10, "approx"),
        ("et 20-talls offiserer", 20, "approx"),
        ("eit 60-tal", 60, "approx"),
        ("et femtitalls krigere", 50, "approx"),
        ("eit tjuetal teknikarar", 20, "approx"),
        ("eit hundretals mann", 100, "approx"),
        ("et par hundre mann", 200, "approx"),
        ("eit par tusen krigarar", 2000, "approx"),
        ("et par titalls soldater", 20, "approx"),
        ("et dusin soldater", 12, "approx"),
        ("hundrevis av soldater", 100, "magnitude"),
        ("tusenvis", 1000, "magnitude"),
        ("titusenvis av soldatar", 10_000, "magnitude"),
        ("hundretusenvis", 100_000, "magnitude"),
        ("titusener av soldater", 10_000, "magnitude"),
        ("flere tusen mann", 1000, "magnitude"),
        ("fleire titals", 10, "magnitude"),
        ("flere hundre tusen", 100_000, "magnitude"),
        ("mange hundre", 100, "magnitude"),
        ("nokre hundre mann", 100, "magnitude"),
        ("noen få hundre mann", 100, "magnitude"),
        ("hundrevis av millioner kroner", 100_000_000, "magnitude"),
    ],
)  # fmt: skip
def test_qualified_numbers(text: str, value: float, qualifier: str) -> None:
    quantity = only(text)
    found = (quantity.value, quantity.value_min, quantity.value_max)
    assert (found, quantity.qualifier) == (bounds(value, qualifier), qualifier)
    assert quantity.start == 0 or qualifier == "exact"


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("mellom 300 og 400 mann", 300, 400),
        ("300–400 mann", 300, 400),
        ("300-400 mann", 300, 400),
        ("300 til 400 mann", 300, 400),
        ("3.000 til 5.000 soldater", 3000, 5000),
        ("10–15.000 mann", 10_000, 15_000),
        ("mellom 10 og 15.000 krigere", 10_000, 15_000),
        ("mellom 125 og 150.000", 125_000, 150_000),
        ("5-6000 mann", 5000, 6000),
        ("4–500 soldatar", 400, 500),
        ("8-900 mann", 800, 900),
        ("10–12 000", 10_000, 12_000),
        ("80–100 att", 80, 100),
        ("50–100 soldater", 50, 100),
        ("fire eller fem av dei", 4, 5),
        ("tre–fire offiserer", 3, 4),
        ("sju–ni tusen krigere", 7000, 9000),
        ("to til tre tusen mann", 2000, 3000),
        ("fem-seks hundre mann", 500, 600),
        ("mellom fem og ti soldater", 5, 10),
        ("fem eller ti mann", 5, 10),
        ("1–2000 mann", 1000, 2000),
        ("1000–3000 mann", 1000, 3000),
        ("10 til 1500 mann", 10, 1500),
        ("3-450 mann", 3, 450),
        ("99-100.000 mann", 99_000, 100_000),
        ("100-100.000 mann", 100, 100_000),
        ("mellom 3 og 400 mann", 3, 400),
        ("2 til 3 millioner mann", 2_000_000, 3_000_000),
        ("1000 til 3 tusen mann", 1000, 3000),
        ("tre til tre tusen mann", 3, 3000),
        ("hundre til to hundre mann", 100, 200),
        ("mellom hundre og tusen mann", 100, 1000),
        ("tjue til tretti mann", 20, 30),
        ("rundt 300 til 400 mann", 300, 400),
        ("minst 20–30 mann", 20, 30),
    ],
)
def test_ranges(text: str, low: float, high: float) -> None:
    quantity = only(text)
    found = (quantity.value, quantity.value_min, quantity.value_max, quantity.qualifier)
    assert found == ((low + high) / 2, low, high, "range")


@pytest.mark.parametrize(
    ("text", "values", "reason"),
    [
        ("fra 14.000 til 8.600 mann", [14_000, 8600], "from X to Y is two"),
        ("frå 40 000 til 45 000", [40_000, 45_000], "from X to Y is two"),
        ("redusert med 300 til 640", [300, 640], "a change and a level"),
        ("økes med ytterligere 1 200 til 8 700", [1200, 8700], "a change and a level"),
        ("450 og 950 mann", [450, 950], "two numbers"),
        ("30.Minst 40 drept", [30, 40], "a missing space after a full stop"),
        ("12 av 87 løpere", [12, 87], "two counts, no share"),
        ("vant 31–27", [31, 27], "a score falls"),
        ("300 eller 900", [300, 900], "too far apart for a range"),
        ("3 eller 400", [3, 400], "`eller` shares no zeros"),
        ("10 – 15 soldater", [10, 15], "a dash with spaces begins a new thought"),
        ("10– 15 soldater", [10, 15], "a dash with one space, too"),
        ("300–\n400", [300, 400], "a range stands on one line"),
        ("300\ntil 400", [300, 400], "a range stands on one line"),
        ("fire–tre", [4, 3], "a range rises"),
        ("ti–ti", [10, 10], "a range rises"),
        ("10 og 15", [10, 15], "`og` bounds only after `mellom`"),
        ("mellom 10 til", [10], "no upper bound"),
        ("mellom 60 og", [60], "no upper bound"),
        ("flere hundre til tusen", [None, 1000], "a magnitude bounds nothing"),
        ("300 til flere tusen", [300, None], "a magnitude bounds nothing"),
        ("en til to mann", [1, 2], "an article bounds nothing"),
        ("en firedel til halvparten", [25, 50], "two shares"),
        ("halvparten eller to tredeler", [50, 66.7], "two shares"),
        ("mellom en firedel og halvparten", [25, 50], "two shares"),
        ("10 prosent til 15 prosent", [10, 15], "two shares"),
        ("skar ned styrken fra dagens nivå på 300 til 200", [300, 200], "from X to Y is two"),
    ],
)
def test_several_numbers(text: str, values: list[float], reason: str) -> None:
    assert [quantity.value for quantity in find_quantities(text)] == values, reason


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("60 prosent av styrken", 60), ("60 % av styrken", 60), ("halvparten av dem", 50),
        ("helvta av dei", 50), ("en tredel", 33.3), ("ein tredjedel", 33.3), ("to tredeler", 66.7),
        ("to tredelar", 66.7), ("en firedel", 25), ("ein kvart av styrken", 25), ("tre kvart", 75),
        ("tre firedeler", 75), ("en femdel", 20), ("en sjettedel", 16.7), ("to av tre", 66.7),
        ("ein av ti", 10), ("hver femte soldat", 20), ("kvar tredje rekrutt", 33.3),
    ],
)  # fmt: skip
def test_shares(text: str, value: float) -> None:
    quantity = only(text)
    assert (quantity.value, quantity.measure, quantity.form) == (value, "percent", "share")


@pytest.mark.parametrize(
    ("text", "qualifier", "bounds_found"),
    [
        ("godt over halvparten", "more_than", (50, 50, None)),
        ("noe under en tredel", "less_than", (33.3, None, 33.3)),
        ("20 til 30 prosent", "range", (25, 20, 30)),
        ("mellom 30 og 50 prosent", "range", (40, 30, 50)),
        ("om lag halvparten", "approx", (50, None, None)),
    ],
)
def test_qualified_shares(
    text: str, qualifier: str, bounds_found: tuple[float | None, ...]
) -> None:
    quantity = only(text)
    found = (quantity.value, quantity.value_min, quantity.value_max)
    assert (quantity.qualifier, found, quantity.measure) == (qualifier, bounds_found, "percent")


@pytest.mark.parametrize(
    "text",
    ["mellom 10 og 15 prosent", "10–15 prosent", "10 til 15 prosent", "mellom 10 % og 15 %"],
)
def test_a_range_of_shares_is_one(text: str) -> None:
    quantity = only(text)
    assert (quantity.value_min, quantity.value_max, quantity.value) == (10, 15, 12.5)
    assert (quantity.qualifier, quantity.measure, quantity.form) == ("range", "percent", "share")


@pytest.mark.parametrize(
    ("text", "values", "reason"),
    [
        ("stiller med 20 til 30 mann", [25], "a contribution, no change"),
        ("kutter styrken med 20 til 30", [20, 30], "a change and a level"),
        ("økte hjelpen 20 til 30 ganger", [25], "nothing says by how much before `til`"),
        ("dro hjem fra leiren med mange hundre andre, 20 til 30", [100, 25], "`fra` is far away"),
    ],
)
def test_til_bounds_a_range_where_nothing_changes(
    text: str, values: list[float], reason: str
) -> None:
    found = [q.value_min if q.qualifier == "magnitude" else q.value for q in find_quantities(text)]
    assert found == values, reason


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("opp mot 300–400 mann", "opp mot 300–400"),
        ("i alt mellom 10 og 15.000 mann", "mellom 10 og 15.000"),
        ("minst et titalls soldater", "minst et titalls"),
        ("800 soldater eller mer", "800"),
    ],
)
def test_the_quote_holds_qualifier_and_number(text: str, quote: str) -> None:
    quantity = only(text)
    assert text[quantity.start : quantity.end] == quote


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("300–400 mann", "plain"),
        ("i 2003–2005", "year"),
        ("side 20–30", "label"),
    ],
)
def test_a_range_is_of_the_kind_of_its_bounds(text: str, kind: str) -> None:
    assert {quantity.kind for quantity in find_quantities(text)} == {kind}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("i 2014", "year"), ("sidan 1998", "year"), ("mars 2020", "year"), ("ut 2019", "year"),
        ("i løpet av 1998", "year"), ("fram mot 2027", "year"),
        ("17. april", "date"), ("den 19. mai", "date"), ("26. oktober", "date"),
        ("kl. 10", "clock"), ("klokka 18", "clock"), ("klokka ni", "clock"), ("kl. ti", "clock"),
        ("klokken halv åtte", "clock"), ("tidleg 1980-tal", "year"),
        ("Kari Nordmann (48)", "age"), ("minus 14", "measure"), ("resolusjon 1701", "label"),
        ("artikkel 5", "label"), ("nr. 12", "label"), ("2. bataljon", "ordinal"),
    ],
)  # fmt: skip
def test_numbers_that_are_plainly_no_people(text: str, kind: str) -> None:
    assert next(quantity.kind for quantity in find_quantities(text)) == kind


def test_clock_and_score_have_two_halves() -> None:
    assert {q.kind for q in find_quantities("kl. 10.30")} == {"clock"}
    assert {q.kind for q in find_quantities("vant 31–27")} == {"score"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("F-16 og MiG-29", "aircraft"),
        ("E6 og TV2", "road and channel"),
        ("27-åringen", "an age in a compound"),
        ("på 1990-tallet", "a decade"),
        ("trevåningshus", "a word that begins like a number"),
        ("soldater", "no number"),
        ("", "no text"),
    ],
)
def test_no_quantity(text: str, reason: str) -> None:
    assert find_quantities(text) == [], reason


@pytest.mark.parametrize(
    ("text", "qualifier", "reason"),
    [
        ("det var rolig inntil 9 ble såret", "exact", "`inntil` is a conjunction"),
        ("inntil 9 soldater", "at_most", "`inntil` limits the number"),
        ("Inntil 9 ble såret", "at_most", "nothing goes before that could last until then"),
        ("rolig inntil 9", "at_most", "nothing follows that could happen then"),
        ("rolig inntil 9 menn", "at_most", "no verb follows"),
        ("opp mot 9 ble såret", "at_most", "only `inntil` is a conjunction"),
        ("et titalls soldater eller mer", "approx", "a qualifier behind limits exact numbers only"),
        ("minst et titalls soldater", "at_least", "the word before it is the stronger one"),
        ("800 soldater eller mer", "at_least", "a qualifier behind the noun"),
        ("800 eller flere", "at_least", "a qualifier behind the number"),
        ("800, eller mer", "exact", "a comma ends the expression"),
        ("Hæren rår over 240 mann", "exact", "`over` belongs to the verb"),
        ("over 240 mann", "more_than", "`over` limits the number"),
        ("mot 240 mann i fjor", "exact", "`mot` alone limits nothing"),
        ("rundt\n240 mann", "exact", "a qualifier stands on the number's line"),
    ],
)
def test_words_that_limit_only_sometimes(text: str, qualifier: str, reason: str) -> None:
    assert only(text).qualifier == qualifier, reason


@given(st.integers(min_value=1000, max_value=99_999_999), st.sampled_from([".", " ", NBSP, NNBSP]))
def test_any_grouped_number_is_read(number: int, separator: str) -> None:
    text = f"{number:,}".replace(",", separator)
    quantity = only(f"{text} soldater")
    assert (quantity.value, quantity.start, quantity.end) == (number, 0, len(text))


@given(st.text(alphabet="0123456789.,-–() abtusenhdrogmellfi\n", max_size=80))
def test_offsets_are_in_order_and_inside(text: str) -> None:
    end = 0
    for quantity in find_quantities(text):
        assert end <= quantity.start <= quantity.number_start < quantity.number_end
        assert quantity.number_end <= quantity.end <= len(text)
        end = quantity.end


@given(st.text(max_size=200))
def test_no_text_is_refused(text: str) -> None:
    assert all(text[q.start : q.end].strip() for q in find_quantities(text))


def test_a_long_line_of_numbers_takes_no_longer_than_its_length() -> None:
    assert len(find_quantities("1.000 og " * 3000)) == 3000
