"""Move by one pixel at a time, whatever the stride."""
# expect: im2col-geometry
# says: the stride is not used

import numpy as np


def im2col(x, kernel_size, stride=1, padding=0):
    N, C, H, W = x.shape
    KH, KW = kernel_size
    H_out = output_size(H, KH, 1, padding)
    W_out = output_size(W, KW, 1, padding)
    border = (padding, padding)
    x = np.pad(x, ((0, 0), (0, 0), border, border))
    columns = np.zeros((N, C * KH * KW, H_out * W_out))
    for i in range(H_out):
        for j in range(W_out):
            top, left = i, j
            window = x[:, :, top : top + KH, left : left + KW]
            columns[:, :, i * W_out + j] = window.reshape(N, -1)
    return columns
