"""Tag sequences are always well formed, and the best of those."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.nlp.viterbi import allowed, bilou_tags, decode

TAGS = bilou_tags(["PER", "ORG"])
CONSTRAINTS = allowed(TAGS)
SCORES = st.integers(1, 12).flatmap(
    lambda n: arrays(np.float32, (n, len(TAGS)), elements=st.floats(-50, 50, width=32))
)


def well_formed(tags: list[str]) -> bool:
    """Whether every entity opens with B or is a U, keeps its label, and closes with L."""
    opened = ""
    for tag in tags:
        continues = tag[0] in "IL"
        if continues != bool(opened) or (continues and tag[2:] != opened):
            return False
        opened = tag[2:] if tag[0] in "BI" else ""
    return not opened


@given(st.lists(SCORES, max_size=5))
@settings(deadline=None)
def test_every_sequence_is_well_formed(segments: list[np.ndarray]) -> None:
    paths = decode(segments, CONSTRAINTS)
    assert [len(path) for path in paths] == [len(scores) for scores in segments]
    assert all(well_formed([TAGS[i] for i in path]) for path in paths)


@given(arrays(np.float32, (3, len(TAGS)), elements=st.integers(-9, 9).map(float)))
@settings(deadline=None, max_examples=30)
def test_no_other_well_formed_sequence_scores_higher(scores: np.ndarray) -> None:
    (path,) = decode([scores], CONSTRAINTS)
    best = max(
        sum(scores[i, tag] for i, tag in enumerate(tags))
        for tags in product(range(len(TAGS)), repeat=3)
        if well_formed([TAGS[tag] for tag in tags])
    )
    assert scores[range(3), path].sum() == pytest.approx(best)


@given(st.lists(SCORES, min_size=2, max_size=5))
@settings(deadline=None)
def test_a_segment_is_decoded_alike_alone_and_among_others(segments: list[np.ndarray]) -> None:
    together = decode(segments, CONSTRAINTS)
    for scores, path in zip(segments, together, strict=True):
        assert decode([scores], CONSTRAINTS)[0].tolist() == path.tolist()


def test_nothing_gives_nothing() -> None:
    assert decode([], CONSTRAINTS) == []


def test_outside_is_the_first_tag() -> None:
    assert bilou_tags(["PER"]) == ["O", "B-PER", "I-PER", "L-PER", "U-PER"]
