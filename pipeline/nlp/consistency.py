"""One document, one meaning: what a name is elsewhere in a text pulls on what it is here."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

PULL = 0.6
FLOOR = 0.01  # no opinion about a single mention is stronger than this
ONE_MEANING = {"GPE_ORG": "GPE_LOC"}  # a country acts in one sentence and is a place in the next

Floats = NDArray[np.float32]


def label_groups(tags: Sequence[str]) -> Floats:
    """A matrix of zeros and ones, tags by labels, that adds up the tags of each label.

    A state that acts and a state as a place are one label here: the sentence tells them apart.
    """
    labels = [ONE_MEANING.get(tag[2:], tag[2:]) for tag in tags]
    distinct = sorted(set(labels))
    return np.array([[label == other for other in distinct] for label in labels], dtype=np.float32)


def agree(forms: Sequence[str], probabilities: Floats, groups: Floats) -> Floats:
    """Log probabilities, with each capitalized form's labels moved to their mean over the document.

    Args:
        forms: all tokens of a document.
        probabilities: one row a token, one column a tag.
        groups: what `label_groups` gives for the tags.

    Returns:
        An array of the same shape; rows of forms that occur once keep their order.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for i, form in enumerate(forms):
        if len(form) > 2 and form[0].isupper():
            places[form].append(i)
    for form in [form for form in places if form[-1] == "s" and form[:-1] in places]:
        places[form[:-1]] += places.pop(form)
    result: Floats = np.log(probabilities + np.float32(1e-9))
    labels = probabilities @ groups
    for rows in places.values():
        if len(rows) > 1:
            here = labels[rows]
            pull = np.log(here.mean(axis=0) + FLOOR) - np.log(here + FLOOR)
            result[rows] += np.float32(PULL) * (pull @ groups.T)
    return result
