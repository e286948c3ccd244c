"""Divide the probabilities by N before subtracting the 1."""
# expect: mlp-gradient
# says: the 1 is not divided

import numpy as np


def cross_entropy_gradient(z, y):
    dz = softmax(z) / len(y)
    dz[np.arange(len(y)), y] -= 1
    return dz
