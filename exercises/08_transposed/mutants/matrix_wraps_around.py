"""Shift a full row round with `np.roll`: a periodic convolution."""
# expect: transposed-matrix
# says: goes on at the other end

import numpy as np


def conv_matrix(w, n, stride=1):
    row = np.zeros(n)
    row[: len(w)] = w
    return np.stack([np.roll(row, i) for i in range(0, n, stride)])
