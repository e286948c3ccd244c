"""Multiply inputs and units, and leave the biases out."""
# expect: sharing-full
# says: the biases are missing

import numpy as np


def full_parameters(in_shape, out_shape, bias=True):
    return int(np.prod(in_shape) * np.prod(out_shape))
