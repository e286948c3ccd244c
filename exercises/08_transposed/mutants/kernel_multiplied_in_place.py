"""Multiply the kernel itself: the next stamp begins with the last one."""
# expect: transposed-stamps
# says: changed its own input

import numpy as np


def conv_transpose1d(x, w, stride=1):
    K = len(w)
    y = np.zeros((len(x) - 1) * stride + K)
    for i in range(len(x)):
        start = i * stride
        w *= x[i]
        y[start : start + K] += w
    return y
