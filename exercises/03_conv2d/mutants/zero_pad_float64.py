"""Call `np.zeros` without a dtype, so that a photo becomes float64."""
# expect: conv2d-dtype
# says: float64

import numpy as np


def zero_pad(x, padding):
    H, W = x.shape
    padded = np.zeros((H + 2 * padding, W + 2 * padding))
    padded[padding : padding + H, padding : padding + W] = x
    return padded
