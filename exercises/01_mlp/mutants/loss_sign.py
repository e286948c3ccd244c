"""Forget the minus sign in front of the logarithm."""
# expect: mlp-cross-entropy
# says: the sign is the other way round

import numpy as np


def cross_entropy(z, y):
    shifted = z - z.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return np.mean(log_p[np.arange(len(y)), y])
