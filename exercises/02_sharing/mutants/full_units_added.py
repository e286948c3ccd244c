"""Count the circles of the drawing instead of the lines."""
# expect: sharing-full
# says: units and inputs are added

import numpy as np


def full_parameters(in_shape, out_shape, bias=True):
    return int(np.prod(in_shape) + np.prod(out_shape))
