"""Sentence boundaries in wire copy: each case is a text cut where sentences end, and why."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.nlp.boundaries import candidates
from pipeline.nlp.sentences import goes_on

# The pieces of a case, joined, are the text; each piece is one sentence.
BOKMAAL = [
    (["Styrken er på 300 mann. ", "Den ledes av en dansk general."], "full stop"),
    (["Hvor mange soldater er igjen? ", "Ingen vet det."], "question"),
    (["Ut av landet! ", "Det var kravet fra demonstrantene."], "exclamation"),
    (["Soldatene ble drept i går.", "Minst fem er såret."], "no space after the full stop"),
    (["De skal ut av Irak.", "Regjeringen sier nei."], "no space after a name"),
    (["Han bor på St. Hanshaugen i Oslo."], "abbreviation in a name"),
    (["Møtet begynte kl. 12 i Bagdad."], "abbreviation before a number"),
    (["Soldatene får bl.a. nye våpen."], "abbreviation with stops inside"),
    (["Flere land, f.eks. Norge og Danmark, sender folk."], "abbreviation before a name"),
    (["De kom hjem 17. mai og ble hyllet."], "date"),
    (["Angrepet 11. september endret alt."], "date in the middle"),
    (["Soldater fra 2. bataljon er på plass."], "ordinal before a unit"),
    (["Kong Harald 5. besøkte leiren."], "ordinal after a name"),
    (["Rundt 5.200 soldater er i landet. ", "Det er færre enn før."], "stop inside a number"),
    (["Det koster 3,5 mrd. kroner i året."], "abbreviated number word"),
    (["Generalen, dr. Hans Olsen, var til stede."], "title"),
    (["Oberst J. P. Hansen leder styrken. ", "Han er 48 år."], "initials"),
    (["George W. Bush sendte 20.000 mann."], "initial inside a name"),
    (["– Vi blir, sier hun. ", "– Vi drar ikke."], "quotation dashes"),
    (["– Vi blir så lenge de vil ha oss, sier talsmannen."], "speech and speaker are one"),
    (["«Vi drar», sa generalen. ", "Ingen trodde ham."], "quotation marks"),
    (["Han sa: ", "«Vi drar.» ", "Så gikk han."], "a quoted sentence after a colon stands alone"),
    (['"Vi drar," sa han. ', "Ingen svarte."], "straight quotation marks"),
    (["Tallet er usikkert (kildene spriker). ", "FN vil ikke svare."], "brackets"),
    (
        ["Franske styrker blir\n\n", "Frankrike har 200 soldater i landet."],
        "heading before a blank line",
    ),
    (
        ["350 soldater\n\n", "Nato har om lag 350 soldater i Georgia."],
        "heading that begins with a number",
    ),
    (["– IS taper\n\n", "Tilbaketrekkingen har vært ventet lenge."], "heading with a dash"),
    (["Likvidering\n\n", "Soleimani ble drept av en drone."], "heading of one word"),
    (["Trekker seg ut\n", "Danmark trekker ut 40 soldater."], "heading before a single line break"),
    (
        ["Regjeringen har bestemt at alle de norske soldatene skal\nflyttes til Kuwait i mai."],
        "a long line wrapped by hand goes on",
    ),
    (["KABUL: ", "Ti soldater er drept. ", "Taliban tar på seg ansvaret."], "dateline in capitals"),
    (["USA har 2500 soldater i Irak. ", "NATO har færre."], "next sentence begins with capitals"),
    (
        ["al-Hadithi bekrefter tallet. ", "al-Qaida er svekket."],
        "sentences that begin in small letters",
    ),
    (["De ber om tre ting: våpen, penger og tid."], "colon before a list"),
    (["Tyrkia, Iran og Russland møttes i Astana."], "commas and names"),
    (["Han tok med seg Natos øverstkommanderende i Europa."], "capital inside the sentence"),
    (["Uken etter kom svaret … ", "Det var nei."], "dots"),
    (["De norske soldatene (70) og de danske (180) blir."], "numbers in brackets"),
    (["1. desember 2016 reiste styrken. ", "Den kom hjem i juni."], "date at the beginning"),
    (["I 2015 var de 120. ", "I 2016 var de 60."], "a number ends the sentence"),
    (["Styrken er på ca. 60 personer."], "ca."),
    (["Det gjelder soldater, politi osv. ", "Resten er sivile."], "osv. ends the sentence"),
    (["Hun er talskvinne for U.S. Central Command i Tampa."], "foreign abbreviation"),
    (
        ["Statsminister Erna Solberg (H) sier nei. ", "Jonas Gahr Støre (Ap) sier ja."],
        "party letter",
    ),
    (["Er det krig? ", "– Ja, sier generalen."], "answer with a dash"),
    (["Første avsnitt er slutt.\n\n\n\n", "Andre avsnitt begynner."], "several blank lines"),
    (
        ["Første avsnitt er slutt.\r\n\r\n", "Andre avsnitt begynner."],
        "line ends of another system",
    ),
]
NYNORSK = [
    (["Styrken er på 300 mann. ", "Han blir leidd av ein dansk general."], "full stop"),
    (["Kor mange soldatar er att? ", "Ingen veit det."], "question"),
    (["Soldatane vart drepne i går.", "Minst fem er såra."], "no space after the full stop"),
    (["Ho bur på St. Hanshaugen i Oslo."], "abbreviation in a name"),
    (["Møtet tok til kl. 12 i Bagdad."], "abbreviation before a number"),
    (["Soldatane får m.a. nye våpen."], "abbreviation with stops inside"),
    (["Dei kom heim 17. mai og vart hylla."], "date"),
    (["Soldatar frå 2. bataljon er på plass."], "ordinal before a unit"),
    (["Om lag 5.200 soldatar er i landet. ", "Det er færre enn før."], "stop inside a number"),
    (["– Vi blir verande, seier ho. ", "– Vi dreg ikkje."], "quotation dashes"),
    (["– Vi blir så lenge dei vil ha oss, seier talsmannen."], "speech and speaker are one"),
    (["«Vi dreg», sa generalen. ", "Ingen trudde han."], "quotation marks"),
    (["Talet er usikkert (kjeldene er usamde). ", "FN vil ikkje svare."], "brackets"),
    (["Franske styrkar blir\n\n", "Frankrike har 200 soldatar i landet."], "heading"),
    (
        ["Trekkjer seg ut\n", "Danmark trekkjer ut 40 soldatar."],
        "heading before a single line break",
    ),
    (["Dei bed om tre ting: våpen, pengar og tid."], "colon before a list"),
    (["I 2015 var dei 120. ", "I 2016 var dei 60."], "a number ends the sentence"),
    (["Forsvarsminister Ine Eriksen Søreide (H) seier nei. ", "Ho vil vente."], "party letter"),
    (["Er det krig? ", "– Ja, seier generalen."], "answer with a dash"),
    (["Ho kjem frå Sør-Trøndelag og har vore i Mali."], "hyphenated name"),
]


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param(pieces, id=f"{lang}: {why}")
        for lang, cases in (("nb", BOKMAAL), ("nn", NYNORSK))
        for pieces, why in cases
    ],
)
def test_sentences(nlp: Language, pieces: list[str]) -> None:
    with nlp.select_pipes(enable=["sentence_boundaries"]):
        doc = nlp("".join(pieces))
    assert [sentence.text.strip() for sentence in doc.sents] == [piece.strip() for piece in pieces]


def test_white_space_belongs_to_the_sentence_before_it(nlp: Language) -> None:
    with nlp.select_pipes(enable=["sentence_boundaries"]):
        doc = nlp("Styrken drar.\n\nIngen blir.  Alt er slutt.\n")
    assert [sentence[-1].is_space for sentence in doc.sents] == [True, True, True]
    assert [sentence[0].is_space for sentence in doc.sents] == [False, False, False]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\n", " \n \n "])
def test_a_text_without_words_has_at_most_one_sentence(nlp: Language, text: str) -> None:
    with nlp.select_pipes(enable=["sentence_boundaries"]):
        assert len(list(nlp(text).sents)) <= 1


def test_leading_white_space_is_no_sentence_of_its_own(nlp: Language) -> None:
    with nlp.select_pipes(enable=["sentence_boundaries"]):
        doc = nlp("\n\nStyrken drar. Ingen blir.")
    assert [sentence.text.strip() for sentence in doc.sents] == ["Styrken drar.", "Ingen blir."]


def test_what_else_is_in_the_batch_changes_nothing(nlp: Language) -> None:
    texts = ["".join(pieces) for pieces, _ in BOKMAAL + NYNORSK]
    with nlp.select_pipes(enable=["sentence_boundaries"]):
        alone = [[sentence.text for sentence in nlp(text).sents] for text in texts]
        together = [
            [sentence.text for sentence in doc.sents] for doc in nlp.pipe(texts, batch_size=64)
        ]
    assert alone == together


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["Nato", "soldater", "300", ".", "–", "«", "»", "\n", "\n\n", "?"]))
)
def test_sentences_cover_every_text_and_begin_with_words(nlp: Language, words: list[str]) -> None:
    text = " ".join(words)
    with nlp.select_pipes(enable=["sentence_boundaries"]):
        doc = nlp(text)
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == text
    assert not any(sentence[0].is_space for sentence in list(doc.sents)[1:])


@pytest.mark.parametrize(
    ("before", "length", "after", "expected"),
    [
        ("skal", 60, "flyttes", True),
        ("skal", 20, "flyttes", False),
        (".", 60, "flyttes", False),
        ("skal", 60, "Flyttes", False),
    ],
    ids=["long line", "short line", "closed line", "capital"],
)
def test_a_line_break_in_a_sentence(before: str, length: int, after: str, expected: bool) -> None:
    assert goes_on(before, length, after) is expected


def test_only_a_few_places_are_candidates() -> None:
    words = [
        "De",
        "sier",
        "at",
        "Nato",
        "har",
        "500",
        "mann",
        "i",
        "Irak",
        ".",
        "Det",
        "er",
        "nok",
        ".",
    ]
    assert candidates(words).tolist() == [3, 5, 8, 10]


def test_a_document_read_in_several_batches_has_the_same_sentences(
    nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "\n\n".join("".join(pieces) for pieces, _ in BOKMAAL)
    whole = [sentence.text for sentence in nlp(text).sents]
    monkeypatch.setattr("pipeline.nlp.boundaries.BATCH_TOKENS", 20)
    assert [sentence.text for sentence in nlp(text).sents] == whole
