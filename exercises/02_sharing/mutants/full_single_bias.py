"""Add 1: the formula of the layer says "plus b" once."""
# expect: sharing-full
# says: the layer has a single bias

import numpy as np


def full_parameters(in_shape, out_shape, bias=True):
    return int(np.prod(in_shape) * np.prod(out_shape)) + int(bias)
