"""Use the height of the kernel for its width."""
# expect: channels-one-filter

import numpy as np


def one_filter(x, w, bias=0.0):
    _, KH, KW = w.shape
    KW = KH
    H_out, W_out = x.shape[1] - KH + 1, x.shape[2] - KW + 1
    y = np.zeros((H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            y[i, j] = (
                np.sum(x[:, i : i + KH, j : j + KW] * w[:, :KH, :KW]) + bias
            )
    return y
