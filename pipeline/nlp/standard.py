"""Bokmål or Nynorsk: the written standard of a text by its commonest words.

The two treebanks tag some of the same forms in different ways (`er` has the lemma `være` in one,
`vere` in the other), so the syntax network is told which one it reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

UNKNOWN, BOKMAAL, NYNORSK = 0, 1, 2
#: Weights are tenths of a natural logarithm; the sum must be this far from even.
SURE = 15


def written_standard(forms: Iterable[str], leanings: Mapping[str, int]) -> int:
    """`BOKMAAL`, `NYNORSK`, or `UNKNOWN` where the words do not tell.

    Args:
        forms: the words of a text.
        leanings: how much a lower-cased form speaks for Bokmål (above 0) or Nynorsk (below).

    Example:
        >>> written_standard(["Eg", "veit", "ikkje"], {"eg": -40, "ikkje": -45, "jeg": 40})
        2
    """
    get = leanings.get
    total = sum(get(form.lower(), 0) for form in forms)
    if total >= SURE:
        return BOKMAAL
    return NYNORSK if total <= -SURE else UNKNOWN
