"""Take the shape as (H, W, C), as photos come."""
# expect: channels-one-filter

import numpy as np


def one_filter(x, w, bias=0.0):
    KH, KW, _ = w.shape
    H_out, W_out = x.shape[0] - KH + 1, x.shape[1] - KW + 1
    y = np.zeros((H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            y[i, j] = np.sum(x[i : i + KH, j : j + KW] * w) + bias
    return y
