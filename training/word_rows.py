"""Word features as rows of numbers of one length, as PyTorch wants them."""

from __future__ import annotations

from pipeline.nlp.word_features import NO_READING, READINGS, WordFeaturizer


def row_of(form: str, featurize: WordFeaturizer, cache: dict[str, list[int]]) -> list[int]:
    """The row of one form: word, head, shape, affixes, readings; computed once."""
    found = cache.get(form)
    if found is None:
        word = featurize(form)
        pad = (NO_READING,) * (READINGS - len(word.readings))
        found = [word.word, word.head, word.shape, *word.affixes, *word.readings, *pad]
        cache[form] = found
    return found
