"""Divide by `z.size` instead of the number of images."""
# expect: mlp-gradient
# says: divided by the number of classes too

import numpy as np


def cross_entropy_gradient(z, y):
    dz = softmax(z)
    dz[np.arange(len(y)), y] -= 1
    return dz / z.size
