"""Search column by column: the first is then another one."""
# expect: pool-max-ties
# says: column by column

import numpy as np


def max_pool2d_backward(dy, x, kernel_size, stride=None):
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dy.shape):
        top, left = i * SH, j * SW
        window = x[n, c, top : top + KH, left : left + KW]
        v, u = divmod(window.T.argmax(), len(window))
        dx[n, c, top + u, left + v] += dy[n, c, i, j]
    return dx
