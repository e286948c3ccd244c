"""Put the stamps next to each other, so that none is lost."""
# expect: transposed-stamps
# says: side by side

import numpy as np


def conv_transpose1d(x, w, stride=1):
    K = len(w)
    y = np.zeros(len(x) * K)
    for i in range(len(x)):
        start = i * K
        y[start : start + K] += x[i] * w
    return y
