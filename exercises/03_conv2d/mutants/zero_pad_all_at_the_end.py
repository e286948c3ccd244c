"""Write x into the top left corner of the large array of zeros."""
# expect: conv2d-zero-pad
# says: the zeros are all at the end

import numpy as np


def zero_pad(x, padding):
    H, W = x.shape
    padded = np.zeros((H + 2 * padding, W + 2 * padding), dtype=x.dtype)
    padded[:H, :W] = x
    return padded
