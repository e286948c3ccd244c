"""Keep p - 1 at the true class and 0 elsewhere."""
# expect: mlp-gradient
# says: only the true class has a gradient

import numpy as np


def cross_entropy_gradient(z, y):
    rows = np.arange(len(y))
    dz = np.zeros(z.shape)
    dz[rows, y] = (softmax(z)[rows, y] - 1) / len(y)
    return dz
