"""Keep a last window that sticks out; NumPy slices it short without a word."""
# expect: conv2d-stride
# says: shape

import numpy as np


def conv2d(x, w, bias=0.0, stride=1, padding=0):
    KH, KW = w.shape
    x = zero_pad(x, padding)
    H_out = -(-(x.shape[0] - KH) // stride) + 1
    W_out = -(-(x.shape[1] - KW) // stride) + 1
    x = np.pad(x, ((0, stride), (0, stride)))
    y = np.zeros((H_out, W_out), dtype=np.result_type(x, w))
    for i in range(H_out):
        for j in range(W_out):
            top, left = i * stride, j * stride
            y[i, j] = np.sum(x[top : top + KH, left : left + KW] * w) + bias
    return y
