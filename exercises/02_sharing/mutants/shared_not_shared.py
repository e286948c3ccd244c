"""Multiply with all places of the output, as in the part before."""
# expect: sharing-shared
# says: nothing is shared

import numpy as np


def shared_parameters(in_shape, out_shape, kernel_size, bias=True):
    KH, KW = kernel_size
    return int(np.prod(out_shape)) * (in_shape[0] * KH * KW + int(bias))
