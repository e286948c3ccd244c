"""Count one unit for each place of the output."""
# expect: sharing-full
# says: the channels of the output are not counted

import numpy as np


def full_parameters(in_shape, out_shape, bias=True):
    inputs = int(np.prod(in_shape))
    return (inputs + int(bias)) * out_shape[1] * out_shape[2]
