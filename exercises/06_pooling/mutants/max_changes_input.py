"""Sort the window in place and take its last number.

A slice is a view, so the rows of `x` are sorted with it.
"""
# expect: pool-max
# says: changed its own input

import numpy as np


def max_pool2d(x, kernel_size, stride=None):
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    rows = starts(x.shape[2], KH, SH)
    columns = starts(x.shape[3], KW, SW)
    y = np.zeros((*x.shape[:2], len(rows), len(columns)))
    for i, top in enumerate(rows):
        for j, left in enumerate(columns):
            window = x[:, :, top : top + KH, left : left + KW]
            window.sort(axis=3)
            y[:, :, i, j] = window[:, :, :, -1].max(axis=2)
    return y
