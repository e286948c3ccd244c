"""Compare the window with its maximum: a mask, and no `argmax`."""
# expect: pool-max-ties
# says: each gets all of it

import numpy as np


def max_pool2d_backward(dy, x, kernel_size, stride=None):
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dy.shape):
        top, left = i * SH, j * SW
        place = n, c, slice(top, top + KH), slice(left, left + KW)
        wins = x[place] == x[place].max()
        dx[place] += wins * dy[n, c, i, j]
    return dx
