"""Keep the code for one channel and take the first one."""
# expect: channels-one-filter
# says: only the first channel is used

import numpy as np


def one_filter(x, w, bias=0.0):
    _, KH, KW = w.shape
    H_out, W_out = x.shape[1] - KH + 1, x.shape[2] - KW + 1
    y = np.zeros((H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            y[i, j] = np.sum(x[0, i : i + KH, j : j + KW] * w[0]) + bias
    return y
