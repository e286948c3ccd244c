"""Make the output as small as it must be, but cut windows side by side."""
# expect: pool-max-stride

import numpy as np


def max_pool2d(x, kernel_size, stride=None):
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    rows = starts(x.shape[2], KH, SH)
    columns = starts(x.shape[3], KW, SW)
    y = np.zeros((*x.shape[:2], len(rows), len(columns)))
    for i, top in enumerate(rows):
        for j, left in enumerate(columns):
            top, left = i * KH, j * KW
            top, left = min(top, rows[-1]), min(left, columns[-1])
            window = x[:, :, top : top + KH, left : left + KW]
            y[:, :, i, j] = window.max(axis=(2, 3))
    return y
