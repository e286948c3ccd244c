"""Give each output channel one bias, as a convolution does."""
# expect: sharing-full
# says: a single bias

import numpy as np


def full_parameters(in_shape, out_shape, bias=True):
    weights = int(np.prod(in_shape) * np.prod(out_shape))
    return weights + (out_shape[0] if bias else 0)
