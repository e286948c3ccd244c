"""Use the stride between the pixels of a window: that is dilation."""
# expect: im2col-geometry

import numpy as np


def im2col(x, kernel_size, stride=1, padding=0):
    N, C, H, W = x.shape
    KH, KW = kernel_size
    H_out = output_size(H, KH, stride, padding)
    W_out = output_size(W, KW, stride, padding)
    border = (padding, padding)
    x = np.pad(x, ((0, 0), (0, 0), border, border))
    columns = np.zeros((N, C * KH * KW, H_out * W_out))
    for i in range(H_out):
        for j in range(W_out):
            rows = slice(i, i + KH * stride, stride)
            cols = slice(j, j + KW * stride, stride)
            window = x[:, :, rows, cols]
            columns[:, :, i * W_out + j] = window.reshape(N, -1)
    return columns
