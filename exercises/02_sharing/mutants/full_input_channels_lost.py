"""Connect each unit with H times W pixels, as if the image were grey."""
# expect: sharing-full
# says: the channels of the input are not counted

import numpy as np


def full_parameters(in_shape, out_shape, bias=True):
    _, H, W = in_shape
    units = int(np.prod(out_shape))
    return (H * W + int(bias)) * units
