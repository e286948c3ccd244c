"""Average the answers of the channels: "as for a grey image"."""
# expect: channels-one-filter
# says: you take the mean over the channels

import numpy as np


def one_filter(x, w, bias=0.0):
    _, KH, KW = w.shape
    H_out, W_out = x.shape[1] - KH + 1, x.shape[2] - KW + 1
    y = np.zeros((H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            y[i, j] = np.sum(x[:, i : i + KH, j : j + KW] * w) / len(x) + bias
    return y
