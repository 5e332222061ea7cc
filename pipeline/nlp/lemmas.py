"""Lemmas: the best learnt rule that fits the form, preferring what the dictionary knows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.nlp.edits import apply_rule
from pipeline.nlp.readings import Readings
from pipeline.nlp.word_vectors import Floats

#: The dictionary's letters for the word classes it covers.
WORD_CLASSES = {"NOUN": "n", "VERB": "v", "AUX": "v", "ADJ": "a", "ADV": "r"}
#: A rule is worth considering while its score is this close to the best one's.
MARGIN = 2.0


class Lemmatizer:
    """Lemmas from rule scores.

    Args:
        rules: the rules in the order of the score columns.
        readings: the dictionaries.
    """

    def __init__(self, rules: Sequence[str], readings: Readings) -> None:
        self.rules = list(rules)
        self.readings = readings

    def lemma(self, form: str, pos: str, scores: Floats, look_up: bool = True) -> str:
        """The lemma of one form used as a word of the class `pos`.

        The best rule counts unless the dictionary has other lemmas for this form and class, and
        one of them comes from a rule that scores nearly as high. The dictionary is Bokmål: for
        Nynorsk it is not to be looked up.
        """
        best = int(scores.argmax())
        lemma = apply_rule(form, self.rules[best])
        letter = WORD_CLASSES.get(pos) if look_up else None
        known = self.readings.lemmas(form.lower(), letter) if letter else []
        if lemma is not None and (not known or lemma.lower() in known):
            return lemma
        close = np.flatnonzero(scores > scores[best] - MARGIN)
        for number in close[np.argsort(-scores[close], kind="stable")]:
            other = apply_rule(form, self.rules[int(number)])
            if other is not None and other.lower() in known:
                return other
        return lemma if lemma is not None else self._fallback(form, scores)

    def _fallback(self, form: str, scores: Floats) -> str:
        """The lemma by the best rule that fits at all, else the form in small letters."""
        for number in np.argsort(-scores, kind="stable"):
            lemma = apply_rule(form, self.rules[int(number)])
            if lemma is not None:
                return lemma
        return form.lower()
