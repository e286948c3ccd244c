"""Stop after the exponentials: they are positive already."""
# expect: mlp-softmax
# says: the sum is missing

import numpy as np


def softmax(z):
    return np.exp(z)
