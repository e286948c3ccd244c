"""Share the gradient, as average pooling does."""
# expect: pool-max-backward
# says: as in average pooling

import numpy as np


def max_pool2d_backward(dy, x, kernel_size, stride=None):
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dy.shape):
        top, left = i * SH, j * SW
        window = x[n, c, top : top + KH, left : left + KW]
        share = dy[n, c, i, j] / window.size
        dx[n, c, top : top + KH, left : left + KW] += share
    return dx
