"""Swap the axes: read x and w as (column, row), as one writes coordinates.

For a square kernel on a square image only the values are wrong.
"""
# expect: conv2d-cross-correlate
# says: your kernel is transposed

import numpy as np


def cross_correlate(x, w):
    KW, KH = w.shape
    H_out, W_out = x.shape[0] - KH + 1, x.shape[1] - KW + 1
    y = np.zeros((H_out, W_out), dtype=np.result_type(x, w))
    for i in range(H_out):
        for j in range(W_out):
            y[i, j] = np.sum(x[i : i + KH, j : j + KW] * w.T)
    return y
