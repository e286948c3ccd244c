"""Use the stride for the rows and forget the columns."""
# expect: conv2d-stride
# says: only the rows use the stride

import numpy as np


def conv2d(x, w, bias=0.0, stride=1, padding=0):
    KH, KW = w.shape
    H_out = output_size(x.shape[0], KH, stride, padding)
    W_out = output_size(x.shape[1], KW, 1, padding)
    x = zero_pad(x, padding)
    y = np.zeros((H_out, W_out), dtype=np.result_type(x, w))
    for i in range(H_out):
        for j in range(W_out):
            top, left = i * stride, j
            window = x[top : top + KH, left : left + KW]
            y[i, j] = np.sum(window * w) + bias
    return y
