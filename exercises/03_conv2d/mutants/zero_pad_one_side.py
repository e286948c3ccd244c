"""Make the array larger by `padding` instead of twice that.

The border is then above and to the left, and missing on the other sides.
"""
# expect: conv2d-zero-pad
# says: the bottom and right have no zeros

import numpy as np


def zero_pad(x, padding):
    H, W = x.shape
    padded = np.zeros((H + padding, W + padding), dtype=x.dtype)
    padded[padding:, padding:] = x
    return padded
