"""Scatter a row of windows at once with `dx[rows, columns] += dy`.

NumPy adds only once where an index comes twice; `np.add.at` adds each time.
"""
# expect: pool-max-overlap

import numpy as np


def max_pool2d_backward(dy, x, kernel_size, stride=None):
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    dx = np.zeros(x.shape)
    for n, c in np.ndindex(dy.shape[:2]):
        rows, columns = np.indices(dy.shape[2:])
        for i, j in np.ndindex(dy.shape[2:]):
            top, left = i * SH, j * SW
            window = x[n, c, top : top + KH, left : left + KW]
            u, v = np.unravel_index(window.argmax(), window.shape)
            rows[i, j], columns[i, j] = top + u, left + v
        dx[n, c, rows, columns] += dy[n, c]
    return dx
