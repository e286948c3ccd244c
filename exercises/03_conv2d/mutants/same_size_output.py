"""Make the output as large as the input, as many image tools do."""
# expect: conv2d-cross-correlate
# says: shape

import numpy as np


def cross_correlate(x, w):
    KH, KW = w.shape
    H_out, W_out = x.shape[0] - KH + 1, x.shape[1] - KW + 1
    y = np.zeros(x.shape, dtype=np.result_type(x, w))
    for i in range(H_out):
        for j in range(W_out):
            y[i, j] = np.sum(x[i : i + KH, j : j + KW] * w)
    return y
