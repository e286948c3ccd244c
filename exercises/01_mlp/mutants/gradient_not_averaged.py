"""Differentiate the loss of each image and forget that the batch has a mean."""
# expect: mlp-gradient
# says: not divided by the number of images

import numpy as np


def cross_entropy_gradient(z, y):
    dz = softmax(z)
    dz[np.arange(len(y)), y] -= 1
    return dz
