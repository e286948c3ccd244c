"""Use the height twice: photos in the examples are square."""
# expect: sharing-full

import numpy as np


def full_parameters(in_shape, out_shape, bias=True):
    C_in, H, _ = in_shape
    return (C_in * H * H + int(bias)) * int(np.prod(out_shape))
