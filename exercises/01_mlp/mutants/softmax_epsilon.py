"""Add 1e-8 to the sum, against a division by zero that cannot happen."""
# expect: mlp-softmax
# says: a tiny number is added

import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / (e.sum(axis=1, keepdims=True) + 1e-8)
