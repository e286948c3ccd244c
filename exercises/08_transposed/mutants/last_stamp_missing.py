"""Let the loop stop one early: stamps are counted like steps."""
# expect: transposed-stamps
# says: the last stamp is missing

import numpy as np


def conv_transpose1d(x, w, stride=1):
    K = len(w)
    y = np.zeros((len(x) - 1) * stride + K)
    for i in range(len(x) - 1):
        start = i * stride
        y[start : start + K] += x[i] * w
    return y
