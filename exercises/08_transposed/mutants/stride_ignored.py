"""Stamp at every place, whatever the stride."""
# expect: transposed-stamps
# says: the stride is not used

import numpy as np


def conv_transpose1d(x, w, stride=1):
    stride = 1
    K = len(w)
    y = np.zeros((len(x) - 1) * stride + K)
    for i in range(len(x)):
        start = i * stride
        y[start : start + K] += x[i] * w
    return y
