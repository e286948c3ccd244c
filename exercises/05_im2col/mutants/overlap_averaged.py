"""Divide by the number of windows, to make it the inverse of im2col."""
# expect: im2col-col2im
# says: averaged, not added

import numpy as np


def col2im(columns, shape, kernel_size, stride=1, padding=0):
    N, C, H, W = shape
    KH, KW = kernel_size
    H_out = output_size(H, KH, stride, padding)
    W_out = output_size(W, KW, stride, padding)
    x = np.zeros((N, C, H + 2 * padding, W + 2 * padding))
    seen = np.zeros(x.shape)
    for i in range(H_out):
        for j in range(W_out):
            top, left = i * stride, j * stride
            window = columns[:, :, i * W_out + j].reshape(N, C, KH, KW)
            x[:, :, top : top + KH, left : left + KW] += window
            seen[:, :, top : top + KH, left : left + KW] += 1
    x = x / np.maximum(seen, 1)
    return x[:, :, padding : padding + H, padding : padding + W]
