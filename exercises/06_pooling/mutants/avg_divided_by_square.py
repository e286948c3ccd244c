"""Divide by KH * KH: the formula on the page has K squared."""
# expect: pool-avg
# says: divided by KH * KH

import numpy as np


def avg_pool2d(x, kernel_size, stride=None):
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    rows = starts(x.shape[2], KH, SH)
    columns = starts(x.shape[3], KW, SW)
    y = np.zeros((*x.shape[:2], len(rows), len(columns)))
    for i, top in enumerate(rows):
        for j, left in enumerate(columns):
            window = x[:, :, top : top + KH, left : left + KW]
            y[:, :, i, j] = window.sum(axis=(2, 3)) / KH**2
    return y
