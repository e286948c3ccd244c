"""Add the bias in the loop and once more to the finished map."""
# expect: conv2d-padding-bias
# says: the bias is added twice

import numpy as np


def conv2d(x, w, bias=0.0, stride=1, padding=0):
    KH, KW = w.shape
    H_out = output_size(x.shape[0], KH, stride, padding)
    W_out = output_size(x.shape[1], KW, stride, padding)
    x = zero_pad(x, padding)
    y = np.zeros((H_out, W_out), dtype=np.result_type(x, w))
    for i in range(H_out):
        for j in range(W_out):
            top, left = i * stride, j * stride
            window = x[top : top + KH, left : left + KW]
            y[i, j] = np.sum(window * w) + bias
    return y + bias
