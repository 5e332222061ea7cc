"""One key for the many forms of a word, in both written standards.

A light stemmer: an ending is taken off, and Nynorsk forms that differ by more than their ending are
first swapped for the Bokmål form, so that `sendte`, `sendt` and Nynorsk `senda` count as one.
"""

from __future__ import annotations

from collections.abc import Mapping

NUMBER = "#"
_LONGEST = 8
_SHORTEST = 3
_ENDINGS = (
    "ingene", "arane", "ingen", "ande", "arar", "ende", "erar", "erne", "inga", "ane", "ast", "dde",
    "ene", "ere", "est", "ing", "tte", "ar", "de", "en", "er", "es", "et", "te", "a", "e", "s", "t",
)  # fmt: skip


class WordKeys:
    """Keys by word, remembered as they are asked for.

    Args:
        bokmaal: the Bokmål form by Nynorsk form, both in lower case.

    Example:
        >>> keys = WordKeys({"trekte": "trakk", "frå": "fra"})
        >>> [keys.of(word) for word in ("soldatane", "soldatene", "frå", "trekte", "1.200")]
        ['soldat', 'soldat', 'fra', 'trakk', '#']
    """

    def __init__(self, bokmaal: Mapping[str, str]) -> None:
        self._bokmaal = bokmaal
        self._known: dict[str, str] = {}

    def of(self, word: str) -> str:
        """The key of a lower-case word; `#` for a number in digits."""
        key = self._known.get(word)
        if key is None:
            key = NUMBER if word[:1].isdigit() else stem(self._bokmaal.get(word, word))
            self._known[word] = key
        return key


def stem(word: str) -> str:
    """A lower-case word without its ending, at most eight letters long.

    >>> [stem(word) for word in ("krigerne", "sendte", "sende", "levde", "er", "opprørere")]
    ['krig', 'send', 'send', 'lev', 'er', 'opprør']
    """
    if len(word) > _SHORTEST + 1:
        for ending in _ENDINGS:
            if ending == "de" and word[-3] in "nlr":  # `sende` is no past tense of `sen`
                continue
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
                return word[: -len(ending)][:_LONGEST]
    return word[:_LONGEST]
