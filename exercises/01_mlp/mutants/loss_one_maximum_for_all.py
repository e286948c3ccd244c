"""Subtract the largest logit of the batch: the sum of a low row becomes 0."""
# expect: mlp-cross-entropy-stable
# says: not finite

import numpy as np


def cross_entropy(z, y):
    shifted = z - z.max()
    log_sum = np.log(np.exp(shifted).sum(axis=1))
    return np.mean(log_sum - shifted[np.arange(len(y)), y])
