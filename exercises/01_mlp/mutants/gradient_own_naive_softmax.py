"""Write the exponentials out again, this time without the safe shift."""
# expect: mlp-gradient
# says: not finite

import numpy as np


def cross_entropy_gradient(z, y):
    e = np.exp(z)
    dz = e / e.sum(axis=1, keepdims=True)
    dz[np.arange(len(y)), y] -= 1
    return dz / len(y)
