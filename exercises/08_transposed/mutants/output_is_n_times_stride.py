"""Make the output `stride` times as long: "it doubles"."""
# expect: transposed-stamps
# says: the result ends at n * stride

import numpy as np


def conv_transpose1d(x, w, stride=1):
    K = len(w)
    y = np.zeros((len(x) - 1) * stride + K)
    for i in range(len(x)):
        start = i * stride
        y[start : start + K] += x[i] * w
    return y[: len(x) * stride]
