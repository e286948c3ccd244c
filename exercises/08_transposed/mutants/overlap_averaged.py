"""Divide by the number of stamps, to get rid of the pattern."""
# expect: transposed-stamps
# says: averaged, not added

import numpy as np


def conv_transpose1d(x, w, stride=1):
    K = len(w)
    y = np.zeros((len(x) - 1) * stride + K)
    seen = np.zeros(len(y))
    for i in range(len(x)):
        start = i * stride
        y[start : start + K] += x[i] * w
        seen[start : start + K] += 1
    return y / np.maximum(seen, 1)
