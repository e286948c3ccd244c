"""Add 1e-8 inside the logarithm: it changes every loss a little."""
# expect: mlp-cross-entropy
# says: a tiny number is added

import numpy as np


def cross_entropy(z, y):
    return -np.mean(np.log(softmax(z)[np.arange(len(y)), y] + 1e-8))
