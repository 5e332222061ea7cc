"""Places are found and settled: exonyms, ambiguous names, and what only looks like a place."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.ids import place_id
from pipeline.lexicon import Lexicon, load_lexicon
from pipeline.nlp.countries import find_countries
from pipeline.nlp.places import find_places
from pipeline.records import Mention

BLANK = spacy.blank("nb")
BLANK.add_pipe("sentencizer")


def read(text: str, *entities: tuple[str, str]) -> Doc:
    doc = BLANK(text)
    spans = []
    for name, label in entities:
        start = text.index(name)
        spans.append(doc.char_span(start, start + len(name), label=label))
    doc.ents = spans  # type: ignore[assignment]
    return doc


def places(doc: Doc, lexicon: Lexicon | None = None) -> list[Mention]:
    lexicon = lexicon or load_lexicon()
    return find_places(doc, lexicon, find_countries(doc, lexicon))


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Bagdad", "place:irq-bagdad"),
        ("Baghdad", "place:irq-bagdad"),
        ("Mosul", "place:irq-mosul"),
        ("Kyiv", "place:ukr-kyiv"),
        ("Kiev", "place:ukr-kyiv"),
        ("Kairo", "place:egy-kairo"),
        ("Damaskus", "place:syr-damaskus"),
        ("Warszawa", "place:pol-warszawa"),
        ("København", "place:dnk-kobenhavn"),
        ("Aten", "place:grc-aten"),
        ("Roma", "place:ita-roma"),
        ("Moskva", "place:rus-moskva"),
        ("Jerusalem", "place:isr-jerusalem"),
        ("Helmand", "place:afg-helmand"),
        ("Faryab", "place:afg-faryab"),
        ("Meymaneh", "place:afg-maimana"),
        ("Kunduz", "place:afg-kunduz"),
        ("Donbas", "place:ukr-donbas"),
        ("Krim", "place:ukr-krim"),
        ("Darfur", "place:sdn-darfur"),
        ("Gazastripen", "place:pse-gaza"),
        ("Kashmir", "place:ind-kashmir"),
        ("Tsjetsjenia", "place:rus-tsjetsjenia"),
        ("Sør-Ossetia", "place:geo-sor-ossetia"),
        ("Nagorno-Karabakh", "place:aze-nagorno-karabakh"),
        ("Finnmark", "place:nor-finnmark"),
        ("Bardufoss", "place:nor-bardufoss"),
        ("Setermoen leir", "place:nor-setermoen"),
        ("Camp Nidaros", "place:afg-camp-nidaros"),
        ("Incirlik", "place:tur-incirlik"),
        ("Deir ez-Zor", "place:syr-deir-al-zor"),
        ("St. Petersburg", "place:rus-st-petersburg"),
        ("Middelhavet", "place:middelhavet"),
    ],
)
def test_certain_names_need_no_label(name: str, place_id: str) -> None:
    found = places(BLANK(f"Styrken i {name} øvde."))
    assert [(m.text, m.entity_id) for m in found] == [(name, place_id)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Han var nice og bor best her.", "lower case"),
        ("Nice, sa han, og Split var navnet.", "uncertain names without a label"),
        ("Iraks regjering i USA-ledede kretser.", "countries"),
        ("NIS og OSS er forkortelser.", "abbreviations"),
    ],
)
def test_not_places(text: str, reason: str) -> None:
    assert places(BLANK(text)) == [], reason


def test_label_makes_an_uncertain_name_a_place() -> None:
    found = places(read("Han reiste til Nice i går.", ("Nice", "GPE_LOC")))
    assert [m.entity_id for m in found] == ["place:fra-nice"]


def test_part_of_a_persons_name_is_none() -> None:
    assert places(read("Paris Hilton kom.", ("Paris Hilton", "PER"))) == []


@pytest.mark.parametrize(
    ("text", "entity", "place_id"),
    [
        ("Kampene i Tripoli fortsatte.", "Tripoli", "place:lby-tripoli"),
        ("Hæren i Libanon gikk inn i Tripoli.", "Tripoli", "place:lbn-tripoli"),
        ("De demonstrerte i Birmingham.", "Birmingham", "place:gbr-birmingham"),
        ("Guvernøren i Georgia og delstaten Alabama.", "Georgia", "place:usa-georgia"),
    ],
)
def test_ambiguous_names_are_settled(text: str, entity: str, place_id: str) -> None:
    found = places(read(text, (entity, "GPE_LOC")))
    assert place_id in [mention.entity_id for mention in found]


@pytest.mark.parametrize(
    ("text", "shown", "form", "place_id"),
    [
        ("Bagdads gater.", "Bagdads", "genitive", "place:irq-bagdad"),
        ("Damaskus' gater.", "Damaskus", "genitive", "place:syr-damaskus"),
        ("Mosul-offensiven.", "Mosul-offensiven", "compound", "place:irq-mosul"),
        ("Øst-Aleppo falt.", "Øst-Aleppo", "compound", "place:syr-aleppo"),
    ],
)
def test_forms(text: str, shown: str, form: str, place_id: str) -> None:
    (mention,) = places(BLANK(text))
    assert (mention.text, mention.form, mention.entity_id) == (shown, form, place_id)
    assert text[mention.start_char : mention.end_char] == shown


def test_unknown_place_has_no_country() -> None:
    text = "Landsbyen Abbadurba ble angrepet. Abbadurbas folk flyktet."
    doc = BLANK(text)
    doc.ents = [doc.char_span(10, 19, "GPE_LOC"), doc.char_span(34, 44, "GPE_LOC")]
    found = places(doc)
    assert [(m.entity_id, m.form) for m in found] == [
        ("place:abbadurba", "name"),
        ("place:abbadurba", "genitive"),
    ]


def test_places_keep_off_what_is_decided(lexicon: Lexicon) -> None:
    doc = BLANK("Telemark bataljon er i Telemark.")
    unit = Mention(0, 17, "Telemark bataljon", "organization", "ORG", "name", "org:tmbn", "x", 0)
    assert [m.start_char for m in find_places(doc, lexicon, [unit])] == [23]


def test_every_place_has_a_country_and_lies_on_earth(lexicon: Lexicon) -> None:
    for row in lexicon.table("places"):
        assert -90 <= float(row["latitude"]) <= 90, row["name"]
        assert -180 <= float(row["longitude"]) <= 180, row["name"]
    for name in ("Oslo", "Mosul", "Kabul", "Tokyo", "Helmand"):
        for place in lexicon.places.find(name):
            assert lexicon.place(place.place_id) == place
            assert place.country in lexicon.country_names


def test_users_places(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(
        "name,country,latitude,longitude,certain\nMaukstadmoen,NOR,69.1,18.7,yes\n", "utf-8"
    )
    (tmp_path / "aliases.csv").write_text(
        "alias,entity_id\nMesopotamia,place:irq-bagdad\n", "utf-8"
    )
    lexicon = load_lexicon(tmp_path)
    found = places(BLANK("Fra Maukstadmoen til Mesopotamia."), lexicon)
    assert [m.entity_id for m in found] == ["place:nor-maukstadmoen", "place:irq-bagdad"]


def test_with_the_model(nlp: Language, lexicon: Lexicon) -> None:
    doc = nlp("Soldatene flyttes fra Bagdad til basen Al Asad i Anbar-provinsen, sier Jens Hansen.")
    found = places(doc, lexicon)
    assert [m.entity_id for m in found] == [
        "place:irq-bagdad",
        "place:irq-al-asad",
        "place:irq-anbar",
    ]


@pytest.mark.parametrize("name", ["Kwa Torva", "Can-Torva", "Det kaspiske hav"])
def test_the_id_of_a_place_in_no_country_shows_none(name: str) -> None:
    assert place_id("", name)[9:10] != "-"  # `place:can-…` lies in Canada
