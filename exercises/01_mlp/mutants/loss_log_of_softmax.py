"""Take the logarithm of the finished probabilities."""
# expect: mlp-cross-entropy-stable
# says: not finite

import numpy as np


def cross_entropy(z, y):
    return -np.mean(np.log(softmax(z)[np.arange(len(y)), y]))
