"""Count the weights of all windows and no bias."""
# expect: sharing-local
# says: the biases are missing

import numpy as np


def local_parameters(in_shape, out_shape, kernel_size, bias=True):
    KH, KW = kernel_size
    return int(np.prod(out_shape)) * in_shape[0] * KH * KW
