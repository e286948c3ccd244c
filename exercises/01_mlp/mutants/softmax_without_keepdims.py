"""Leave keepdims out: for a square batch NumPy divides the wrong way round."""
# expect: mlp-softmax
# says: stopped with an error

import numpy as np


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum(axis=1)
