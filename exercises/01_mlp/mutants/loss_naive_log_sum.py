"""Use ln(sum of exp(z)) - z_y without subtracting the largest logit."""
# expect: mlp-cross-entropy-stable
# says: not finite

import numpy as np


def cross_entropy(z, y):
    log_sum = np.log(np.exp(z).sum(axis=1))
    return np.mean(log_sum - z[np.arange(len(y)), y])
