"""Take w as (C_out, C_in, KH, KW), as in every other layer."""
# expect: transposed-2d

import numpy as np


def conv_transpose2d(x, w, stride=1, padding=0, output_padding=0):
    _, H, W = x.shape
    C_out, _, KH, KW = w.shape
    H_out = transposed_size(H, KH, stride, padding, output_padding)
    W_out = transposed_size(W, KW, stride, padding, output_padding)
    y = np.zeros((C_out, H_out + 2 * padding, W_out + 2 * padding))
    for i in range(H):
        for j in range(W):
            top, left = i * stride, j * stride
            stamp = np.tensordot(x[:, i, j], w, axes=(0, 1))
            y[:, top : top + KH, left : left + KW] += stamp
    return y[:, padding : padding + H_out, padding : padding + W_out]
