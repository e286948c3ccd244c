"""Give each channel a map of its own and never add them.

It is the slip that most people make.
"""
# expect: channels-one-filter
# says: they are never added

import numpy as np


def one_filter(x, w, bias=0.0):
    _, KH, KW = w.shape
    H_out, W_out = x.shape[1] - KH + 1, x.shape[2] - KW + 1
    y = np.zeros((len(x), H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            y[:, i, j] = (
                np.sum(x[:, i : i + KH, j : j + KW] * w, axis=(1, 2)) + bias
            )
    return y
