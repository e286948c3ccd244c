"""Take the width from the height: every example so far was square."""
# expect: conv2d-cross-correlate

import numpy as np


def cross_correlate(x, w):
    KH, KW = w.shape
    K = KH
    H_out = W_out = x.shape[0] - K + 1
    y = np.zeros((H_out, W_out), dtype=np.result_type(x, w))
    for i in range(H_out):
        for j in range(W_out):
            y[i, j] = np.sum(x[i : i + K, j : j + K] * w)
    return y
