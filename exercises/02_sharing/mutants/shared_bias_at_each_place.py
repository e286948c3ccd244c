"""Share the weights and give each unit a bias."""
# expect: sharing-shared
# says: each place has a bias of its own

import numpy as np


def shared_parameters(in_shape, out_shape, kernel_size, bias=True):
    KH, KW = kernel_size
    weights = out_shape[0] * in_shape[0] * KH * KW
    return weights + (int(np.prod(out_shape)) if bias else 0)
