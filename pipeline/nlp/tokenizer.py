"""The shipped pipeline's tokenizer: spaCy's Norwegian one, closer to the treebank's tokens.

Changed: a full stop after a year or a long number is a token, but not after an ordinal
(`24. juli`); `i.`, `no.` and other plain words before a full stop are no abbreviations; ranges
(`10–15`) are three tokens; a quotation dash or a sign such as © stands alone before a word. All
settings are spaCy's own, so that the pipeline loads without our code.
"""

from typing import Any

from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

#: Forms that spaCy keeps whole and that are, more often, a word and a full stop or a bracket.
NO_ABBREVIATIONS = frozenset(
    {"i.", "no.", "min.", "to.", "eg.", "jul.", "Frp.", "Ap.", "Sp.", "et.", "on.", "kr.", "ni."}
    | {"ti.", "om.", "da.", "tv.", "på.", "alle.", "vel.", "for.", "al.", "år.", "etc."}
    | {"):", "(:", ":(", ":)", "8)", "8-)"}
)
ABBREVIATIONS = (
    "kap.",
    "m.a.",
    "t.d.",
    "d.m.",
    "o.l.",
    "f.v.",
    "str.",
    "mek.",
    "Mek.",
    "km/t",
    "m/s",
)
PREFIXES = (r"[-–—](?=[A-ZÆØÅ«\"“])", r"[©®™•*]")
SUFFIXES = (
    r"(?<=\d{4})\.",
    r"(?<=\d,\d)\.",
    r"(?<=\d,\d\d)\.",
    r"(?<=[\d.]\.\d{3})\.",
    r"(?<=[\"”»])'",
)
INFIXES = (r"(?<=\d)[-–—](?=\d)", r"(?<=[a-zæøå»\"”])[»\"”](?=-)", r"(?<=[a-zæøå])…(?=\w)")


def adapt_tokenizer(nlp: Language) -> None:
    """Change the tokenizer of the pipeline in place."""
    tokenizer: Any = nlp.tokenizer
    tokenizer.rules = {k: v for k, v in tokenizer.rules.items() if k not in NO_ABBREVIATIONS}
    for form in ABBREVIATIONS:
        tokenizer.add_special_case(form, [{"ORTH": form}])
    prefixes, suffixes, infixes = (
        [*ours, *(theirs or ())]
        for ours, theirs in (
            (PREFIXES, nlp.Defaults.prefixes),
            (SUFFIXES, nlp.Defaults.suffixes),
            (INFIXES, nlp.Defaults.infixes),
        )
    )
    tokenizer.prefix_search = compile_prefix_regex(prefixes).search
    tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
