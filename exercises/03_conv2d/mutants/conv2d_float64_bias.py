"""Start from an array full of the bias, which is a Python float: float64."""
# expect: conv2d-dtype
# says: float64

import numpy as np


def conv2d(x, w, bias=0.0, stride=1, padding=0):
    KH, KW = w.shape
    H_out = output_size(x.shape[0], KH, stride, padding)
    W_out = output_size(x.shape[1], KW, stride, padding)
    x = zero_pad(x, padding)
    y = np.full((H_out, W_out), bias)
    for i in range(H_out):
        for j in range(W_out):
            top, left = i * stride, j * stride
            window = x[top : top + KH, left : left + KW]
            y[i, j] = y[i, j] + np.sum(window * w)
    return y
