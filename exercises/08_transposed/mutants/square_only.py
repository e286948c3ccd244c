"""Take the width of the output from its height."""
# expect: transposed-2d

import numpy as np


def conv_transpose2d(x, w, stride=1, padding=0, output_padding=0):
    _, H, W = x.shape
    _, C_out, KH, KW = w.shape
    H_out = transposed_size(H, KH, stride, padding, output_padding)
    W_out = H_out
    y = np.zeros((C_out, H_out + 2 * padding, W_out + 2 * padding))
    for i in range(H):
        for j in range(W):
            top, left = i * stride, j * stride
            stamp = np.tensordot(x[:, i, j], w, axes=1)
            y[:, top : top + KH, left : left + KW] += stamp
    return y[:, padding : padding + H_out, padding : padding + W_out]
