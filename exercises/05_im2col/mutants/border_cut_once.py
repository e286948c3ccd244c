"""Cut the border off at the top and left only."""
# expect: im2col-adjoint
# says: at the top and left only

import numpy as np


def col2im(columns, shape, kernel_size, stride=1, padding=0):
    N, C, H, W = shape
    KH, KW = kernel_size
    H_out = output_size(H, KH, stride, padding)
    W_out = output_size(W, KW, stride, padding)
    x = np.zeros((N, C, H + 2 * padding, W + 2 * padding))
    for i in range(H_out):
        for j in range(W_out):
            top, left = i * stride, j * stride
            window = columns[:, :, i * W_out + j].reshape(N, C, KH, KW)
            x[:, :, top : top + KH, left : left + KW] += window
    return x[:, :, padding:, padding:]
