"""Unpack the window as width and height, as images are measured."""
# expect: pool-max
# says: height and width are swapped

import numpy as np


def max_pool2d(x, kernel_size, stride=None):
    (KW, KH), (SW, SH) = kernel_size, stride or kernel_size
    rows = starts(x.shape[2], KH, SH)
    columns = starts(x.shape[3], KW, SW)
    y = np.zeros((*x.shape[:2], len(rows), len(columns)))
    for i, top in enumerate(rows):
        for j, left in enumerate(columns):
            window = x[:, :, top : top + KH, left : left + KW]
            y[:, :, i, j] = window.max(axis=(2, 3))
    return y
