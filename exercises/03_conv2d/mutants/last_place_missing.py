"""Let the loops stop one early: `range(H - KH)`.

The last row and column of the output keep the zeros of `np.zeros`.
"""
# expect: conv2d-cross-correlate

import numpy as np


def cross_correlate(x, w):
    KH, KW = w.shape
    H_out, W_out = x.shape[0] - KH + 1, x.shape[1] - KW + 1
    y = np.zeros((H_out, W_out), dtype=np.result_type(x, w))
    for i in range(H_out - 1):
        for j in range(W_out - 1):
            y[i, j] = np.sum(x[i : i + KH, j : j + KW] * w)
    return y
