"""Share the bias among the places but not the weights."""
# expect: sharing-local
# says: each output channel has a single bias

import numpy as np


def local_parameters(in_shape, out_shape, kernel_size, bias=True):
    weights = int(np.prod(out_shape) * in_shape[0] * np.prod(kernel_size))
    return weights + (out_shape[0] if bias else 0)
