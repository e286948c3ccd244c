"""Slide first, then put the zeros around the result to get the size back."""
# expect: conv2d-padding-bias
# says: the zeros are put around the result

import numpy as np


def conv2d(x, w, bias=0.0, stride=1, padding=0):
    KH, KW = w.shape
    H_out = output_size(x.shape[0], KH, stride)
    W_out = output_size(x.shape[1], KW, stride)
    y = np.zeros((H_out, W_out), dtype=np.result_type(x, w))
    for i in range(H_out):
        for j in range(W_out):
            top, left = i * stride, j * stride
            window = x[top : top + KH, left : left + KW]
            y[i, j] = np.sum(window * w) + bias
    return zero_pad(y, padding)
