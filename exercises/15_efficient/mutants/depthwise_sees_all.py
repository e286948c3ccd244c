"""Keep the sum over the channels of a standard convolution."""
# expect: eff-depthwise
# says: sees all channels

import numpy as np


def depthwise_conv(x, w, stride=1, padding=0):
    around = (padding, padding)
    x = np.pad(x, [(0, 0), (0, 0), around, around])
    C, _, KH, KW = w.shape
    H_out = (x.shape[2] - KH) // stride + 1
    W_out = (x.shape[3] - KW) // stride + 1
    y = np.zeros((len(x), C, H_out, W_out))
    for c, i, j in np.ndindex(y.shape[1:]):
        top, left = i * stride, j * stride
        window = x[:, :, top : top + KH, left : left + KW]
        y[:, c, i, j] = (window * w[c]).sum(axis=(1, 2, 3))
    return y
