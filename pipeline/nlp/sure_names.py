"""Names that word lists are sure of where the network saw none: states of several words, compounds.

Each rule is as the treebank has it: of 186 tokens like `FN-soldatar` in its training text, 185 are
names, 167 of them DRV.
"""

from collections.abc import Iterator, Sequence

from pipeline.nlp.features import listed_phrases
from pipeline.nlp.wordtable import BIT, WordTable

SHORTEST_TAIL = 4  # letters of a compound's last part; `EU-er` is none
ARTICLES = frozenset({"den", "det", "de", "dei"})  # a state's name may open a sentence with one


def sure_names(
    forms: Sequence[str], free: Sequence[bool], table: WordTable
) -> Iterator[tuple[int, int, str]]:
    """(start, end, label) of the names that word lists are sure of, in no overlap with others.

    Args:
        forms: the tokens of one stretch of text.
        free: for each token, whether no name covers it yet.
        table: the word lists.

    Example:
        >>> table = WordTable.from_words({"is": BIT["organization"] | BIT["lexicon"]})
        >>> list(sure_names(["Fleire", "IS-krigarar", "fall"], [True] * 3, table))
        [(1, 2, 'DRV')]
    """
    for at, form in enumerate(forms):
        if free[at] and "-" in form and is_compound_of_name(form, table):
            yield at, at + 1, "DRV"
    if any(free[at] and _may_open(forms, at) for at in range(len(forms) - 1)):
        covered = 0
        for start, end, mask in listed_phrases(forms, table):
            if start >= covered and mask & BIT["country"] and all(free[start:end]):
                covered = end
                yield start, end, "GPE_LOC"


def is_compound_of_name(form: str, table: WordTable) -> bool:
    """Whether a form is an ordinary word with the abbreviation of a body or state before it."""
    head, hyphen, tail = form.partition("-")
    if not (hyphen and len(head) > 1 and head.isalpha() and head.isupper()):
        return False
    if not (tail.isalpha() and tail.islower() and len(tail) >= SHORTEST_TAIL):
        return False
    mask = table.mask_of(head.lower())
    listed = mask & BIT["organization"] and mask & BIT["lexicon"]
    return bool(listed or mask & BIT["country"])


def _may_open(forms: Sequence[str], at: int) -> bool:
    """Whether a capital here is no mere start of a sentence."""
    return forms[at][:1].isupper() and (at > 0 or forms[at].lower() in ARTICLES)
