"""Mentions: people under their fullest name, organizations under their canonical one.

The name reader's answers are written into the documents here, so that these tests hold whatever
the model of the day sees. `<PER:Kari Berg>` marks a name in the text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.lexicon import Lexicon
from pipeline.nlp.mention_words import is_common_word, is_given_name
from pipeline.nlp.mentions import find_mentions
from pipeline.nlp.tokenizer import adapt_tokenizer
from pipeline.records import Mention

_MARK = re.compile(r"<([A-Z_]+):([^>]+)>")


@lru_cache(maxsize=1)
def tokenizer() -> Language:
    nlp = spacy.blank("nb")
    adapt_tokenizer(nlp)
    nlp.add_pipe("sentencizer")
    return nlp


def document(marked: str) -> Doc:
    """A document whose named entities are those marked in the text."""
    spans, text, at = [], "", 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        spans.append((len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        at = match.end()
    text += marked[at:]
    doc = tokenizer()(text)
    entities = [doc.char_span(*span, alignment_mode="expand") for span in spans]
    doc.set_ents([e for e in entities if e is not None])
    return doc


def found(marked: str, lexicon: Lexicon) -> list[Mention]:
    doc = document(marked)
    mentions = find_mentions(doc, lexicon)
    for mention in mentions:
        assert doc.text[mention.start_char : mention.end_char] == mention.text
    return mentions


def names(marked: str, lexicon: Lexicon, kind: str) -> list[str]:
    """The names of a kind of entity, each once, in order of appearance."""
    return list(dict.fromkeys(m.name for m in found(marked, lexicon) if m.kind == kind))


PEOPLE = [
    (
        "<PER:Saad al-Hadithi> var i Bagdad. <PER:al-Hadithi> sier nei. <PER:Al-Hadithis> sjef òg.",
        ["Saad al-Hadithi"],
        "the family name alone, in the genitive too",
    ),
    (
        "Statsminister <PER:Erna Solberg> møtte <PER:Kim Jong-un>. <PER:Kim> smilte.",
        ["Erna Solberg", "Kim Jong-un"],
        "a Korean's family name stands first",
    ),
    (
        "<PER:Jens Stoltenberg> og <PER:Camilla Stoltenberg> kom.",
        ["Jens Stoltenberg", "Camilla Stoltenberg"],
        "a family is kept apart",
    ),
    (
        "<PER:Per Hansen> skaut. <PER:Hansen> lo. <PER:Kari Hansen> såg det. <PER:Hansen> lo.",
        ["Per Hansen", "Kari Hansen"],
        "each short form is the one named last",
    ),
    ("General <ORG:Ahmat Dari> leder styrken.", ["Ahmat Dari"], "a rank says that it is a person"),
    ("Det sier president Zonko til avisen.", ["Zonko"], "a title before what no reader saw"),
    ("<PER:Donald Trumps> forslag falt.", ["Donald Trump"], "a genitive before its noun"),
    ("<PER:Ehud Baraks> egen plan falt.", ["Ehud Barak"], "a genitive before `egen`"),
    ("<PER:Jim Mattis> (H) gikk.", ["Jim Mattis"], "an -s of its own"),
    ("<PER:Obama-administrasjonen> vil ikke svare.", [], "nobody inside a compound"),
    ("Vi øvde under øvelsen <PER:Polar Anvil> i går.", [], "an exercise"),
    ("Fregatten «<PER:Otto Sverdrup>» la til kai.", [], "a ship"),
    ("Orkanen <PER:Katrina> tok huset.", [], "a storm"),
    ("De ble stanset i <PER:Zawrabad> i natt.", [], "a place by its preposition"),
    ("Ifølgje forskar <PER:Liv Moe> ved <ORG:NUPI> er det slik.", ["Liv Moe"], "Nynorsk"),
    ("<PER:Styrkenivået> blir som før.", [], "a common noun that opens a sentence"),
    ("<PER:J.D. Vance> kom. <PER:Vance> gjekk.", ["J.D. Vance"], "initials"),
    ("<PER:Statsminister Eva Lie> svarte.", ["Eva Lie"], "a title inside the reader's span"),
    ("<PER:Karaleti> (NTB): Styrkene dro.", [], "a dateline"),
    ("Øvelsen ble holdt i <PER:Camp Nordvind>.", [], "a camp"),
    ("Vi dro til <PER:Tafjordbygda> i går.", [], "a landmark"),
    ("Venstres <ORG:Tulla Bråten> er uenig.", ["Tulla Bråten"], "a party's member"),
    (
        "Flyet kom ut av <PER:Beni> og fløy over <PER:Pinatubo>.",
        [],
        "a lone name after a preposition is a place",
    ),
    (
        "Røyken sto over vulkanen <PER:Torvalo> og skolen <PER:Kari Berg>.",
        [],
        "a noun says what it is",
    ),
    (
        "Forsvarsministeren, <PER:Torvandi>, avviste kravet.",
        ["Torvandi"],
        "who somebody is stands before the comma",
    ),
    (
        "<PER:Torvandi> reiste tidleg. Ingen visste kvar <PER:Torvandi> var.",
        ["Torvandi"],
        "a lone name that is seen twice and never placed",
    ),
    ("Generalene fulgte <PER:Putin> inn.", ["Putin"], "all know who that is"),
    (
        "Soldatene sov i <PER:Muammar Gaddafis> seng. De jaktet på <PER:Gaddafi>.",
        ["Muammar Gaddafi"],
        "an owner is no place",
    ),
    (
        "Brasilianeren <PER:Sergio Vieira> de <LOC:Mello> ledet oppdraget.",
        ["Sergio Vieira de Mello"],
        "a small word joins what the reader split",
    ),
    ("Brigader <PER:Ikram> ul-Hassan talte.", ["Ikram ul-Hassan"], "an Arabic article in a name"),
    ("Major Jan Erik <PER:Haugland> sier nei.", ["Jan Erik Haugland"], "a rank that opens"),
    ("<PER:Tretti> er såret.", [], "a numeral"),
    ("<PER:NATO-general> kom.", [], "a compound that ends in a common noun"),
    ("Minister <ORG:Fjellgir> sier nei.", [], "a body after a title that has none"),
    ("Møtet ledet Torvandi <PER:Lunde> alene.", ["Torvandi Lunde"], "a given name that was missed"),
    (
        "Først kom <PER:Vidkun Solheim>, så <PER:Donald Trump>. Der møttes <PER:Solheim Trump>.",
        ["Vidkun Solheim", "Donald Trump"],
        "two family names side by side are two people",
    ),
]


@pytest.mark.parametrize(("marked", "expected", "why"), PEOPLE)
def test_people(marked: str, expected: list[str], why: str, lexicon: Lexicon) -> None:
    assert names(marked, lexicon, "person") == expected, why


ORGANIZATIONS = [
    ("Natos sjef og NATO-styrken, sier Nato.", ["NATO"], "genitive, compound, case"),
    ("Daesh er slått. IS, ISIL og Den islamske staten er ett.", ["IS"], "aliases"),
    ("Sikkerhetsrådet vedtok det. FNs sikkerhetsråd møttes.", ["FNs sikkerhetsråd"], "Bokmål"),
    ("Tryggingsrådet møtest i dag.", ["FNs sikkerhetsråd"], "Nynorsk"),
    ("Den afrikanske unions (AU) styrke.", ["AU"], "a known definition in the genitive"),
    (
        "Den blå trekanthæren (BTH) angrep. BTH og BTHs sjef flyktet.",
        ["BTH"],
        "a definition that only this text gives",
    ),
    ("Den nye syriske hæren (NSA) flykta.", ["NSA"], "a definition wins over the lexicon's NSA"),
    ("YPG-militsen og KANDU-leiaren kom.", ["YPG", "KANDU"], "a telling second part"),
    ("Hemamilitsen UPC rår her.", ["UPC"], "a telling noun before the name"),
    ("15 mann fra 155. brigade falt.", ["155. brigade"], "a numbered unit"),
    ("Rådgjevar i Kvitanger kommune.", ["Kvitanger kommune"], "a telling noun after the name"),
    ("Vi spurte folk i Hæren om det.", ["Hæren"], "a capital inside a sentence"),
    ("Filippinene svarte. Hæren tok byen. Filippinene vant.", [], "an army, but not ours"),
    ("Norske soldater øver. Hæren er klar.", ["Hæren"], "ours, at the beginning of a sentence"),
    ("Både hæren og regjeringen nekter.", [], "common nouns"),
    ("Han skrev det på Twitter og Facebook.", [], "platforms"),
    ("Kurdiske peshmerga og peshmergasoldater.", ["Peshmerga"], "in lower case"),
    ("Meldinga kom inn i <ORG:Bartella> i nord.", [], "a town that the reader mistook"),
    ("<ORG:Lynoffensiv>\n\nStyrken gikk fram.", [], "a heading"),
    ("Soldatene i Wagner-styrken og Wagner.", ["Wagner-gruppen"], "a compound settles the name"),
    ("<PER:Richard Wagner> skrev operaer.", [], "a composer"),
    ("<PER:Kari Berg> (Ap) og <PER:Ola Lie> (H)", ["Arbeiderpartiet", "Høyre"], "party letters"),
    ("(©NTB)", ["NTB"], "a signature"),
    ("Vi selde fabrikken Fjellgir i fjor.", ["Fjellgir"], "a telling noun, no label"),
    ("Opprørerne i SKLM angrep.", ["SKLM"], "people of an organization"),
    ("Medlemene i Europautvalet møttest.", ["Europautvalet"], "a body by its compound"),
    ("Det amerikanske utenriksdepartementet og DR Kongo.", [], "a common noun, a country"),
    ("(NTB-Reuter-AFP)", ["NTB", "Reuters", "AFP"], "three agencies in one word"),
    (
        "Soldater fra den 131. brigaden og VII korpset møtte Første kavaleridivisjon.",
        ["131. brigade", "VII korps", "Første kavaleridivisjon"],
        "numbered units in one form, whatever the number looks like",
    ),
    ("I brigaden er det uro. Fyrste dagen kom regimentet.", [], "no numbers, no units"),
    (
        "Leiaren av Torva-brigaden vart drepen på Litsa-fronten.",
        ["Torva-brigaden"],
        "a compound that is a name, and one that is a front",
    ),
    ("TRPK, ein væpna gerilja på 800 mann, angreip.", ["TRPK"], "a noun after the comma"),
    ("Ni krigere fra TRPL ble drept.", ["TRPL"], "whose people they are"),
    (
        "Han var ved Forsvarets torvsenter og i Japans torvforbund.",
        ["Forsvarets torvsenter", "Japans torvforbund"],
        "bodies that carry their owner's name",
    ),
    ("Det melder <PER:Torva Herald>.", ["Torva Herald"], "an English noun that ends a name"),
    ("Byrået <PER:Turan> skriver det.", ["Turan"], "a noun before a name that looks like a man's"),
    ("<ORG:Forsvarsdepartementet> i Ankara tier. Tyrkia venter.", [], "another state's ministry"),
    (
        "<ORG:Forsvarsdepartementet> i Oslo tier. Tyrkia venter.",
        ["Forsvarsdepartementet"],
        "the ministry of the lexicon, where it lies",
    ),
    ("– Hæren kom for sent. Tyrkia, Hellas og Norge hjalp.", [], "every state has an army"),
    ("Brødprisen i Sana er doblet.", [], "a city, whatever SANA is"),
    ("Slummen West Point ble sperret.", [], "a noun says that it is a place"),
    ("Mara Salvatrucha (MS-13) har 40.000 medlemmer.", ["Mara Salvatrucha"], "two names of one"),
    ("Universitetet i Tromsø svarer.", ["Universitetet i Tromsø"], "a place that names the body"),
    ("Studentene ved universitetet i Tromsø svarer.", [], "a common noun with a place"),
]


@pytest.mark.parametrize(("marked", "expected", "why"), ORGANIZATIONS)
def test_organizations(marked: str, expected: list[str], why: str, lexicon: Lexicon) -> None:
    assert names(marked, lexicon, "organization") == expected, why


ROLES = [
    (
        "Forsvarsminister <PER:Frank Bakke-Jensen> (H) svarer.",
        "forsvarsminister",
        "org:hoyre",
        "the party, where nothing else is said",
    ),
    ("NATOs generalsekretær <PER:Jens Berg> kom.", "generalsekretær", "org:nato", "genitive"),
    ("Pentagon-talsmann <PER:John Kirk> kom.", "talsmann", "org:pentagon", "inside a compound"),
    (
        "Seniorrådgiver <PER:Marita Moe> i Forsvarsdepartementet sier nei.",
        "seniorrådgiver",
        "org:forsvarsdepartementet",
        "after the name",
    ),
    (
        "<PER:Saad Ali>, talsmann for Iraks regjering, sier nei.",
        "talsmann for Iraks regjering",
        "",
        "after the name, of what is no organization",
    ),
    ("Talskvinna <PER:Mona Lie> teier.", "talskvinne", "", "a definite form"),
    ("Dagleg leiar <PER:Pål Risan> ler.", "dagleg leiar", "", "two words, Nynorsk"),
    ("Tidligere statsminister <PER:Gro Vik> lo.", "statsminister", "", "without the time"),
    ("Lederen for Hamas, <PER:Ismail Ali>, er død.", "leder", "org:hamas", "before a comma"),
    ("Lederen var sint, <PER:Ismail Ali> også.", "", "", "a verb stands between"),
    ("<PER:Saad Ali>, som talte lenge, er leder.", "", "", "another clause stands between"),
    ("<PER:Saad Ali>, leder for alle, sier nei.", "leder", "", "no organization follows"),
    ("Da lo <PER:Gro Vik> høyt.", "", "", "no role"),
]


@pytest.mark.parametrize(("marked", "role", "organization", "why"), ROLES)
def test_roles(marked: str, role: str, organization: str, why: str, lexicon: Lexicon) -> None:
    person = next(m for m in found(marked, lexicon) if m.kind == "person")
    assert (person.role, person.role_organization_id) == (role, organization), why


def test_a_state_led_coalition_is_one_by_its_description(lexicon: Lexicon) -> None:
    mentions = found(
        "Den USA-ledede koalisjonen bombet. Han støtter en USA-ledet koalisjon.", lexicon
    )
    coalitions = [m for m in mentions if m.form == "description"]
    assert {m.entity_id for m in coalitions} == {"org:usa-ledede-koalisjonen"}
    assert {m.name for m in coalitions} == {"den USA-ledede koalisjonen"}
    assert [m.entity_id for m in mentions if m.kind == "country"] == ["USA", "USA"]


def test_ids_are_those_of_the_lexicon_or_readable_slugs(lexicon: Lexicon) -> None:
    mentions = found("<PER:Åse Moe> i NATO og <ORG:Fjellgir> møttest.", lexicon)
    ids = {m.entity_id for m in mentions}
    assert {"person:ase-moe", "org:nato", "org:fjellgir"} <= ids


def test_mentions_do_not_overlap_but_for_countries_in_names(lexicon: Lexicon) -> None:
    mentions = found("<PER:Michael Jordan> møtte Etiopias menneskerettskommisjon (EHRC).", lexicon)
    assert [m.entity_id for m in mentions if m.kind == "country"] == ["ETH"]
    people_and_bodies = [m for m in mentions if m.kind in ("person", "organization")]
    for one, other in pairwise(people_and_bodies):
        assert one.end_char <= other.start_char


def test_the_lists_of_names_and_words_are_there() -> None:
    assert is_given_name("Kari")
    assert is_common_word("styrken")
    assert not is_common_word("Lukasjenko")


def test_an_empty_document_names_nobody(lexicon: Lexicon) -> None:
    assert find_mentions(tokenizer()(""), lexicon) == []


def test_the_component_fills_the_document(nlp: Language) -> None:
    doc = nlp("Natos generalsekretær Jens Stoltenberg talte i Oslo.")
    finder = nlp.create_pipe("news_mentions")
    finder(doc)
    assert [m.name for m in doc._.mentions if m.kind == "person"] == ["Jens Stoltenberg"]
    labels = {(span.label_, span.id_) for span in doc.spans["mentions"]}
    assert ("organization", "org:nato") in labels
