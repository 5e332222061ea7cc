"""Speed and memory of a run, as ratios against a bare spaCy pass over the same articles."""
