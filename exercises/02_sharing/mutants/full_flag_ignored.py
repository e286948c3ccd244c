"""Accept `bias` and never look at it."""
# expect: sharing-full
# says: biases are counted although there are none

import numpy as np


def full_parameters(in_shape, out_shape, bias=True):
    inputs, units = int(np.prod(in_shape)), int(np.prod(out_shape))
    return (inputs + 1) * units
