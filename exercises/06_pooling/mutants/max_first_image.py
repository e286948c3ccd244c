"""Return from inside the loop over the images.

Only the first image is pooled; a batch of one hides it.
"""
# expect: pool-max
# says: only the first image is pooled

import numpy as np


def max_pool2d(x, kernel_size, stride=None):
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    rows = starts(x.shape[2], KH, SH)
    columns = starts(x.shape[3], KW, SW)
    y = np.zeros((*x.shape[:2], len(rows), len(columns)))
    for i, top in enumerate(rows):
        for j, left in enumerate(columns):
            window = x[:1, :, top : top + KH, left : left + KW]
            y[:1, :, i, j] = window.max(axis=(2, 3))
    return y
