"""Use the stride for the rows and forget the columns."""
# expect: im2col-geometry
# says: only the rows use the stride

import numpy as np


def im2col(x, kernel_size, stride=1, padding=0):
    N, C, H, W = x.shape
    KH, KW = kernel_size
    H_out = output_size(H, KH, stride, padding)
    W_out = output_size(W, KW, 1, padding)
    border = (padding, padding)
    x = np.pad(x, ((0, 0), (0, 0), border, border))
    columns = np.zeros((N, C * KH * KW, H_out * W_out))
    for i in range(H_out):
        for j in range(W_out):
            top, left = i * stride, j
            window = x[:, :, top : top + KH, left : left + KW]
            columns[:, :, i * W_out + j] = window.reshape(N, -1)
    return columns
