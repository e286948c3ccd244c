"""Add the window up and leave it at that, as LeNet-5 did."""
# expect: pool-avg
# says: you take the sum of each window

import numpy as np


def avg_pool2d(x, kernel_size, stride=None):
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    rows = starts(x.shape[2], KH, SH)
    columns = starts(x.shape[3], KW, SW)
    y = np.zeros((*x.shape[:2], len(rows), len(columns)))
    for i, top in enumerate(rows):
        for j, left in enumerate(columns):
            window = x[:, :, top : top + KH, left : left + KW]
            y[:, :, i, j] = window.sum(axis=(2, 3))
    return y
