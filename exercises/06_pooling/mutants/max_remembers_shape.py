"""Keep the output between calls, to save the time of `np.zeros`.

The largest numbers of the last call are still in it.
"""
# expect: pool-max

import numpy as np


def max_pool2d(x, kernel_size, stride=None):
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    rows = starts(x.shape[2], KH, SH)
    columns = starts(x.shape[3], KW, SW)
    shape = (*x.shape[:2], len(rows), len(columns))
    y = max_pool2d.__dict__.setdefault(shape, np.full(shape, -np.inf))
    for i, top in enumerate(rows):
        for j, left in enumerate(columns):
            window = x[:, :, top : top + KH, left : left + KW]
            y[:, :, i, j] = np.maximum(y[:, :, i, j], window.max(axis=(2, 3)))
    return y
