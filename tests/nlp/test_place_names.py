"""Names of places that news is full of: each is known, lies in the right country, and is no word.

The sentences are our own. Names come from the lexicon alone, so that no model is loaded.
"""

from __future__ import annotations

from collections import Counter

import pytest
import spacy

from pipeline.lexicon import load_lexicon
from pipeline.nlp.places import find_places

LEXICON = load_lexicon()
BLANK = spacy.blank("nb")

# Names by country, as Norwegian newspapers write them in either standard.
NAMES = {
    "AFG": "Kamdesh|Salang-tunnelen|Kandahar Airfield|Camp Salerno|Pol-e-Charkhi|Nad Ali",
    "AGO": "Cuito Cuanavale|Luanda|Kuito",
    "ARM": "Zvartnots|Jerevan|Kirants",
    "AZE": "Hadrut|Gandzja|Khojaly",
    "BIH": "Vares|Bihać-lomma|Sanski Most|Stupni Do|Ahmići",
    "CAF": "Bakouma|Kaga-Bandoro|M'Poko",
    "CHN": "Fujian|Yunnan|Chang'an-alleen",
    "COD": "Kibumba|Garamba|Faradje|Rubaya",
    "COL": "Guaviare|Norte de Santander|Putumayo|San Vicente del Caguán|Tolemaida",
    "DEU": "Hohenfels|Vilseck|Büchel|Grafenwöhr|Stuttgart",
    "ERI": "Tsorona|Nakfa|Keren",
    "EST": "Tapa-basen|Nursipalu|Võru",
    "FIN": "Rovaniemi|Upinniemi|Raja-Jooseppi|Kilpisjärvi",
    "GRL": "Station Nord|Pituffik|Kangerlussuaq",
    "GTM": "Guatemala by|Guatemala City|Nebaj|Petén",
    "HRV": "Slunj|Pleso|Vest-Slavonia",
    "IDN": "Vest-Timor|Banda Aceh|Atambua|Sumatra",
    "IND": "Dantewada|Nagaland|Pulwama|Sikkim",
    "IOT": "Diego Garcia",
    "IRQ": "Camp Bucca|Kandil-fjella|Tallil|al-Qaim",
    "ISR": "Binyamina|Metulla|Misgav Am",
    "JOR": "Tower 22|Irbid",
    "KGZ": "Manas-basen|Batken|Osh",
    "KHM": "Preah Vihear|Anlong Veng|Phnom Penh",
    "LBN": "Odaisseh|Kfar Chouba|Marjayoun|Aita al-Shaab|Chebaa",
    "LTU": "Rukla|Pabrade|Rudninkai",
    "LVA": "Adazi|Selonia",
    "MKD": "Krivolak|Kumanovo|Stenkovec",
    "MLI": "Tinzaouaten|Boulkessi|Ifoghas-fjella|Ségou",
    "MMR": "Ho Mong|Laiza|Maungdaw",
    "MOZ": "Macomia|Afungi|Nangade",
    "NER": "Chinagodrar|Dirkou|Ouallam",
    "NOR": "Vassdalen|Kårstø|Haslemoen|Nyhamna|Camp Rena",
    "NPL": "Mangalsen|Rolpa|Everest",
    "PAK": "Mohmand|Mir Ali|Salala",
    "PHL": "Luzon|Mamasapano|Camp Abubakar",
    "POL": "Redzikowo|Przewodow|Orzysz",
    "PSE": "Netzarim|Khan al-Ahmar|Rimal",
    "RUS": "Dubrovka|Samasjki|Kapustin Jar|Olenja-basen",
    "SLB": "Honiara|Guadalcanal",
    "SOM": "Jowhar|Ballidogle|Haradheere",
    "SSD": "Malualkon|Old Fangak|Wau Shilluk",
    "SYR": "al-Tanf|al-Bab|Khan al-Assal|Bab al-Hawa",
    "TLS": "Dili|Suai|Liquica|Balibo",
    "TUR": "Gallipoli|Imrali|Şırnak",
    "UKR": "Vovtsjansk|Rozsypne|Huljajpole|Svitlodarsk",
    "USA": "Fort Bliss|Camp Atterbury|Parris Island",
    "UZB": "Termez|Karshi-Khanabad",
    "VEN": "La Guaira|Fuerte Tiuna|Zulia",
    "VNM": "Dien Bien Phu|Khe Sanh",
    "XKX": "Camp Bondsteel|Racak|Drenica|Gjakova",
    "YEM": "al-Anad|Dammaj",
}
CAPITALS = (
    "AFG Kabul|ALB Tirana|DZA Alger|AGO Luanda|ARG Buenos Aires|ARM Jerevan|AUS Canberra|AUT Wien|"
    "AZE Baku|BHR Manama|BGD Dhaka|BLR Minsk|BEL Brussel|BLZ Belmopan|BEN Porto-Novo|BTN Thimphu|"
    "BIH Sarajevo|BWA Gaborone|BRN Bandar Seri Begawan|BGR Sofia|BFA Ouagadougou|BDI Bujumbura|"
    "KHM Phnom Penh|CMR Yaoundé|CAN Ottawa|CAF Bangui|TCD N'Djamena|CHN Beijing|COL Bogotá|"
    "COM Moroni|COD Kinshasa|COG Brazzaville|HRV Zagreb|CUB Havanna|CYP Nikosia|CZE Praha|"
    "DNK København|DJI Djibouti by|DOM Santo Domingo|ECU Quito|EGY Kairo|SLV San Salvador|"
    "GNQ Malabo|ERI Asmara|EST Tallinn|SWZ Mbabane|ETH Addis Abeba|FJI Suva|FIN Helsingfors|"
    "GAB Libreville|GMB Banjul|GEO Tbilisi|DEU Berlin|GHA Accra|GRC Athen|GTM Guatemala by|"
    "GIN Conakry|GNB Bissau|GUY Georgetown|HTI Port-au-Prince|HND Tegucigalpa|HUN Budapest|"
    "ISL Reykjavik|IND New Delhi|IDN Jakarta|IRN Teheran|IRQ Bagdad|ISR Jerusalem|ITA Roma|"
    "JPN Tokyo|JOR Amman|KAZ Astana|KEN Nairobi|PRK Pyongyang|KOR Seoul|XKX Pristina|"
    "KWT Kuwait by|KGZ Bisjkek|LAO Vientiane|LVA Riga|LBN Beirut|LSO Maseru|LBR Monrovia|"
    "LTU Vilnius|LUX Luxembourg by|MDG Antananarivo|MWI Lilongwe|MYS Kuala Lumpur|MLI Bamako|"
    "MLT Valletta|MRT Nouakchott|MEX Mexico by|MDA Chisinau|MNG Ulan Bator|MNE Podgorica|"
    "MAR Rabat|MOZ Maputo|MMR Naypyidaw|NAM Windhoek|NPL Katmandu|NZL Wellington|NIC Managua|"
    "NER Niamey|NGA Abuja|MKD Skopje|OMN Muskat|PAK Islamabad|PSE Ramallah|PAN Panama by|"
    "PNG Port Moresby|PRY Asunción|PHL Manila|POL Warszawa|PRT Lisboa|QAT Doha|ROU Bukarest|"
    "RUS Moskva|RWA Kigali|WSM Apia|SAU Riyadh|SEN Dakar|SRB Beograd|SLE Freetown|SVK Bratislava|"
    "SVN Ljubljana|SLB Honiara|SOM Mogadishu|ZAF Pretoria|SSD Juba|SDN Khartoum|SUR Paramaribo|"
    "SYR Damaskus|TWN Taipei|TJK Dusjanbe|TZA Dodoma|THA Bangkok|TLS Dili|TGO Lomé|"
    "TON Nuku'alofa|TTO Port of Spain|TUN Tunis|TUR Ankara|TKM Asjkhabad|UGA Kampala|UKR Kyiv|"
    "ARE Abu Dhabi|GBR London|USA Washington|URY Montevideo|UZB Tasjkent|VUT Port Vila|"
    "VEN Caracas|VNM Hanoi|ZMB Lusaka|ZWE Harare|ESH Laayoune|FLK Port Stanley"
)


def countries(text: str) -> list[tuple[str, str]]:
    """The places of a text, each with its country."""
    return [(m.text, m.entity_id[6:9].upper()) for m in find_places(BLANK(text), LEXICON)]


@pytest.mark.parametrize(
    ("country", "name"), [(c, name) for c, names in NAMES.items() for name in names.split("|")]
)
def test_name_is_known_and_lies_in_its_country(country: str, name: str) -> None:
    assert countries(f"Soldatene i {name} venter.") == [(name, country)]


@pytest.mark.parametrize("capital", CAPITALS.split("|"))
def test_every_capital_is_known(capital: str) -> None:
    country, name = capital.split(" ", 1)
    places = LEXICON.places.find(name)
    assert [place.country for place in places][:1] == [country]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Tvers gjennom skogen går en vei.", "across, and the genitive of Tver"),
        ("Lest og forstått.", "read, and Lešť in Slovakia"),
        ("Fara er over, seier dei.", "the danger, and Far'a"),
        ("Same av fødsel.", "a Sami, and Same in East Timor"),
        ("Hun gikk. Mora ble igjen.", "she and the mother"),
        ("Bar stod han der.", "bare, and Bar in Montenegro"),
        ("Hit kom de.", "hither, and Hit in Iraq"),
        ("Spis opp! Angra seg gjorde han ikkje.", "eat, regretted; Spiš and Angra"),
        ("Samar og kvenar. Mannar òg.", "the Sami, and men; in the Philippines and Sri Lanka"),
        ("Smila han? Buka var full.", "smiled, the belly; in Ukraine and on Bougainville"),
        ("Hel ved.", "whole, and Hel in Poland"),
        ("Van fra før.", "Van in Turkey"),
        ("Meld fra, sa al-legen.", "a small letter behind the hyphen"),
    ],
)
def test_words_are_no_places(text: str, reason: str) -> None:
    assert countries(text) == [], reason


def test_larger_or_better_known_namesake_wins() -> None:
    assert countries("De landet ved Gallipoli.") == [("Gallipoli", "TUR")]
    assert countries("Han reiste til Bali.") == [("Bali", "IDN")]


def test_no_place_stands_twice_in_its_country() -> None:
    names = Counter((row["country"], row["name"]) for row in LEXICON.table("places"))
    assert [key for key, n in names.items() if n > 1] == []
