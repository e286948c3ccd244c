"""Mask with a one-hot array, then take the mean of all N times C products."""
# expect: mlp-cross-entropy
# says: divided by the number of classes too

import numpy as np


def cross_entropy(z, y):
    shifted = z - z.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.mean(np.eye(z.shape[1])[y] * log_p)
