"""Place the windows side by side on the way back, whatever the stride."""
# expect: pool-max-overlap
# says: the stride is not used

import numpy as np


def max_pool2d_backward(dy, x, kernel_size, stride=None):
    KH, KW = kernel_size
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dy.shape):
        top, left = i * KH, j * KW
        window = x[n, c, top : top + KH, left : left + KW]
        if not window.size:
            continue
        u, v = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, top + u, left + v] += dy[n, c, i, j]
    return dx
