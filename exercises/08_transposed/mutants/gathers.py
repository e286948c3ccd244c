"""Slide the kernel over the input, as a convolution does."""
# expect: transposed-stamps
# says: it gathers

import numpy as np


def conv_transpose1d(x, w, stride=1):
    K = len(w)
    y = np.zeros(max(0, (len(x) - K) // stride + 1))
    for i in range(len(y)):
        y[i] = np.sum(x[i * stride : i * stride + K] * w)
    return y
