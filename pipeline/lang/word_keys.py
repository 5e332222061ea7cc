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
    "ingene", "arane", "ingen", "ande", "arar", "aren", "ende", "erar", "eren", "erne", "inga",
    "ane", "ast", "dde",
    "ene", "ere", "est", "ing", "tte", "ar", "de", "en", "er", "es", "et", "te", "a", "e", "s", "t",
)  # fmt: skip


class WordKeys:
    """Keys by word, remembered as they are asked for.

    Args:
        bokmaal: the Bokmål form by Nynorsk form, both in lower case; where both end in a hyphen,
            the beginning of all words that begin so.

    Example:
        >>> keys = WordKeys({"trekte": "trakk", "frå": "fra", "heim-": "hjem-"})
        >>> [keys.of(word) for word in ("soldatane", "soldatene", "frå", "trekte", "1.200")]
        ['soldat', 'soldat', 'fra', 'trakk', '#']
        >>> keys.of("heimreisa") == keys.of("hjemreisen")
        True
    """

    def __init__(self, bokmaal: Mapping[str, str]) -> None:
        self._bokmaal = bokmaal
        self._beginnings = {
            form[:-1]: other[:-1] for form, other in bokmaal.items() if form.endswith("-")
        }
        self._longest = max(map(len, self._beginnings), default=0)
        self._known: dict[str, str] = {}

    def of(self, word: str) -> str:
        """The key of a lower-case word; `#` for a number in digits."""
        key = self._known.get(word)
        if key is None:
            key = NUMBER if word[:1].isdigit() else stem(self._in_bokmaal(word))
            self._known[word] = key
        return key

    def _in_bokmaal(self, word: str) -> str:
        """The Bokmål form of a word, or of its beginning; the word itself where it has none."""
        if word in self._bokmaal:
            return self._bokmaal[word]
        for size in range(min(len(word), self._longest), _SHORTEST - 1, -1):
            other = self._beginnings.get(word[:size])
            if other is not None and not (len(other) > size and word.startswith(other)):
                return other + word[size:]
        return word


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
