"""A row sees its neighbours, and nothing beyond the ends of its segment."""

from __future__ import annotations

import numpy as np

from pipeline.nlp.windows import edges, windows


def test_a_window_ends_where_its_segment_ends() -> None:
    x = np.array([[1.0], [2.0], [3.0]], dtype=np.float32)
    assert windows(x, *edges([2, 1])).tolist() == [[0, 1, 2], [1, 2, 0], [0, 3, 0]]
