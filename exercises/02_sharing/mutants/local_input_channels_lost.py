"""Take the window as flat, KH times KW, whatever the number of channels."""
# expect: sharing-local
# says: a window does not reach through the input channels

import numpy as np


def local_parameters(in_shape, out_shape, kernel_size, bias=True):
    KH, KW = kernel_size
    return int(np.prod(out_shape)) * (KH * KW + int(bias))
