"""Write red, green and blue out: no other number of channels works."""
# expect: channels-one-filter

import numpy as np


def one_filter(x, w, bias=0.0):
    _, KH, KW = w.shape
    H_out, W_out = x.shape[1] - KH + 1, x.shape[2] - KW + 1
    y = np.zeros((H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            window = x[:, i : i + KH, j : j + KW]
            y[i, j] = bias
            for c in range(min(3, len(x))):
                y[i, j] += np.sum(window[c] * w[c])
    return y
