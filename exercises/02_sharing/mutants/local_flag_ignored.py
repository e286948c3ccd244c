"""Add the 1 without asking for `bias`."""
# expect: sharing-local
# says: biases are counted although there are none

import numpy as np


def local_parameters(in_shape, out_shape, kernel_size, bias=True):
    KH, KW = kernel_size
    return int(np.prod(out_shape)) * (in_shape[0] * KH * KW + 1)
