"""Add the two sides of the window."""
# expect: sharing-local
# says: the sides of the kernel are added

import numpy as np


def local_parameters(in_shape, out_shape, kernel_size, bias=True):
    window = in_shape[0] * sum(kernel_size)
    return int(np.prod(out_shape)) * (window + int(bias))
