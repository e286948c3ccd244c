"""Call `np.pad(x, padding)`: images and channels get a border too."""
# expect: channels-stride-padding

import numpy as np


def conv2d(x, w, bias=None, stride=1, padding=0, groups=1):
    N, _, H, W = x.shape
    C_out, depth, KH, KW = w.shape
    H_out = (H + 2 * padding - KH) // stride + 1
    W_out = (W + 2 * padding - KW) // stride + 1
    x = np.pad(x, padding)
    y = np.zeros((N, C_out, H_out, W_out))
    for o in range(C_out):
        group = o // (C_out // groups)
        seen = x[:, group * depth : (group + 1) * depth]
        for i in range(H_out):
            for j in range(W_out):
                top, left = i * stride, j * stride
                window = seen[:, :, top : top + KH, left : left + KW]
                y[:, o, i, j] = np.sum(window * w[o], axis=(1, 2, 3))
    return y if bias is None else y + bias[:, None, None]
