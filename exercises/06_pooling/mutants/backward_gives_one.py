"""Write the derivative, 1 at the winner, and forget to multiply by `dy`."""
# expect: pool-max-backward
# says: the winner gets 1

import numpy as np


def max_pool2d_backward(dy, x, kernel_size, stride=None):
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dy.shape):
        top, left = i * SH, j * SW
        window = x[n, c, top : top + KH, left : left + KW]
        u, v = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, top + u, left + v] += 1
    return dx
