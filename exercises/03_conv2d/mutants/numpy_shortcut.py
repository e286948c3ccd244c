"""Let `np.correlate` do each row."""
# expect: conv2d-cross-correlate
# says: numpy.correlate

import numpy as np


def cross_correlate(x, w):
    KH, KW = w.shape
    H_out, W_out = x.shape[0] - KH + 1, x.shape[1] - KW + 1
    y = np.zeros((H_out, W_out), dtype=np.result_type(x, w))
    for i in range(H_out):
        for j in range(W_out):
            y[i, j] = sum(
                np.correlate(x[i + u, j : j + KW], w[u])[0] for u in range(KH)
            )
    return y
