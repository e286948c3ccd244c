"""Give each pixel the whole gradient of the window."""
# expect: pool-avg-backward
# says: each pixel gets all of it

import numpy as np


def avg_pool2d_backward(dy, x, kernel_size, stride=None):
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dy.shape):
        top, left = i * SH, j * SW
        share = dy[n, c, i, j]
        dx[n, c, top : top + KH, left : left + KW] += share
    return dx
