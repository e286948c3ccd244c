"""Stretch the input with zeros, and call `np.convolve`."""
# expect: transposed-stamps
# says: numpy.convolve

import numpy as np


def conv_transpose1d(x, w, stride=1):
    stretched = np.zeros((len(x) - 1) * stride + 1)
    stretched[::stride] = x
    return np.convolve(stretched, w)
