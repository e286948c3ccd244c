"""Turn the kernel round, as the word "convolution" asks in mathematics."""
# expect: conv2d-cross-correlate
# says: your kernel is flipped

import numpy as np


def cross_correlate(x, w):
    w = w[::-1, ::-1]
    KH, KW = w.shape
    H_out, W_out = x.shape[0] - KH + 1, x.shape[1] - KW + 1
    y = np.zeros((H_out, W_out), dtype=np.result_type(x, w))
    for i in range(H_out):
        for j in range(W_out):
            y[i, j] = np.sum(x[i : i + KH, j : j + KW] * w)
    return y
