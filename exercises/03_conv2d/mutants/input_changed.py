"""Multiply the window in place: a slice is a view, so x itself changes.

With a kernel of ones, or windows that do not overlap, nobody notices.
"""
# expect: conv2d-cross-correlate
# says: changed its own input

import numpy as np


def cross_correlate(x, w):
    KH, KW = w.shape
    H_out, W_out = x.shape[0] - KH + 1, x.shape[1] - KW + 1
    y = np.zeros((H_out, W_out), dtype=np.result_type(x, w))
    for i in range(H_out):
        for j in range(W_out):
            window = x[i : i + KH, j : j + KW]
            window *= w
            y[i, j] = window.sum()
    return y
