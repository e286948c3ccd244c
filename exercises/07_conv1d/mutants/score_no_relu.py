"""Forget the ReLU: the maximum is not linear either."""
# expect: text-score
# says: the ReLU is missing

import numpy as np


def score(tokens, lengths, table, filters, head_w, head_b):
    x = embed(tokens, table)
    best = []
    for w, b in filters:
        windows = lengths - w.shape[2] + 1
        best.append(max_over_time(conv1d(x, w, b), windows))
    h = np.concatenate(best, axis=1)
    return h @ head_w.T + head_b
