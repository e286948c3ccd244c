"""Take every second window whenever there is a stride."""
# expect: eff-depthwise
# says: taken as 2

import numpy as np


def depthwise_conv(x, w, stride=1, padding=0):
    around = (padding, padding)
    x = np.pad(x, [(0, 0), (0, 0), around, around])
    KH, KW = w.shape[2:]
    H_out, W_out = x.shape[2] - KH + 1, x.shape[3] - KW + 1
    y = np.zeros((*x.shape[:2], H_out, W_out))
    for i, j in np.ndindex(H_out, W_out):
        window = x[:, :, i : i + KH, j : j + KW]
        y[:, :, i, j] = (window * w[:, 0]).sum(axis=(2, 3))
    return y[:, :, ::2, ::2] if stride > 1 else y
