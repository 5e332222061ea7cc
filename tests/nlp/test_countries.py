"""Countries are found by every form and inside compounds; their false friends are not."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.lexicon import Lexicon, load_lexicon
from pipeline.nlp.countries import find_countries

BLANK = spacy.blank("nb")
BLANK.add_pipe("sentencizer")

# Every form means its country, in both written standards.
FORMS = {
    "AFG": "Afghanistan Afghanistans afghansk afghanske afghaner afghaneren afghanere afghanerne"
    " afghanernes afghanar afghanaren afghanarar afghanarane afghanaranes",
    "AUT": "Østerrike Austerrike østerriksk østerrikske austerriksk østerrikeren østerrikerne"
    " austerrikar austerrikarane",
    "AZE": "Aserbajdsjan aserbajdsjansk aserbajdsjanerne aserbajdsjanarane",
    "BIH": "Bosnia-Hercegovina Bosnia bosnisk bosniske bosnierne bosniarane",
    "BLR": "Hviterussland Kviterussland Belarus hviterussisk kviterussiske belarusiske"
    " hviterusserne kviterussarane belarusere",
    "BRA": "Brasil brasiliansk brasilianeren brasilianarar",
    "CAF": "sentralafrikansk sentralafrikanske sentralafrikanarane",
    "CHE": "Sveits sveitsisk sveitsiske sveitseren sveitsarane",
    "CHN": "Kina Kinas kinesisk kinesiske kineser kineserne kinesernes kinesar kinesarane",
    "CIV": "Elfenbenskysten Elfenbeinskysten ivoriansk ivorianerne ivorianarane",
    "COD": "Kongo-Kinshasa Kongo Kongos kongolesisk kongoleserne kongolesarane Zaire",
    "COG": "Kongo-Brazzaville",
    "COL": "Colombia colombiansk colombianske colombianerne colombianarane",
    "CPV": "Kapp-Verde kappverdisk kappverdiere",
    "CZE": "Tsjekkia tsjekkisk tsjekkere tsjekkarane",
    "DEU": "Tyskland Tysklands tysk tyske tysker tyskeren tyskere tyskerne tyskernes tyskar"
    " tyskaren tyskarar tyskarane Vest-Tyskland Øst-Tyskland Aust-Tyskland DDR vesttyske",
    "DNK": "Danmark dansk danske dansken dansker danskene danskenes danskar danskane",
    "DZA": "Algerie algerisk algeriere algeriarane",
    "EGY": "Egypt egyptisk egypteren egyptarane",
    "ESP": "Spania spansk spanier spanjol spanjolene spanjolane spaniarane",
    "EST": "Estland estisk estiske estlendere estlendarane",
    "ETH": "Etiopia etiopiske etiopiere etiopiarar",
    "FIN": "Finland finsk finske finlender finnene finnane",
    "FRA": "Frankrike Frankrikes fransk franske franskmann franskmannen franskmenn franskmennene"
    " franskmenns franskmennenes",
    "GBR": "Storbritannia britisk brite briten briter britene britar britane UK England engelske"
    " engelskmennene Skottland skotske skottene skottane Wales walisisk Nord-Irland nordirske",
    "GEO": "Georgia georgisk georgiere georgiarane",
    "GHA": "Ghana ghanesisk ghanesere ghanesarar",
    "GRC": "Hellas gresk greske grekere grekarane",
    "GRL": "Grønland grønlandsk grønlendere grønlendingane",
    "HRV": "Kroatia kroatisk kroat kroater kroatene kroatar kroatane",
    "HUN": "Ungarn ungarsk ungarerne ungararane",
    "IND": "India indisk indere inderne indarar indarane",
    "IRL": "Irland irsk irske irlenderen irlendarane",
    "IRN": "Iran Irans iransk iranske iranere iranarane Persia persisk",
    "IRQ": "Irak Iraks irak irakisk irakiske iraker irakeren irakere irakerne irakernes irakar"
    " irakaren irakarar irakarane irakaranes IRAK IRAKISKE",
    "ISL": "Island islandsk islendingen islendinger islendingane",
    "ISR": "Israel israelsk israelere israelarane",
    "JPN": "Japan japansk japanerne japanarar",
    "KAZ": "Kasakhstan kasakhstansk kasakhisk kasakhstanerne kasakharane",
    "KGZ": "Kirgisistan kirgisisk kirgiserne kirgisistanske",
    "KOR": "Sør-Korea sørkoreansk sørkoreanske sørkoreanere sørkoreanarane Sør-Koreas",
    "LAO": "Laos laotisk laoterne",
    "LBN": "Libanon libanesisk libanesere libanesarane",
    "LBY": "Libya libysk libyerne libyarane",
    "LUX": "Luxembourg Luxemburg luxembourgsk luxemburgske luxembourgere",
    "MAR": "Marokko marokkansk marokkanarane",
    "MDG": "Madagaskar madagassisk gassiske madagasserne",
    "MEX": "Mexico meksikansk mexicanske meksikanerne",
    "MKD": "Nord-Makedonia Makedonia makedonsk nordmakedonske makedonierne makedonarane",
    "MLI": "Mali malisk maliere maliarane",
    "MMR": "Myanmar Burma burmesisk burmesere burmesarar",
    "MNG": "Mongolia mongolsk mongolene mongolane",
    "NER": "Niger nigersk nigerske nigererne",
    "NGA": "Nigeria nigeriansk nigerianske nigerianere nigerianarane",
    "NLD": "Nederland nederlandsk nederlendere Holland hollandske hollenderne hollendarane",
    "NOR": "Norge Noreg Norges Noregs norsk norske nordmann nordmannen nordmenn nordmennene"
    " nordmenns nordmennenes nordmennane sør-norsk nordnorske",
    "NZL": "newzealandsk newzealendere newzealendarane",
    "PHL": "Filippinene Filippinane filippinsk filippinere filippinarane",
    "POL": "Polen polsk polske polakk polakken polakker polakkene polakkar polakkane",
    "PRK": "Nord-Korea nordkoreansk nordkoreanske nordkoreanerne nordkoreanarane",
    "PRT": "Portugal portugisisk portugisere portugisarar",
    "PSE": "Palestina palestinsk palestinske palestinerne palestinarane",
    "RUS": "Russland Russlands russisk russiske russer russeren russere russerne russernes russar"
    " russaren russarar russarane prorussisk prorussiske",
    "SAU": "Saudi-Arabia saudiarabisk saudiarabiske saudiarabere saudiarabarane saudisk",
    "SOM": "Somalia somalisk somaliere somaliarane",
    "SRB": "Serbia serbisk serberne serbarane",
    "SSD": "Sør-Sudan sørsudansk sørsudanske sørsudanere sørsudanarane",
    "SDN": "Sudan sudansk sudanske sudanere sudanarane sudanesisk",
    "SVK": "Slovakia slovakisk slovakene slovakane",
    "SVN": "Slovenia slovensk slovenere",
    "SWE": "Sverige svensk svenske svensken svensker svenskene svenskenes svenskar svenskane",
    "SWZ": "Eswatini Swaziland swazilandsk eswatinisk",
    "SYR": "Syria syrisk syriske syreren syrere syrerne syrar syrarane",
    "TCD": "Tsjad tsjadisk tsjaderne",
    "THA": "Thailand thailandsk thailendere thailendarane",
    "TLS": "Øst-Timor Aust-Timor østtimoresisk austtimoresiske",
    "TUR": "Tyrkia tyrkisk tyrkiske tyrker tyrkerne tyrkarane",
    "TWN": "Taiwan taiwansk taiwanere",
    "UKR": "Ukraina ukrainsk ukrainske ukrainere ukrainernes ukrainarane",
    "USA": "USA USAs U.S.A. usa amerikansk amerikanske amerikaner amerikaneren amerikanere"
    " amerikanerne amerikanernes amerikanar amerikanaren amerikanarar amerikanarane",
    "VAT": "Vatikanstaten Vatikanet",
    "VNM": "Vietnam vietnamesisk vietnamesere vietnamesarane",
    "XKX": "Kosovo kosovsk kosovarer kosovarene",
    "YEM": "Jemen jemenittisk jemenitter jemenittane",
    "ZAF": "Sør-Afrika sørafrikansk sørafrikanere sørafrikanarane",
    "ZWE": "Zimbabwe zimbabwisk zimbabwere",
}

FALSE_FRIENDS = [
    ("Fettsyrer er viktige syrer i maten, og sterke syrer etser.", "acids"),
    ("Hun finner ikke nøkkelen.", "the verb"),
    ("Det finnes ingen løsning.", "the verb"),
    ("Russen feiret i russetida, og russebussen gikk.", "school leavers"),
    ("Marsvinet og guineagrisen er samme dyr; guineagriser piper.", "an animal"),
    ("Poleringen av laseren tok tid.", "words that begin like countries"),
    ("Kinakål, kinaputter og en panamahatt.", "things"),
    ("Skipet krysset Det indiske hav, Norskehavet og Oman-bukta.", "seas"),
    ("Latin-Amerika, Sør-Amerika og latinamerikanske land.", "continents"),
    ("Kvinner, indianere og israelitter.", "peoples that are no state's"),
    ("Han snakker flytende, som en engelskspråklig fransklærer.", "languages in compounds"),
    ("Han sa det på engelsk. Hun snakker norsk og kan fransk.", "languages"),
    ("Sovjetunionen og det sovjetiske flyvåpenet.", "no code"),
    ("Gaza, Baltikum, Sahel og Kurdistan.", "regions"),
    ("Bagdad og Kabul ligger langt unna.", "cities"),
    ("I Georgia møttes velgere fra Atlanta, og delstaten telte stemmer.", "the state"),
    ("New Mexico og New Jersey stemte.", "states of the USA"),
    ("Monaco slo Lyon 2-1 i fotball i går.", "the football club"),
    ("Irene ringte fra Rhode Island.", "a first name; a state"),
    ("Barna, dei ungar som leikar, er ute.", "Nynorsk for kids"),
    ("They told us about it, said Bob.", "English us"),
    ("Filmen er på 4 GB med data.", "gigabytes"),
    ("USS Harry Truman seilte.", "the prefix of a ship"),
]

COMPOUNDS = [
    ("USA-ledede", ["USA"]),
    ("amerikanskledede", ["USA"]),
    ("tyskledet", ["DEU"]),
    ("Irak-styrken", ["IRQ"]),
    ("Syria-krigen", ["SYR"]),
    ("Syriakrigen", ["SYR"]),
    ("Vietnamkrigen", ["VNM"]),
    ("vietnamveteranen", ["VNM"]),
    ("Sør-Korea-besøket", ["KOR"]),
    ("sør-norsk", ["NOR"]),
    ("Nord-Norge", ["NOR"]),
    ("Sør-Irak", ["IRQ"]),
    ("prorussiske", ["RUS"]),
    ("pro-russiske", ["RUS"]),
    ("anti-amerikansk", ["USA"]),
    ("norskfødte", ["NOR"]),
    ("norskekysten", ["NOR"]),
    ("svenskegrensa", ["SWE"]),
    ("tyskertiden", ["DEU"]),
    ("norgesmester", ["NOR"]),
    ("russiskstøttede", ["RUS"]),
    ("IS-briten", ["GBR"]),
    ("fransk-britisk", ["FRA", "GBR"]),
    ("norsk-pakistanerne", ["NOR", "PAK"]),
    ("norskamerikanere", ["NOR", "USA"]),
    ("kosovoalbanerne", ["XKX", "ALB"]),
    ("Iran–Irak-krigen", ["IRN", "IRQ"]),
    ("Israel-vennlige", ["ISR"]),
]


def countries(text: str) -> list[str]:
    return [mention.entity_id for mention in find_countries(BLANK(text), load_lexicon())]


def with_entity(text: str, name: str, label: str) -> Doc:
    doc = BLANK(text)
    start = text.index(name)
    span = doc.char_span(start, start + len(name), label=label)
    assert isinstance(span, Span)
    doc.ents = [span]
    return doc


@pytest.mark.parametrize("country", list(FORMS))
def test_every_form_of_a_country(country: str) -> None:
    missed = [f for f in FORMS[country].split() if countries(f"Vi så {f} der.") != [country]]
    assert missed == []


@pytest.mark.parametrize(
    ("phrase", "country"),
    [
        ("De forente arabiske emirater", "ARE"),
        ("Dei sameinte arabiske emirata", "ARE"),
        ("Emiratene", "ARE"),
        ("Den dominikanske republikk", "DOM"),
        ("Den dominikanske republikken", "DOM"),
        ("Dominica", "DMA"),
        ("Den sentralafrikanske republikks", "CAF"),
        ("Den demokratiske republikken Kongo", "COD"),
        ("DR Kongo", "COD"),
        ("DR Kongos", "COD"),
        ("Papua Ny-Guinea", "PNG"),
        ("Ekvatorial-Guinea", "GNQ"),
        ("Guinea-Bissau", "GNB"),
        ("Guinea", "GIN"),
        ("Saint Vincent og Grenadinene", "VCT"),
        ("St. Lucia", "LCA"),
        ("Trinidad og Tobago", "TTO"),
        ("São Tomé og Príncipe", "STP"),
        ("Sao Tome og Principe", "STP"),
        ("Sri Lanka-eksperten", "LKA"),
        ("New Zealand", "NZL"),
        ("De forente stater", "USA"),
        ("Dei sameinte statane", "USA"),
        ("Burkina Faso", "BFA"),
        ("Sierra Leones", "SLE"),
        ("El Salvador", "SLV"),
        ("Costa Rica", "CRI"),
        ("Fransk Guyana", "GUF"),
        ("Puerto Rico", "PRI"),
        ("Det forente kongeriket", "GBR"),
    ],
)
def test_the_longest_name_wins(phrase: str, country: str) -> None:
    assert countries(f"Styrken fra {phrase} kom.") == [country]


@pytest.mark.parametrize(("text", "reason"), FALSE_FRIENDS, ids=[r for _, r in FALSE_FRIENDS])
def test_false_friends(text: str, reason: str) -> None:
    assert countries(text) == [], reason


@pytest.mark.parametrize(("word", "expected"), COMPOUNDS, ids=[w for w, _ in COMPOUNDS])
def test_compounds(word: str, expected: list[str]) -> None:
    assert countries(f"Den {word} saken.") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nord- og Sør-Korea", ["PRK", "KOR"]),
        ("de nord- og sørkoreanske soldatene", ["PRK", "KOR"]),
        ("Irak- og Afghanistan-krigene", ["IRQ", "AFG"]),
        ("Sørgrensa mot Sudan og Sør-Sudan", ["SDN", "SSD"]),
        ("Niger og Nigeria", ["NER", "NGA"]),
        ("Sassou styrer Kongo fra Brazzaville", ["COG"]),
        ("Kim Jong-un leder Korea fra Pyongyang", ["PRK"]),
        ("På norsk jord snakker norske soldater", ["NOR", "NOR"]),
        ("To finner og en svenske", ["FIN", "SWE"]),
        ("Syrer flykter til Hellas", ["SYR", "GRC"]),
    ],
)
def test_words_around_decide(text: str, expected: list[str]) -> None:
    assert countries(text + ".") == expected


@pytest.mark.parametrize(
    ("text", "form", "shown"),
    [
        ("Soldater i Irak.", "name", "Irak"),
        ("Iraks soldater.", "genitive", "Iraks"),
        ("Hellas' soldater.", "genitive", "Hellas"),
        ("Laos’ soldater.", "genitive", "Laos"),
        ("USA sender soldater.", "abbreviation", "USA"),
        ("USAs soldater.", "genitive", "USAs"),
        ("De irakiske soldatene.", "adjective", "irakiske"),
        ("Irakerne kom.", "inhabitant", "Irakerne"),
        ("Det kom tyskere.", "inhabitant", "tyskere"),
        ("USA-ledede styrker.", "compound", "USA-ledede"),
        ("En fransk-britisk styrke.", "adjective", "fransk"),
    ],
)
def test_form_and_text(text: str, form: str, shown: str) -> None:
    mention = find_countries(BLANK(text), load_lexicon())[0]
    assert (mention.form, mention.text) == (form, shown)
    assert text[mention.start_char : mention.end_char] == shown


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Michael Jordan spilte.", "Michael Jordan", []),
        ("Mali Olsen og Frank talte.", "Mali Olsen", []),
        ("Noor av Jordan kom.", "Noor av Jordan", ["JOR"]),  # the title's country
        ("Norges Erna Solberg kom.", "Norges Erna Solberg", ["NOR"]),  # a reader's slip
        ("Kongen i Jordan talte.", "Jordan", ["JOR"]),  # a reader's slip
        ("Norske Kari Traa vant.", "Norske Kari Traa", ["NOR"]),
    ],
)
def test_persons_names(text: str, name: str, expected: list[str]) -> None:
    found = find_countries(with_entity(text, name, "PER"), load_lexicon())
    assert [mention.entity_id for mention in found] == expected


def test_full_stop_that_clings_to_a_name_is_left_out(lexicon: Lexicon) -> None:
    doc = Doc(BLANK.vocab, words=["Til", "Irak.", "og", "U.S.A."])
    assert [m.text for m in find_countries(doc, lexicon)] == ["Irak", "U.S.A."]


def test_part_of_speech_tells_the_verb_from_the_finns(lexicon: Lexicon) -> None:
    words = ["Vi", "finner", "finner", "."]
    doc = Doc(BLANK.vocab, words=words, pos=["PRON", "VERB", "NOUN", "PUNCT"])
    assert [m.start_char for m in find_countries(doc, lexicon)] == [10]


def test_sentences_are_numbered(lexicon: Lexicon) -> None:
    doc = BLANK("De kom. Irak svarte. Iran tidde.")
    assert [m.sentence_no for m in find_countries(doc, lexicon)] == [1, 2]


def test_users_forms_blocks_and_guards(tmp_path: Path) -> None:
    (tmp_path / "country_forms.csv").write_text(
        "form,country_id,paradigm\nlangtvekker,NPL,er\nIrak,IRN,name\n", encoding="utf-8"
    )
    (tmp_path / "aliases.csv").write_text("alias,entity_id\nGamlelandet,NOR\n", encoding="utf-8")
    (tmp_path / "country_blocks.csv").write_text("phrase\nNorsk Tipping\n", encoding="utf-8")
    text = "Langtvekkerne i Irak og Gamlelandet spilte hos Norsk Tipping."
    found = find_countries(BLANK(text), load_lexicon(tmp_path))
    assert [mention.entity_id for mention in found] == ["NPL", "IRN", "NOR"]
    assert countries(text) == ["IRQ", "NOR"]


def test_model_reads_the_hard_ones(nlp: Language, lexicon: Lexicon) -> None:
    text = "Basketstjernen Michael Jordan besøkte Mali. Vi finner ingen feil, sier to finner."
    found = find_countries(nlp(text), lexicon)
    assert [(m.text, m.entity_id) for m in found] == [("Mali", "MLI"), ("finner", "FIN")]


PIECES = st.sampled_from(
    ["Irak", "USA-", "-ledede", "nord", "og", "sør-", "Den dominikanske", "republikk", "'", "’",
     "–", "fransk", "/britisk", "Sri", "Lanka-", " ", "\n", ".", "\u00a0"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_mentions_stand_where_they_say_and_do_not_overlap(text: str) -> None:
    doc = BLANK(text)
    found = find_countries(doc, load_lexicon())
    assert all(doc.text[m.start_char : m.end_char] == m.text for m in found)
    assert all(a.end_char <= b.start_char for a, b in pairwise(found))
