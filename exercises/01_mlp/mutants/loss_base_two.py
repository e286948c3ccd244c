"""Use `np.log2`, as in information theory."""
# expect: mlp-cross-entropy
# says: the logarithm is to base 2

import numpy as np


def cross_entropy(z, y):
    of_true_class = softmax(z)[np.arange(len(y)), y]
    return -np.mean(np.log2(of_true_class))
