"""The declarations of the files that know units, qualifiers and cue words."""

from __future__ import annotations

from pipeline.lexicon.schema import Column, LexiconFile

UNIT_TYPES = (
    "soldier", "body", "staff", "civilian", "casualty", "national", "unit", "equipment", "place",
    "money", "time", "measure", "other",
)  # fmt: skip

UNITS = LexiconFile(
    stem="units",
    description="Nouns that numbers count, and what kind of thing each is.",
    columns=(
        Column("lemma", "the noun's base form; compounds of it are known by it", required=True),
        Column(
            "type",
            "soldier: people of a force by the word itself; body: anybody; staff: people at work; "
            "civilian: a figure only as casualties; casualty: dead, hurt, missing or taken; "
            "the rest are no people",
            required=True,
            values=UNIT_TYPES,
        ),
        Column("forms", "irregular forms; the regular ones are made", "list"),
    ),
    key=("lemma",),
    example=("dronepilot", "soldier", "dronepilotar"),
)

QUALIFIERS = LexiconFile(
    stem="qualifiers",
    description="Words that limit a number: minst, opp mot, eller flere.",
    columns=(
        Column("form", "the phrase in lower case", required=True),
        Column(
            "qualifier",
            "what it makes of the number; empty for intensifiers and verbs",
            values=("approx", "at_least", "more_than", "at_most", "less_than"),
        ),
        Column(
            "position",
            "before or after the number; intensifier: widens one before (godt over); "
            "verb: takes `over` as its own (rår over), so that it limits nothing",
            required=True,
            values=("before", "after", "intensifier", "verb"),
        ),
        Column("note", "why, where it is not plain"),
    ),
    key=("form", "position"),
)

CONTEXTS = LexiconFile(
    stem="contexts",
    description="Words that tell what a sentence is about when a number is weighed.",
    columns=(
        Column("form", "a word in lower case; a final * stands for any ending", required=True),
        Column(
            "context",
            "what it speaks of",
            required=True,
            values=(
                "casualty", "force", "move", "change", "civil", "sport", "business", "police",
                "speech", "money",
            ),
        ),
    ),
    key=("form", "context"),
    user=False,
)  # fmt: skip

_PHRASE = Column(
    "form", "word or phrase in lower case; a final * stands for any ending", required=True
)

CUE_NAMES = (
    "back", "become", "believe", "capture", "civil", "claim", "cost", "cut", "deny", "down_to",
    "enroll", "exercise", "exist", "fetch", "fewer", "force", "grow", "have", "home",
    "hurt_hint", "if", "kill", "leave", "left", "level", "lose", "may", "missing", "more",
    "motion", "not", "now", "number", "out", "past", "present", "promise", "rest", "rise_from",
    "school", "send", "stay", "still", "train", "up_to", "war", "will", "wound",
)  # fmt: skip

CUES = LexiconFile(
    stem="cues",
    description="Words that tell what happened to the people counted, and how certain it is.",
    columns=(
        _PHRASE,
        Column("cue", "what it hints at", required=True, values=CUE_NAMES),
    ),
    key=("form", "cue"),
    example=("utkommander*", "send"),
)

WORD_CLASSES = LexiconFile(
    stem="word_classes",
    description="Words after a number that are no noun: 300 reiser hjem, 300 nye soldater.",
    columns=(
        Column("form", "the form in lower case", required=True),
        Column(
            "class",
            "function word and finite verb end a noun phrase, a modifier stands before its noun",
            required=True,
            values=("function", "verb", "modifier"),
        ),
    ),
    key=("form",),
    user=False,
)

LEADERS = LexiconFile(
    stem="leaders",
    description="People known to lead a country, whose forces are meant when they send soldiers.",
    columns=(
        Column("name", "the person's fullest usual name", required=True),
        Column(
            "country",
            "ISO alpha-3 code of the country",
            required=True,
            reference="countries.country_id",
        ),
    ),
    key=("name", "country"),
    example=("Jens Stoltenberg", "NOR"),
)

NYNORSK = LexiconFile(
    stem="nynorsk",
    description="Nynorsk words by Bokmål word, where they differ by more than their ending.",
    columns=(
        Column(
            "nynorsk",
            "the Nynorsk form in lower case; with a hyphen at its end, a beginning of words",
            required=True,
        ),
        Column("bokmaal", "a Bokmål form of the same word, or beginning", required=True),
    ),
    key=("nynorsk",),
    user=False,
)

NOWHERE = LexiconFile(
    stem="nowhere",
    description="Words for places that lie in no one country: seas, regions, borders.",
    columns=(
        _PHRASE,
        Column(
            "kind", "what it names", required=True, values=("sea", "region", "border", "several")
        ),
    ),
    key=("form",),
    example=("beringstredet", "sea"),
)

NOBODY = LexiconFile(
    stem="nobody",
    description="Words for people of no state and no organization that is named, or of several.",
    columns=(
        _PHRASE,
        Column(
            "kind",
            "people: civilians; disaster: what they die of; rebel: armed men of no named group; "
            "several: soldiers of many states; former: those of a state that is no more",
            required=True,
            values=("people", "disaster", "rebel", "several", "former"),
        ),
    ),
    key=("form",),
    example=("øyboer*", "people"),
)

FIGURE_FILES: tuple[LexiconFile, ...] = (
    UNITS, QUALIFIERS, CONTEXTS, WORD_CLASSES, CUES, LEADERS, NYNORSK, NOWHERE,
    NOBODY,
)  # fmt: skip
