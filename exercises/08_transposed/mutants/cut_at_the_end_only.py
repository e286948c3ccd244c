"""Keep the first H_out rows and W_out columns."""
# expect: transposed-padding
# says: at the end only

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
    return y[:, :H_out, :W_out]
