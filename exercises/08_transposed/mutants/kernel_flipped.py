"""Turn the kernel round, as for the form with zeros in between."""
# expect: transposed-stamps
# says: the kernel is flipped

import numpy as np


def conv_transpose1d(x, w, stride=1):
    K = len(w)
    y = np.zeros((len(x) - 1) * stride + K)
    for i in range(len(x)):
        start = i * stride
        y[start : start + K] += x[i] * w[::-1]
    return y
