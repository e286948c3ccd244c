"""Use the stride of the rows for the columns too."""
# expect: pool-max-stride
# says: the stride of the rows is used for the columns

import numpy as np


def max_pool2d(x, kernel_size, stride=None):
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    if stride:
        SW = SH
    rows = starts(x.shape[2], KH, SH)
    columns = starts(x.shape[3], KW, SW)
    y = np.zeros((*x.shape[:2], len(rows), len(columns)))
    for i, top in enumerate(rows):
        for j, left in enumerate(columns):
            window = x[:, :, top : top + KH, left : left + KW]
            y[:, :, i, j] = window.max(axis=(2, 3))
    return y
