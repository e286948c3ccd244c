"""Make the output with `np.zeros_like(x)`: a photo is uint8, so the map is too.

The float images of the other tests hide it.
"""
# expect: conv2d-dtype
# says: uint8

import numpy as np


def cross_correlate(x, w):
    KH, KW = w.shape
    H_out, W_out = x.shape[0] - KH + 1, x.shape[1] - KW + 1
    y = np.zeros((H_out, W_out), dtype=x.dtype)
    for i in range(H_out):
        for j in range(W_out):
            y[i, j] = np.sum(x[i : i + KH, j : j + KW] * w)
    return y
