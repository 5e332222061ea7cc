"""Mentions of one form pull each other towards one label."""

import numpy as np

from pipeline.nlp.consistency import agree, label_groups
from pipeline.nlp.viterbi import bilou_tags

TAGS = bilou_tags(["PER", "ORG", "GPE_LOC", "GPE_ORG"])
GROUPS = label_groups(TAGS)


def rows(*tags: tuple[str, float]) -> np.ndarray:
    """Probabilities that favour one tag a row by so much."""
    scores = np.zeros((len(tags), len(TAGS)), dtype=np.float32)
    for i, (tag, lead) in enumerate(tags):
        scores[i, TAGS.index(tag)] = lead
    chances: np.ndarray = np.exp(scores)
    return chances / chances.sum(axis=1, keepdims=True)


def best(scores: np.ndarray) -> list[str]:
    """The label of the best tag of each row, empty for none."""
    return [TAGS[i][2:] for i in scores.argmax(axis=1)]


def test_a_doubtful_mention_follows_the_sure_ones() -> None:
    scores = rows(("U-PER", 8), ("O", 9), ("U-PER", 8), ("U-ORG", 0.5))
    assert best(scores)[3] == "ORG"
    assert best(agree(["Ofer", "og", "Ofer", "Ofer"], scores, GROUPS))[3] == "PER"


def test_a_genitive_is_the_same_name() -> None:
    scores = rows(("U-PER", 8), ("U-PER", 8), ("U-ORG", 0.5))
    assert best(agree(["Ofer", "Ofer", "Ofers"], scores, GROUPS))[2] == "PER"


def test_words_that_occur_once_or_in_lower_case_stay() -> None:
    scores = rows(("U-PER", 8), ("U-ORG", 0.5), ("U-PER", 8), ("O", 0.5))
    assert best(agree(["Ofer", "Dag", "mai", "mai"], scores, GROUPS)) == best(scores)


def test_a_state_may_act_here_and_be_a_place_there() -> None:
    scores = rows(("U-GPE_LOC", 8), ("U-GPE_LOC", 8), ("U-GPE_ORG", 0.5))
    assert best(agree(["Israel"] * 3, scores, GROUPS))[2] == "GPE_ORG"
