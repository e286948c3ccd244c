"""Write m (n + 1) for (m + 1) n."""
# expect: sharing-full
# says: there is a bias for each input

import numpy as np


def full_parameters(in_shape, out_shape, bias=True):
    inputs, units = int(np.prod(in_shape)), int(np.prod(out_shape))
    return inputs * (units + int(bias))
