"""Convolve first, then put the zeros around the result."""
# expect: channels-stride-padding
# says: the zeros are put around the result

import numpy as np


def conv2d(x, w, bias=None, stride=1, padding=0, groups=1):
    N, _, H, W = x.shape
    C_out, depth, KH, KW = w.shape
    H_out = (H - KH) // stride + 1
    W_out = (W - KW) // stride + 1
    border = (padding, padding)
    y = np.zeros((N, C_out, H_out, W_out))
    for o in range(C_out):
        group = o // (C_out // groups)
        seen = x[:, group * depth : (group + 1) * depth]
        for i in range(H_out):
            for j in range(W_out):
                top, left = i * stride, j * stride
                window = seen[:, :, top : top + KH, left : left + KW]
                y[:, o, i, j] = np.sum(window * w[o], axis=(1, 2, 3))
    y = y if bias is None else y + bias[:, None, None]
    return np.pad(y, ((0, 0), (0, 0), border, border))
