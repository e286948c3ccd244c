"""Search with `>=`: a later equal number takes the place of the first."""
# expect: pool-max-ties
# says: the last one gets it

import numpy as np


def max_pool2d_backward(dy, x, kernel_size, stride=None):
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dy.shape):
        top, left = i * SH, j * SW
        window = x[n, c, top : top + KH, left : left + KW]
        u, v = 0, 0
        for a, b in np.ndindex(window.shape):
            if window[a, b] >= window[u, v]:
                u, v = a, b
        dx[n, c, top + u, left + v] += dy[n, c, i, j]
    return dx
