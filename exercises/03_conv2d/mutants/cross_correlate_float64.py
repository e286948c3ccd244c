"""Call `np.zeros` without a dtype: every feature map becomes float64."""
# expect: conv2d-dtype
# says: float64

import numpy as np


def cross_correlate(x, w):
    KH, KW = w.shape
    H_out, W_out = x.shape[0] - KH + 1, x.shape[1] - KW + 1
    y = np.zeros((H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            y[i, j] = np.sum(x[i : i + KH, j : j + KW] * w)
    return y
