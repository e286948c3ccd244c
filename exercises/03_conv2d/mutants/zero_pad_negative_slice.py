"""Fill the middle with `[padding:-padding]`, which is empty for padding 0."""
# expect: conv2d-zero-pad

import numpy as np


def zero_pad(x, padding):
    H, W = x.shape
    padded = np.zeros((H + 2 * padding, W + 2 * padding), dtype=x.dtype)
    padded[padding:-padding, padding:-padding] = x
    return padded
