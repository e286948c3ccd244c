"""Write the gradient into the window: a slice of `x` is a view."""
# expect: pool-max-backward
# says: changed its own input

import numpy as np


def max_pool2d_backward(dy, x, kernel_size, stride=None):
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dy.shape):
        top, left = i * SH, j * SW
        window = x[n, c, top : top + KH, left : left + KW]
        u, v = np.unravel_index(window.argmax(), window.shape)
        window[:] = 0
        window[u, v] = dy[n, c, i, j]
        dx[n, c, top + u, left + v] += window[u, v]
    return dx
