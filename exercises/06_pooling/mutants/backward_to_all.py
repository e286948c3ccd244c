"""Give the gradient to every pixel of the window."""
# expect: pool-max-backward
# says: every pixel of a window gets all of it

import numpy as np


def max_pool2d_backward(dy, x, kernel_size, stride=None):
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dy.shape):
        top, left = i * SH, j * SW
        dx[n, c, top : top + KH, left : left + KW] += dy[n, c, i, j]
    return dx
