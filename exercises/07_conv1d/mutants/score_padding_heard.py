"""Leave `windows` away: padding is only zeros, is it not?"""
# expect: text-score
# says: `lengths` is not used

import numpy as np


def score(tokens, lengths, table, filters, head_w, head_b):
    x = embed(tokens, table)
    best = []
    for w, b in filters:
        best.append(max_over_time(conv1d(x, w, b)))
    h = np.maximum(np.concatenate(best, axis=1), 0.0)
    return h @ head_w.T + head_b
