"""Turn `argmax` into row and column with KH instead of KW.

For square windows both are the same.
"""
# expect: pool-max-backward

import numpy as np


def max_pool2d_backward(dy, x, kernel_size, stride=None):
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dy.shape):
        top, left = i * SH, j * SW
        window = x[n, c, top : top + KH, left : left + KW]
        u, v = divmod(window.argmax(), KH)
        u, v = min(u, KH - 1), min(v, KW - 1)
        dx[n, c, top + u, left + v] += dy[n, c, i, j]
    return dx
