"""Apply softmax first, then the formula that already holds it."""
# expect: mlp-cross-entropy
# says: softmax is applied twice

import numpy as np


def cross_entropy(z, y):
    z = softmax(z)
    log_sum = np.log(np.exp(z).sum(axis=1))
    return np.mean(log_sum - z[np.arange(len(y)), y])
