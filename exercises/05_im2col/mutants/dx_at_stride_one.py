"""Compute dx as a convolution of dy with the flipped kernel.

Without spreading dy out it is right at stride 1 only.
"""
# expect: im2col-input-gradient

import numpy as np


def input_gradient(dy, w, shape, stride=1, padding=0):
    KH, KW = w.shape[2:]
    rows, cols = (KH - 1, shape[2]), (KW - 1, shape[3])
    dy = np.pad(dy, ((0, 0), (0, 0), rows, cols))
    kernels = w[:, :, ::-1, ::-1].swapaxes(0, 1)
    dx = conv2d(dy, kernels, np.zeros(len(kernels)))
    down, right = padding + shape[2], padding + shape[3]
    return dx[:, :, padding:down, padding:right]
