"""Forget the bias of the last layer."""
# expect: text-score
# says: the bias of the linear layer is missing

import numpy as np


def score(tokens, lengths, table, filters, head_w, head_b):
    x = embed(tokens, table)
    best = []
    for w, b in filters:
        windows = lengths - w.shape[2] + 1
        best.append(max_over_time(conv1d(x, w, b), windows))
    h = np.maximum(np.concatenate(best, axis=1), 0.0)
    return h @ head_w.T
