"""Convolve with `w` alone."""
# expect: text-score
# says: the biases of the filters are missing

import numpy as np


def score(tokens, lengths, table, filters, head_w, head_b):
    x = embed(tokens, table)
    best = []
    for w, _ in filters:
        windows = lengths - w.shape[2] + 1
        best.append(max_over_time(conv1d(x, w), windows))
    h = np.maximum(np.concatenate(best, axis=1), 0.0)
    return h @ head_w.T + head_b
