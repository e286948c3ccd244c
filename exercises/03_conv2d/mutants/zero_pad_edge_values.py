"""Use `np.pad` with mode "edge", copied from an image filter."""
# expect: conv2d-zero-pad
# says: the border repeats the edge values

import numpy as np


def zero_pad(x, padding):
    return np.pad(x, padding, mode="edge")
