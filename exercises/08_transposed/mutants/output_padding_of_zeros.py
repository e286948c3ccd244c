"""Cut first, then put rows and columns of zeros at the end."""
# expect: transposed-padding
# says: filled with zeros

import numpy as np


def conv_transpose2d(x, w, stride=1, padding=0, output_padding=0):
    _, H, W = x.shape
    _, C_out, KH, KW = w.shape
    H_out = transposed_size(H, KH, stride, padding, output_padding)
    W_out = transposed_size(W, KW, stride, padding, output_padding)
    y = np.zeros((C_out, H_out + 2 * padding, W_out + 2 * padding))
    for i in range(H):
        for j in range(W):
            top, left = i * stride, j * stride
            stamp = np.tensordot(x[:, i, j], w, axes=1)
            y[:, top : top + KH, left : left + KW] += stamp
    more = (0, output_padding)
    H_out, W_out = H_out - output_padding, W_out - output_padding
    y = y[:, padding : padding + H_out, padding : padding + W_out]
    return np.pad(y, ((0, 0), more, more))
