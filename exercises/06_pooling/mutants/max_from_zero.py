"""Keep a running maximum in an array of zeros.

After a ReLU nothing is below zero, and nobody notices.
"""
# expect: pool-max
# says: no negative number wins

import numpy as np


def max_pool2d(x, kernel_size, stride=None):
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    rows = starts(x.shape[2], KH, SH)
    columns = starts(x.shape[3], KW, SW)
    y = np.zeros((*x.shape[:2], len(rows), len(columns)))
    for i, top in enumerate(rows):
        for j, left in enumerate(columns):
            window = x[:, :, top : top + KH, left : left + KW]
            y[:, :, i, j] = np.maximum(y[:, :, i, j], window.max(axis=(2, 3)))
    return y
